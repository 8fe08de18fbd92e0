import type { Repository, Violation } from './repository.ts';

const SYNCHRONOUS = [
  /^packages\/core\/src\//,
  /^packages\/simulator\/src\//,
  /^packages\/products\/src\/(.*\/)?emulation/,
];

/** Where a world standing still is read and served, and the places that ask a transport or have test files written. */
const ASYNCHRONOUS = [
  /^packages\/simulator\/src\/(endpoints|transport)\//,
  /^packages\/core\/src\/collectors\/collect-host\.ts$/,
  /^packages\/core\/src\/probe\/run-probe\.ts$/,
];

/** The interface of a transport promises answers, as a type; who awaits them lives elsewhere. */
const PROMISES_AS_TYPES = /^packages\/core\/src\/transport\//;

/**
 * A world is synchronous: events run in order of time and sequence number, and an `await` would let the engine of
 * JavaScript choose. Parsers, rules and reports work on answers that are there already.
 */
export function worldIsSynchronous(repository: Repository): Violation[] {
  return [...repository.files.values()]
    .filter(({ path, isTest }) => !isTest && matches(SYNCHRONOUS, path) && !matches(ASYNCHRONOUS, path))
    .flatMap(({ path, asynchronies }) =>
      asynchronies
        .filter(({ kind }) => kind !== 'type' || !PROMISES_AS_TYPES.test(path))
        .map(({ word, line }) => ({ path, line, message: `${word}: return a verdict or take a callback instead` })),
    );
}

function matches(patterns: readonly RegExp[], path: string): boolean {
  return patterns.some((pattern) => pattern.test(path));
}
