import { foldName } from '@scanclash/core';

/**
 * A piece of a path that stands for every name: only a star matches it. With it one question answers for all files of a
 * folder. (A private-use character; no path that a host can have holds it.)
 */
export const ANY_NAME = '\uE000';

/**
 * The paths that an exclusion entry matches, as a regular expression over folded paths.
 * @source KB50998, PG88 p.49: `?` is one character, `*` any within a level, `**` any across levels.
 */
export function patternExpression(pattern: string): RegExp {
  const source = foldName(pattern)
    .split(/(\*\*|\*|\?)/)
    .map((piece) => {
      if (piece === '**') return '[\\s\\S]*';
      if (piece === '*') return '[^\\\\]*';
      if (piece === '?') return `[^\\\\${ANY_NAME}]`;
      return piece.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`, 'u');
}
