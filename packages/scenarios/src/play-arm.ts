import type { RenderedFix } from '@scanclash/core';
import type { BehaviourValue, ByteStore, SimulatedHost } from '@scanclash/simulator';
import { applyFix } from './apply-fix.ts';
import { type BuiltWorld, buildWorld } from './build-world.ts';
import { ExpectationWatch, type Observation, shownBy } from './expectations/expectation.ts';
import { fixNamed, protectionNamed, stimulusOf } from './load-scenario.ts';
import type { Arm, Scenario, SettingsByHost } from './scenario.ts';

/** People log on when the servers are up, µs. */
const LOGON_AFTER = 30_000_000;

/** What a run may differ in from the scenario: counterfactuals, determinism checks, `--set`. */
export interface PlayOptions {
  readonly seed: number;
  readonly settings?: SettingsByHost;
  readonly behaviours?: Readonly<Record<string, BehaviourValue>>;
  readonly shuffleTies?: number;
  readonly storeTrace?: boolean;
  readonly store?: () => ByteStore;
  /** Where to stop, µs since the start; the end of the timeline when left out. */
  readonly until?: number;
}

/** A world that was played to the instant at which symptoms are judged, and stands still. */
export interface PlayedArm {
  readonly scenario: Scenario;
  readonly arm: Arm;
  readonly built: BuiltWorld;
  readonly symptoms: readonly Observation[];
  readonly reaches: Observation;
  readonly fixes: readonly RenderedFix[];
}

/** An arm before its first instant. Whoever wants to stop on the way runs its world piece by piece. */
export interface StagedArm {
  readonly built: BuiltWorld;
  /** The instant at which symptoms are judged, µs. */
  readonly until: number;
  /** What is seen once the world stands still there. */
  readonly observe: () => PlayedArm;
}

/** Plays one arm from the beginning to the end of its timeline. The same inputs give the same trace. */
export function playArm(scenario: Scenario, arm: Arm, options: PlayOptions): PlayedArm {
  const staged = stageArm(scenario, arm, options);
  staged.built.world.runUntil(staged.until);
  return staged.observe();
}

/** Sets an arm up: its hosts, their settings and fixes, and what is going to happen. */
export function stageArm(scenario: Scenario, arm: Arm, options: PlayOptions): StagedArm {
  const built = buildWorld({
    definition: scenario.world,
    seed: options.seed,
    settings: options.settings ?? arm.settings,
    behaviours: { ...scenario.file.assume, ...arm.assume, ...options.behaviours } as Record<string, BehaviourValue>,
    ...(options.shuffleTies === undefined ? {} : { shuffleTies: options.shuffleTies }),
    ...(options.storeTrace === undefined ? {} : { storeTrace: options.storeTrace }),
    ...(options.store === undefined ? {} : { store: options.store }),
  });
  const fixes = arm.fixes.map((name) => {
    const { host, fix } = fixNamed(scenario.world, name);
    return applyFix(built, host, fix);
  });
  const symptoms = new ExpectationWatch(built, scenario.symptoms, arm.after);
  const keyEvent = [arm.reaches ?? scenario.reaches];
  const reaches = new ExpectationWatch(built, keyEvent);
  for (const host of built.hosts.values()) {
    built.world.schedule(0, `boot of ${host.name}`, () => host.boot());
    const user = scenario.world.hosts[host.name]?.user;
    if (user !== undefined) built.world.schedule(LOGON_AFTER, `logon at ${host.name}`, () => host.logon(user));
  }
  for (const step of arm.timeline) {
    const host = built.hosts.get(step.on ?? scenario.world.subject) as SimulatedHost;
    built.world.schedule(step.at, step.do, () => {
      const stimulus = stimulusOf(scenario.world, step.do);
      const event = host.emit('timeline', 'timeline.step', step.do);
      built.world.because(event, () => stimulus?.run(host, stimulus.schema.parse(step.with) as never));
    });
  }
  return {
    built,
    until: options.until ?? arm.until,
    observe: () => {
      const shown = shownBy(built, [...keyEvent, ...scenario.symptoms]);
      const [reached] = reaches.observe(keyEvent, shown);
      const observed = symptoms.observe(scenario.symptoms, shown);
      return { scenario, arm, built, symptoms: observed, reaches: reached as Observation, fixes };
    },
  };
}

export interface ProtectionResult {
  readonly check: string;
  readonly held: boolean;
}

/**
 * Tries each protection check, one after the other, in the world that was played: it goes on from there, so whatever is
 * asked of its end comes first. That the asking leaves no mark on the checks is held by a test over the catalogue.
 */
export const checkProtections = ({ scenario, built }: PlayedArm): ProtectionResult[] =>
  scenario.file['still-protected'].map((check) => ({ check, held: tryProtection(built, scenario, check) }));

function tryProtection(built: BuiltWorld, scenario: Scenario, name: string): boolean {
  const named = protectionNamed(scenario.world, name);
  if (named === undefined) throw new Error(`${name} was checked when the scenario was loaded`);
  const host = built.hosts.get(named.host) as SimulatedHost;
  let held = false;
  const report = (stopped: boolean) => {
    held = stopped;
  };
  built.world.schedule(0, name, () => named.protection.run(host, report, [...built.hosts.values()]));
  built.world.runUntil(built.world.now + named.protection.within);
  return held;
}
