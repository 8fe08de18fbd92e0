import type { Evidence } from '../evidence/evidence.ts';

/**
 * An entry of a product's `behaviours.ts`: one interference mechanism, or one assumption, with its evidence.
 * Mechanisms can be switched off (ablation: switched off, their symptoms must vanish); assumptions carry a value that
 * `--assume NAME=VALUE` overrides. Ids are `<product>/<name>`.
 */
export type Behaviour = Mechanism | Assumption;

export interface Mechanism {
  readonly kind: 'mechanism';
  readonly id: string;
  readonly title: string;
  readonly evidence: Evidence;
  readonly default: boolean;
}

export interface Assumption {
  readonly kind: 'assumption';
  readonly id: string;
  readonly title: string;
  readonly evidence: Evidence;
  readonly default: boolean | number | string;
  /** What a number counts: `µs`, `minutes`, `messages`. */
  readonly unit?: string;
  /** The allowed words of a text. */
  readonly oneOf?: readonly string[];
}
