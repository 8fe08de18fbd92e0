/** The words of expressions: what they do not name, they do not read. */
export const wordsOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
