import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../command.mjs';

const NOT_OURS = new Set(['node_modules', 'dist', '.turbo', '.git', 'coverage', 'fixtures']);

/** Paths of the files below these places, from the root of the repository, with forward slashes; fixtures are left out. */
export function filesBelow(...places: readonly string[]): string[] {
  return places.flatMap((place) => {
    if (statSync(join(repositoryRoot, place)).isFile()) return [place];
    return readdirSync(join(repositoryRoot, place), { withFileTypes: true })
      .filter(({ name }) => !NOT_OURS.has(name))
      .flatMap((entry) => filesBelow(`${place}/${entry.name}`));
  });
}

/** Text of a file, by its path from the root of the repository. */
export const textOf = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
