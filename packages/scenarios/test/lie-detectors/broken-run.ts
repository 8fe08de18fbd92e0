import { type Arm, type PlayOptions, playArm, type Scenario } from '../../src/index.ts';

/** The seed of every run here that does not say otherwise. */
export const SEED = 1;

/** What detectors compare of a run, without the world that it was played in. */
export interface Run {
  readonly hash: string;
  /** Settings that it read, as `HOST:namespace.path`. */
  readonly reads: ReadonlySet<string>;
  /** For each symptom whether it was seen. */
  readonly seen: readonly boolean[];
  readonly reached: boolean;
  readonly steps: number;
}

export function run(scenario: Scenario, arm: Arm, options: Partial<PlayOptions> = {}): Run {
  const { built, symptoms, reaches } = playArm(scenario, arm, { seed: SEED, ...options });
  const { trace, reads, steps } = built.world;
  return {
    hash: trace.hash(),
    reads: new Set(reads.names()),
    seen: symptoms.map(({ seen }) => seen),
    reached: reaches.seen,
    steps,
  };
}

export const brokenArm = (scenario: Scenario): Arm => scenario.arms.find(({ kind }) => kind === 'broken') as Arm;

const runs = new Map<Scenario, Run>();

/** The broken arm as it stands; played once for all detectors that run in one worker. */
export function brokenRun(scenario: Scenario): Run {
  const known = runs.get(scenario);
  if (known !== undefined) return known;
  const played = run(scenario, brokenArm(scenario));
  runs.set(scenario, played);
  return played;
}
