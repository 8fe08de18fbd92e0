/**
 * A text that others wrote, harmless to a terminal: control characters and those that turn the direction of text are
 * shown by their numbers. Line ends stay.
 */
export const harmless = (text: string): string =>
  text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * Text in lines of at most `width` columns, broken at blanks; a longer word stands on a line of its own. Blanks at the
 * beginning of a paragraph indent all of it.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of harmless(text).split('\n')) {
    const indent = /^ */.exec(paragraph)?.[0] ?? '';
    let line = '';
    for (const word of paragraph.split(' ').filter((part) => part !== '')) {
      if (line === '') line = indent + word;
      else if (line.length + 1 + word.length <= width) line += ` ${word}`;
      else {
        lines.push(line);
        line = indent + word;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** Text behind an indentation, wrapped; `first` stands before the first line and is as wide as `indent` at most. */
export function hang(first: string, text: string, options: { indent: number; width: number }): string[] {
  const { indent, width } = options;
  const blank = ' '.repeat(indent);
  return wrap(text, Math.max(20, width - indent)).map((line, i) =>
    (i === 0 ? `${first.padEnd(indent)}${line}` : `${blank}${line}`).trimEnd(),
  );
}

/** Rows in columns, two blanks apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  const clean = rows.map((row) => row.map(harmless));
  for (const row of clean) {
    for (const [i, cell] of row.slice(0, -1).entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return clean.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** `1 host`, `3 hosts`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
