import { REDACTED } from '@scanclash/core';

/** A secret in a text; offsets count UTF-16 units. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

interface SecretPattern {
  readonly why: string;
  /** Matches what stands before the secret. Every repetition is bounded: what a host writes may be hostile. */
  readonly head: RegExp;
  /** Where the secret that begins at `start` ends. */
  readonly end: (text: string, start: number) => number;
}

const WORD = [
  'pass(?:word|wd|wort|phrase|code)',
  'pwd',
  'secret',
  'credential',
  '(?:private|encryption|shared|access|api)[ _-]?key',
  '(?:access|auth|bearer|session)[ _-]?token',
].join('|');

const pattern = (why: string, head: string, flags: string, end: SecretPattern['end']): SecretPattern => ({
  why,
  head: new RegExp(head, `g${flags}`),
  end,
});

/** @assumed Which words stand before a secret: usage of ODBC, web configuration, mail protocols and Windows commands. */
const PATTERNS: readonly SecretPattern[] = [
  pattern(
    'assigned',
    `(?:${WORD}|\\bpassw?\\b|\\bpw\\b)[\\w-]{0,32}["'\\]]?[ \\t]{0,8}(?:=>|:=|[:=])[ \\t]{0,8}`,
    'i',
    valueEnd,
  ),
  pattern('attribute', `(?:${WORD})[\\w.-]{0,64}["']\\s{1,8}value\\s{0,4}=\\s{0,4}`, 'i', valueEnd),
  pattern('element', `<[\\w:.-]{0,64}(?:${WORD})[\\w:.-]{0,64}(?:\\s[^<>]{0,256})?>`, 'i', elementEnd),
  pattern('command option', `(?:--?|/)(?:${WORD}|pass|pw)[\\w-]{0,16}[ \\t]{1,4}`, 'i', wordEnd),
  pattern('command option', '/u(?:ser)?:\\S{1,128}[ \\t]{1,4}(?=[^\\s/])', 'i', wordEnd),
  pattern(
    'net use',
    '\\bnet[ \\t]{1,4}use[ \\t]{1,4}(?:\\S{1,3}[ \\t]{1,4})?\\\\\\\\\\S{1,256}[ \\t]{1,4}(?=[^\\s/])',
    'i',
    wordEnd,
  ),
  pattern('command option', '\\b(?:osql|isql|sqlcmd|bcp)\\b[^\\r\\n]{0,256}?[ \\t]-P[ \\t]?', '', wordEnd),
  pattern('address', '[a-z][a-z0-9+.-]{1,15}://[^\\s/:@"\'<>]{0,128}:(?=[^\\s/]{1,256}@)', 'i', userInfoEnd),
  pattern('log-on', '\\bAUTH[ \\t]{1,4}(?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5)[ \\t]{1,4}', 'i', lineEnd),
  pattern('log-on', 'Authorization:[ \\t]{0,4}(?:Basic|Bearer|Digest|NTLM|Negotiate)[ \\t]{1,4}', 'i', lineEnd),
  pattern('log-on', '\\b(?:NEW)?PASS[ \\t]{1,4}', '', lineEnd),
  pattern('log-on', '^(?:new)?pass[ \\t]{1,4}', 'im', lineEnd),
  pattern('log-on', '\\bLOGIN[ \\t]{1,4}\\S{1,128}[ \\t]{1,4}', '', lineEnd),
  pattern('private key', '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----', '', privateKeyEnd),
];

/** The secrets in a text, in order and apart from each other. What is redacted already is none. */
export function secretsIn(text: string): readonly SecretSpan[] {
  const spans = PATTERNS.flatMap((one) => [...spansOf(one, text)]);
  return apart(spans.filter(({ start, end }) => end > start && !text.startsWith(REDACTED, start)));
}

/** Goes on behind each secret, not in it: a long line of heads is walked once. */
function* spansOf({ why, head, end }: SecretPattern, text: string): Generator<SecretSpan> {
  head.lastIndex = 0;
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    const start = opensQuote(text, head.lastIndex) ? head.lastIndex + 1 : head.lastIndex;
    const span = { start, end: end(text, start), why };
    yield span;
    head.lastIndex = Math.max(span.end, start);
  }
}

/** A text without its secrets. */
export function redactText(text: string): { readonly text: string; readonly secrets: readonly SecretSpan[] } {
  const secrets = secretsIn(text);
  let redacted = '';
  let from = 0;
  for (const { start, end } of secrets) {
    redacted += text.slice(from, start) + REDACTED;
    from = end;
  }
  return { text: redacted + text.slice(from), secrets };
}

/** Joins spans that overlap. */
export function apart<T extends { readonly start: number; readonly end: number }>(spans: readonly T[]): readonly T[] {
  const joined: T[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last === undefined || span.start >= last.end) joined.push(span);
    else if (span.end > last.end) joined[joined.length - 1] = { ...last, end: span.end };
  }
  return joined;
}

function opensQuote(text: string, at: number): boolean {
  return text[at] === '"' || text[at] === "'";
}

/**
 * The end of an assigned value: of `{braces}` and of quotes their end, else of the line; a `;` ends it only where
 * another assignment follows, because a secret may hold one.
 */
function valueEnd(text: string, start: number): number {
  const quote = text[start - 1];
  if (quote === '"' || quote === "'") return closing(text, start, quote);
  if (text[start] === '{') {
    const end = closing(text, start + 1, '}');
    return text[end] === '}' ? end + 1 : end;
  }
  return next(/[\t\r\n\0]|;[ \t]{0,8}(?=[\r\n\0]|$|[A-Za-z][\w .-]{0,40}=)|$/g, text, start);
}

/** The end of a quoted value, where doubled ends and `\"` do not count; the end of the line where it is never closed. */
function closing(text: string, start: number, mark: string): number {
  let at = start;
  for (; at < text.length; at++) {
    const unit = text[at] as string;
    if (unit === '\r' || unit === '\n' || unit === '\0') break;
    if (unit === '\\' && text[at + 1] === mark && mark !== '}') at++;
    else if (unit === mark && text[at + 1] === mark) at++;
    else if (unit === mark) break;
  }
  return Math.min(at, text.length);
}

function wordEnd(text: string, start: number): number {
  const quote = text[start - 1];
  if (quote === '"' || quote === "'") return closing(text, start, quote);
  return next(/\s|\0|$/g, text, start);
}

function lineEnd(text: string, start: number): number {
  return next(/[\t\r\n\0]|$/g, text, start);
}

function elementEnd(text: string, start: number): number {
  return next(/<|$/g, text, start);
}

function userInfoEnd(text: string, start: number): number {
  const end = next(/[\s/\0]|$/g, text, start);
  return text.lastIndexOf('@', end);
}

function privateKeyEnd(text: string, start: number): number {
  return next(/-----END|$/g, text, start);
}

function next(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? text.length;
}
