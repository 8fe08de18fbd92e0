const legalShortName = /^[^. ]{1,8}(\.[^. ]{1,3})?$/;
/** What long names may contain and 8.3 names may not. */
const onlyInLongNames = /[ +,;=[\]]|[^!-~]/;

/**
 * Whether a name fits the 8.3 form as it is: then it is its own short name.
 * @source NtfsAllowExtendedCharacterIn8dot3Name, whose default allows ASCII only.
 */
export function isShortName(name: string): boolean {
  return name.length <= 12 && legalShortName.test(name) && !onlyInLongNames.test(name);
}

/**
 * The short name of a long one: the first that is not taken in its folder, upper case.
 * Windows tries `ABCDEF~1.EXT` to `~4`, then two characters of the name, four hexadecimal digits made from all of it, and
 * numbers again. A name that leaves only one or two characters gets its digits at once.
 * @source RtlGenerate8dot3Name, Windows driver documentation; KB142982.
 */
export function shortNameFor(name: string, isTaken: (shortName: string) => boolean): string {
  const start = name.search(/[^.]/);
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > start;
  const base = shortCharacters(hasExtension ? name.slice(start, dot) : name.slice(start), 6);
  const letters = hasExtension ? shortCharacters(name.slice(dot + 1), 3) : '';
  const extension = letters === '' ? '' : `.${letters}`;
  if (base.length > 2) {
    for (let n = 1; n <= 4; n++) {
      const candidate = `${base}~${n}${extension}`;
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

/** The first characters of `text` as 8.3 names have them: no spaces, periods or non-ASCII, `_` for what is illegal. */
function shortCharacters(text: string, most: number): string {
  let out = '';
  for (let i = 0; i < text.length && out.length < most; i++) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 || code === 0x2e || code > 0x7e) continue;
    const character = text[i] as string;
    out += onlyInLongNames.test(character) ? '_' : character;
  }
  return out.toUpperCase();
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
  let digits = '';
  for (let shift = 0; shift < 16; shift += 4) digits += '0123456789ABCDEF'[(spread >> shift) & 15];
  return digits;
}
