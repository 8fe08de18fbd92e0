import type { BehaviourValue } from '@scanclash/simulator';
import { behavioursOf } from '../emulation-of.ts';
import { playArm } from '../play-arm.ts';
import type { Cause, Scenario } from '../scenario.ts';
import { mergeSettings, putSetting } from '../settings-by-host.ts';

/** A broken arm with some of its causes taken away. */
export interface Ablation {
  /** What was taken away. */
  readonly without: readonly string[];
  readonly expected: 'cleared' | 'still-broken';
  /** Symptoms that are left. */
  readonly left: readonly string[];
  readonly ok: boolean;
}

/**
 * Takes the causes of a scenario away, as lie detector: without all causes of one set every symptom must vanish, with
 * any one of them back at least one must stay, and with everything else off the scenario must stay broken. A scenario
 * that survives its own ablation is scripted.
 */
export function ablate(scenario: Scenario, seed: number): Ablation[] {
  const results: Ablation[] = [];
  for (const set of scenario.causedBy) {
    results.push(play(scenario, seed, set, 'cleared'));
    if (set.length === 1) continue;
    for (const kept of set) {
      const rest = set.filter((cause) => cause !== kept);
      results.push(play(scenario, seed, rest, 'still-broken'));
    }
  }
  results.push(play(scenario, seed, unrelated(scenario), 'still-broken', 'everything unrelated'));
  return results;
}

/** Every mechanism that is neither a cause of the scenario nor one of its prerequisites. */
function unrelated(scenario: Scenario): Cause[] {
  const related = new Set(scenario.file.enables);
  for (const cause of scenario.causedBy.flat()) if (cause.kind === 'behaviour') related.add(cause.id);
  return behavioursOf(scenario.world)
    .filter(({ kind, id }) => kind === 'mechanism' && !related.has(id))
    .map(({ id }) => ({ kind: 'behaviour', id }));
}

function play(
  scenario: Scenario,
  seed: number,
  without: readonly Cause[],
  expected: Ablation['expected'],
  name?: string,
): Ablation {
  const [broken] = scenario.arms;
  if (broken === undefined) throw new Error(`${scenario.id} has no arms`);
  const behaviours: Record<string, BehaviourValue> = {};
  const settings = mergeSettings(broken.settings);
  for (const cause of without) {
    if (cause.kind === 'behaviour') behaviours[cause.id] = false;
    else putSetting(settings, cause, cause.healthy);
  }
  const { symptoms } = playArm(scenario, broken, { seed, behaviours, settings });
  const left = symptoms.filter(({ seen }) => seen).map(({ text }) => text);
  const ok = expected === 'cleared' ? left.length === 0 : left.length > 0;
  return { without: name === undefined ? without.map(describe) : [name], expected, left, ok };
}

const describe = (cause: Cause): string =>
  cause.kind === 'behaviour'
    ? cause.id
    : `${cause.host}:${cause.product}.${cause.path} = ${JSON.stringify(cause.healthy)}`;
