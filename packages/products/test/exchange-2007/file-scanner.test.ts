import { MINUTE, type SimulatedHost } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { mcafeeVirusscanEmulation } from '../../src/mcafee-virusscan/emulation/index.ts';
import { mcafeeVirusscan } from '../../src/mcafee-virusscan/product.ts';
import { CcrPair, type PairOptions, USER } from './ccr-pair.ts';

const MAILBOX = 'C:\\Program Files\\Microsoft\\Exchange Server\\Mailbox\\';
const INFECTED = { attach: { name: 'invoice.exe', malware: 'virus' } };

const excluded = (value: string) => ({ type: 'path', value, onRead: true, onWrite: true, subfolders: true });

/** Both nodes with VirusScan, whose on-access scanner leaves these folders alone. */
function scannedPair(folders: readonly string[], options: PairOptions = {}): CcrPair {
  return new CcrPair({
    ...options,
    moreBehaviours: mcafeeVirusscan.behaviours,
    prepare: (node: SimulatedHost) =>
      mcafeeVirusscanEmulation.install(node, {
        version: '8.5i',
        'onAccess.default.exclusions': folders.map(excluded),
      }),
  });
}

test('a log with a virus in it is taken at its roll-over, and the database is dismounted', () => {
  const pair = scannedPair([]);
  pair.send(USER, 1, 2000, INFECTED);
  pair.send(USER, 15, 200_000);
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.a, 'mountedDatabases')).toEqual(['SG-PF\\Public Folders']);
  const ese = pair.a.eventLog.records('Application').filter(({ source }) => source === 'ESE');
  expect(ese.map(({ id }) => id)).toContain(486);
  expect(ese[0]?.text).toMatch(/An attempt to move the file ".*\\E00\.log" to ".*\\E00[0-9A-F]{8}\.log" failed/);
  expect(pair.see(pair.hub, 'queued')).toBeGreaterThan(0);
});

test('with the right exclusions nothing of this happens', () => {
  const pair = scannedPair([MAILBOX]);
  pair.send(USER, 1, 2000, INFECTED);
  pair.send(USER, 15, 200_000);
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.a, 'mountedDatabases')).toHaveLength(2);
  expect(pair.see(pair.b, 'copies')).toMatchObject([{ status: 'Healthy' }, { status: 'Healthy' }]);
  expect(pair.see(pair.a, 'items')).toBe(16);
});

test('a scan that finds nothing is waited for: ten seconds are enough', () => {
  const pair = scannedPair([]);
  pair.send(USER, 15, 200_000);
  expect(pair.see(pair.a, 'mountedDatabases')).toHaveLength(2);
  expect(pair.see(pair.a, 'items')).toBe(15);
});

test('where the engine does not wait, a scan that finds nothing is enough to stop a storage group', () => {
  const pair = scannedPair([], { behaviours: { 'exchange-2007/denied-files-are-tried-again': false } });
  pair.send(USER, 15, 200_000);
  expect(pair.see(pair.a, 'mountedDatabases')).toEqual(['SG-PF\\Public Folders']);
  const texts = pair.a.eventLog.records('Application').map(({ text }) => text);
  expect(texts.some((text) => text.includes('error -1032 (0xfffffbf8)'))).toBe(true);
});

test('a scanner on the passive node alone makes the copy fail after three tries', () => {
  const pair = new CcrPair({
    moreBehaviours: mcafeeVirusscan.behaviours,
    prepare: (node) => {
      const folders = node.name === 'NODEA' ? [MAILBOX] : [];
      mcafeeVirusscanEmulation.install(node, {
        version: '8.5i',
        'onAccess.default.exclusions': folders.map(excluded),
      });
    },
  });
  pair.send(USER, 1, 2000, INFECTED);
  pair.send(USER, 15, 200_000);
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.a, 'mountedDatabases')).toHaveLength(2);
  expect(pair.see(pair.b, 'copies')).toMatchObject([{ status: 'Failed' }, { status: 'Healthy' }]);
});
