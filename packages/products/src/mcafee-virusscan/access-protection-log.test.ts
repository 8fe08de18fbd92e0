import { expect, test } from 'vitest';
import { fileHits, portHits } from './access-protection-log.ts';

const FILE = [
  '9/27/2013',
  '2:42:26 PM',
  'Blocked by Access Protection rule ',
  'DOMAIN\\someUser',
  'C:\\Windows\\explorer.exe',
  'C:\\Windows\\Temp\\a.exe',
  'Common Standard Protection:Prevent common programs from running files from the Temp folder',
  'Action blocked : Execute',
];
const PORT = ['7/30/2013', '10:18:02 AM', 'Blocked by port blocking rule ', 'C:\\a.exe', 'Rule', '192.0.2.1:25'];
const line = (columns: readonly string[]) => `${columns.join('\t')}\r\n`;
const changed = (column: number, to: string) => line(FILE.map((text, i) => (i === column ? to : text)));

test('a log is read by the number of columns: eight for files, six for ports', () => {
  const log = `\ufeff${line(FILE)}${line(PORT)}not a hit\r\n`;
  expect(fileHits(log)).toEqual([
    {
      date: '9/27/2013',
      time: '2:42:26 PM',
      process: FILE[4],
      target: FILE[5],
      rule: FILE[6],
      blocked: true,
      executed: true,
      created: false,
    },
  ]);
  expect(portHits(log)).toMatchObject([{ process: 'C:\\a.exe', address: '192.0.2.1', port: 25, blocked: true }]);
});

test.each([
  ['a rule that only warns', 2, 'Would be blocked by Access Protection rule  (rule is currently not enforced) ', false],
  ['the other wording of that', 2, 'Access Protection rule  (rule is in warn-only mode) ', false],
  [
    'small letters, as events spell it',
    2,
    'Would be blocked by access protection rule  (rule is in warn-only mode) ',
    false,
  ],
  ['the same of a rule that blocks', 2, 'Blocked by access protection rule ', true],
  ['a status in another language', 2, 'Durch Zugriffsschutzregel blockiert ', undefined],
])('%s', (_, column, text, blocked) => {
  expect(fileHits(changed(column, text))).toMatchObject([{ blocked }]);
});

test.each([
  ['Action blocked : Delete', false, false],
  ['Action blocked : Create', false, true],
  ['Blockierte Aktion : Ausführen', undefined, undefined],
])('the operation "%s"', (text, executed, created) => {
  expect(fileHits(changed(7, text))).toMatchObject([{ executed, created }]);
});

// Made here, in the shape of a log of 8.8 whose rules only report (PLASO): keys of the registry among files, one port.
test('a log of rules that only report, with keys of the registry and a port between files, convicts nobody', () => {
  const warned = (columns: readonly string[]) =>
    line(
      columns.map((text) =>
        text
          .replace('Blocked by', 'Would be blocked by')
          .replace(/ rule $/, ' rule  (rule is currently not enforced) '),
      ),
    );
  const log = [
    warned(
      FILE.with(5, '\\REGISTRY\\USER\\.DEFAULT\\Software\\Example\\AutoDetect').with(7, 'Action blocked : Create'),
    ),
    warned(FILE.with(5, 'C:\\Windows\\Temp\\{49568447}\\step.tmp')),
    warned(PORT.with(5, '192.0.2.70:443')),
  ].join('');
  expect(fileHits(log).map(({ blocked }) => blocked)).toEqual([false, false]);
  expect(portHits(log)).toMatchObject([{ port: 443, blocked: false }]);
});
