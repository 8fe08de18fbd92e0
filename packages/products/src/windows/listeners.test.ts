import { plainOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, lines, told } from '../../test/told-evidence.ts';
import { CONNECTIONS, listeners, PROCESSES } from './listeners.ts';

const GERMAN = lines(
  '',
  'Aktive Verbindungen',
  '',
  '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
  '  TCP    0.0.0.0:25             0.0.0.0:0              ABHÖREN         1204',
  '  TCP    [::]:25                [::]:0                 ABHÖREN         1204',
  '  TCP    192.0.2.10:25          198.51.100.7:4711      HERGESTELLT     1204',
  '  TCP    192.0.2.10:1055        198.51.100.25:25       SYN_GESENDET    1300',
  '  UDP    0.0.0.0:161            *:*                                    1580',
);
const TASKS = lines(
  '"Abbildname","PID","Dienste"',
  '"System Idle Process","0","Nicht zutreffend"',
  '"inetinfo.exe","1204","IISADMIN,SMTPSVC"',
  '"SMTPDS.exe","1300","SMTPDS"',
);

test('who listens on port 25 is told by numbers, whatever language the states are in', () => {
  const fact = listeners(evidenceOf(told(CONNECTIONS, GERMAN), told(PROCESSES, TASKS)));
  const inetinfo = { port: 25, program: 'inetinfo.exe', services: ['IISADMIN', 'SMTPSVC'] };
  expect(plainOf(fact)).toEqual([
    { ...inetinfo, address: '0.0.0.0' },
    { ...inetinfo, address: '::' },
  ]);
});

test('without the list of processes the port is known, and its program is not', () => {
  const fact = listeners(evidenceOf(told(CONNECTIONS, GERMAN), told(PROCESSES, '', 9009)));
  expect(fact).toMatchObject({
    kind: 'list',
    items: [
      {
        fields: {
          port: { kind: 'known', value: 25 },
          program: { kind: 'unreadable', reason: 'exit code 9009', question: PROCESSES },
        },
      },
      {},
    ],
  });
});

test('a process that was gone at the second look has no name', () => {
  const fact = listeners(evidenceOf(told(CONNECTIONS, GERMAN), told(PROCESSES, lines('"x.exe","8","N/A"'))));
  expect(fact).toMatchObject({ items: [{ fields: { program: { reason: 'no process 1204 was listed' } } }, {}] });
});

test('a netstat that names no processes leaves programs unread', () => {
  const windows2000 = lines('  TCP    0.0.0.0:25    0.0.0.0:0    LISTENING');
  const fact = listeners(evidenceOf(told(CONNECTIONS, windows2000), told(PROCESSES, TASKS)));
  expect(fact).toMatchObject({
    items: [{ fields: { program: { reason: 'netstat of this Windows names no processes' } } }],
  });
});

test('a line that could not be read leaves the list open at its end', () => {
  const named = lines(
    '  TCP    0.0.0.0:25    0.0.0.0:0    LISTENING    1204',
    '  TCP    mail01:smtp    ws01:0    LISTENING    7',
  );
  expect(listeners(evidenceOf(told(CONNECTIONS, named), told(PROCESSES, TASKS)))).toMatchObject({ complete: false });
});
