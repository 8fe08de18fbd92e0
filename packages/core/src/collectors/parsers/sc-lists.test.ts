import { expect, test } from 'vitest';
import { parseScFailure } from './sc-failure.ts';
import { parseScList } from './sc-list.ts';

const block = (name: string, state: string) =>
  [
    '',
    `DIENSTNAME: ${name}`,
    `ANZEIGENAME: Dienst ${name}`,
    '        TYP                : 10  WIN32_OWN_PROCESS  ',
    `        STATUS             : ${state} `,
    '                                (STOPPABLE,NOT_PAUSABLE,ACCEPTS_SHUTDOWN)',
    '        WIN32_BEENDIGUNGSCODE    : 0\t(0x0)',
    '        DIENSTBEENDIGUNGSCODE : 0\t(0x0)',
    '        PRÜFPUNKT          : 0x0',
    '        WARTEHINWEIS       : 0x0',
    '',
  ].join('\r\n');

const listed = (count: number, ...blocks: string[]) => `Enum: gelesene Einträge = ${count}\r\n${blocks.join('\r\n')}`;

test('services that depend on another are read block by block, in any language', () => {
  const read = parseScList(listed(2, block('GroupShield', '4  WIRD AUSGEFÜHRT'), block('Suche', '1  BEENDET')));
  expect(read).toMatchObject({
    kind: 'known',
    value: {
      rows: [
        { service: 'GroupShield', state: 4 },
        { service: 'Suche', state: 1 },
      ],
      unread: [],
    },
  });
});

test('a list without services is one, and a list that was cut says so', () => {
  expect(parseScList(listed(0))).toEqual({ kind: 'known', value: { rows: [], unread: [] } });
  const cut = parseScList(listed(2, block('GroupShield', '4  RUNNING')));
  expect(cut).toMatchObject({ kind: 'known', value: { rows: [{ service: 'GroupShield' }], unread: [''] } });
});

test('a service that is not there is absent, and something else is unreadable', () => {
  expect(parseScList('[SC] OpenService FAILED 1060:\r\n\r\nDer Dienst ist nicht installiert.\r\n')).toEqual({
    kind: 'absent',
  });
  expect(parseScList('Zugriff verweigert\r\n')).toMatchObject({ kind: 'unreadable' });
});

const failure = (reset: string, ...actions: string[]) =>
  [
    '[SC] QueryServiceConfig2 SUCCESS',
    '',
    'SERVICE_NAME: GroupShield',
    `        RESET_PERIOD (in seconds)    : ${reset}`,
    '        REBOOT_MESSAGE               : ',
    '        COMMAND_LINE                 : ',
    ...actions,
    '',
  ].join('\r\n');

test('failure actions are read with their delays; a word of another language has a delay and no kind', () => {
  const text = failure(
    '86400',
    '        FAILURE_ACTIONS              : RESTART -- Delay = 60000 milliseconds.',
    '                                       NEUSTART -- Verzögerung = 120000 Millisekunden.',
  );
  expect(parseScFailure(text)).toEqual({
    kind: 'known',
    value: {
      resetAfter: 86_400,
      actions: [
        { kind: 'restart', delay: 60_000 },
        { kind: undefined, delay: 120_000 },
      ],
    },
  });
});

test('a service without failure actions has none; INFINITE is never', () => {
  expect(parseScFailure(failure('0'))).toMatchObject({ value: { resetAfter: 0, actions: [] } });
  expect(parseScFailure(failure('INFINITE'))).toMatchObject({ value: { resetAfter: undefined } });
  expect(parseScFailure('[SC] OpenService FAILED 1060:\r\n')).toEqual({ kind: 'absent' });
});
