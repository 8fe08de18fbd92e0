import type { LocatedYaml, Plain } from '@scanclash/core';
import type { Expectation } from './expectations/expectation.ts';
import type { ScenarioFile, TimelineStep } from './scenario-schema.ts';
import type { WorldDefinition } from './worlds/index.ts';

export const ARM_KINDS = ['broken', 'fix', 'wrong-fix', 'control', 'recovery'] as const;
export type ArmKind = (typeof ARM_KINDS)[number];

/** Settings by host, product and path. */
export type SettingsByHost = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, Plain>>>>;

/** One run of a scenario: what differs from its broken arm. */
export interface Arm {
  /** `broken`, `fix-exempt-modus`, … */
  readonly id: string;
  readonly kind: ArmKind;
  readonly title: string;
  readonly settings: SettingsByHost;
  readonly assume: Readonly<Record<string, Plain>>;
  /** Rules that are violated in this arm although it is healthy. */
  readonly stillFound: readonly string[];
  /** Rules that can say nothing of this arm although it is healthy. */
  readonly staysUnknown: readonly string[];
  readonly fixes: readonly string[];
  readonly timeline: readonly TimelineStep[];
  /** Protection checks that this arm is known to fail. */
  readonly loses: readonly string[];
  /** What must have happened in this arm, where that is not what the scenario says. */
  readonly reaches: Expectation | undefined;
  /** When symptoms are judged, µs. */
  readonly until: number;
  /** When the window begins in which a recovery is judged, µs. */
  readonly after: number | undefined;
}

/** A scenario that was read and checked. */
export interface Scenario {
  /** `<theme>/<name>` */
  readonly id: string;
  readonly file: ScenarioFile;
  readonly document: LocatedYaml;
  readonly world: WorldDefinition;
  readonly arms: readonly Arm[];
  readonly symptoms: readonly Expectation[];
  readonly reaches: Expectation;
  readonly causedBy: readonly (readonly Cause[])[];
}

/** A cause that can be taken away: a behaviour that is switched off, or a setting with its healthy value. */
export type Cause =
  | { readonly kind: 'behaviour'; readonly id: string }
  | {
      readonly kind: 'setting';
      readonly host: string;
      readonly product: string;
      readonly path: string;
      readonly healthy: Plain;
    };
