import { MINUTE, malwareIn, SECOND, type SimulatedHost, type VirusScanningLibrary } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { CcrPair, type PairOptions, USER } from './ccr-pair.ts';

const LIBRARY = 'C:\\Scanner\\scan.dll';

/** A scanner that condemns malware, and files of one type, after a while. */
const scanner =
  (blocks: string, delay: number) =>
  (node: SimulatedHost): VirusScanningLibrary => ({
    scan: (_store, { fileName, content }, done) => {
      const isBad = malwareIn(content) !== undefined || fileName?.endsWith(blocks) === true;
      node.world.schedule(delay, 'scan', () => done(isBad ? 'delete' : 'clean'));
    },
  });

function scannedPair(library: (node: SimulatedHost) => VirusScanningLibrary, options: PairOptions = {}): CcrPair {
  return new CcrPair({
    ...options,
    nodeSettings: {
      'vsapi.enabled': true,
      'vsapi.library': LIBRARY,
      'vsapi.proactiveScanning': true,
      ...options.nodeSettings,
    },
    prepare: (node) => {
      node.files.install(LIBRARY, 'MZ');
      node.virusScanningLibraries.register(LIBRARY, library(node));
    },
  });
}

const itemsOf = (pair: CcrPair) => {
  pair.do(pair.hub, 'open-mailbox', { address: USER });
  pair.pass(MINUTE);
  return pair.see(pair.hub, 'mailboxOpened');
};

test('an infected attachment goes, the message stays', () => {
  const pair = scannedPair(scanner('.none', SECOND));
  const condemned: string[] = [];
  pair.world.trace.watch('exchange.item-condemned', ({ attachment }) => condemned.push(String(attachment)));
  pair.send(USER, 1, 2000, { attach: { name: 'invoice.exe', malware: 'virus' } });
  pair.send(USER, 1, 2000, { attach: { name: 'letter.doc' } });
  expect(condemned).toEqual(['invoice.exe']);
  expect(pair.see(pair.a, 'items')).toBe(2);
  expect(itemsOf(pair)).toBe(1);
});

test('who opens his mail opens what is attached to it, but for what the scanner has had taken', () => {
  const pair = scannedPair(scanner('.none', SECOND));
  const opened: string[] = [];
  pair.world.trace.watch('file.written', ({ process, subject }) => {
    if (process === 'OUTLOOK.EXE') opened.push(subject);
  });
  pair.send(USER, 1, 2000, { attach: { name: 'invoice.exe', malware: 'virus' } });
  pair.send(USER, 1, 2000, { attach: { name: 'letter.doc' } });
  pair.do(pair.hub, 'open-mailbox', { address: USER, attachments: true });
  pair.pass(MINUTE);
  expect(opened).toEqual(['C:\\WINDOWS\\Temp\\letter.doc']);
});

test('a filter that blocks XML takes what the store keeps in its system mailbox', () => {
  const healthy = scannedPair(scanner('.none', SECOND));
  expect([healthy.see(healthy.a, 'systemDocuments'), healthy.see(healthy.a, 'answersEvents')]).toEqual([4, true]);
  const pair = scannedPair(scanner('.xml', SECOND));
  expect(pair.see(pair.a, 'systemDocuments')).toBe(0);
  expect(pair.see(pair.a, 'answersEvents')).toBe(false);
  pair.move(pair.b);
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'answersEvents'), 'it is gone on the other node too').toBe(false);
});

test('a store that does not obey keeps its system mailbox', () => {
  const pair = scannedPair(scanner('.xml', SECOND), { behaviours: { 'exchange-2007/store-obeys-scanner': false } });
  expect(pair.see(pair.a, 'systemDocuments')).toBe(4);
});

test('a client waits for a scan, a device goes without the item', () => {
  const pair = scannedPair(scanner('.none', 20 * SECOND));
  pair.do(pair.hub, 'deliver', { to: USER });
  pair.pass(2 * SECOND);
  pair.do(pair.hub, 'sync-device', { address: USER });
  pair.pass(SECOND);
  expect(pair.see(pair.hub, 'itemsWithheld')).toBe(1);
  pair.do(pair.hub, 'open-mailbox', { address: USER });
  pair.pass(MINUTE);
  expect([pair.see(pair.hub, 'mailboxOpened'), pair.see(pair.hub, 'itemsWithheld')]).toEqual([2, 1]);
});

test('a client does not wait for ever', () => {
  const pair = scannedPair(() => ({ scan: () => {} }), { nodeSettings: { 'vsapi.scanTimeout': 60 } });
  pair.send(USER, 1);
  expect(pair.see(pair.a, 'scansUnderWay')).toBeGreaterThan(0);
  pair.do(pair.hub, 'open-mailbox', { address: USER });
  pair.pass(2 * MINUTE);
  expect([pair.see(pair.hub, 'mailboxOpened'), pair.see(pair.hub, 'itemsWithheld')]).toEqual([1, 1]);
});

test('a library that is not there is not loaded, and mail flows', () => {
  const pair = new CcrPair({ nodeSettings: { 'vsapi.enabled': true, 'vsapi.library': LIBRARY } });
  pair.send(USER, 2);
  expect(pair.see(pair.a, 'items')).toBe(2);
});

test('what came before the scanner is found by a sweep in the background, or not before somebody opens it', () => {
  const condemned = (background: boolean) => {
    const pair = scannedPair(scanner('.doc', SECOND), {
      nodeSettings: { 'vsapi.proactiveScanning': false, 'vsapi.backgroundScanning': background },
    });
    const found: string[] = [];
    pair.world.trace.watch('exchange.item-condemned', ({ host }) => found.push(host));
    pair.send(USER, 1, 2000, { attach: { name: 'letter.doc' } });
    expect(found).toEqual([]);
    pair.move(pair.b);
    pair.pass(5 * MINUTE);
    return found;
  };
  expect(condemned(true)).toEqual(['NODEB']);
  expect(condemned(false)).toEqual([]);
});
