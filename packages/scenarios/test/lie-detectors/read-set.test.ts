import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arm, builtInScenarios, type Scenario } from '../../src/index.ts';
import { type Flip, flipped, settingsSpace } from '../../src/lie-detectors/settings-space.ts';
import type { SettingsByHost } from '../../src/scenario.ts';
import { readsNoted, readsUnnoted, remembersRuns } from '../fixtures/liars.ts';
import { brokenArm, brokenRun, run } from './broken-run.ts';

/**
 * The fewest settings that a run did not read and that change its trace all the same; undefined where there are none.
 * Tried are all of them at once, then random parts of them.
 */
function unreadThatMatters(scenario: Scenario, arm: Arm, masksTried = 2): readonly Flip[] | undefined {
  const { hash, reads } = arm.kind === 'broken' ? brokenRun(scenario) : run(scenario, arm);
  const unread = settingsSpace(scenario.world, arm.settings).filter(({ name }) => !reads.has(name));
  const chosen = (mask: readonly boolean[]) => unread.filter((_, i) => mask[i]);
  const masks = fc.array(fc.boolean(), { minLength: unread.length, maxLength: unread.length });
  const tried = fc.check(
    fc.property(masks, (mask) => {
      expect(run(scenario, arm, { settings: flipped(arm.settings, chosen(mask)) }).hash).toBe(hash);
    }),
    { examples: [[unread.map(() => true)]], numRuns: masksTried },
  );
  return tried.counterexample === null ? undefined : chosen(tried.counterexample[0] ?? []);
}

const scenarios = builtInScenarios().map((scenario) => [scenario.id, scenario] as const);

test.each(scenarios)('%s: settings that the run did not read change nothing in it', (_, scenario) => {
  expect(unreadThatMatters(scenario, brokenArm(scenario))).toBeUndefined();
});

/** What becomes of a run with other settings; a world that breaks on them is another one, too. */
function hashWith(scenario: Scenario, settings: SettingsByHost): string {
  try {
    return run(scenario, brokenArm(scenario), { settings }).hash;
  } catch (error) {
    return String(error);
  }
}

/** A fix is rendered from what the host answers before anything runs: it may read what the run does not. */
const withoutFixes = builtInScenarios().flatMap((scenario) => {
  const arm = scenario.arms.find(({ kind, fixes }) => kind !== 'broken' && fixes.length === 0);
  return arm === undefined ? [] : [[scenario.id, arm.id, scenario, arm] as const];
});

test.each(withoutFixes)('%s, arm %s: settings that the run did not read change nothing in it', (...row) => {
  const [, , scenario, arm] = row;
  expect(unreadThatMatters(scenario, arm, 1)).toBeUndefined();
});

test.each(scenarios)('%s: among the settings that the run read is one that changes it', (_, scenario) => {
  const { settings } = brokenArm(scenario);
  const { hash, reads } = brokenRun(scenario);
  const read = settingsSpace(scenario.world, settings).filter(({ name }) => reads.has(name));
  expect(read.some((flip) => hashWith(scenario, flipped(settings, [flip])) !== hash)).toBe(true);
});

test('a product that reads a setting behind the back of the read set is found out, by that setting', () => {
  const found = unreadThatMatters(readsUnnoted, brokenArm(readsUnnoted));
  expect(found?.map(({ name }) => name)).toEqual(['MAIL01:liar.loudness']);
  expect(unreadThatMatters(readsNoted, brokenArm(readsNoted))).toBeUndefined();
});

test('a product that is different in every run is found out by flipping nothing at all', () => {
  expect(unreadThatMatters(remembersRuns, brokenArm(remembersRuns))).toEqual([]);
});
