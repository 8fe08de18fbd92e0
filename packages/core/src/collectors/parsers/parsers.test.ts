import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeConsole } from '../../windows/console-encoding.ts';
import {
  parseDirBare,
  parseFltmc,
  parseMountvol,
  parseNetFile,
  parseNetSession,
  parseNetstat,
  parseScQuery,
  parseTasklistCsv,
} from './index.ts';

// Wine prints none of these lists. The samples are written by hand in the shape of public captures, with names of our own.
const lines = (...written: string[]) => `${written.join('\r\n')}\r\n`;

const genuine = (path: string) =>
  decodeConsole(new Uint8Array(readFileSync(new URL(`../../../fixtures/genuine/${path}`, import.meta.url))), 437);

test('tasklist names the services in a process, and the word for none is learnt', () => {
  const german = lines(
    '"Abbildname","PID","Dienste"',
    '"System Idle Process","0","Nicht zutreffend"',
    '"System","4","Nicht zutreffend"',
    '"svchost.exe","712","RpcEptMapper,RpcSs"',
    '"SMTPDS.EXE","1204","ModusMail"',
    '"cmd.exe","2044","Nicht zutreffend"',
  );
  expect(parseTasklistCsv(german)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { imageName: 'System Idle Process', pid: 0, services: [] },
        { imageName: 'System', pid: 4, services: [] },
        { imageName: 'svchost.exe', pid: 712, services: ['RpcEptMapper', 'RpcSs'] },
        { imageName: 'SMTPDS.EXE', pid: 1204, services: ['ModusMail'] },
        { imageName: 'cmd.exe', pid: 2044, services: [] },
      ],
      unread: [],
    },
  });
});

test('tasklist without /svc tells nothing of services', () => {
  const output = lines('"McShield.exe","1612","Console","0","24,508 K"');
  expect(parseTasklistCsv(output)).toMatchObject({
    value: { rows: [{ imageName: 'McShield.exe', services: undefined }] },
  });
});

test('netstat: what listens has port 0 at its other end, whatever the state is called', () => {
  const german = lines(
    '',
    'Aktive Verbindungen',
    '',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    0.0.0.0:25             0.0.0.0:0              ABHÖREN         1204',
    '  TCP    [::]:135               [::]:0                 ABHÖREN         712',
    '  TCP    192.0.2.10:1037        198.51.100.25:25       SYN_GESENDET    1300',
    '  UDP    0.0.0.0:445            *:*                                    4',
  );
  expect(parseNetstat(german)).toEqual({
    kind: 'known',
    value: {
      rows: [
        {
          protocol: 'TCP',
          local: { address: '0.0.0.0', port: 25 },
          remote: { address: '0.0.0.0', port: 0 },
          listening: true,
          pid: 1204,
        },
        {
          protocol: 'TCP',
          local: { address: '::', port: 135 },
          remote: { address: '::', port: 0 },
          listening: true,
          pid: 712,
        },
        {
          protocol: 'TCP',
          local: { address: '192.0.2.10', port: 1037 },
          remote: { address: '198.51.100.25', port: 25 },
          listening: false,
          pid: 1300,
        },
        { protocol: 'UDP', local: { address: '0.0.0.0', port: 445 }, remote: undefined, listening: false, pid: 4 },
      ],
      unread: [],
    },
  });
});

test('netstat without -o has no process, without -n no row that can be read', () => {
  expect(parseNetstat('  TCP    0.0.0.0:25             0.0.0.0:0              LISTENING\r\n')).toMatchObject({
    value: { rows: [{ listening: true, pid: undefined }] },
  });
  const named = '  TCP    MAIL01:smtp            MAIL01:0               LISTENING';
  expect(parseNetstat(named)).toEqual({ kind: 'known', value: { rows: [], unread: [named] } });
});

test('mountvol: folders and letters of each volume, in any language', () => {
  const output = lines(
    'Erstellt, löscht oder listet Bereitstellungspunkte auf.',
    '',
    'MOUNTVOL [Laufwerk:]Pfad Volumename',
    '',
    '    \\\\?\\Volume{2eca078d-5cbc-43d3-aff8-7e8511f60d0e}\\',
    '        C:\\',
    '',
    '    \\\\?\\Volume{5f3b6b2e-91a4-4c0b-8d6e-3a1f8b2c7d10}\\',
    '        D:\\',
    '        C:\\Mounts\\Mail Spool\\',
    '',
    '    \\\\?\\Volume{00a1c9d2-4f6e-11d9-9c2b-806e6f6e6963}\\',
    '        *** KEINE BEREITSTELLUNGSPUNKTE ***',
  );
  expect(parseMountvol(output)).toEqual({
    kind: 'known',
    value: [
      { name: '\\\\?\\Volume{2eca078d-5cbc-43d3-aff8-7e8511f60d0e}\\', mountPoints: ['C:\\'] },
      {
        name: '\\\\?\\Volume{5f3b6b2e-91a4-4c0b-8d6e-3a1f8b2c7d10}\\',
        mountPoints: ['D:\\', 'C:\\Mounts\\Mail Spool\\'],
      },
      { name: '\\\\?\\Volume{00a1c9d2-4f6e-11d9-9c2b-806e6f6e6963}\\', mountPoints: [] },
    ],
  });
});

test('fltmc of Windows Server 2008 tells altitudes, that of 2003 does not', () => {
  const of2008 = lines(
    '',
    'Filter Name                     Num Instances    Altitude    Frame',
    '------------------------------  -------------  ------------  -----',
    'mfehidk                                 2       321300         0',
    'FileCrypt                               0       141100.5       0',
    'OldScanner                                      389998.99   <Legacy>',
  );
  expect(parseFltmc(of2008)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { name: 'mfehidk', legacy: false, instances: 2, altitude: 321_300 },
        { name: 'FileCrypt', legacy: false, instances: 0, altitude: 141_100.5 },
        { name: 'OldScanner', legacy: true, instances: undefined, altitude: 389_998.99 },
      ],
      unread: [],
    },
  });
  const of2003 = lines(
    'Filtername                      Anzahl Instanzen     Rahmen',
    '------------------------------  ------------------  --------',
    'NaiAvFilter1                                        <Vorversion>',
    'mfehidk                                 2               1',
  );
  expect(parseFltmc(of2003)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { name: 'NaiAvFilter1', legacy: true, instances: undefined, altitude: undefined },
        { name: 'mfehidk', legacy: false, instances: 2, altitude: undefined },
      ],
      unread: [],
    },
  });
});

test('fltmc without the rights for it is unreadable, with its number', () => {
  expect(parseFltmc(lines('', 'Filter listing failed with error: 0x80070005', 'Access is denied.'))).toEqual({
    kind: 'unreadable',
    reason: 'the filters could not be listed: error 0x80070005',
  });
});

test('net session: who is connected, how many files they hold, and for how long nothing came', () => {
  const output = lines(
    '',
    'Computer               User name            Client Type       Opens Idle time',
    '',
    '-------------------------------------------------------------------------------',
    '\\\\192.0.2.50           OPERATOR             Windows 2002 2600     3 00:01:57',
    '\\\\MAIL02               MAIL02$                                    0 05D 22H 02M',
    '\\\\FE80::A1B2:C3D4:E5F6:1234%10 SCANNER               Windows XP       1 12:00:00',
    'The command completed successfully.',
  );
  expect(parseNetSession(output)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { computer: '192.0.2.50', user: 'OPERATOR', opens: 3, idleSeconds: 117 },
        { computer: 'MAIL02', user: 'MAIL02$', opens: 0, idleSeconds: 511_320 },
        { computer: 'FE80::A1B2:C3D4:E5F6:1234%10', user: 'SCANNER', opens: 1, idleSeconds: 43_200 },
      ],
      unread: [],
    },
  });
});

// The words were put together by hand; columns and numbers are those of the English list.
test('a German net session and net file are read by their columns', () => {
  const sessions = lines(
    '',
    'Computer               Benutzername         Clienttyp        Öffnungen Leerlaufzeit',
    '',
    '-------------------------------------------------------------------------------',
    '\\\\WS01                 Lehrling             Windows 2000           2 00:00:03',
    '\\\\WS02                 Müller                                      0 01T 02S 03M',
    'Der Befehl wurde erfolgreich ausgeführt.',
  );
  expect(parseNetSession(sessions)).toMatchObject({
    value: {
      rows: [
        { computer: 'WS01', user: 'Lehrling', opens: 2, idleSeconds: 3 },
        { computer: 'WS02', user: 'Müller', opens: 0, idleSeconds: 93_780 },
      ],
      unread: [],
    },
  });
  const files = lines(
    '',
    'Kennung    Pfad                                    Benutzername         # Sperren',
    '',
    '-------------------------------------------------------------------------------',
    '2147484201 D:\\Spool\\Invirus\\Eingang heute.MSG      Lehrling             1     ',
    'Der Befehl wurde erfolgreich ausgeführt.',
  );
  expect(parseNetFile(files)).toMatchObject({
    value: { rows: [{ path: 'D:\\Spool\\Invirus\\Eingang heute.MSG', user: 'Lehrling', locks: 1 }], unread: [] },
  });
});

test('net session and net file without a row are empty, in every language', () => {
  for (const sentence of ['There are no entries in the list.', 'Es sind keine Einträge in der Liste.']) {
    expect(parseNetSession(lines(sentence))).toEqual({ kind: 'known', value: { rows: [], unread: [] } });
    expect(parseNetFile(lines(sentence))).toEqual({ kind: 'known', value: { rows: [], unread: [] } });
  }
  expect(parseNetSession('').kind).toBe('unreadable');
});

test('net file: paths with blanks, and paths that were cut', () => {
  const output = lines(
    '',
    'ID         Path                                    User name            # Locks',
    '',
    '-------------------------------------------------------------------------------',
    '134217752  D:\\Mail Spool\\Invirus\\A000000001.MSG    MAIL02$              0',
    '134217761  D:\\Mail Spool\\Domains\\EXAMPLE.TE...     OPERATOR 2           1',
    'The command completed successfully.',
  );
  expect(parseNetFile(output)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { id: 134_217_752, path: 'D:\\Mail Spool\\Invirus\\A000000001.MSG', cut: false, user: 'MAIL02$', locks: 0 },
        { id: 134_217_761, path: 'D:\\Mail Spool\\Domains\\EXAMPLE.TE...', cut: true, user: 'OPERATOR 2', locks: 1 },
      ],
      unread: [],
    },
  });
});

test('dir /s /b: one path a line, of drives and of shares', () => {
  const output = lines('D:\\Spool', 'D:\\Spool\\Ü berlin.msg', '\\\\MAIL02\\Spool\\A.MSG', 'A.MSG');
  expect(parseDirBare(output)).toEqual({
    kind: 'known',
    value: { rows: ['D:\\Spool', 'D:\\Spool\\Ü berlin.msg', '\\\\MAIL02\\Spool\\A.MSG'], unread: ['A.MSG'] },
  });
});

test('genuine output of other programs is no list of theirs', () => {
  const others = ['cmd-ver', 'net-start-list', 'reg-query', 'cmd-dir'].map((name) =>
    genuine(`wine/${name}.stdout.txt`),
  );
  for (const output of others) {
    for (const parse of [parseTasklistCsv, parseNetstat, parseMountvol, parseFltmc, parseScQuery, parseDirBare]) {
      expect(parse(output).kind).toBe('unreadable');
    }
    expect(parseNetSession(output)).toMatchObject({ value: { rows: [] } });
  }
});

test('no output makes a parser throw', () => {
  const piece = fc.constantFrom(
    '\\\\',
    '-----  ---  ---',
    '"a","1"',
    ' 1 ',
    '00:00:01',
    'TCP ',
    '0.0.0.0:0 ',
    '\r\n',
    '<x>',
  );
  const output = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  const parsers = [
    parseTasklistCsv,
    parseNetstat,
    parseMountvol,
    parseFltmc,
    parseNetSession,
    parseNetFile,
    parseDirBare,
  ];
  fc.assert(
    fc.property(output, (text) => {
      for (const parse of parsers) expect(parse(text)).toHaveProperty('kind');
    }),
  );
});
