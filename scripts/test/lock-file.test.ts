import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../command.mjs';
import {
  completeLock,
  type LockedPackage,
  type LockFile,
  missingOptionalPackages,
  packagesWithInstallScript,
} from '../lock-file.mjs';

const lock: LockFile = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));

/** Each kind of machine that the tools are to run on; libc as npm names it. */
const PLATFORMS = [
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { os: 'linux', cpu: 'x64', libc: 'musl' },
  { os: 'linux', cpu: 'arm64', libc: 'musl' },
  { os: 'darwin', cpu: 'x64' },
  { os: 'darwin', cpu: 'arm64' },
  { os: 'win32', cpu: 'x64' },
  { os: 'win32', cpu: 'arm64' },
] as const;

const fits = ({ os, cpu, libc }: (typeof PLATFORMS)[number] & { libc?: string }, entry: LockedPackage) =>
  entry.os?.includes(os) === true &&
  entry.cpu?.includes(cpu) === true &&
  (entry.libc === undefined || libc === undefined || entry.libc.includes(libc));

test('the lock file holds every optional package of every platform; if not: npm run lock:complete', () => {
  expect(missingOptionalPackages(lock)).toEqual([]);
});

test('the lock file names no download address: it works behind any mirror', () => {
  const addresses = Object.entries(lock.packages).filter(
    ([, { resolved, link }]) => resolved !== undefined && link !== true,
  );
  expect(addresses).toEqual([]);
});

test.for([
  'node_modules/turbo',
  'node_modules/@biomejs/biome',
  'node_modules/oxlint',
  'node_modules/oxc-parser',
  'node_modules/rolldown',
  'node_modules/lightningcss',
  'node_modules/typescript',
])('%s is locked for Linux, macOS and Windows', (path) => {
  const names = Object.keys(lock.packages[path]?.optionalDependencies ?? {});
  const entries = names.map((name) => lock.packages[`node_modules/${name}`] ?? {});
  expect(PLATFORMS.filter((platform) => !entries.some((entry) => fits(platform, entry)))).toEqual([]);
});

test('only a package that a registry here lacks is locked without a hash', () => {
  const withoutHash = Object.entries(lock.packages).filter(
    ([path, entry]) => path.includes('node_modules/') && entry.integrity === undefined && entry.link !== true,
  );
  expect(withoutHash.filter(([, { optional, os }]) => optional !== true || os === undefined)).toEqual([]);
});

test('whether a package may run a script when it is installed is decided in package.json', () => {
  const decided = Object.keys(manifest.allowScripts ?? {});
  expect(packagesWithInstallScript(lock).filter((name) => !decided.includes(name))).toEqual([]);
});

const tool = {
  version: '2.1.0',
  integrity: 'sha512-tool',
  dev: true,
  license: 'MIT',
  optionalDependencies: {
    '@tool/linux-x64-gnu': '2.1.0',
    '@tool/linux-x64-musl': '2.1.0',
    '@tool/windows-64': '2.1.0',
  },
};
const linux = {
  version: '2.1.0',
  integrity: 'sha512-linux',
  license: 'ISC',
  engines: { node: '>=18' },
  os: ['linux'],
  cpu: ['x64'],
  optional: true,
};
const incomplete: LockFile = {
  packages: { '': {}, 'node_modules/tool': tool, 'node_modules/@tool/linux-x64-gnu': linux },
};

test('a package that npm left out is found by the list of its owner', () => {
  expect(missingOptionalPackages(incomplete)).toEqual([
    { name: '@tool/linux-x64-musl', version: '2.1.0', wantedBy: 'node_modules/tool' },
    { name: '@tool/windows-64', version: '2.1.0', wantedBy: 'node_modules/tool' },
  ]);
});

test('a missing package is locked with the platform in its name, and what it shares with its sibling', () => {
  const { packages } = completeLock(incomplete);
  expect(packages['node_modules/@tool/linux-x64-musl']).toEqual({
    version: '2.1.0',
    cpu: ['x64'],
    dev: true,
    libc: ['musl'],
    license: 'ISC',
    optional: true,
    os: ['linux'],
    engines: { node: '>=18' },
  });
  expect(packages['node_modules/@tool/windows-64']).toMatchObject({ os: ['win32'], cpu: ['x64'] });
  expect(Object.keys(packages)).toEqual([
    '',
    'node_modules/@tool/linux-x64-gnu',
    'node_modules/@tool/linux-x64-musl',
    'node_modules/@tool/windows-64',
    'node_modules/tool',
  ]);
});

test('a complete lock file stays as it is, to the order of its lines', () => {
  expect(JSON.stringify(completeLock(lock))).toBe(JSON.stringify(lock));
  expect(completeLock(completeLock(incomplete))).toEqual(completeLock(incomplete));
});

test('an optional package beside its owner, or further up, is not missing', () => {
  const nested: LockFile = {
    packages: {
      'node_modules/a/node_modules/tool': tool,
      'node_modules/a/node_modules/@tool/linux-x64-gnu': linux,
      'node_modules/@tool/linux-x64-musl': linux,
      'node_modules/a/node_modules/tool/node_modules/@tool/windows-64': linux,
    },
  };
  expect(missingOptionalPackages(nested)).toEqual([]);
});

test.for([
  [{ '@tool/plan9-x64': '2.1.0' }, 'no platform in its name'],
  [{ '@tool/linux-x64': '^2.1.0' }, 'only an exact version'],
] as const)('a package that tells too little is not made up: %o', ([optionalDependencies, message]) => {
  const unclear: LockFile = { packages: { 'node_modules/tool': { ...tool, optionalDependencies } } };
  expect(() => completeLock(unclear)).toThrow(message);
});
