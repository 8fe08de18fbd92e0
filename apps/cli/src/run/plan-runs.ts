import { didYouMean, namePattern, ScanclashError } from '@scanclash/core';
import type { Arm, overriddenSettings, Scenario, ScenarioOutline } from '@scanclash/scenarios';
import type { Assignment } from '../assignment.ts';
import type { AssumedValues } from '../assumptions.ts';
import { selectById } from '../selection.ts';
import { shellWords } from '../shell-words.ts';

/** One arm to be played; it is read when it is. */
export interface PlannedRun {
  readonly scenario: ScenarioOutline;
  readonly arm: ScenarioOutline['arms'][number];
  /** Undefined for those of the arm itself. */
  readonly settings: Arm['settings'] | undefined;
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
  readonly scenarioOutline: (id: string) => ScenarioOutline;
  readonly scenarioById: (id: string) => Scenario;
  readonly overriddenSettings: typeof overriddenSettings;
}

/** What is to be played, in the order of the catalogue. @throws SC-USE-001, SC-USE-002 and the errors of `--set` */
export function planRuns(catalogue: Catalogue, words: RunWords): PlannedRun[] {
  const scenarios = selectById(catalogue.SCENARIO_IDS, (id) => id, words.scenarios, 'scenario').map(
    catalogue.scenarioOutline,
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
        settings:
          words.settings.length === 0 ? undefined : otherSettings(catalogue, scenario.id, arm.id, words.settings),
        replay: replayLine(scenario.id, arm.id, words),
      })),
  );
}

function otherSettings(
  { scenarioById, overriddenSettings: overridden }: Catalogue,
  id: string,
  armId: string,
  overrides: readonly Assignment[],
): Arm['settings'] | undefined {
  const { world, arms } = scenarioById(id);
  const arm = arms.find((one) => one.id === armId);
  return arm === undefined ? undefined : overridden(world, arm.settings, overrides);
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
