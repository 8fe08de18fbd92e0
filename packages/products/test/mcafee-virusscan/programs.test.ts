import { type Plain, writeRegFile } from '@scanclash/core';
import { malwareBytes, runCommand } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { inTempFolder } from '../../src/mcafee-virusscan/functions/in-temp-folder.ts';
import { programFile } from '../../src/mcafee-virusscan/functions/program-file.ts';
import { guardedHost } from './guarded-host.ts';

const DENIED = 5;
const EXPLORER = 'C:\\WINDOWS\\explorer.exe';
const OUTLOOK = 'C:\\Office\\OUTLOOK.EXE';
const TOOL = 'C:\\Tools\\remote.exe';
const tool = (name = 'RemAdm-Example', kind: 'unwanted-program' | 'virus' = 'unwanted-program') =>
  malwareBytes({ kind, name, sinceDat: 4000 });
const all = { 'fileRules.tempByAllPrograms.block': true };

test.each<[string, string, Record<string, Plain>, number]>([
  ['8.0i keeps a mail client from running a file in Temp', OUTLOOK, { version: '8.0i' }, DENIED],
  ['8.0i lets Explorer run it', EXPLORER, { version: '8.0i' }, 0],
  ['8.0i has no rule for all programs, whatever is stored', EXPLORER, { version: '8.0i', ...all }, 0],
  ['8.5i lets a mail client run it, and reports', OUTLOOK, { version: '8.5i' }, 0],
  ['8.5i with Maximum Protection lets nobody run it', EXPLORER, { version: '8.5i', ...all }, DENIED],
  ['7.x has no such rules', OUTLOOK, { version: '7.x', ...all }, 0],
  [
    'a program that is exempt may run it',
    EXPLORER,
    { version: '8.5i', ...all, 'fileRules.tempByAllPrograms.exempt': ['EXPLORER.EXE'] },
    0,
  ],
  ['nothing is denied without McShield', OUTLOOK, { version: '8.0i', 'onAccess.startWithSystem': false }, 0],
])('%s', (_, starter, settings, code) => {
  const { host, starting } = guardedHost(settings);
  host.files.install('C:\\WINDOWS\\Temp\\a\\setup.exe', 'MZ');
  expect(starting('C:\\WINDOWS\\Temp\\a\\setup.exe', starter)).toBe(code);
});

test.each([
  'C:\\Temp\\setup.exe',
  'C:\\Docs\\x\\TEMP\\y\\setup.exe',
  'C:\\Temporary\\setup.exe',
  'C:\\Install\\temp.exe',
  'C:\\setup.exe',
])('the emulation and the function of rules agree whether %s lies in a Temp folder', (path) => {
  const { host, starting } = guardedHost({ version: '8.5i', ...all });
  host.files.install(path, 'MZ');
  expect(starting(path) === DENIED).toBe(inTempFolder.evaluate(undefined as never, path));
});

const launching = { version: '8.5i', 'fileRules.downloadedPrograms.block': true };

test.each<[string, string, Record<string, Plain>, number]>([
  ['Downloaded Program Files is protected by a rule of its own', 'Downloaded Program Files', launching, DENIED],
  ['that rule says nothing of the Temp folder', 'Temp', launching, 0],
  ['the rule about Temp says nothing of it', 'Downloaded Program Files', { version: '8.5i', ...all }, 0],
  ['8.0i has no such rule', 'Downloaded Program Files', { ...launching, version: '8.0i' }, 0],
])('%s', (_, folder, settings, code) => {
  const { host, starting } = guardedHost(settings);
  host.files.install(`C:\\WINDOWS\\${folder}\\setup.exe`, 'MZ');
  expect(starting(`C:\\WINDOWS\\${folder}\\setup.exe`)).toBe(code);
});

test.each<[string, string, string, number]>([
  ['a new program below the folder of Windows is denied', 'C:\\WINDOWS\\system32\\new.exe', 'C:\\setup.exe', DENIED],
  ['its Temp folder is one of those', 'C:\\WINDOWS\\Temp\\a\\new.DLL', 'C:\\setup.exe', DENIED],
  ['a program that is there may be replaced', 'C:\\WINDOWS\\system32\\old.exe', 'C:\\setup.exe', 0],
  ['what is no program may be created', 'C:\\WINDOWS\\new.txt', 'C:\\setup.exe', 0],
  ['another folder is free', 'C:\\WINDOWSOLD\\new.exe', 'C:\\setup.exe', 0],
  ['a program that is exempt may create it', 'C:\\WINDOWS\\new.exe', 'C:\\MSIEXEC.EXE', 0],
])('%s', (_, path, writer, code) => {
  const { host } = guardedHost({
    version: '8.5i',
    'fileRules.newExecutables.block': true,
    'fileRules.newExecutables.exempt': ['msiexec.exe'],
  });
  host.files.install('C:\\WINDOWS\\system32\\old.exe', 'MZ');
  host.files.makeFolders('C:\\WINDOWS\\Temp\\a');
  host.files.makeFolders('C:\\WINDOWSOLD');
  let error: number | undefined;
  const request = { process: host.run(writer), path, access: ['write'], share: {} } as const;
  host.files.open({ ...request, disposition: 'create-always' }, (opened) => {
    error = opened.ok ? 0 : opened.error.code;
  });
  host.world.runUntil(host.world.now + 1_000_000);
  expect(error).toBe(code);
});

test.each(['a.exe', 'a.DLL', 'a.exe.txt', 'exe', 'a.ocx'])(
  'the emulation and the function of rules agree whether %s is a program',
  (name) => {
    const { host } = guardedHost({ version: '8.5i', 'fileRules.newExecutables.block': true });
    host.files.makeFolders('C:\\WINDOWS');
    const path = `C:\\WINDOWS\\${name}`;
    const process = host.run('C:\\setup.exe');
    let isDenied: boolean | undefined;
    host.files.open({ process, path, access: ['write'], share: {}, disposition: 'create-new' }, (opened) => {
      isDenied = !opened.ok && opened.error.code === DENIED;
    });
    host.world.runUntil(host.world.now + 1_000_000);
    expect(isDenied).toBe(programFile.evaluate(undefined as never, path));
  },
);

test.each<[string, Uint8Array, Record<string, Plain>, number]>([
  ['a remote administration tool is denied', tool(), {}, DENIED],
  ['it is let pass by the name of its detection', tool(), { 'unwanted.exempt': ['remadm-EXAMPLE'] }, 0],
  ['the name of another lets nothing pass', tool('RemAdm-Other'), { 'unwanted.exempt': ['RemAdm-Example'] }, DENIED],
  ['its class can be switched off', tool(), { 'unwanted.remoteAdministration': false }, 0],
  ['another class says nothing of it', tool(), { 'unwanted.jokes': false }, DENIED],
  ['unwanted programs need not be looked for', tool(), { 'onAccess.default.findUnwanted': false }, 0],
  ['the action may be to go on', tool(), { 'onAccess.default.unwantedAction': 'continue' }, 0],
  ['a virus is found all the same', tool('Sample', 'virus'), { 'onAccess.default.findUnwanted': false }, DENIED],
])('%s', (_, bytes, settings, code) => {
  const { host, starting } = guardedHost({ version: '8.0i', ...settings });
  host.files.install(TOOL, bytes);
  expect(starting(TOOL)).toBe(code);
});

test('a path exclusion holds for a trojan, and not for an unwanted program', () => {
  const excluded = { type: 'path', value: 'C:\\Tools\\', onRead: true, onWrite: true, subfolders: true };
  const codes = (['unwanted-program', 'virus'] as const).map((kind) => {
    const { host, starting } = guardedHost({ version: '8.0i', 'onAccess.default.exclusions': [excluded] });
    host.files.install(TOOL, tool('RemAdm-Example', kind));
    return starting(TOOL);
  });
  expect(codes).toEqual([DENIED, 0]);
});

test.each<[string, Record<string, Plain>, { wow64?: boolean }, boolean]>([
  ['a call from data is blocked', { version: '8.0i' }, {}, false],
  ['64-bit Windows has no such protection', { version: '8.5i' }, { wow64: true }, true],
  ['7.x has none', { version: '7.x' }, {}, true],
  ['it may only warn', { version: '8.0i', 'overflowProtection.blocks': false }, {}, true],
  ['a program may be exempt, with a function', { version: '8.0i', 'overflowProtection.exempt': ['A.exe!F'] }, {}, true],
  ['another function is not', { version: '8.0i', 'overflowProtection.exempt': ['A.exe!G'] }, {}, false],
])('%s', (_, settings, options, passes) => {
  const { host } = guardedHost(settings, options);
  const process = host.run('C:\\a.exe');
  expect(host.apiCalls.call({ process, api: 'F', from: 'image' })).toBe(true);
  expect(host.apiCalls.call({ process, api: 'F', from: 'data' })).toBe(passes);
  expect(host.processes.isRunning(process)).toBe(passes);
});

test.each<[string, Record<string, Plain>, string, number]>([
  ['8.5i refuses a change of its settings by another program', { version: '8.5i' }, 'McAfee\\VSCore', 1],
  ['and lets other keys be changed', { version: '8.5i' }, 'McAfeeOther', 0],
  ['8.0i does not guard its keys', { version: '8.0i' }, 'Network Associates\\TVD', 0],
  ['the rule can be off', { version: '8.5i', 'fileRules.selfProtection.block': false }, 'McAfee\\VSCore', 0],
  ['without McShield nothing is guarded', { version: '8.5i', 'onAccess.startWithSystem': false }, 'McAfee\\VSCore', 0],
])('%s', (_, settings, key, exitCode) => {
  const { host } = guardedHost(settings);
  const codes: number[] = [];
  const file = 'C:\\fix.reg';
  const entries = [{ key: `HKLM\\SOFTWARE\\${key}`, values: [] }];
  host.files.install(file, writeRegFile({ dialect: 5, encoding: 'utf-16le' }, entries));
  for (const command of [`reg add "HKLM\\SOFTWARE\\${key}" /v A /d B /f`, `reg import ${file}`]) {
    runCommand(host, command, (output) => codes.push(output.exitCode));
  }
  expect(codes).toEqual([exitCode, exitCode]);
});
