import { type Owner, ownerOf } from '../../actions/account/owner.ts';
import { goTo } from '../page/page.ts';
import { paths } from '../paths.ts';
import type { Ctx } from '../request/visit.ts';

/** Addresses of the account that are no pages to come back to. */
const notPages: readonly string[] = [paths.confirmKey, paths.moreTime, paths.newKeyTime];

/** Where a page of the account leads back to after the key was given: only ever one of our own (RT-24). */
export const comesBackTo = (asked: string | undefined): string =>
  Object.values(paths).find(
    (one) => one === asked && one.startsWith(`${paths.account}/`) && !notPages.includes(one),
  ) ?? paths.account;

const backTo = (page: string, here: string): string => `${page}?volver=${encodeURIComponent(here)}`;

/** Who is signed in, or the way to sign in and back to `here`. Every page of the account begins with this. */
export async function ownerAt(c: Ctx, here = c.req.path): Promise<Owner | Response> {
  const { world, jar } = c.var.visit;
  const token = jar.get(c, 'session');
  const owner = token ? await ownerOf(world, token) : undefined;
  if (owner) c.set('owner', owner);
  return owner ?? goTo(c, backTo(paths.signIn, here));
}

/** Who is signed in and gave the key within five minutes, or the way to give it again (SE-05). */
export async function freshOwnerAt(c: Ctx, here: string = c.req.path): Promise<Owner | Response> {
  const owner = await ownerAt(c, here);
  if (owner instanceof Response || owner.fresh) return owner;
  return goTo(c, backTo(paths.confirmKey, here));
}
