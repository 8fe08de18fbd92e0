import { foldName } from '@scanclash/core';

/*
 * Two characters that no name on a Windows volume can have stand in a path for names that are not spelt out. Either takes
 * the place of a whole name, or of the rest of one.
 */

/** Any name whatever, of any length: a pattern must match them all, so one question answers for all files of a folder. */
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
  let branches: readonly Ways[] = [throughStars(pieces, [true])];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    if (unit === EVERY_NAME) branches = hardest(branches.flatMap((ways) => namesOfEveryLength(pieces, ways)));
    else if (unit === SOME_NAME) branches = branches.map((ways) => severalSteps(pieces, ways));
    else branches = branches.map((ways) => step(pieces, ways, (piece) => piece === unit, unit));
    // One that has come to nothing decides; without this, what is made to be slow is.
    if (branches.some((ways) => !ways.includes(true))) return false;
  }
  return branches.every((ways) => ways[pieces.length] === true);
}

/** `ways[n]`: the first n pieces of the pattern can match the text so far. */
type Ways = readonly (boolean | undefined)[];

function step(pieces: readonly string[], ways: Ways, isUnit: (piece: string) => boolean, unit: string): Ways {
  const next: (boolean | undefined)[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (ways[i] !== true) continue;
    const piece = pieces[i] as string;
    if (piece === '**' || (piece === '*' && unit !== '\\')) next[i] = true;
    else if (piece === '?' ? unit !== '\\' : piece !== '*' && isUnit(piece)) next[i + 1] = true;
  }
  return throughStars(pieces, next);
}

/**
 * What comes of a name of one character, of two, and so on, until a longer one leaves all ways open that a shorter one
 * does: it then matches wherever that does. Its characters are none that a pattern spells: what matches such a name matches
 * every other of its length.
 */
function namesOfEveryLength(pieces: readonly string[], ways: Ways): Ways[] {
  const longer = (from: Ways) => step(pieces, from, () => false, EVERY_NAME);
  const found: Ways[] = [];
  for (let next = longer(ways); !found.some((shorter) => leavesOpen(next, shorter)); next = longer(next)) {
    found.push(next);
  }
  return found;
}

/** The branches that decide: where all ways of one are open in another, the other matches if the one does. */
function hardest(branches: readonly Ways[]): Ways[] {
  const kept: Ways[] = [];
  for (const ways of branches.toSorted((a, b) => openIn(a) - openIn(b))) {
    if (!kept.some((fewer) => leavesOpen(ways, fewer))) kept.push(ways);
  }
  return kept;
}

const leavesOpen = (ways: Ways, all: Ways): boolean => all.every((way, n) => way !== true || ways[n] === true);
const openIn = (ways: Ways): number => ways.filter((way) => way === true).length;

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
