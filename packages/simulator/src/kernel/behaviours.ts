import { didYouMean } from '@scanclash/core';
import { invariant, violated } from './invariant.ts';

export type BehaviourValue = boolean | number | string;

/** What the kernel needs to know of an entry of a product's behaviours. */
export type BehaviourDeclaration =
  | { readonly id: string; readonly kind: 'mechanism'; readonly default: boolean }
  | { readonly id: string; readonly kind: 'assumption'; readonly default: BehaviourValue };

/**
 * The mechanisms of a world that are on, and what its assumptions are worth. Asking is recorded: a verdict states the
 * evidence that it rests on.
 */
export class BehaviourSwitches {
  readonly #declared = new Map<string, BehaviourDeclaration>();
  readonly #values = new Map<string, BehaviourValue>();
  readonly #consulted = new Set<string>();

  /**
   * @param overrides - By id. Throws an `Error` for an id that nobody declares, naming the nearest, and for a value of
   *   another type than the default's.
   */
  constructor(declarations: Iterable<BehaviourDeclaration>, overrides: Readonly<Record<string, BehaviourValue>> = {}) {
    for (const declaration of declarations) {
      invariant(!this.#declared.has(declaration.id), `behaviour "${declaration.id}" is declared twice`);
      this.#declared.set(declaration.id, declaration);
      this.#values.set(declaration.id, declaration.default);
    }
    for (const [id, value] of Object.entries(overrides)) {
      const declaration = this.#declared.get(id);
      if (declaration === undefined) throw new Error(this.#unknown(id));
      if (typeof value !== typeof declaration.default) {
        throw new Error(
          `behaviour "${id}" takes a ${typeof declaration.default} such as ${String(declaration.default)}, not the ${typeof value} ${String(value)}`,
        );
      }
      this.#values.set(id, value);
    }
  }

  /** Whether a mechanism is on. Asking for one that nobody declares is a bug. */
  on(id: string): boolean {
    return this.#consult(id, 'mechanism') as boolean;
  }

  /** What an assumption is worth; its type is that of its declared default. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the declaration decides, the caller knows it
  value<T extends BehaviourValue>(id: string): T {
    return this.#consult(id, 'assumption') as T;
  }

  /** The ids asked for so far, in the order in which they were first asked for. */
  get consulted(): ReadonlySet<string> {
    return this.#consulted;
  }

  #consult(id: string, kind: BehaviourDeclaration['kind']): BehaviourValue {
    const declaration = this.#declared.get(id);
    if (declaration === undefined) violated(this.#unknown(id));
    if (declaration.kind !== kind) {
      violated(
        `behaviour "${id}" is a${declaration.kind === 'mechanism' ? ' mechanism: ask on' : 'n assumption: ask value'}`,
      );
    }
    this.#consulted.add(id);
    return this.#values.get(id) as BehaviourValue;
  }

  #unknown(id: string): string {
    const hint = didYouMean(id, this.#declared.keys());
    if (hint !== undefined) return `unknown behaviour "${id}". ${hint}`;
    const known = [...this.#declared.keys()].sort();
    return `unknown behaviour "${id}"; ${known.length === 0 ? 'this world has none' : `known: ${known.join(', ')}`}`;
  }
}
