import { expect, test } from 'vitest';
import { decodeFileText } from '../../windows/console-encoding.ts';
import { parseWmicValue } from './index.ts';

// Written by hand in the shape of public captures; Wine's wmic knows no files.
const utf16 = (text: string) =>
  Uint8Array.from([...`\ufeff${text}`].flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8]));

test.each([
  ['through a pipe', '\r\r\n\r\r\nVersion=5.400.0.1158\r\r\n\r\r\n\r\r\n'],
  ['on a console', '\r\n\r\nVersion=5.400.0.1158\r\n\r\n'],
  ['behind what it says at its first start', 'Bitte warten…\r\nversion=5.400.0.1158\r\n'],
  ['into a file, in UTF-16', decodeFileText(utf16('\r\n\r\nVersion=5.400.0.1158\r\n'))],
])('a value is read %s', (_, output) => {
  expect(parseWmicValue(output, 'Version')).toEqual({ kind: 'known', value: '5.400.0.1158' });
});

test('a file without a version has none; a file that is not there, or another answer, tells nothing', () => {
  expect(parseWmicValue('\r\r\nVersion=\r\r\n', 'Version')).toEqual({ kind: 'absent' });
  expect(parseWmicValue('\r\n', 'Version')).toEqual({ kind: 'unreadable', reason: 'nothing was found' });
  expect(parseWmicValue('FileVersion=1\r\n', 'Version').kind).toBe('unreadable');
});
