import { expect, test } from 'vitest';
import { known } from '../facts/fact.ts';
import type { HostAnswer, HostRequest } from '../transport/request.ts';
import { HostEvidence } from './host-evidence.ts';
import { answered } from './test/answers.ts';

const VERSION: HostRequest = { id: 'windows-version' };
const LOG: HostRequest = { id: 'file-text', path: 'C:\\Logs\\scan.log' };

test.each<[string, HostAnswer[], object]>([
  ['was put and answered', [answered(VERSION, 'Microsoft Windows [Version 5.2.3790]')], { kind: 'known' }],
  ['was never put', [answered(LOG, 'x')], { kind: 'unreadable', reason: 'not asked' }],
  [
    'could not be put',
    [{ kind: 'failed', request: VERSION, reason: 'timed out' }],
    { kind: 'unreadable', reason: 'timed out' },
  ],
  [
    'ended in an error, whatever was printed',
    [answered(VERSION, 'Version 5.2.3790', 5)],
    { kind: 'unreadable', reason: 'exit code 5' },
  ],
])('a fact of a question that %s', (_, answers, expected) => {
  const evidence = new HostEvidence('MAIL01', answers);
  expect(evidence.text(VERSION)).toMatchObject(expected);
  expect(evidence.fact(VERSION, (text, origin) => known(text, origin))).toMatchObject(expected);
});

test('a fact names the question that it comes from, whether it was read or not', () => {
  const evidence = new HostEvidence('MAIL01', [answered(VERSION, '5.2')]);
  expect(evidence.fact(VERSION, (text, origin) => known(text, origin))).toEqual({
    kind: 'known',
    value: '5.2',
    origin: { kind: 'question', question: VERSION },
  });
  expect(evidence.fact(LOG, () => known('', { kind: 'given' }))).toMatchObject({ question: LOG });
});

test('questions are told apart by their parameters', () => {
  const other: HostRequest = { id: 'file-text', path: 'C:\\Logs\\other.log' };
  const evidence = new HostEvidence('MAIL01', [answered(LOG, 'one'), answered(other, 'two')]);
  expect(evidence.text(LOG)).toEqual({ kind: 'known', value: 'one' });
  expect(evidence.text(other)).toEqual({ kind: 'known', value: 'two' });
});

test('console output is read by its code page, a text file by its mark', () => {
  const bytes = { stderr: new Uint8Array(0), exitCode: 0, kind: 'answered' } as const;
  const console850: HostAnswer = { ...bytes, request: VERSION, stdout: Uint8Array.of(0x81), codePage: 850 };
  const utf8: HostAnswer = {
    ...bytes,
    request: LOG,
    stdout: Uint8Array.of(0xef, 0xbb, 0xbf, 0xc3, 0xbc),
    codePage: 850,
  };
  const evidence = new HostEvidence('MAIL01', [console850, utf8]);
  expect(evidence.text(VERSION)).toEqual({ kind: 'known', value: 'ü' });
  const log = evidence.text(LOG);
  expect(log.kind === 'known' ? log.value.replace('\uFEFF', '') : log).toBe('ü');
});
