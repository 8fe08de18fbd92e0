import { malwareBytes, SECOND } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { ScannedHost } from './scanned-host.ts';

const FILE = 'C:\\Archive\\large.zip';
const LOG =
  'C:\\Documents and Settings\\All Users\\Application Data\\Network Associates\\VirusScan\\OnAccessScanLog.txt';

/** What becomes of reading a large infected file: whether it opens, after how long, and what the log says. */
function reading(scanTimeout: { readonly enforced: boolean; readonly seconds: number }) {
  const scanned = new ScannedHost([{ drive: 'C:' }]);
  scanned.use({
    'onAccess.scanTimeout.enforced': scanTimeout.enforced,
    'onAccess.scanTimeout.seconds': scanTimeout.seconds,
  });
  const { host } = scanned;
  const content = new Uint8Array(10_000_000);
  content.set(malwareBytes({ kind: 'virus', name: 'Sample', sinceDat: 4000 }));
  host.files.makeFolders('C:\\Archive');
  host.files.install(FILE, content);
  const began = host.world.now;
  let opens: boolean | undefined;
  let after = 0;
  const request = { process: host.run('C:\\reader.exe'), path: FILE, access: ['read'], share: {} } as const;
  host.files.open({ ...request, disposition: 'open-existing' }, (opened) => {
    opens = opened.ok;
    after = host.world.now - began;
    if (opened.ok) opened.handle.close();
  });
  host.world.runUntil(began + 10 * SECOND);
  const log = host.files.peek(LOG);
  return { opens, after, log: log.ok ? new TextDecoder().decode(log.bytes) : '' };
}

test('a scan that takes too long is given up: the file opens unscanned, and the log says so', () => {
  const { opens, after, log } = reading({ enforced: true, seconds: 1 });
  expect({ opens, after }).toEqual({ opens: true, after: SECOND });
  expect(log.split('\t').slice(2)).toEqual([
    'Not scanned  (scan timed out)',
    'NT AUTHORITY\\SYSTEM',
    'C:\\reader.exe',
    `${FILE}\r\n`,
  ]);
});

test.each([
  ['the time suffices', { enforced: true, seconds: 5 }],
  ['no limit is enforced', { enforced: false, seconds: 1 }],
])('it is scanned, and what is in it is found, where %s', (_, scanTimeout) => {
  const { opens, after, log } = reading(scanTimeout);
  expect(opens).toBe(false);
  expect(after).toBeGreaterThan(SECOND);
  expect(log).toContain('\tSample (virus)');
});
