import { readFileSync } from 'node:fs';
import { collectHost, loadRule, plainOf, productFacts, ruleLanguages, runExamples } from '@scanclash/core';
import {
  BehaviourSwitches,
  type BehaviourValue,
  ERROR_SHARING_VIOLATION,
  FileSystem,
  MapByteStore,
  Network,
  Program,
  parseCivilTime,
  SECOND,
  SimulatedHost,
  SimulatedTransport,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { PRODUCTS } from '../index.ts';
import { exampleBehaviours } from './behaviours.ts';
import { exampleBackupEmulation } from './emulation.ts';
import { exampleBackup } from './product.ts';

const FOLDER = 'C:\\Spool';

/** A host with Example Backup and one file, the moment before it boots. */
function hostWith(
  settings: Readonly<Record<string, boolean>>,
  behaviours: Readonly<Record<string, BehaviourValue>> = {},
) {
  const world = new World({
    seed: 1,
    startsAt: parseCivilTime('2004-11-15T08:00:00'),
    behaviours: new BehaviourSwitches(exampleBehaviours, behaviours),
  });
  const files = new FileSystem(world, { host: 'MAIL01' });
  files.drives.attach(
    'C:',
    new Volume({ device: '\\Device\\HarddiskVolume1', store: new MapByteStore(), clock: world }),
  );
  files.makeFolders(FOLDER);
  const network = new Network<TcpStack>(world, { latency: 200 });
  const host = new SimulatedHost(world, network, { name: 'MAIL01', address: '192.0.2.10', windows: '2003', files });
  files.install(`${FOLDER}\\1.MSG`, 'mail');
  exampleBackupEmulation.install(host, settings);
  host.boot();
  return host;
}

/** What a program is told that wants to move the file while the backup is at it; undefined: it may. */
function refusalDuringBackup(host: SimulatedHost): number | undefined {
  const backUp = exampleBackupEmulation.stimuli['back-up'];
  backUp?.run(host, backUp.schema.parse({ folder: FOLDER }) as never);
  let code: number | undefined;
  new Program(host, host.run('C:\\other.exe')).claim(`${FOLDER}\\1.MSG`, (answer) => {
    if (!answer.ok) code = answer.error.code;
  });
  host.world.runUntil(host.world.now + SECOND);
  return code;
}

test('who wants a file during the backup gets a sharing violation, and Windows says so', () => {
  expect(refusalDuringBackup(hostWith({}))).toBe(ERROR_SHARING_VIOLATION.code);
});

test('without the mechanism nobody is disturbed and the files are copied all the same', () => {
  const host = hostWith({}, { 'example-backup/copy-holds-file': false });
  expect(refusalDuringBackup(host)).toBeUndefined();
  expect(exampleBackupEmulation.observables['copied']?.observe(host)).toBe(1);
});

test('the setting is what the registry of the host says', () => {
  expect(refusalDuringBackup(hostWith({ copyOpenFiles: false }))).toBeUndefined();
});

test.for([true, false])('a check reads from the console of the host what was set: %s', async (copyOpenFiles) => {
  const evidence = await collectHost(new SimulatedTransport(hostWith({ copyOpenFiles })), [exampleBackup]);
  expect(plainOf(productFacts(exampleBackup, evidence))).toEqual({ copyOpenFiles });
});

test('every example of its rule comes out as it says', () => {
  const file = new URL('rules/leave-modus-alone.yaml', import.meta.url);
  const source = { id: 'example-backup/leave-modus-alone', file: file.pathname, text: readFileSync(file, 'utf8') };
  const results = runExamples(loadRule(source, ruleLanguages([...PRODUCTS, exampleBackup])));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
});
