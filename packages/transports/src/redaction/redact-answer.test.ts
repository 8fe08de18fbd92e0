import {
  applyRegFile,
  asText,
  asTexts,
  binary,
  dword,
  expandSz,
  type HostAnswer,
  multiSz,
  parseRegFile,
  REDACTED,
  type RegFileEntry,
  type RegFileFormat,
  RegistryTree,
  type RegistryValue,
  sz,
  writeRegFile,
} from '@scanclash/core';
import { expect, test } from 'vitest';
import { redactAnswer } from './redact-answer.ts';
import { redactRegFile } from './redact-reg-file.ts';

const UTF16: RegFileFormat = { dialect: 5, encoding: 'utf-16le' };
const KEY = 'HKLM\\SOFTWARE\\Modus';
const S = 'hunter2!';
const none: ReadonlySet<string> = new Set();

const entry = (name: string, value: RegistryValue, key = KEY): RegFileEntry => ({ key, values: [{ name, value }] });

function redact(entries: readonly RegFileEntry[], format = UTF16, secretNames = none) {
  const result = redactRegFile(writeRegFile(format, entries), secretNames);
  if (!result.ok) throw new Error(result.reason);
  const parsed = parseRegFile(result.bytes, { file: 'redacted' });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const tree = new RegistryTree();
  applyRegFile(parsed.file, tree);
  const value = (name: string, key = KEY) => {
    const reading = tree.value(key, name);
    if (reading.kind !== 'known') throw new Error(`no ${name}`);
    return reading.value;
  };
  return { ...result, file: parsed.file, value };
}

test.for([
  ['Password', sz(S)],
  ['szPasswd', expandSz(S)],
  ['DBPass', multiSz([S])],
  ['ClientSecret', binary(Buffer.from(S))],
  ['SavedCredentials', { type: 'REG_NONE', bytes: Buffer.from(S) }],
  ['PrivateKey', { type: { other: 0x1234 }, bytes: Buffer.from(S) }],
  ['PinPwd', dword(1234)],
  ['pass-word', sz(S)],
] as const)('a value named %s is replaced, whatever its type', ([name, stored]) => {
  const { value, values } = redact([entry(name, stored)]);
  expect(value(name)).toEqual(sz(REDACTED));
  expect(values).toMatchObject([{ key: KEY, value: name }]);
});

test('the name of a key counts for its default value, and a key for secrets for all below it', () => {
  const { value, values } = redact([
    { key: `${KEY}\\Password`, values: [{ name: '', value: sz(S) }] },
    { key: `${KEY}\\Saved Credentials\\SQL01`, values: [{ name: 'sa', value: sz(S) }] },
  ]);
  expect(asText(value('', `${KEY}\\Password`))).toBe(REDACTED);
  expect(asText(value('sa', `${KEY}\\Saved Credentials\\SQL01`))).toBe(REDACTED);
  expect(values.map(({ why }) => why)).toEqual(['below a key for secrets', 'below a key for secrets']);
});

test('a service with credentials in its name keeps its settings', () => {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EdgeCredentialSvc';
  const bytes = writeRegFile(UTF16, [entry('ImagePath', expandSz('"C:\\Exchange\\EdgeCredentialSvc.exe"'), key)]);
  expect(redactRegFile(bytes, none)).toEqual({ ok: true, bytes, values: [] });
});

test('a product may name further values that hold secrets', () => {
  const { value } = redact([entry('UIP', sz(S)), entry('UIPMode', dword(3))], UTF16, new Set(['UIP']));
  expect(asText(value('UIP'))).toBe(REDACTED);
  expect(value('UIPMode')).toEqual(dword(3));
});

test('a connection string loses its password and keeps its server', () => {
  const dsn = (password: string) => `Driver={SQL Server};Server=SQL01;UID=sa;PWD=${password};Database=Modus`;
  const { value, values } = redact([
    entry('Connection', sz(dsn(S))),
    entry('Fallback', multiSz(['first', dsn(S), 'last'])),
    entry('Blob', binary(Buffer.from(`\0\u0001${dsn(S)}`))),
    entry('Wide', binary(Buffer.from(`\u0001${dsn(S)}`, 'utf16le'))),
  ]);
  expect(asText(value('Connection'))).toBe(dsn(REDACTED));
  expect(asTexts(value('Fallback'))).toEqual(['first', dsn(REDACTED), 'last']);
  expect(Buffer.from(value('Blob').bytes).toString()).toBe(`\0\u0001${dsn(REDACTED)}`);
  expect(Buffer.from(value('Wide').bytes).toString('utf16le')).toBe(`\u0001${dsn(REDACTED)}`);
  expect(values.map(({ value: name }) => name)).toEqual(['Connection', 'Fallback', 'Blob', 'Wide']);
});

test.for([
  [UTF16, 5, 'utf-16le'],
  [{ dialect: 5, encoding: 'utf-8' }, 5, 'utf-8'],
  [{ dialect: 4, encoding: 'ansi', codePage: 1252 }, 4, 'ansi'],
] as const)('a redacted export keeps its dialect: %o', ([format, dialect, encoding]) => {
  const { file, value } = redact([entry('Password', sz(S)), entry('Größe', sz('zu groß'))], format);
  expect(file).toMatchObject({ dialect, encoding });
  expect(asText(value('Größe'))).toBe('zu groß');
});

test('an export without secrets stays as it is, to the byte', () => {
  const bytes = writeRegFile(UTF16, [entry('Root', sz('D:\\modus'))]);
  const result = redactRegFile(bytes, none);
  expect(result.ok && result.bytes).toBe(bytes);
});

test('a secret in a comment goes with the comment', () => {
  const text = `Windows Registry Editor Version 5.00\n\n; password=${S}\n[HKEY_LOCAL_MACHINE\\SOFTWARE]\n"A"="b"\n\n`;
  const result = redactRegFile(Buffer.from(text), none);
  expect(result).toMatchObject({ ok: true, values: [] });
  expect(result.ok && Buffer.from(result.bytes).toString()).toBe(
    'Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE]\n"A"="b"\n\n',
  );
});

test('a cut export that holds secrets is left out: written anew it would look whole', () => {
  const bytes = writeRegFile(UTF16, [entry('Password', sz(S))]);
  const result = redactRegFile(bytes.subarray(0, -4), none);
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('may be cut') as unknown });
});

test('an export that cannot be read is left out, and the reason quotes nothing of it', () => {
  const answer: HostAnswer = {
    kind: 'answered',
    request: { id: 'registry-export', key: KEY },
    exitCode: 0,
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
    codePage: 437,
    file: Buffer.from(`password ${S} is no .reg file`),
  };
  const { answer: redacted } = redactAnswer(answer);
  expect(redacted).toMatchObject({ kind: 'failed', request: answer.request });
  expect(JSON.stringify(redacted)).not.toContain(S);
});

test('parameters, reasons and both outputs of an answer lose their secrets', () => {
  const request = { id: 'file-text', path: `C:\\logs\\x?password=${S}` } as const;
  const failed = redactAnswer({ kind: 'failed', request, reason: `cannot log on with --password ${S}` });
  expect(JSON.stringify(failed)).not.toContain(S);
  expect(failed.redactions).toEqual([
    { kind: 'text', part: 'request', why: 'assigned' },
    { kind: 'text', part: 'reason', why: 'command option' },
  ]);
  const said = redactAnswer({
    kind: 'answered',
    request: { id: 'processes' },
    exitCode: 3,
    stdout: Buffer.from(`pwd=${S}\r\n`),
    stderr: Buffer.from(`AUTH LOGIN ${S}\r\n`),
    codePage: 850,
  });
  expect(said.answer).toMatchObject({ kind: 'answered', exitCode: 3, codePage: 850 });
  expect(said.redactions.map(({ part }) => part)).toEqual(['stdout', 'stderr']);
  expect(said.answer.kind === 'answered' && Buffer.from(said.answer.stdout).toString()).toBe(`pwd=${REDACTED}\r\n`);
});
