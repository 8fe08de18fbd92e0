import { didYouMean } from '@scanclash/core';
import { violated } from './invariant.ts';

export type BehaviourValue = boolean | number | string;

/** What the kernel needs to know of an entry of a product's behaviours. */
export type BehaviourDeclaration =
  | { readonly id: string; readonly kind: 'mechanism'; readonly default: boolean }
  | { readonly id: string; readonly kind: 'assumption'; readonly default: BehaviourValue };

interface Switch {
  readonly declaration: BehaviourDeclaration;
  value: BehaviourValue;
  consulted: boolean;
}

/**
 * The mechanisms of a world that are on, and what its assumptions are worth. Asking is recorded: a verdict states the
 * evidence that it rests on.
 */
export class BehaviourSwitches {
  readonly #switches = new Map<string, Switch>();
  readonly #consulted = new Set<string>();

  /**
   * @param overrides - By id. Throws an `Error` for an id that nobody declares, naming the nearest, and for a value of
   *   another type than the default's.
   */
  constructor(declarations: Iterable<BehaviourDeclaration>, overrides: Readonly<Record<string, BehaviourValue>> = {}) {
    for (const declaration of declarations) {
      if (this.#switches.has(declaration.id)) violated(`behaviour "${declaration.id}" is declared twice`);
      this.#switches.set(declaration.id, { declaration, value: declaration.default, consulted: false });
    }
    for (const [id, value] of Object.entries(overrides)) {
      const overridden = this.#switches.get(id);
      if (overridden === undefined) throw new Error(this.#unknown(id));
      const { declaration } = overridden;
      if (typeof value !== typeof declaration.default) {
        throw new Error(
          `behaviour "${id}" takes a ${typeof declaration.default} such as ${String(declaration.default)}, not the ${typeof value} ${String(value)}`,
        );
      }
      overridden.value = value;
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
    const asked = this.#switches.get(id) ?? violated(this.#unknown(id));
    const { declaration } = asked;
    if (declaration.kind !== kind) {
      violated(
        `behaviour "${id}" is a${declaration.kind === 'mechanism' ? ' mechanism: ask on' : 'n assumption: ask value'}`,
      );
    }
    if (!asked.consulted) this.#consulted.add(id);
    asked.consulted = true;
    return asked.value;
  }

  #unknown(id: string): string {
    const hint = didYouMean(id, this.#switches.keys());
    if (hint !== undefined) return `unknown behaviour "${id}". ${hint}`;
    const known = [...this.#switches.keys()].sort();
    return `unknown behaviour "${id}"; ${known.length === 0 ? 'this world has none' : `known: ${known.join(', ')}`}`;
  }
}
