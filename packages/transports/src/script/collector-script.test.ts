import { commandLineOf, defineProduct, type FollowUp, type HostRequest } from '@scanclash/core';
import { expect, test } from 'vitest';
import { collectorScript, questionBatch } from './collector-script.ts';
import { readScriptIndex } from './script-index.ts';

const product = (questions: readonly HostRequest[], followUps: readonly FollowUp[] = []) =>
  defineProduct<true>({
    id: 'toy',
    namespace: 'toy',
    title: 'Toy',
    settings: [],
    facts: {},
    behaviours: [],
    functions: [],
    fixes: [],
    questions,
    followUps,
    detect: () => ({ kind: 'absent' }),
    collect: () => ({}),
  });

const QUESTIONS: readonly HostRequest[] = [
  { id: 'registry-export', key: 'HKLM\\SOFTWARE\\A & B' },
  { id: 'file-text', path: '%ALLUSERSPROFILE%\\Log (1).txt' },
  { id: 'service-state', service: 'Toy' },
  { id: 'connections' },
];
const LOG: FollowUp = {
  of: { kind: 'text', key: 'HKLM\\SOFTWARE\\Toy', value: 'Folder', usual: ['%SystemRoot%\\Toy'] },
  ask: (folder) => [{ id: 'file-text', path: `${folder}\\Toy.log` }],
};
const script = collectorScript([product(QUESTIONS, [LOG]), product(QUESTIONS.slice(2))], '0.1.0');
const lines = script.text.split('\r\n');
/** What cmd.exe makes of the lines that write the index, with figures for its variables. */
const indexOf = (text: string) =>
  text
    .split('\r\n')
    .flatMap((line) => /^>>scanclash-index\.jsonl echo (.*)$/.exec(line)?.[1] ?? [])
    .map((line) =>
      line
        .replace(/%(?:n|found_n|codepage)%/g, '1')
        .replace('%code%', '0')
        .replaceAll('%%', '\u0001'),
    )
    .map((line) => line.replaceAll('%', '').replaceAll('\u0001', '%'))
    .join('\r\n');

test('a script is plain ASCII with the line ends of Windows', () => {
  expect(script.text).toMatch(/^[\r\n\u0020-\u007e]*$/);
  expect(script.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

test('each question is asked once, by the command that any transport puts', () => {
  expect(script).toMatchObject({ questions: 4, followUps: 1 });
  for (const request of QUESTIONS) {
    const line = commandLineOf(request, '%n%.reg'.replaceAll('%', ''));
    const command = line.ok ? line.command.replace('"n.reg"', '"%n%.reg"') : '';
    expect(lines.filter((one) => one === `${command} >%n%.stdout 2>%n%.stderr <nul`)).toHaveLength(1);
  }
});

test('what it writes down of a question is the question', () => {
  const index = readScriptIndex(Buffer.from(indexOf(script.text)));
  if ('failed' in index) throw new Error(index.failed);
  expect(index.broken).toEqual([]);
  expect(index.answers.map(({ request }) => request)).toEqual([
    ...QUESTIONS,
    { id: 'file-text', path: '(found)\\Toy.log' },
  ]);
  expect(index.answers.at(-1)).toMatchObject({ found: 1 });
});

test('what the host names stands in a command within quotes, and its own quotes are gone before', () => {
  const asks = lines.findIndex((line) => line.startsWith('call type "%found%\\Toy.log" >'));
  expect(asks).toBeGreaterThan(lines.indexOf('set "found=%found:"=%"'));
  expect(lines.indexOf('set "found=%found:"=%"')).toBeGreaterThan(lines.indexOf('exit /b 0'));
});

test('where the registry names no folder, the usual ones are looked into', () => {
  expect(lines).toContain('set "found=%%SystemRoot%%\\Toy"');
});

test('nothing is deleted but an answer that is too large', () => {
  const deleting = lines.filter((line) =>
    /^(?!echo )(?:.*\s)?(?:del|erase|rd|rmdir|move|ren|copy|format|attrib)\s/i.test(line),
  );
  expect(deleting).toEqual(['del %1']);
});

test('a folder that the host named stands in a query with its backslashes written twice', () => {
  const engine: FollowUp = {
    of: { kind: 'text', key: 'HKLM\\SOFTWARE\\Toy', value: 'DAT', usual: [] },
    ask: (folder) => [{ id: 'file-version', path: `${folder}\\toy.dll` }],
  };
  const { text } = collectorScript([product([], [engine])], '0.1.0');
  expect(text).toContain(`call wmic datafile where "name='%found:\\=\\\\%\\\\toy.dll'" get Version /value >%n%.stdout`);
  expect(text).toContain('"request":{"id":"file-version","path":"(found)\\\\toy.dll"}');
});

test.each([
  { id: 'registry-export', key: 'HKLM\\SOFTWARE\\"quoted"' },
  { id: 'file-text', path: 'C:\\Ü.txt' },
] as const)('a product whose question no batch file can hold is a bug: %j', (request) => {
  expect(() => collectorScript([product([request])], '0.1.0')).toThrow(RangeError);
});

test('a batch of questions writes an index of its own', () => {
  const index = readScriptIndex(Buffer.from(indexOf(questionBatch(QUESTIONS))));
  if ('failed' in index) throw new Error(index.failed);
  expect(index.answers.map(({ request }) => request)).toEqual(QUESTIONS);
});
