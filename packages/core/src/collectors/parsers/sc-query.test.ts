import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeConsole } from '../../windows/console-encoding.ts';
import { parseScQuery, SERVICE_STATES } from './sc-query.ts';

const wine = (name: string) =>
  decodeConsole(
    new Uint8Array(readFileSync(new URL(`../../../fixtures/genuine/wine/${name}.stdout.txt`, import.meta.url))),
    437,
  );

/** Written by hand after public captures; the labels are those of a Portuguese Windows. */
const portuguese = [
  '',
  'NOME_DO_SERVIÇO: McShield ',
  '        TIPO               : 10  WIN32_OWN_PROCESS  ',
  '        ESTADO             : 4  EM EXECUÇÃO ',
  '                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)',
  '        CÓDIGO_DE_SAÍDA_WIN32 : 0\t(0x0)',
  '        CÓDIGO_DE_SAÍDA_DO_SERVIÇO : 0\t(0x0)',
  '        PONTO_DE_VERIFICAÇÃO : 0x0',
  '        DICA_DE_ESPERA       : 0x0',
  '',
].join('\r\n');

test('what Wine says of a running service is read', () => {
  expect(parseScQuery(wine('sc-query-running'))).toEqual({
    kind: 'known',
    value: {
      service: 'Spooler',
      type: 0x110,
      state: SERVICE_STATES.RUNNING,
      exitCode: 0,
      serviceExitCode: 0,
      checkpoint: 0,
      waitHint: 10_000,
    },
  });
});

test('a service that never ran is told from one that was stopped by its exit code', () => {
  expect(parseScQuery(wine('sc-query-stopped-never-started'))).toMatchObject({
    kind: 'known',
    value: { service: 'McShield', type: 0x10, state: SERVICE_STATES.STOPPED, exitCode: 1077 },
  });
  expect(parseScQuery(wine('sc-query-stopped-after-run'))).toMatchObject({ value: { state: 1, exitCode: 0 } });
  expect(parseScQuery(wine('sc-start'))).toMatchObject({ value: { service: 'Spooler', state: 4 } });
});

test('translated labels and states are read like English ones', () => {
  expect(parseScQuery(portuguese)).toMatchObject({ kind: 'known', value: { service: 'McShield', type: 16, state: 4 } });
});

test('a German Windows keeps the labels in English', () => {
  // Written by hand; public captures of German systems have English labels and German errors.
  const german = [
    '',
    'SERVICE_NAME: Spooler',
    'DISPLAY_NAME: Druckwarteschlange',
    '        TYPE               : 110  WIN32_OWN_PROCESS  (interactive)',
    '        STATE              : 3  STOP_PENDING ',
    '                                (NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN))',
    '        WIN32_EXIT_CODE    : 1066  (0x42a)',
    '        SERVICE_EXIT_CODE  : 5  (0x5)',
    '        CHECKPOINT         : 0x1a',
    '        WAIT_HINT          : 0x4e20',
    '',
  ].join('\r\n');
  expect(parseScQuery(german)).toEqual({
    kind: 'known',
    value: {
      service: 'Spooler',
      displayName: 'Druckwarteschlange',
      type: 0x110,
      state: SERVICE_STATES.STOP_PENDING,
      exitCode: 1066,
      serviceExitCode: 5,
      checkpoint: 26,
      waitHint: 20_000,
    },
  });
});

test('queryex adds the process, and a list the display name', () => {
  const listed = portuguese
    .replace('McShield ', 'McShield\r\nNOME_DE_EXIBIÇÃO: Network Associates McShield')
    .replace(/\r\n$/, '\r\n        PID                : 1612\r\n        SINALIZADORES      : \r\n');
  expect(parseScQuery(listed)).toMatchObject({
    value: { service: 'McShield', displayName: 'Network Associates McShield', pid: 1612 },
  });
});

test('a service that does not exist is absent in every language', () => {
  const english = '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\r\n\r\nThe specified service does not exist';
  const german =
    '[SC] EnumQueryServicesStatus:OpenService FEHLER 1060:\r\n\r\nDer angegebene Dienst ist kein installierter Dienst.';
  const french = '[SC] EnumQueryServicesStatus:OpenService échec(s) 1060 :\r\n\r\nLe service spécifié';
  for (const output of [english, german, french]) expect(parseScQuery(output)).toEqual({ kind: 'absent' });
});

test('a refusal is unreadable with its number, and so is silence', () => {
  expect(parseScQuery('[SC] OpenSCManager FEHLER 5:\r\n\r\nZugriff verweigert')).toEqual({
    kind: 'unreadable',
    reason: 'the service control manager answered with error 5',
  });
  expect(parseScQuery('')).toEqual({ kind: 'unreadable', reason: 'the answer names no state' });
});

test('output that was cut is unreadable wherever it was cut', () => {
  const whole = wine('sc-query-running').trimEnd();
  for (let length = 0; length <= whole.lastIndexOf('\r\n'); length++) {
    expect(parseScQuery(whole.slice(0, length)).kind).toBe('unreadable');
  }
});

test('no output makes the parser throw', () => {
  const piece = fc.constantFrom('[SC]', ' 1060:', ' : ', '0x', '(0x4)', '4', ' ', '\r\n', 'STATE', 'a');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (output) => {
        expect(parseScQuery(output)).toHaveProperty('kind');
      },
    ),
  );
});
