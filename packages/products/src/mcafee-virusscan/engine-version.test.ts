import { dword, sz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, exportOf, told } from '../../test/told-evidence.ts';
import type { VirusscanContext, VirusscanVersion } from './context.ts';
import { engineFile, engineVersion } from './engine-version.ts';

const FOLDER = 'C:\\Program Files\\Common Files\\McAfee\\Engine\\';
const NEW = 'HKLM\\SOFTWARE\\McAfee';
const OLD = 'HKLM\\SOFTWARE\\Network Associates';
const contextOf = (version: VirusscanVersion): VirusscanContext => ({
  version,
  build: version,
  software: 'HKLM\\SOFTWARE',
});

/** As wmic writes to what is no console. */
const wmic = (version: string) => told(engineFile(FOLDER), `\r\r\n\r\r\nVersion=${version}\r\r\n\r\r\n\r\r\n`);
const registered = exportOf(NEW, {
  [`${NEW}\\AVEngine`]: { DAT: sz(FOLDER), EngineVersion32Major: dword(5400), EngineVersion32Minor: dword(1158) },
});

test.each([
  ['5.400.0.1158', true],
  ['5.300.0.2777', false],
])('file %s is the registered engine 5400.1158: %s', (version, expected) => {
  expect(engineVersion(evidenceOf(registered, wmic(version)), contextOf('8.8'))).toMatchObject({
    'engine.version': { value: '5400.1158' },
    'engine.fileVersion': { value: version },
    'engine.fileIsRegistered': { value: expected },
  });
});

test('up to 8.0i both are told, and not compared', () => {
  const key = `${OLD}\\TVD\\Shared Components\\VirusScan Engine\\4.0.xx`;
  const old = exportOf(OLD, { [key]: { DAT: sz(FOLDER), szEngineVer: sz('4.4.00') } });
  expect(engineVersion(evidenceOf(old, wmic('4.4.0.0')), contextOf('8.0i'))).toMatchObject({
    'engine.version': { value: '4.4.00' },
    'engine.fileVersion': { value: '4.4.0.0' },
    'engine.fileIsRegistered': { kind: 'unreadable' },
  });
});

test.each([
  ['wmic is gone from the newest Windows', 1, '', 'exit code 1'],
  ['there is no such file', 0, '', 'nothing was found'],
])('where %s the file is unread', (_, exitCode, stdout, reason) => {
  const facts = engineVersion(evidenceOf(registered, told(engineFile(FOLDER), stdout, exitCode)), contextOf('8.8'));
  expect(facts).toMatchObject({
    'engine.fileVersion': { kind: 'unreadable', reason },
    'engine.fileIsRegistered': { kind: 'unreadable', reason },
  });
});
