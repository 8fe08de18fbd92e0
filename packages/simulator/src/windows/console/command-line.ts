/** Splits a command line into words: blanks part them, quotes keep them together and go. */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  for (const match of line.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) words.push(match[0].replaceAll('"', ''));
  return words;
}
