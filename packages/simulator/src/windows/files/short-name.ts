import { remembered } from '@scanclash/core';

const SPACE = 0x20;
const DOT = 0x2e;
const TILDE = 0x7e;

const numbers = ['', '~1', '~2', '~3', '~4'] as const;
const lowDigitFirst = Array.from({ length: 256 }, (_, byte) =>
  [byte & 15, byte >> 4].map((digit) => digit.toString(16).toUpperCase()).join(''),
);
/** Printable ASCII but `+ , . ; = [ ]`, which long names may contain. */
const legalShortName = /^[!-*\-/-:<>-Z\\^-~]{1,8}(?:\.[!-*\-/-:<>-Z\\^-~]{1,3})?$/;

/**
 * Whether a name fits the 8.3 form as it is: then it is its own short name.
 * @source NtfsAllowExtendedCharacterIn8dot3Name, whose default allows ASCII only.
 */
export function isShortName(name: string): boolean {
  return name.length <= 12 && legalShortName.test(name);
}

/**
 * The short name of a long one: the first that is not taken in its folder, upper case.
 * Windows tries `ABCDEF~1.EXT` to `~4`, then two characters of the name, four hexadecimal digits made from all of it, and
 * numbers again. A name that leaves only one or two characters gets its digits at once.
 * @source RtlGenerate8dot3Name, Windows driver documentation; KB142982.
 */
export function shortNameFor(name: string, isTaken: (shortName: string) => boolean): string {
  const { base, extension } = shortParts(name);
  if (base.length > 2) {
    for (let n = 1; n <= 4; n++) {
      const candidate = base + numbers[n] + extension;
      if (!isTaken(candidate)) return candidate;
    }
  }
  const marked = base.slice(0, 2) + checksumDigits(name);
  for (let n = 1; ; n++) {
    const number = `~${n}`;
    const candidate = marked.slice(0, 8 - number.length) + number + extension;
    if (!isTaken(candidate)) return candidate;
  }
}

interface ShortParts {
  readonly base: string;
  /** With its dot; empty where there is none. */
  readonly extension: string;
}

/** What a short name is made of; mail servers of many worlds give their files the same names. */
const shortParts = remembered((name): ShortParts => {
  let start = 0;
  while (name.charCodeAt(start) === DOT) start++;
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > start;
  const base = shortCharacters(hasExtension ? name.slice(start, dot) : name.slice(start), 6);
  const letters = hasExtension ? shortCharacters(name.slice(dot + 1), 3) : '';
  return { base, extension: letters === '' ? '' : `.${letters}` };
});

/** The first characters of `text` as 8.3 names have them: no spaces, periods or non-ASCII, `_` for what is illegal. */
function shortCharacters(text: string, most: number): string {
  let out = '';
  for (let i = 0; i < text.length && out.length < most; i++) {
    const code = text.charCodeAt(i);
    if (code <= SPACE || code === DOT || code > TILDE) continue;
    out += isOnlyInLongNames(code) ? '_' : text.charAt(i);
  }
  return out.toUpperCase();
}

/** `+ , ; = [ ]`: long names may contain them, 8.3 names may not. */
function isOnlyInLongNames(code: number): boolean {
  return code === 0x2b || code === 0x2c || code === 0x3b || code === 0x3d || code === 0x5b || code === 0x5d;
}

/**
 * Four hexadecimal digits of a long name.
 * @source T. Galvin, the 8.3 checksum read from a disassembled Windows 8: `a.txt3` gives EE90.
 * @assumed shortNameChecksum: earlier Windows may use another sum; when the digits appear is the same.
 */
export function checksumDigits(name: string): string {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (Math.imul(sum, 0x25) + name.charCodeAt(i)) & 0xffff;
  const spread = Math.abs(Math.imul(sum, 314_159_269)) % 1_000_000_007;
  return `${lowDigitFirst[spread & 0xff]}${lowDigitFirst[(spread >> 8) & 0xff]}`;
}
