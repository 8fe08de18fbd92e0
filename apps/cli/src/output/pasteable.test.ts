import { expect, test } from 'vitest';
import { pasteable } from './pasteable.ts';

const TEXT = [
  'HIGH MAIL01: scanclash checks it.',
  '  replay: scanclash run a/b --arm broken',
  'Try: scanclash show a/b',
  '     scanclash --help',
  'Next: scanclash check sim:a/b',
  '',
].join('\n');

test('commands to paste begin with npx where npm has started us: nothing else finds the program', () => {
  expect(pasteable(TEXT, { npm_command: 'exec' })).toBe(
    TEXT.replaceAll(/(replay: |Try: | {5}|Next: )scanclash/g, '$1npx scanclash'),
  );
});

test('commands to paste are bare where the program was found by its name', () => {
  expect(pasteable(TEXT, {})).toBe(TEXT);
});

test('reports in JSON stay as they are', () => {
  const json = '{\n  "next": "scanclash show a/b"\n}\n';
  expect(pasteable(json, { npm_command: 'exec' })).toBe(json);
});
