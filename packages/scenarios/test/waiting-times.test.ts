import { expect, test } from 'vitest';
import { type Arm, overriddenSettings, type PlayOptions, playArm, scenarioById } from '../src/index.ts';

/*
 * What the catalogue does not hang on, because its failures come about whatever these are worth: pauses, durations of blocks,
 * ways of mail.
 */

const PORT25 = 'mail-flow/port25-blocks-modusmail';
const MINUTE = 60_000_000;

/** The events of a kind in a broken arm, with the settings that `--set` would give. */
function eventsOf(id: string, kind: string, set: Readonly<Record<string, string>>, more: Partial<PlayOptions> = {}) {
  const scenario = scenarioById(id);
  const arm = scenario.arms.find((one) => one.kind === 'broken') as Arm;
  const words = Object.entries(set).map(([name, value]) => ({ name, value }));
  const settings = overriddenSettings(scenario.world, arm.settings, words);
  const { trace } = playArm(scenario, arm, { seed: 1, storeTrace: true, settings, ...more }).built.world;
  return trace.last(Number.POSITIVE_INFINITY).filter((event) => event.kind === kind);
}

test('a domain that cannot be reached is tried again after two first pauses, a second one, and later ones from then on', () => {
  const pauses = (behaviours: Readonly<Record<string, number>>) =>
    eventsOf(PORT25, 'modus.postponed', {}, { behaviours }).map(({ minutes }) => minutes);
  expect(
    pauses({
      'vircom-modus/assume-first-retry': 2,
      'vircom-modus/assume-second-retry': 5,
      'vircom-modus/assume-later-retry': 20,
    }).slice(0, 5),
  ).toEqual([2, 2, 5, 20, 20]);
});

test('a computer that is blocked is let in again when the minutes of the setting are over', () => {
  const minutes = 2;
  const set = { 'MAIL01:virusscan.blockRemoteHost.minutes': String(minutes) };
  const events = (kind: string) => eventsOf('network/modus-blocks-its-database', kind, set);
  const [blocked] = events('virusscan.host-blocked');
  const [released] = events('virusscan.host-released');
  expect(released?.subject).toBe(blocked?.subject);
  expect((released?.at ?? 0) - (blocked?.at ?? 0)).toBe(minutes * MINUTE);
});

test('mail for others goes by the smart host where there is one, else to the exchanger of their domain', () => {
  const ruleOff = { 'virusscan.portRules.massMailing.block': 'false' };
  const targets = (set: Readonly<Record<string, string>>) =>
    new Set(
      eventsOf(PORT25, 'tcp.connect', { ...ruleOff, ...set })
        .filter(({ host, port }) => host === 'MAIL01' && port === 25)
        .map(({ subject }) => subject),
    );
  expect(targets({})).toEqual(new Set(['198.51.100.25:25']));
  expect(targets({ 'modus.smartHost': '192.0.2.50' })).toEqual(new Set(['192.0.2.50:25']));
});
