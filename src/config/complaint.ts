import type { z } from 'zod';
import { nearest } from '../lib/contact/edit-distance.ts';
import { limitAt } from './limits.ts';
import type { Misplaced } from './mistake.ts';

type Issue = z.core.$ZodIssue;

const nameOf = (path: readonly PropertyKey[]): string => path.map(String).join('.') || 'the file';

/** A mistyped name is offered the nearest known one; two slips is as far as a guess helps. */
function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Misplaced {
  const meant = nearest(key, known, 2);
  const advice = meant ? `Did you mean “${meant}”?` : `Known here: ${known.join(', ')}`;
  return { path: [...path, key], what: `“${key}” is not a setting of ${nameOf(path)}`, advice };
}

/** The limit that was passed, by name and with its source, so that nobody has to look for it. */
function pastLimit(issue: Issue & { code: 'too_big' | 'too_small' }): Misplaced {
  const name = nameOf(issue.path);
  const bound = String(issue.code === 'too_big' ? issue.maximum : issue.minimum);
  const side = issue.code === 'too_big' ? 'at most' : 'at least';
  const limit = limitAt(name.replace(/^policy\./, ''));
  return {
    path: issue.path,
    what: `${name} is past its hard limit: ${side} ${bound}`,
    advice: limit ? `Write ${limit.least} to ${limit.most} (${limit.why})` : `It takes ${side} ${bound}`,
  };
}

/** The schema's names of shapes, as an operator would say them. */
const shapes: Readonly<Record<string, string>> = {
  object: 'a block of settings',
  array: 'a list in [ ]',
  string: 'text',
  boolean: 'true or false',
  number: 'a whole number',
  int: 'a whole number',
};

const wrongValue = (issue: Issue, advice: string): Misplaced => ({
  path: issue.path,
  what:
    issue.code === 'custom' || issue.code === 'invalid_format'
      ? issue.message
      : `${nameOf(issue.path)} is wrong`,
  advice,
});

function wrongType(issue: Issue & { code: 'invalid_type' }): Misplaced {
  const shape = shapes[issue.expected] ?? issue.expected;
  if (issue.input !== undefined) return wrongValue(issue, `Write ${shape}`);
  return { path: issue.path, what: `${nameOf(issue.path)} is missing`, advice: `Add it: ${shape}` };
}

/** Says in an operator's words what the schema found. One issue may name several unknown keys. */
export function complaintsOf(issue: Issue): Misplaced[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(issue.path, key, issue.message.split(' ')));
    case 'too_big':
    case 'too_small':
      return [pastLimit(issue)];
    case 'invalid_value':
      return [wrongValue(issue, `Write one of: ${issue.values.map(String).join(', ')}`)];
    case 'invalid_type':
      return [wrongType(issue)];
    default:
      return [wrongValue(issue, `Correct ${nameOf(issue.path)}`)];
  }
}
