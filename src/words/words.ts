/** The room that says. Each language is one value of one type; it never decides, and knows nothing about anybody. */
import type { Language } from '../rules/policy.ts';
import { en } from './en.ts';
import { es } from './es.ts';

/** Every text people read, by step: one step has one name in every room. */
export type Words = typeof es;

const languages: Record<Language, Words> = { es, en };

export function wordsOf(language: Language): Words {
  return languages[language];
}
