import { REDACTED } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactBytes } from './redact-bytes.ts';
import { redactText, secretsIn } from './secret-text.ts';

const S = 'hunter2!';

test.for([
  [
    `Driver={SQL Server};Server=SQL01;UID=sa;PWD=${S};Database=Modus`,
    'Driver={SQL Server};Server=SQL01;UID=sa;PWD=*;Database=Modus',
  ],
  [`PWD=${S};`, 'PWD=*;'],
  [`PWD={${S};Server=x};Server=SQL01`, 'PWD=*;Server=SQL01'],
  [`Password=a;b;${S};Server=SQL01`, 'Password=*;Server=SQL01'],
  [`Password="a;""${S}";Server=SQL01`, 'Password="*";Server=SQL01'],
  [`password = two ${S} words\r\nnext line`, 'password = *\r\nnext line'],
  [`SmtpPassword: ${S}`, 'SmtpPassword: *'],
  [`{"user":"bob","password":"${S}","port":25}`, '{"user":"bob","password":"*","port":25}'],
  [`{"password":"\\"${S}"}`, '{"password":"*"}'],
  [`<SmtpPassword enc="no">${S}</SmtpPassword>`, '<SmtpPassword enc="no">*</SmtpPassword>'],
  [`<add key="SmtpPassword" value="${S}" />`, '<add key="SmtpPassword" value="*" />'],
  [`update --password ${S} --verbose`, 'update --password * --verbose'],
  [`net use X: \\\\FILES\\DAT ${S} /user:CORP\\bob`, 'net use X: \\\\FILES\\DAT * /user:CORP\\bob'],
  [`net use \\\\FILES\\DAT /user:CORP\\bob ${S}`, 'net use \\\\FILES\\DAT /user:CORP\\bob *'],
  [`osql -S SQL01 -U sa -P ${S} -Q "select 1"`, 'osql -S SQL01 -U sa -P * -Q "select 1"'],
  [`ftp://update:${S}@ftp.example.test/dat`, 'ftp://update:*@ftp.example.test/dat'],
  [`08:00:01 > AUTH PLAIN ${S}==`, '08:00:01 > AUTH PLAIN *'],
  [`Proxy-Authorization: Basic ${S}\r\nHost: x`, 'Proxy-Authorization: Basic *\r\nHost: x'],
  [`08:00:01 > PASS ${S}`, '08:00:01 > PASS *'],
  [`user bob\r\npass ${S}\r\nnewpass ${S}\r\n`, 'user bob\r\npass *\r\nnewpass *\r\n'],
  [`a1 LOGIN bob ${S}`, 'a1 LOGIN bob *'],
  [
    `-----BEGIN RSA PRIVATE KEY-----\n${S}\n-----END RSA PRIVATE KEY-----\n`,
    '-----BEGIN RSA PRIVATE KEY-----*-----END RSA PRIVATE KEY-----\n',
  ],
] as const)('a secret goes, what stands around it stays: %s', ([text, redacted]) => {
  expect(redactText(text).text).toBe(redacted.replaceAll('*', REDACTED));
});

test.for([
  'Passive node: MAIL02',
  'Image Name                   PID Services',
  '"EdgeCredentialSvc.exe","1234","EdgeCredentialSvc"',
  'The password must be changed.',
  'BypassProxy=1',
  'C:\\Program Files\\Vircom\\Password\\readme.txt',
  'password=\r\nuser=bob',
])('what is no secret is left alone: %s', (text) => {
  expect(redactText(text)).toEqual({ text, secrets: [] });
});

test('what was redacted is not redacted again', () => {
  const { text } = redactText(`PWD=${S};Server=x\r\nAUTH PLAIN ${S}\r\n<password>${S}</password> "password": "${S}"`);
  expect(text).not.toContain(S);
  expect(secretsIn(text)).toEqual([]);
});

test.for(['latin1', 'utf8', 'utf16le'] as const)('bytes around a secret stay as they are, in %s', (encoding) => {
  const before = Buffer.from('Ünïcödé größe\r\nPWD=', encoding);
  const after = Buffer.from(';Server=Größe\r\n', encoding);
  const { bytes, spans } = redactBytes(Buffer.concat([before, Buffer.from(S, encoding), after]));
  const mark = Buffer.from(REDACTED, encoding);
  expect(Buffer.from(bytes)).toEqual(Buffer.concat([before, mark, after]));
  expect(spans).toEqual([{ offset: before.length, length: mark.length, why: 'assigned' }]);
});

test('a secret in UTF-16 with the high byte first goes, too', () => {
  const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
  const { bytes } = redactBytes(Buffer.concat([swapped(`PWD=${S};Server=x`)]));
  expect(Buffer.from(bytes).swap16().toString('utf16le')).toBe(`PWD=${REDACTED};Server=x`);
});

test('bytes without a secret are the very same', () => {
  const bytes = Uint8Array.from({ length: 512 }, (_, i) => i);
  expect(redactBytes(bytes).bytes).toBe(bytes);
});

test('where a secret was, it is found; what is found is gone', () => {
  const filler = fc.string({ unit: fc.constantFrom(...'pasword=:;"\'{}<> \t\r\n\0/\\-@PWD') });
  fc.assert(
    fc.property(fc.array(filler), (parts) => {
      const text = parts.join('password=');
      const { text: redacted } = redactText(text);
      expect(secretsIn(redacted)).toEqual([]);
    }),
  );
});

test.for([
  ['one long line of assignments', 'pwd=x;'.repeat(200_000)],
  ['one long line of open quotes', 'pwd="'.repeat(200_000)],
  ['addresses', 'http://a:'.repeat(100_000)],
  ['elements', '<password>'.repeat(100_000)],
  ['keys without end', '-----BEGIN PRIVATE KEY-----'.repeat(50_000)],
  ['commands', 'osql '.repeat(200_000)],
  ['blanks behind semicolons', `pwd=${';        a '.repeat(100_000)}`],
] as const)('hostile text takes no longer than its length: %s', ([, text]) => {
  const start = performance.now();
  redactText(text);
  expect(performance.now() - start).toBeLessThan(5000);
});
