/** Words of a command line that can be pasted into a POSIX shell. */
export function shellWords(words: readonly string[]): string {
  return words
    .map((word) =>
      /^[\w@%+:,./#=~-]+$/.test(word) && !/^[#~]/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
    )
    .join(' ');
}
