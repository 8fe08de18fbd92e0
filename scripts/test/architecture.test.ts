import { fileURLToPath } from 'node:url';
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
import { type Repository, readRepository, type Violation } from '../architecture/repository.ts';
import { worldIsSynchronous } from '../architecture/synchronous-rule.ts';

const repository = readRepository(fileURLToPath(new URL('../..', import.meta.url)));

const violations = (rule: (repository: Repository) => Violation[]) =>
  rule(repository).map(({ path, line, message }) => `${path}:${line} ${message}`);

test('every package of the repository is read', () => {
  expect(repository.workspaces.map(({ folder }) => folder).toSorted()).toEqual([
    'apps/cli',
    'bench',
    'packages/core',
    'packages/products',
    'packages/scenarios',
    'packages/simulator',
    'packages/transports',
  ]);
});

test('imports between packages run one way', () => {
  expect([...violations(againstDirection), ...violations(declaredAgainstDirection)]).toEqual([]);
});

test('no package and no file imports itself by a way round', () => {
  expect([...violations(packageCycles), ...violations(fileCycles)]).toEqual([]);
});

test('a package declares what it imports', () => {
  expect(violations(undeclaredDependencies)).toEqual([]);
});

test('a package is entered by its entry points', () => {
  expect(violations(importsPastEntries)).toEqual([]);
});

test('the knowledge of a product is read without the simulator', () => {
  expect(violations(knowledgeNeedsNoSimulator)).toEqual([]);
});

test('rule functions and emulations do not share their answers', () => {
  expect(violations(rulesAndEmulationsStayApart)).toEqual([]);
});

test('no product imports the emulation of another', () => {
  expect(violations(emulationsKeepToTheirProduct)).toEqual([]);
});

test('engine, simulator and transports name no product', () => {
  expect(violations(engineNamesNoProduct)).toEqual([]);
});

test('checking a real host loads no simulator', () => {
  expect(violations(checkLoadsNoSimulator)).toEqual([]);
});

test('nothing keeps a world that was played', () => {
  expect(violations(worldsAreLetGo)).toEqual([]);
});

test('the world is synchronous', () => {
  expect(violations(worldIsSynchronous)).toEqual([]);
});
