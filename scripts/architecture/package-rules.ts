import { packageOf, type Repository, type SourceFile, type Violation, type Workspace } from './repository.ts';

/** What each package may know of the others: `apps/cli -> scenarios -> products -> simulator -> core`, and transports aside. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '@scanclash/core': [],
  '@scanclash/transports': ['@scanclash/core'],
  '@scanclash/simulator': ['@scanclash/core'],
  '@scanclash/products': ['@scanclash/core', '@scanclash/simulator'],
  '@scanclash/scenarios': ['@scanclash/core', '@scanclash/simulator', '@scanclash/products'],
  scanclash: [
    '@scanclash/core',
    '@scanclash/simulator',
    '@scanclash/products',
    '@scanclash/scenarios',
    '@scanclash/transports',
  ],
  '@scanclash/bench': [
    '@scanclash/core',
    '@scanclash/simulator',
    '@scanclash/products',
    '@scanclash/scenarios',
    '@scanclash/transports',
    'scanclash',
  ],
};

/** Imports between packages run one way. */
export function againstDirection(repository: Repository): Violation[] {
  return importsOfOthers(repository).flatMap(({ file, line, name }) => {
    if (!isOurs(repository, name)) return [];
    const allowed = MAY_IMPORT[file.workspace.name];
    if (allowed === undefined) throw new Error(`${file.workspace.name} has no place in the direction of imports`);
    if (allowed.includes(name)) return [];
    const may = allowed.length === 0 ? 'none of our packages' : allowed.join(', ');
    return [{ path: file.path, line, message: `imports ${name}; ${file.workspace.folder} may import ${may}` }];
  });
}

/** The manifests agree with the direction, too: a declared dependency is an import to come. */
export function declaredAgainstDirection(repository: Repository): Violation[] {
  return repository.workspaces.flatMap(({ name, folder, dependencies }) =>
    [...dependencies]
      .filter((dependency) => isOurs(repository, dependency) && !MAY_IMPORT[name]?.includes(dependency))
      .map((dependency) => ({ path: `${folder}/package.json`, line: 1, message: `depends on ${dependency}` })),
  );
}

/** A package declares what it imports; only its tests may lean on its own development tools, and on those of the root. */
export function undeclaredDependencies(repository: Repository): Violation[] {
  return importsOfOthers(repository).flatMap(({ file, line, name }) => {
    if (file.workspace.dependencies.has(name)) return [];
    const { testDependencies } = file.workspace;
    if (file.isTest && (testDependencies.has(name) || repository.testDependencies.has(name))) return [];
    return [{ path: file.path, line, message: `imports ${name}, which ${file.workspace.folder}/package.json lacks` }];
  });
}

/** Another package is entered by its entry points, one's own by paths. */
export function importsPastEntries(repository: Repository): Violation[] {
  return [...repository.files.values()].flatMap((file) =>
    file.references.flatMap(({ specifier, line }): Violation[] => {
      const { folder, name } = file.workspace;
      if (specifier.startsWith('.')) {
        const path = new URL(specifier, `file:///${file.path}`).pathname.slice(1);
        if (path.startsWith(`${folder}/`)) return [];
        return [{ path: file.path, line, message: `reaches out of its package: ${specifier}` }];
      }
      const imported = packageOf(specifier);
      if (imported === name) {
        return [{ path: file.path, line, message: `imports its own package by name: ${specifier}` }];
      }
      const other = repository.workspaces.find((workspace) => workspace.name === imported);
      if (other === undefined || other.entries.has(specifier)) return [];
      return [{ path: file.path, line, message: `${specifier} is no entry point: ${entriesOf(other)}` }];
    }),
  );
}

function entriesOf({ name, entries }: Workspace): string {
  return entries.size === 0 ? `${name} has none` : `${name} has ${[...entries.keys()].join(', ')}`;
}

function importsOfOthers(repository: Repository): { file: SourceFile; line: number; name: string }[] {
  return [...repository.files.values()].flatMap((file) =>
    file.references.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier);
      return name === undefined || name === file.workspace.name ? [] : [{ file, line, name }];
    }),
  );
}

function isOurs(repository: Repository, name: string): boolean {
  return repository.workspaces.some((workspace) => workspace.name === name);
}
