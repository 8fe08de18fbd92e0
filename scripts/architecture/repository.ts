import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type ModuleReference, type ParsedModule, parseModule } from './module-reference.ts';

/** One npm workspace. All paths are relative to the root of the repository, with forward slashes. */
export type Workspace = {
  readonly name: string;
  readonly folder: string;
  /** What its sources may import. */
  readonly dependencies: ReadonlySet<string>;
  /** What its tests may import beside that; those of the root, too. */
  readonly testDependencies: ReadonlySet<string>;
  /** Source file of each entry point, by the specifier that others import. */
  readonly entries: ReadonlyMap<string, string>;
};

export type SourceFile = ParsedModule & {
  readonly path: string;
  readonly workspace: Workspace;
  readonly isTest: boolean;
};

export type Repository = {
  readonly workspaces: readonly Workspace[];
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly testDependencies: ReadonlySet<string>;
};

/** A rule of the architecture that does not hold. */
export type Violation = { readonly path: string; readonly line: number; readonly message: string };

export type Manifest = {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
};

/**
 * @param texts - Text of each manifest and TypeScript file, by path. The root manifest is `package.json`.
 * @throws where a file is in no workspace, or is no TypeScript.
 */
export function repositoryOf(texts: Readonly<Record<string, string>>): Repository {
  const workspaces = Object.entries(texts)
    .filter(([path]) => path.endsWith('/package.json'))
    .map(([path, text]) => workspaceOf(posix.dirname(path), JSON.parse(text)));
  const sources = Object.entries(texts).filter(([path]) => path.endsWith('.ts'));
  const files = sources.map(([path, text]) => {
    const workspace = workspaces.find(({ folder }) => path.startsWith(`${folder}/`));
    if (workspace === undefined) throw new Error(`${path}: in no workspace`);
    return [path, { ...parseModule(path, text), path, workspace, isTest: isTest(path) }] as const;
  });
  const root: Manifest = JSON.parse(texts['package.json'] ?? '{}');
  return { workspaces, files: new Map(files), testDependencies: new Set(Object.keys(root.devDependencies ?? {})) };
}

/** Reads every workspace that the root manifest names; sources are in `src` and `test`. */
export function readRepository(root: string): Repository {
  const read = (path: string) => [path, readFileSync(join(root, path), 'utf8')] as const;
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folders = (manifest.workspaces ?? []).flatMap((pattern) =>
    pattern.endsWith('/*') ? subfolders(root, pattern.slice(0, -2)) : [pattern],
  );
  const paths = folders.flatMap((folder) => [
    `${folder}/package.json`,
    ...['src', 'test'].flatMap((part) => typescriptFiles(root, `${folder}/${part}`)),
  ]);
  return repositoryOf(Object.fromEntries(['package.json', ...paths].map(read)));
}

/** Path of the file a reference leads to; undefined: a package of others, or a file that is no TypeScript. */
export function targetOf(
  repository: Repository,
  from: SourceFile,
  { specifier }: ModuleReference,
): SourceFile | undefined {
  if (specifier.startsWith('.')) return repository.files.get(posix.join(posix.dirname(from.path), specifier));
  for (const { entries } of repository.workspaces) {
    const path = entries.get(specifier);
    if (path !== undefined) return repository.files.get(path);
  }
  return undefined;
}

/** `@scope/name` or `name` of a bare specifier; undefined for a path and for what Node brings along. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function workspaceOf(folder: string, manifest: Manifest): Workspace {
  const entries = Object.entries(manifest.exports ?? {}).flatMap(([key, target]) => {
    const source = typeof target === 'string' ? target : target['scanclash:source'];
    if (source === undefined) return [];
    return [[posix.join(manifest.name, key), posix.join(folder, source)] as const];
  });
  return {
    name: manifest.name,
    folder,
    dependencies: new Set(Object.keys(manifest.dependencies ?? {})),
    testDependencies: new Set(Object.keys(manifest.devDependencies ?? {})),
    entries: new Map(entries),
  };
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.split('/').includes('test');
}

function subfolders(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, folder, entry.name, 'package.json')))
    .map((entry) => `${folder}/${entry.name}`);
}

function typescriptFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.includes('/fixtures/'))
    .toSorted();
}
