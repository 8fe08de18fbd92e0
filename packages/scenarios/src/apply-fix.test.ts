import { FailoverCluster, installService, MINUTE, runCommand, SECOND, type SimulatedHost } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { executeAtOnce } from './apply-fix.ts';
import { buildWorld } from './build-world.ts';
import { type Arm, playArm, scenarioById, WORLDS, type WorldDefinition } from './index.ts';

/** A mail server as its installers left it; nothing has run yet. */
function mailServer(): SimulatedHost {
  const definition = WORLDS.find(({ id }) => id === 'single-mail-server') as WorldDefinition;
  return buildWorld({ definition, seed: 1, settings: new Map(), behaviours: {} }).hosts.get('MAIL01') as SimulatedHost;
}

const TIMELINE = expect.stringContaining('windows.console');

test('a command of a fix that waits for time to pass is refused, with where it belongs', () => {
  const host = mailServer();
  const slow = 'C:\\Slow\\slow.exe';
  installService(host.registry, { name: 'Slow', displayName: 'Slow', imagePath: slow });
  host.files.install(slow, 'MZ');
  host.services.registerProgram(slow, () => {});
  expect(() => executeAtOnce(host, 'net start Slow')).toThrow(
    expect.objectContaining({
      code: 'SC-SCEN-006',
      problem: 'net start Slow on MAIL01: it does not answer at once',
      hint: TIMELINE,
    }),
  );
});

test('so is one that starts a service before its host', () => {
  expect(() => executeAtOnce(mailServer(), 'net start SMTPDS')).toThrow(
    expect.objectContaining({ problem: expect.stringContaining('it has started '), hint: TIMELINE }),
  );
});

test('so is one that fails: nothing runs yet that could be stopped', () => {
  expect(() => executeAtOnce(mailServer(), 'net stop SMTPDS')).toThrow(
    expect.objectContaining({ problem: expect.stringContaining('net stop SMTPDS on MAIL01: exit 2: ') }),
  );
});

test('one that answers at once has done its work', () => {
  const host = mailServer();
  executeAtOnce(host, 'sc config SMTPDS start= disabled');
  expect(host.services.configuration('SMTPDS')?.start).toBe('disabled');
});

test('a resource of the cluster that a fix has made is taken back by the commands of its rendering, while the server runs', () => {
  const scenario = scenarioById('ccr/groupshield-starts-store-at-boot');
  const arm = scenario.arms.find(({ id }) => id === 'fix-on-demand-and-resource') as Arm;
  const { built, fixes } = playArm(scenario, arm, { seed: 1, until: MINUTE });
  const node = built.hosts.get('NODEA') as SimulatedHost;
  const cluster = FailoverCluster.of(node) as FailoverCluster;
  const group = () => cluster.group('CMS01')?.state;
  expect([cluster.resource('McAfee GroupShield')?.state, group()]).toEqual(['online', 'online']);
  const answers: number[] = [];
  for (const command of fixes.flatMap(({ undoCommands }) => undoCommands)) {
    runCommand(node, command, ({ exitCode }) => answers.push(exitCode));
    built.world.runUntil(built.world.now + 10 * SECOND);
  }
  expect(answers).toEqual([0, 0]);
  expect([cluster.resource('McAfee GroupShield'), group()]).toEqual([undefined, 'online']);
});
