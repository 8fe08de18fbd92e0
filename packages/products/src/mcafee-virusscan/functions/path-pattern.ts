import { foldName } from '@scanclash/core';

/*
 * Two characters that no name on a Windows volume can have stand in a path for names that are not spelt out. Either takes
 * the place of a whole name, or of the rest of one.
 */

/** Any name whatever: only a star matches it, so one question answers for all files of a folder. */
export const EVERY_NAME = '\u0000';
/** One name that only the host knows: whatever matches some name matches it. */
export const SOME_NAME = '\u0001';

/**
 * Whether the pattern of an exclusion entry matches a whole path. All ways to match are followed at once: the cost is
 * length times length, whatever somebody wrote.
 * @source KB50998, PG88 p.49: `?` is one character, `*` any within a level, `**` any across levels; case does not matter.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const text = foldName(path);
  if (!/[*?]/.test(pattern) && !text.includes(SOME_NAME)) return foldName(pattern) === text;
  const pieces = foldName(pattern).match(/\*\*|[^]/g) ?? [];
  let ways = throughStars(pieces, [true]);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    ways = unit === SOME_NAME ? severalSteps(pieces, ways) : step(pieces, ways, (piece) => piece === unit, unit);
  }
  return ways[pieces.length] === true;
}

/** `ways[n]`: the first n pieces of the pattern can match the text so far. */
type Ways = readonly (boolean | undefined)[];

function step(pieces: readonly string[], ways: Ways, isUnit: (piece: string) => boolean, unit: string): Ways {
  const next: (boolean | undefined)[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (ways[i] !== true) continue;
    const piece = pieces[i] as string;
    if (piece === '**' || (piece === '*' && unit !== '\\')) next[i] = true;
    else if (unit !== EVERY_NAME && (piece === '?' ? unit !== '\\' : piece !== '*' && isUnit(piece)))
      next[i + 1] = true;
  }
  return throughStars(pieces, next);
}

/** One character of a name or more, whichever the pattern asks for. */
function severalSteps(pieces: readonly string[], ways: Ways): Ways {
  const oneMore = (from: Ways) => step(pieces, from, (piece) => piece !== '\\', SOME_NAME);
  const reached = [...oneMore(ways)];
  for (let newest: Ways = reached; ; ) {
    newest = oneMore(newest).map((way, n) => way === true && reached[n] !== true);
    if (!newest.includes(true)) return reached;
    for (const [n, way] of newest.entries()) if (way === true) reached[n] = true;
  }
}

/** A star may match nothing. `open` is filled in further. */
function throughStars(pieces: readonly string[], open: (boolean | undefined)[]): Ways {
  for (let i = 0; i < pieces.length; i++) {
    if (open[i] === true && (pieces[i] as string).startsWith('*')) open[i + 1] = true;
  }
  return open;
}
