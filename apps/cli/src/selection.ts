import { didYouMean, namePattern, ScanclashError } from '@scanclash/core';

/**
 * The candidates that any of the words mean, in their own order; all of them where no word is given. Every word must
 * mean something: a slip of the pen is no smaller selection.
 *
 * @param words - Ids, patterns, or groups of ids (`mail-flow` for `mail-flow/…`).
 * @param what - `rule`, `scenario`; for the complaint.
 * @throws SC-USE-001 with the nearest id, SC-USE-002 where there is nothing to select from.
 */
export function selectById<T>(
  candidates: readonly T[],
  idOf: (candidate: T) => string,
  words: readonly string[],
  what: string,
): T[] {
  const ids = candidates.map(idOf);
  const groups = [...new Set(ids.filter((id) => id.includes('/')).map((id) => id.slice(0, id.indexOf('/'))))];
  const meant = words.map((word) => {
    const matches = namePattern(groups.includes(word) ? `${word}/*` : word);
    if (ids.some(matches)) return matches;
    if (word.includes('*'))
      throw new ScanclashError('SC-USE-002', `no ${what} is like "${word}"`, { hint: listHint(what) });
    const hint = didYouMean(word, [...ids, ...groups]) ?? listHint(what);
    throw new ScanclashError('SC-USE-001', `there is no ${what} "${word}"`, { hint });
  });
  const selected =
    meant.length === 0 ? [...candidates] : candidates.filter((one) => meant.some((fits) => fits(idOf(one))));
  if (selected.length === 0) throw new ScanclashError('SC-USE-002', `there is no ${what} at all`);
  return selected;
}

const listHint = (what: string) => `List them: scanclash list ${what}s`;
