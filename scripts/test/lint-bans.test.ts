import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { commandOf, repositoryRoot } from '../command.mjs';

type Diagnostic = { message: string; help?: string; filename: string; code: string };

/** A statement that is banned from the packages without clock, chance, disk and network; words of the message. */
const BANS = [
  ['export const at = new Date();', 'use world.now'],
  ['export const at = Date.now();', 'use world.now'],
  ['export const at = globalThis.Date.now();', 'use world.now'],
  ['export type At = Date;', 'world.now'],
  ['export const at = performance.now();', 'use world.now'],
  ['export const chance = Math.random();', 'Use world.draw'],
  ['const { random } = Math;\nexport const chance = random();', 'Use world.draw'],
  ['export const id = crypto.randomUUID();', 'Use world.draw'],
  ['setTimeout(() => {}, 1);', 'Schedule an event'],
  ['setInterval(() => {}, 1);', 'Schedule an event'],
  ['setImmediate(() => {});', 'Schedule an event'],
  ['queueMicrotask(() => {});', 'Return a verdict or take a callback'],
  ['export const home = process.cwd();', 'apps/cli alone'],
  ['export const order = (a: string, b: string) => a.localeCompare(b);', 'Compare with < and >'],
  ["export const order = (a: string, b: string) => a['localeCompare'](b);", 'Compare with < and >'],
  ['export const { compare } = new Intl.Collator();', 'Compare with < and >'],
  ['export const text = (1234).toLocaleString();', 'Write the figure out'],
  ['export const folded = (name: string) => name?.toLocaleUpperCase();', 'Use toUpperCase'],
  ['export const folded = (name: string) => name.toLocaleLowerCase();', 'Use toLowerCase'],
] as const;

const IMPORTS = [
  ["import { readFileSync } from 'node:fs';\nexport { readFileSync };", 'through a transport'],
  ["import type { Stats } from 'node:fs';\nexport type { Stats };", 'through a transport'],
  ["export { readFile } from 'node:fs/promises';", 'through a transport'],
  ["export { readFileSync } from 'fs';", 'through a transport'],
  ["export { connect } from 'node:net';", 'has its own network'],
  ["export { execFile } from 'node:child_process';", 'has its own programs'],
  ["export { setTimeout } from 'node:timers/promises';", 'Schedule an event'],
  ["export { env } from 'node:process';", 'apps/cli alone'],
  ["export { randomBytes } from 'node:crypto';", 'Use world.draw'],
] as const;

const statements = [...BANS, ...IMPORTS];

/** Lints the same statements at every one of these places, in one run; the complaints by path. */
function lintAt(places: readonly string[]): Map<string, string[]> {
  const folder = emptyRepository();
  const complaints = new Map<string, string[]>();
  for (const place of places) {
    for (const [index, [text]] of statements.entries()) {
      const path = place.replace('#', String(index));
      complaints.set(path, []);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
  }
  for (const { filename, code, message, help } of lint(folder)) {
    if (code.includes('no-restricted'))
      complaints.get(filename.replaceAll('\\', '/'))?.push(`${message} ${help ?? ''}`);
  }
  return complaints;
}

/** A folder with our rules in it, but for those that need types: these look for a compiler beside the files. */
function emptyRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const rules = readFileSync(join(repositoryRoot, '.oxlintrc.json'), 'utf8');
  writeFileSync(join(folder, '.oxlintrc.json'), rules.replace('"typeAware": true', '"typeAware": false'));
  return folder;
}

function lint(folder: string): Diagnostic[] {
  const parameters = [commandOf('oxlint', 'bin/oxlint'), '--format=json', '.'];
  try {
    return JSON.parse(execFileSync(process.execPath, parameters, { cwd: folder, encoding: 'utf8' })).diagnostics;
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout).diagnostics;
  }
}

test.for(['packages/core/src/rules/a#.ts', 'packages/simulator/src/kernel/a#.ts', 'packages/products/src/modus/a#.ts'])(
  'clock, chance, disk, network and the language of the machine are banned, with what to use instead, from %s',
  (place) => {
    const complaints = lintAt([place]);
    for (const [index, [text, instead]] of statements.entries()) {
      expect(complaints.get(place.replace('#', String(index))), text).toContainEqual(expect.stringContaining(instead));
    }
  },
);

test('scenarios have no clock and no chance of their own, but read their files', () => {
  const complaints = lintAt(['packages/scenarios/src/a#.ts']);
  const banned = [...complaints.values()].map((messages) => messages.length > 0);
  expect(banned).toEqual(statements.map((statement) => (BANS as readonly unknown[]).includes(statement)));
});

test('the command line, transports, endpoints and tests may do all of it', () => {
  const complaints = lintAt([
    'apps/cli/src/a#.ts',
    'packages/transports/src/local/a#.ts',
    'packages/simulator/src/endpoints/a#.ts',
    'packages/simulator/src/transport/a#.ts',
    'packages/core/src/rules/a#.test.ts',
    'bench/src/a#.ts',
  ]);
  expect([...complaints].filter(([, messages]) => messages.length > 0)).toEqual([]);
});

test('plain order and folding pass the bans', () => {
  const folder = emptyRepository();
  mkdirSync(join(folder, 'packages/core/src'), { recursive: true });
  writeFileSync(
    join(folder, 'packages/core/src/a.ts'),
    'export const names = (all: string[]) => [...all].sort().map((name) => name.toUpperCase());\nexport const later = (process: { id: number }) => process.id;\n',
  );
  expect(lint(folder)).toEqual([]);
});
