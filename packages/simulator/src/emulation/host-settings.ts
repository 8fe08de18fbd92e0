import type { AnySetting, Plain, RegistryEditor, RegistryReader, Setting, TakesEffect } from '@scanclash/core';
import type { World } from '../kernel/index.ts';

interface Versioned extends RegistryEditor {
  readonly revision: number;
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
  readonly #live = new Map<AnySetting, { revision: number; value: Plain }>();
  readonly #prefix: string;
  /** What each setting is called in the read set, once it was read. */
  readonly #names = new Map<AnySetting, string>();
  readonly #effective = new Map<AnySetting, Plain>();

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
    this.#world.reads.note(this.#nameOf(setting));
    if (setting.takesEffect !== 'at-use' && this.#effective.has(setting)) return this.#effective.get(setting) as T;
    return this.#stored(setting);
  }

  /** An effective point: from now on the stored values of these settings count (a service started, a policy came). */
  takeEffect(point: Exclude<TakesEffect, 'at-use'>): void {
    for (const setting of this.#all) {
      if (setting.takesEffect === point) this.#effective.set(setting, this.#stored(setting));
    }
  }

  #nameOf(setting: AnySetting): string {
    let name = this.#names.get(setting);
    if (name === undefined) this.#names.set(setting, (name = this.#prefix + setting.path));
    return name;
  }

  #stored<T extends Plain>(setting: Setting<T, C>): T {
    const cached = this.#live.get(setting);
    const { revision } = this.#registry;
    if (cached?.revision === revision) return cached.value as T;
    const value = storedOrDefault(setting, this.#registry, this.#context);
    this.#live.set(setting, { revision, value });
    return value;
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
