import { didYouMean, namePattern, ScanclashError } from '@scanclash/core';
import type { Arm, overriddenSettings, Scenario } from '@scanclash/scenarios';
import type { Assignment } from '../assignment.ts';
import type { AssumedValues } from '../assumptions.ts';
import { selectById } from '../selection.ts';
import { shellWords } from '../shell-words.ts';

/** One arm to be played. */
export interface PlannedRun {
  readonly scenario: Scenario;
  readonly arm: Arm;
  readonly settings: Arm['settings'];
  /** The command that plays it again. */
  readonly replay: string;
}

export interface RunWords {
  /** Ids, themes, patterns; every scenario where there is none. */
  readonly scenarios: readonly string[];
  /** Ids or patterns of arms; every arm where there is none. */
  readonly arms: readonly string[];
  readonly settings: readonly Assignment[];
  readonly behaviours: AssumedValues;
  readonly seed: number;
}

interface Catalogue {
  readonly SCENARIO_IDS: readonly string[];
  readonly scenarioById: (id: string) => Scenario;
  readonly overriddenSettings: typeof overriddenSettings;
}

/** What is to be played, in the order of the catalogue. @throws SC-USE-001, SC-USE-002 and the errors of `--set` */
export function planRuns(catalogue: Catalogue, words: RunWords): PlannedRun[] {
  const scenarios = selectById(catalogue.SCENARIO_IDS, (id) => id, words.scenarios, 'scenario').map(
    catalogue.scenarioById,
  );
  const ids = [...new Set(scenarios.flatMap(({ arms }) => arms.map(({ id }) => id)))];
  for (const word of words.arms) {
    if (ids.some(namePattern(word))) continue;
    const hint = didYouMean(word, ids) ?? `Arms: ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}`;
    throw new ScanclashError('SC-USE-002', `no scenario that was selected has an arm "${word}"`, { hint });
  }
  return scenarios.flatMap((scenario) =>
    scenario.arms
      .filter(({ id }) => words.arms.length === 0 || words.arms.some((word) => namePattern(word)(id)))
      .map((arm) => ({
        scenario,
        arm,
        settings: catalogue.overriddenSettings(scenario.world, arm.settings, words.settings),
        replay: replayLine(scenario.id, arm.id, words),
      })),
  );
}

const replayLine = (scenario: string, arm: string, { seed, settings, behaviours }: RunWords): string =>
  shellWords([
    'scanclash',
    'run',
    scenario,
    '--arm',
    arm,
    '--seed',
    String(seed),
    ...settings.flatMap(({ name, value }) => ['--set', `${name}=${value}`]),
    ...Object.entries(behaviours).flatMap(([name, value]) => ['--assume', `${name}=${value}`]),
  ]);
