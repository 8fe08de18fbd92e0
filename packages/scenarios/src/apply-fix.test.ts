import { installService, type SimulatedHost } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { executeAtOnce } from './apply-fix.ts';
import { buildWorld } from './build-world.ts';
import { WORLDS, type WorldDefinition } from './index.ts';

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
