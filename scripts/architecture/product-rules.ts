import type { ModuleReference, TakenName } from './module-reference.ts';
import { packageOf, type Repository, type SourceFile, targetOf, type Violation } from './repository.ts';

const SIMULATOR = '@scanclash/simulator';
const PRODUCTS = 'packages/products/src/';

/** What we know of a product is read without a simulator: only its emulation, and tests, may use one. */
export function knowledgeNeedsNoSimulator(repository: Repository): Violation[] {
  return productReferences(repository)
    .filter(({ file }) => !isEmulation(file.path))
    .flatMap(({ file, reference, origins }): Violation[] => {
      const { specifier, line } = reference;
      if (packageOf(specifier) === SIMULATOR) {
        return [{ path: file.path, line, message: `imports ${specifier}; only emulation* may` }];
      }
      const emulation = origins.find(isEmulation);
      if (emulation === undefined) return [];
      return [{ path: file.path, line, message: `imports ${emulation}; only emulation* may import an emulation` }];
    });
}

/**
 * A rule function and the emulation of the same product are two answers to one question, compared by tests: neither
 * may ask the other. Settings, behaviours and facts are common ground.
 */
export function rulesAndEmulationsStayApart(repository: Repository): Violation[] {
  return productReferences(repository).flatMap(({ file, reference, origins }) => {
    const other = isEmulation(file.path)
      ? origins.find(isRuleFunction)
      : isRuleFunction(file.path)
        ? origins.find(isEmulation)
        : undefined;
    if (other === undefined) return [];
    const why = 'a rule function and an emulation are compared by tests and must not share their answer';
    return [{ path: file.path, line: reference.line, message: `imports ${other}; ${why}` }];
  });
}

/** One product may know another, e.g. where it keeps its mail; it never runs the other's emulation. */
export function emulationsKeepToTheirProduct(repository: Repository): Violation[] {
  return productReferences(repository).flatMap(({ file, reference, origins }) => {
    const product = productOf(file.path);
    const foreign = origins.find((path) => isEmulation(path) && productOf(path) !== product);
    if (product === undefined || foreign === undefined) return [];
    const message = `imports ${foreign}, the emulation of another product; its index.ts may be imported`;
    return [{ path: file.path, line: reference.line, message }];
  });
}

/** The engine and the simulator name no product, not even in a text: a product is added in its own folder alone. */
export function engineNamesNoProduct(repository: Repository): Violation[] {
  const products = productFolders(repository);
  return [...repository.files.values()]
    .filter(({ path, isTest }) => !isTest && /^packages\/(core|simulator|transports)\/src\//.test(path))
    .flatMap((file) => {
      const texts = [
        ...file.texts,
        ...file.references.map(({ specifier, line }) => ({ value: specifier, line })),
        { value: file.path, line: 1 },
      ];
      return texts.flatMap(({ value, line }) => {
        const product = products.find((id) => value.includes(id));
        if (product === undefined) return [];
        return [
          { path: file.path, line, message: `names the product ${product}; that belongs into packages/products` },
        ];
      });
    });
}

/** Files that must load without the simulator, with everything they load in turn. */
const WITHOUT_SIMULATOR = [
  `${PRODUCTS}index.ts`,
  'apps/cli/src/main.ts',
  'apps/cli/src/commands/check.ts',
  'apps/cli/src/commands/collect.ts',
];

/** Checking a real host loads no simulator, by whatever way round; `import()` loads later and is free to. */
export function checkLoadsNoSimulator(repository: Repository): Violation[] {
  return WITHOUT_SIMULATOR.flatMap((start) => {
    const way = wayToSimulator(repository, start);
    return way === undefined ? [] : [{ path: start, line: 1, message: `loads the simulator: ${way.join(' -> ')}` }];
  });
}

function wayToSimulator(repository: Repository, start: string): string[] | undefined {
  const ways = [[start]];
  const seen = new Set([start]);
  for (const way of ways) {
    const file = repository.files.get(way.at(-1) ?? '');
    if (file?.workspace.name === SIMULATOR) return way;
    for (const reference of file?.references ?? []) {
      const target = file && reference.load === 'now' ? targetOf(repository, file, reference)?.path : undefined;
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return undefined;
}

/** References from the sources of products, with the paths of all files that the names may come from. */
function productReferences(
  repository: Repository,
): { file: SourceFile; reference: ModuleReference; origins: string[] }[] {
  return [...repository.files.values()]
    .filter(({ path, isTest }) => path.startsWith(PRODUCTS) && !isTest)
    .flatMap((file) =>
      file.references.map((reference) => ({ file, reference, origins: originsOf(repository, file, reference) })),
    );
}

/** The file referred to, then the files that the wanted names come from: a re-export hides nothing. */
function originsOf(repository: Repository, from: SourceFile, reference: ModuleReference): string[] {
  const target = targetOf(repository, from, reference);
  if (target === undefined) return [];
  const wanted = new Set(reference.names.map(({ imported }) => imported));
  return [target.path, ...passedOn(repository, target, wanted, new Set([target.path]))];
}

function passedOn(repository: Repository, file: SourceFile, wanted: ReadonlySet<string>, seen: Set<string>): string[] {
  return file.references.flatMap((reference) => {
    const target = targetOf(repository, file, reference);
    const names = reference.names.flatMap((name) => namesBehind(name, wanted));
    if (target === undefined || names.length === 0 || seen.has(target.path)) return [];
    seen.add(target.path);
    const behind = new Set(names);
    const further = passedOn(repository, target, behind, seen);
    const declaresOne = behind.has('*') || names.some((name) => target.declared.has(name));
    return declaresOne ? [target.path, ...further] : further;
  });
}

/** Names to look for in the module behind a re-export. */
function namesBehind({ imported, exported }: TakenName, wanted: ReadonlySet<string>): string[] {
  if (exported === undefined) return [];
  if (exported === '*') return [...wanted];
  return wanted.has('*') || wanted.has(exported) ? [imported] : [];
}

/** Products by the id that only they have: a word like `windows` may stand anywhere. */
function productFolders(repository: Repository): string[] {
  return [...repository.files.keys()]
    .filter((path) => path.endsWith('/product.ts'))
    .map(productOf)
    .filter((product) => product?.includes('-') === true)
    .map(String);
}

/** Folder of a product; undefined for what stands beside the products. */
function productOf(path: string): string | undefined {
  const [folder, ...rest] = path.startsWith(PRODUCTS) ? path.slice(PRODUCTS.length).split('/') : [];
  return rest.length === 0 ? undefined : folder;
}

function isEmulation(path: string): boolean {
  return (
    path.startsWith(PRODUCTS) &&
    path
      .slice(PRODUCTS.length)
      .split('/')
      .some((part) => part.startsWith('emulation'))
  );
}

function isRuleFunction(path: string): boolean {
  return path.includes('/functions/');
}
