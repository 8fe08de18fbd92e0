import type { Repository, Violation } from './repository.ts';

const WORLD = [/^packages\/simulator\/src\//, /^packages\/products\/src\/(.*\/)?emulation/];

/**
 * A world that was played is let go: `docs/decisions/0020-a-world-is-let-go.md`. V8 puts a function that is written right
 * behind the property that it is assigned to among its old objects, and with it stays all that it sees.
 */
export function worldsAreLetGo(repository: Repository): Violation[] {
  return [...repository.files.values()]
    .filter(({ path, isTest }) => !isTest && WORLD.some((pattern) => pattern.test(path)))
    .flatMap(({ path, assignedFunctions }) =>
      assignedFunctions.map((line) => ({
        path,
        line,
        message: 'assigns a function to a property: give it a name first, or make it a method',
      })),
    );
}
