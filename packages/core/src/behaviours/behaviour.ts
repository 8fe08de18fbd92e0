import { assumed, type Evidence } from '../evidence/evidence.ts';

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

/** How the behaviours of one product are written down: its id goes before each name. */
export const defineBehaviours = (product: string) => ({
  /** @param on - Whether it is on unless somebody switches it. */
  mechanism: (name: string, title: string, evidence: Evidence, on = true): Mechanism => ({
    kind: 'mechanism',
    id: `${product}/${name}`,
    title,
    evidence,
    default: on,
  }),
  /** @param hole - What is cited for what nobody has published. @param more - A unit, or the allowed words. */
  assumption: (
    name: string,
    title: string,
    value: Assumption['default'],
    hole: string,
    more: string | Pick<Assumption, 'unit' | 'oneOf'> = {},
  ): Assumption => ({
    kind: 'assumption',
    id: `${product}/${name}`,
    title,
    evidence: assumed(hole),
    default: value,
    ...(typeof more === 'string' ? { unit: more } : more),
  }),
});
