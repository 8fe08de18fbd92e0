import type { AnySetting, Plain, RegistryEditor, RegistryReader, Setting, TakesEffect } from '@scanclash/core';
import type { World } from '../kernel/index.ts';

interface Versioned extends RegistryEditor {
  readonly revision: number;
}

/** What is known of one setting. */
interface Known {
  /** What it is called in the read set. */
  readonly name: string;
  isNoted: boolean;
  /** The value of its last effective point, once there was one. */
  effective: { readonly value: Plain } | undefined;
  /** The stored value, as of a revision of the registry. */
  revision: number;
  stored: Plain | undefined;
}

/**
 * The settings of one product on one host as its emulation sees them: decoded from the registry, defaulted, and each
 * with the value of its last effective point. Every read is noted in the world's read set.
 */
export class HostSettings<C> {
  readonly #world: World;
  readonly #registry: Versioned;
  readonly #all: readonly AnySetting[];
  readonly #context: C;
  readonly #prefix: string;
  readonly #known = new Map<AnySetting, Known>();

  constructor(
    world: World,
    options: { host: string; namespace: string; registry: Versioned; settings: readonly AnySetting[]; context: C },
  ) {
    this.#world = world;
    this.#prefix = `${options.host}:${options.namespace}.`;
    this.#registry = options.registry;
    this.#all = options.settings;
    this.#context = options.context;
  }

  get context(): C {
    return this.#context;
  }

  /** The value that counts now. */
  get<T extends Plain>(setting: Setting<T, C>): T {
    const known = this.#of(setting);
    if (!known.isNoted) this.#world.reads.note(known.name);
    known.isNoted = true;
    if (setting.takesEffect !== 'at-use' && known.effective !== undefined) return known.effective.value as T;
    return this.#stored(setting, known);
  }

  /** An effective point: from now on the stored values of these settings count (a service started, a policy came). */
  takeEffect(point: Exclude<TakesEffect, 'at-use'>): void {
    for (const setting of this.#all) {
      if (setting.takesEffect !== point) continue;
      const known = this.#of(setting);
      known.effective = { value: this.#stored(setting, known) };
    }
  }

  #of(setting: AnySetting): Known {
    let known = this.#known.get(setting);
    if (known === undefined) {
      const name = this.#prefix + setting.path;
      known = { name, isNoted: false, effective: undefined, revision: -1, stored: undefined };
      this.#known.set(setting, known);
    }
    return known;
  }

  #stored<T extends Plain>(setting: Setting<T, C>, known: Known): T {
    const { revision } = this.#registry;
    if (known.revision !== revision) {
      known.stored = storedOrDefault(setting, this.#registry, this.#context);
      known.revision = revision;
    }
    return known.stored as T;
  }
}

/** The stored value, or what the product does where nothing is stored. */
export function storedOrDefault<T extends Plain, C>(setting: Setting<T, C>, registry: RegistryReader, context: C): T {
  const reading = setting.read(registry, context);
  if (reading.kind === 'known') return reading.value;
  const fallback = setting.defaultFor(context);
  if (fallback === undefined) throw new Error(`${setting.path} is not stored and has no default`);
  return fallback;
}
