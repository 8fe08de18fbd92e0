import { parseEventCsv, parseEventXml, parseScFailure, parseScList } from '@scanclash/core';
import { expect, test } from 'vitest';
import { installService } from '../services/service-configuration.ts';
import { type ConsoleHost, type ConsoleHostOptions, consoleHost } from './test/console-host.ts';

const CHANGED = 'The start type of the "Shield" service was changed from demand start to auto start.';

function withEvents(options: ConsoleHostOptions = {}): ConsoleHost {
  const made = consoleHost(options);
  const { eventLog } = made.host;
  eventLog.write('System', { source: 'Service Control Manager', id: 7040, level: 'information', text: CHANGED });
  eventLog.write('System', { source: 'Service Control Manager', id: 7036, level: 'information', text: 'It runs.' });
  eventLog.write('Application', { source: 'ESE', id: 7040, level: 'error', text: 'a <log> & more\r\nlines' });
  return made;
}

const newest = (log: string, id: number, count = 50) =>
  `wevtutil qe "${log}" "/q:*[System[(EventID=${id})]]" /c:${count} /rd:true /f:RenderedXml`;
const script = (log: string, id: number) =>
  `cscript //nologo %SystemRoot%\\system32\\eventquery.vbs /l "${log}" /fi "ID eq ${id}" /v /fo csv`;

test('records that wevtutil shows are read as they were written, of one log and one id', () => {
  const { run } = withEvents({ windows: '2008' });
  expect(parseEventXml(run(newest('System', 7040)).stdout)).toEqual({
    kind: 'known',
    value: [{ source: 'Service Control Manager', id: 7040, at: '2009-03-02T08:00:00.000Z', text: CHANGED }],
  });
  expect(parseEventXml(run(newest('Application', 7040)).stdout)).toMatchObject({
    value: [{ source: 'ESE', text: 'a <log> & more\r\nlines' }],
  });
  expect(run(newest('System', 1)).stdout).toBe('');
});

test('records that eventquery.vbs shows are read as they were written', () => {
  const { run } = withEvents({ windows: '2003' });
  expect(parseEventCsv(run(script('System', 7040)).stdout)).toEqual({
    kind: 'known',
    value: [{ source: 'Service Control Manager', id: 7040, at: '03/02/2009 08:00 AM', text: CHANGED }],
  });
  expect(run(script('System', 1)).stdout).toContain('No records available');
  expect(parseEventCsv(run(script('Application', 7040)).stdout)).toMatchObject({ value: [{ source: 'ESE' }] });
});

test('the newest records come first, as many as were asked for', () => {
  const { host, run } = withEvents();
  for (const text of ['one', 'two', 'three']) {
    host.eventLog.write('System', { source: 'Source', id: 1069, level: 'error', text });
  }
  const read = parseEventXml(run(newest('System', 1069, 2)).stdout);
  expect(read).toMatchObject({ value: [{ text: 'three' }, { text: 'two' }] });
});

test('the script of Windows Server 2003 shows the newest of a range, too', () => {
  const { host, run } = withEvents({ windows: '2003' });
  for (const text of ['one', 'two', 'three']) {
    host.eventLog.write('System', { source: 'Source', id: 1069, level: 'error', text });
  }
  const read = parseEventCsv(run(script('System', 1069).replace(' /v', ' /r 2 /v')).stdout);
  expect(read).toMatchObject({ value: [{ text: 'three' }, { text: 'two' }] });
});

test.each([
  ['2003', newest('System', 1), 1, 'is not recognized'],
  ['2008', script('System', 1), 120, 'is not modelled'],
  ['2008', 'wevtutil cl System', 120, 'is not modelled'],
  ['2003', 'cscript //nologo C:\\other.vbs', 120, 'is not modelled'],
] as const)('Windows %s does not answer %s', (windows, line, exitCode, problem) => {
  const answer = withEvents({ windows }).run(line);
  expect(answer.exitCode).toBe(exitCode);
  expect(answer.stderr).toContain(problem);
});

test('sc enumdepend and sc qfailure are read as they were printed', () => {
  for (const windows of ['2003', '2008'] as const) {
    const { host, run } = consoleHost({ windows });
    installService(host.registry, { name: 'Store', displayName: 'Store', imagePath: 'C:\\store.exe' });
    installService(host.registry, {
      name: 'Shield',
      displayName: 'Shield',
      imagePath: 'C:\\shield.exe',
      dependsOn: ['Store'],
      failureActions: { resetAfter: 86_400_000_000, actions: [{ kind: 'restart', delay: 60_000_000 }] },
    });
    expect(parseScList(run('sc enumdepend Store').stdout)).toMatchObject({
      value: { rows: [{ service: 'Shield', state: 1 }], unread: [] },
    });
    expect(parseScList(run('sc enumdepend Shield').stdout)).toMatchObject({ value: { rows: [], unread: [] } });
    expect(parseScList(run('sc enumdepend Nope').stdout)).toEqual({ kind: 'absent' });
    expect(parseScFailure(run('sc qfailure Shield').stdout)).toMatchObject({
      value: { resetAfter: 86_400, actions: [{ kind: 'restart', delay: 60_000 }] },
    });
  }
});
