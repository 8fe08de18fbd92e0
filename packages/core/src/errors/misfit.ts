import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  object: 'a record {…}',
  record: 'a record {…}',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  integer: 'an integer',
  int: 'an integer',
  number: 'a number',
};

/** What a value of this kind is called; undefined where people have no word for it. */
export const kindInWords = (kind: string): string | undefined => KINDS[kind];

/** `one of a, b` */
export const choiceInWords = (values: readonly unknown[]): string => `one of ${values.map(String).join(', ')}`;

/** A value as it is written, cut where it is long. */
export function shownValue(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length <= 40 ? written : `${written.slice(0, 40)}…`;
}

/**
 * What is wrong with a value, for people: pass it to zod as `error`, whose own words are for programmers. Undefined, and so
 * zod's words, where there are no better ones.
 */
export function misfit(issue: z.core.$ZodRawIssue): string | undefined {
  const expected = expectedBy(issue);
  if (expected === undefined) return undefined;
  return issue.input === undefined
    ? `${expected} is missing`
    : `${expected} is expected, not ${shownValue(issue.input)}`;
}

function expectedBy(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return kindInWords(String(issue['expected']));
  if (issue.code === 'invalid_value') return choiceInWords(issue['values']);
  return undefined;
}

/** All that is wrong with a value, in one line; undefined where nothing is. */
export function misfits(schema: z.ZodType, value: unknown): string | undefined {
  const { error } = schema.safeParse(value, { error: misfit });
  return error?.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
