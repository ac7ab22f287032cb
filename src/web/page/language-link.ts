import { paths } from '../paths.ts';
import type { Ctx } from '../request/visit.ts';

const isName = (value: string): boolean => /^[a-z\d-]{1,40}$/.test(value);
const isPage = (value: string): boolean => Object.values<string>(paths).includes(value);

/** What an address of ours may carry on, by name, and the shape of its value. Anything else is left behind (RT-24). */
const carried: Readonly<Record<string, (value: string) => boolean>> = {
  volver: isPage,
  portal: isName,
  perfil: isName,
  tramite: isName,
  tipo: isName,
  pagina: isName,
  dato: isName,
  opcion: isName,
  cambio: isName,
};

/** The way to the same page in another language, with what its address says so far. */
export function languageLink(c: Ctx, language: string): string {
  const query = new URLSearchParams({ lang: language });
  for (const [name, fits] of Object.entries(carried)) {
    const value = c.req.query(name);
    if (value !== undefined && fits(value)) query.set(name, value);
  }
  return `?${query}`;
}
