import { expect, test } from 'vitest';
import { fileCycles, packageCycles } from '../architecture/cycle-rules.ts';
import { worldsAreLetGo } from '../architecture/let-go-rule.ts';
import {
  againstDirection,
  declaredAgainstDirection,
  importsPastEntries,
  undeclaredDependencies,
} from '../architecture/package-rules.ts';
import {
  checkLoadsNoSimulator,
  emulationsKeepToTheirProduct,
  engineNamesNoProduct,
  knowledgeNeedsNoSimulator,
  rulesAndEmulationsStayApart,
} from '../architecture/product-rules.ts';
import { type Manifest, repositoryOf, type Violation } from '../architecture/repository.ts';
import { worldIsSynchronous } from '../architecture/synchronous-rule.ts';

const entry = (name: string) => ({ 'scanclash:source': `./src/${name}.ts`, default: `./dist/${name}.js` });

const manifests: Record<string, Manifest> = {
  'package.json': { name: 'root', devDependencies: { vitest: '1', 'fast-check': '1' } },
  'packages/core/package.json': {
    name: '@scanclash/core',
    exports: { '.': entry('index') },
    dependencies: { zod: '4' },
  },
  'packages/simulator/package.json': {
    name: '@scanclash/simulator',
    exports: { '.': entry('index') },
    dependencies: { '@scanclash/core': '*' },
  },
  'packages/transports/package.json': {
    name: '@scanclash/transports',
    exports: { '.': entry('index') },
    dependencies: { '@scanclash/core': '*' },
  },
  'packages/products/package.json': {
    name: '@scanclash/products',
    exports: { '.': entry('index'), './emulations': entry('emulations') },
    dependencies: { '@scanclash/core': '*', '@scanclash/simulator': '*' },
  },
  'packages/scenarios/package.json': {
    name: '@scanclash/scenarios',
    exports: { '.': entry('index') },
    dependencies: { '@scanclash/products': '*', '@scanclash/simulator': '*' },
  },
  'apps/cli/package.json': {
    name: 'scanclash',
    dependencies: { '@scanclash/scenarios': '*', '@scanclash/transports': '*' },
  },
};

/** The packages of this repository with these files in them, and other manifests where given. */
function repositoryWith(files: Record<string, string>, changes: Record<string, Partial<Manifest>> = {}) {
  const changed = Object.entries(manifests).map(([path, manifest]) => [
    path,
    JSON.stringify({ ...manifest, ...changes[path] }),
  ]);
  return repositoryOf({ ...Object.fromEntries(changed), ...files });
}

const places = (violations: readonly Violation[]) => violations.map(({ path, line }) => `${path}:${line}`);

test.for([
  ['packages/core/src/a.ts', "import { run } from '@scanclash/simulator';"],
  ['packages/core/src/a.ts', "import type { Transport } from '@scanclash/transports';"],
  ['packages/core/src/a.ts', "type World = import('@scanclash/simulator').World;"],
  ['packages/core/src/a.ts', "declare module '@scanclash/products' { interface A { a: 1 } }"],
  ['packages/simulator/src/a.ts', "export * from '@scanclash/products';"],
  ['packages/simulator/src/a.ts', "const products = () => import('@scanclash/products/emulations');"],
  ['packages/simulator/src/a.test.ts', "import { run } from '@scanclash/scenarios';"],
  ['packages/transports/src/a.ts', "import { run } from '@scanclash/simulator';"],
  ['packages/products/src/a.ts', "export { run } from '@scanclash/scenarios';"],
  ['packages/scenarios/src/a.ts', "import { main } from 'scanclash';"],
  ['packages/scenarios/src/a.ts', "import '@scanclash/transports';"],
] as const)('%s must not say: %s', ([path, text]) => {
  expect(places(againstDirection(repositoryWith({ [path]: text })))).toEqual([`${path}:1`]);
});

test('imports along the direction pass', () => {
  const repository = repositoryWith({
    'packages/simulator/src/a.ts': "import { fold } from '@scanclash/core';",
    'packages/scenarios/src/a.ts':
      "import { run } from '@scanclash/simulator';\nimport { emulations } from '@scanclash/products/emulations';",
    'apps/cli/src/a.ts': "import { local } from '@scanclash/transports';\nimport { run } from '@scanclash/scenarios';",
  });
  expect(againstDirection(repository)).toEqual([]);
});

test('a dependency against the direction counts before anything imports it', () => {
  const repository = repositoryWith(
    {},
    { 'packages/core/package.json': { dependencies: { '@scanclash/simulator': '*' } } },
  );
  expect(places(declaredAgainstDirection(repository))).toEqual(['packages/core/package.json:1']);
});

test('packages that depend on each other are a cycle, however long', () => {
  const repository = repositoryWith(
    {},
    { 'packages/core/package.json': { dependencies: { '@scanclash/products': '*' } } },
  );
  expect(packageCycles(repository).map(({ message }) => message)).toContain(
    'depends on itself: @scanclash/core -> @scanclash/products -> @scanclash/core',
  );
  expect(packageCycles(repositoryWith({}))).toEqual([]);
});

test('files that import each other are a cycle, even by types and across an entry point', () => {
  const repository = repositoryWith({
    'packages/core/src/index.ts': "export * from './a.ts';",
    'packages/core/src/a.ts': "import type { B } from './folder/b.ts';\nexport type A = B;",
    'packages/core/src/folder/b.ts': "export type B = import('../c.ts').C;",
    'packages/core/src/c.ts': "import type { A } from './index.ts';\nexport type C = A;",
    'packages/core/src/d.ts': "import type { A } from './a.ts';",
  });
  expect(fileCycles(repository).map(({ message }) => message)).toEqual([
    'imports itself: packages/core/src/a.ts -> packages/core/src/folder/b.ts -> packages/core/src/c.ts -> packages/core/src/index.ts -> packages/core/src/a.ts',
  ]);
});

test('two cycles with a file in common are both told', () => {
  const repository = repositoryWith({
    'packages/core/src/a.ts': "import './b.ts';\nimport './c.ts';",
    'packages/core/src/b.ts': "import './a.ts';",
    'packages/core/src/c.ts': "import './a.ts';",
  });
  expect(fileCycles(repository)).toHaveLength(2);
});

test('files that share an import are no cycle', () => {
  const repository = repositoryWith({
    'packages/core/src/a.ts': "import './b.ts';\nimport './c.ts';",
    'packages/core/src/b.ts': "import './c.ts';",
    'packages/core/src/c.ts': '',
  });
  expect(fileCycles(repository)).toEqual([]);
});

test('an import that the manifest lacks is told, by its line', () => {
  const repository = repositoryWith({
    'packages/core/src/a.ts':
      "import { z } from 'zod/v4';\nimport { readFileSync } from 'node:fs';\nimport { parse } from 'yaml';",
    'apps/cli/src/a.ts': "import { fold } from '@scanclash/core';",
  });
  expect(places(undeclaredDependencies(repository))).toEqual(['packages/core/src/a.ts:3', 'apps/cli/src/a.ts:1']);
});

test('only tests may use the development tools of the root', () => {
  const text = "import { test } from 'vitest';";
  const repository = repositoryWith({ 'packages/core/src/a.ts': text, 'packages/core/src/a.test.ts': text });
  expect(places(undeclaredDependencies(repository))).toEqual(['packages/core/src/a.ts:1']);
});

test.for([
  "import { fold } from '@scanclash/core/src/windows/fold.ts';",
  "import { fold } from '@scanclash/core/windows';",
  "import { fold } from '../../core/src/index.ts';",
  "import { run } from '@scanclash/simulator';",
])('the simulator must not reach past an entry point: %s', (text) => {
  expect(places(importsPastEntries(repositoryWith({ 'packages/simulator/src/a.ts': text })))).toEqual([
    'packages/simulator/src/a.ts:1',
  ]);
});

test('entry points and files of the own package may be imported', () => {
  const repository = repositoryWith({
    'packages/scenarios/src/run/a.ts':
      "import '@scanclash/products/emulations';\nimport '@scanclash/core';\nimport '../b.ts';\nimport sample from '../../fixtures/a.json';",
  });
  expect(importsPastEntries(repository)).toEqual([]);
});

const modus = 'packages/products/src/vircom-modus';

test.for([
  ['rules.ts', "import { World } from '@scanclash/simulator';"],
  ['rules.ts', "import type { World } from '@scanclash/simulator';"],
  ['settings.ts', "import { deliver } from './emulation.ts';"],
  ['settings.ts', "import { deliver } from './emulation/deliver.ts';"],
  ['product.ts', "import { modusEmulation } from '../emulations.ts';"],
] as const)('knowledge of a product, %s, must not say: %s', ([name, text]) => {
  const repository = repositoryWith({
    [`${modus}/${name}`]: text,
    [`${modus}/emulation.ts`]: '',
    [`${modus}/emulation/deliver.ts`]: '',
    'packages/products/src/emulations.ts': '',
  });
  expect(places(knowledgeNeedsNoSimulator(repository))).toEqual([`${modus}/${name}:1`]);
});

test('emulations and tests of a product may use the simulator', () => {
  const text = "import { World } from '@scanclash/simulator';";
  const files = ['emulation.ts', 'emulation/deliver.ts', 'emulation-queue.ts', 'covers.test.ts'];
  const repository = repositoryWith({
    ...Object.fromEntries(files.map((name) => [`${modus}/${name}`, text])),
    'packages/products/src/emulations.ts': `export * from './vircom-modus/emulation.ts';\n${text}`,
  });
  expect(knowledgeNeedsNoSimulator(repository)).toEqual([]);
});

test('an emulation must not import a rule function, nor the other way round', () => {
  const repository = repositoryWith({
    [`${modus}/emulation.ts`]:
      "import { settings } from './settings.ts';\nimport { covers } from './functions/covers.ts';",
    [`${modus}/settings.ts`]: 'export const settings = [];',
    [`${modus}/functions/covers.ts`]: 'export const covers = () => true;',
    [`${modus}/functions/blocks.ts`]: "import { blocks } from '../emulation.ts';",
  });
  expect(places(rulesAndEmulationsStayApart(repository))).toEqual([
    `${modus}/emulation.ts:2`,
    `${modus}/functions/blocks.ts:1`,
  ]);
});

test.for([
  "export { covers } from './functions/covers.ts';",
  "export { covers, settings } from './all.ts';",
  "export * from './all.ts';",
  "import { covers } from './functions/covers.ts';\nexport { covers };",
])('a rule function does not reach an emulation by: %s', (index) => {
  const repository = repositoryWith({
    [`${modus}/emulation.ts`]: "import { covers } from './index.ts';",
    [`${modus}/index.ts`]: index,
    [`${modus}/all.ts`]: "export * from './functions/covers.ts';\nexport * from './settings.ts';",
    [`${modus}/settings.ts`]: "export * from './all.ts';\nexport const settings = [];",
    [`${modus}/functions/covers.ts`]: 'export const covers = () => true;',
  });
  expect(places(rulesAndEmulationsStayApart(repository))).toEqual([`${modus}/emulation.ts:1`]);
});

test('an emulation may take other names from a file that passes rule functions on', () => {
  const repository = repositoryWith({
    [`${modus}/emulation.ts`]: "import { settings } from './index.ts';",
    [`${modus}/index.ts`]:
      "export { covers } from './functions/covers.ts';\nexport * from './functions/blocks.ts';\nexport * from './settings.ts';",
    [`${modus}/settings.ts`]: 'export const settings = [];',
    [`${modus}/functions/covers.ts`]: 'export const covers = () => true;',
    [`${modus}/functions/blocks.ts`]: 'export const blocks = () => true;',
  });
  expect(rulesAndEmulationsStayApart(repository)).toEqual([]);
});

test('a product may know another, without its emulation', () => {
  const virusscan = 'packages/products/src/mcafee-virusscan';
  const repository = repositoryWith({
    [`${virusscan}/emulation.ts`]:
      "import { spool } from '../vircom-modus/index.ts';\nimport { deliver } from '../vircom-modus/emulation.ts';",
    [`${modus}/index.ts`]: 'export const spool = 1;',
    [`${modus}/emulation.ts`]: "import { queue } from './emulation-queue.ts';\nexport const deliver = 1;",
    [`${modus}/emulation-queue.ts`]: 'export const queue = 1;',
    'packages/products/src/emulations.ts': "export * from './vircom-modus/emulation.ts';",
  });
  expect(places(emulationsKeepToTheirProduct(repository))).toEqual([`${virusscan}/emulation.ts:2`]);
});

test('the engine names no product, neither in a text nor in an import', () => {
  const repository = repositoryWith({
    [`${modus}/product.ts`]: '',
    'packages/products/src/_template/product.ts': '',
    'packages/products/src/services/product.ts': '',
    'packages/core/src/a.ts': "// vircom-modus\nexport const a = 'services';\nexport const b = `log of vircom-modus`;",
    'packages/simulator/src/a.ts': "import '../vircom-modus/a.ts';",
    'packages/simulator/src/a.test.ts': "export const b = 'vircom-modus';",
    'packages/scenarios/src/a.ts': "export const b = 'vircom-modus';",
  });
  expect(places(engineNamesNoProduct(repository))).toEqual([
    'packages/core/src/a.ts:3',
    'packages/simulator/src/a.ts:1',
  ]);
});

test('what a check loads is followed to the simulator, types and later imports left aside', () => {
  const repository = repositoryWith({
    'apps/cli/src/main.ts':
      "import { check } from './commands/check.ts';\nexport const run = () => import('@scanclash/scenarios');",
    'apps/cli/src/commands/check.ts': "import { products } from '@scanclash/products';",
    'packages/products/src/index.ts':
      "import type { World } from '@scanclash/simulator';\nexport * from './vircom-modus/product.ts';",
    [`${modus}/product.ts`]: "import { Volume } from '@scanclash/simulator';",
    'packages/simulator/src/index.ts': '',
    'packages/scenarios/src/index.ts': "import '@scanclash/simulator';",
  });
  const ways = checkLoadsNoSimulator(repository);
  expect(places(ways)).toEqual([
    'packages/products/src/index.ts:1',
    'apps/cli/src/main.ts:1',
    'apps/cli/src/commands/check.ts:1',
  ]);
  expect(ways[0]?.message).toBe(
    'loads the simulator: packages/products/src/index.ts -> packages/products/src/vircom-modus/product.ts -> packages/simulator/src/index.ts',
  );
});

test.for([
  'export async function a() {}',
  'export const a = async () => 1;',
  'export const a = { async b() {} };',
  'await later;',
  'for await (const a of b) {}',
  'export const a = Promise.resolve(1);',
  'export const a = new Promise(() => {});',
  'export type A = Promise<number>;',
  'export interface A { all(): AsyncIterable<number> }',
])('the world does not say: %s', (text) => {
  const paths = ['packages/simulator/src/kernel/a.ts', 'packages/core/src/rules/a.ts', `${modus}/emulation/a.ts`];
  const violations = worldIsSynchronous(repositoryWith(Object.fromEntries(paths.map((path) => [path, text]))));
  expect(places(violations)).toEqual(paths.map((path) => `${path}:1`));
  expect(violations[0]?.message).toContain('return a verdict or take a callback');
});

test('a world assigns no function to a property', () => {
  const repository = repositoryWith({
    'packages/simulator/src/kernel/a.ts': 'export const a = (b: B) => {\n  b.c = () => b;\n  b.d = function () {};\n};',
    'packages/simulator/src/kernel/named.ts': 'export const a = (b: B) => { const c = () => b; b.c = c; b.d = 1; };',
    'packages/simulator/src/kernel/a.test.ts': 'a.b = () => a;',
    'packages/core/src/a.ts': 'a.b = () => a;',
  });
  expect(places(worldsAreLetGo(repository))).toEqual([
    'packages/simulator/src/kernel/a.ts:2',
    'packages/simulator/src/kernel/a.ts:3',
  ]);
});

test('where the world meets others it may wait', () => {
  const text = 'export const a = async (): Promise<void> => { await later; };';
  const repository = repositoryWith({
    'packages/simulator/src/endpoints/a.ts': text,
    'packages/simulator/src/transport/a.ts': text,
    'packages/simulator/src/kernel/a.test.ts': text,
    'packages/scenarios/src/a.ts': text,
    'apps/cli/src/a.ts': text,
    'packages/core/src/transport/transport.ts': 'export interface Transport { ask(): Promise<void> }',
  });
  expect(worldIsSynchronous(repository)).toEqual([]);
});

test('the interface of a transport promises, its engine does not', () => {
  const text = 'export const a = (): Promise<void> => Promise.resolve();';
  const repository = repositoryWith({ 'packages/core/src/transport/transport.ts': text });
  expect(worldIsSynchronous(repository).map(({ message }) => message)).toEqual([
    'Promise.resolve: return a verdict or take a callback instead',
  ]);
});

test('a file that is no TypeScript is an error, not a file without imports', () => {
  expect(() => repositoryWith({ 'packages/core/src/a.ts': 'import { from' })).toThrow('packages/core/src/a.ts');
});
