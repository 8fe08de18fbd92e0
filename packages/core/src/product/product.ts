import type { z } from 'zod';
import type { Behaviour } from '../behaviours/behaviour.ts';
import type { FollowUp } from '../collectors/follow-up.ts';
import type { HostEvidence } from '../collectors/host-evidence.ts';
import type { RuleFunction } from '../expressions/rule-function.ts';
import type { Fact, Plain } from '../facts/fact.ts';
import type { Fix } from '../fixes/fix.ts';
import type { Setting } from '../settings/setting.ts';
import type { HostRequest } from '../transport/request.ts';
import type { Reading } from '../windows/registry-reader.ts';

/** Where the facts of a product tell of a cluster: dotted paths below its namespace. */
export interface ClusterPaths {
  /** Name of the cluster that the host is a node of. */
  readonly name: string;
  /** Names of all its nodes, a list. */
  readonly nodes: string;
}

/**
 * All that the engine knows of a product. `C` is what the product must know of itself to find its settings; `detect`
 * gives it, or says that the product is not there.
 */
export interface Product<C = unknown> {
  readonly id: string;
  /** The name under which rules see its facts: `virusscan`. */
  readonly namespace: string;
  readonly title: string;
  /** What it knows of itself in each version that people tell apart, for the pages of its settings: place and default. */
  readonly versions?: Readonly<Record<string, C>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- settings of different value types share one list
  readonly settings: readonly Setting<any, C>[];
  /** Facts beside the settings, by dotted path. */
  readonly facts: Readonly<Record<string, z.ZodType<Plain>>>;
  /** Where its facts say which cluster the host is a node of: such hosts are judged together, too. */
  readonly cluster?: ClusterPaths;
  /**
   * Folders that every scanner is to leave alone, from the facts of its namespace, for probes: none in which the product
   * takes files for its own. Left out where there are none.
   */
  readonly probeFolders?: (facts: Fact) => readonly string[];
  readonly behaviours: readonly Behaviour[];
  readonly functions: readonly RuleFunction[];
  readonly fixes: readonly Fix[];
  /** What every host is asked. */
  readonly questions: readonly HostRequest[];
  /** What hosts are asked then that it was detected on. */
  readonly followUps?: readonly FollowUp[];
  detect(evidence: HostEvidence): Reading<C>;
  /**
   * The facts beside the settings, by dotted path. A path that is left out is unreadable. One that takes work may be a
   * function: whoever looks at few facts does without.
   */
  collect(evidence: HostEvidence, context: C): Readonly<Record<string, Fact | (() => Fact)>>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of products of different contexts
export type AnyProduct = Product<any>;

/** Types a product definition; the engine takes it from there. */
export const defineProduct = <C>(product: Product<C>): Product<C> => product;
