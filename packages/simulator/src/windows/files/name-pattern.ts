import { foldName } from '@scanclash/core';

const compiled = new Map<string, (folded: string) => boolean>();
const MOST_COMPILED = 256;

/**
 * A test for folded names against a pattern of `*` and `?`, as `dir`, FindFirstFile and shells on Windows apply it:
 * `*.*` is every name, with a period or without; `*.` only names without; a `?` before a period or the end may stand for nothing.
 * @source FindFirstFile translates to the wildcards of FsRtlIsNameInExpression: `?` to DOS_QM, `.` before a wildcard to
 * DOS_DOT, `*` before a period to DOS_STAR (CIFS 1.0 specification, wildcards; Windows driver documentation).
 */
export function namePattern(pattern: string): (folded: string) => boolean {
  let test = compiled.get(pattern);
  if (test === undefined) {
    test = compile(foldName(pattern));
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(pattern, test);
  }
  return test;
}

export function hasWildcard(name: string): boolean {
  return name.includes('*') || name.includes('?');
}

function compile(pattern: string): (folded: string) => boolean {
  if (pattern === '*' || pattern === '*.*') return () => true;
  if (!hasWildcard(pattern)) return (folded) => folded === pattern;
  const extension = /^\*(\.[^.*?]+)$/.exec(pattern)?.[1];
  if (extension !== undefined) return (folded) => folded.endsWith(extension);
  const expression = new RegExp(`^${expressionOf(pattern)}$`, 's');
  return (folded) => expression.test(folded);
}

const dosStar = '(?:[^.]|\\.(?=.*\\.))*';
const dosQuestionMark = '(?:[^.]|(?=\\.|$))';
const dosDot = '(?:\\.|$)';

function expressionOf(pattern: string): string {
  const withoutLastDot = pattern.endsWith('*.') ? pattern.slice(0, -1) : pattern;
  let expression = '';
  for (let i = 0; i < withoutLastDot.length; i++) {
    const character = withoutLastDot[i] as string;
    const next = pattern[i + 1];
    if (character === '*') expression += next === '.' ? dosStar : '.*';
    else if (character === '?') expression += dosQuestionMark;
    else if (character === '.') expression += next === '*' || next === '?' ? dosDot : '\\.';
    else expression += character.replace(/[\\^$+()[\]{}|/-]/, '\\$&');
  }
  return expression;
}
