import { foldKey, foldName, type RegistryEditor, type RegistryTree } from '@scanclash/core';
import type { EventIdentity, World } from '../kernel/index.ts';

/** Keeps programs from changing keys of the registry, as a driver of a product does. */
export interface RegistryGuard {
  /** The rule by which a program, by its image name, may not change a key; undefined where it may. */
  denies(process: string, key: string): string | undefined;
}

/**
 * What programs change in the registry of a host while its world runs. Each change is an event, and whoever acts on a
 * value that another program wrote can name that event as a cause. Setting a world up goes past it: nothing runs yet.
 */
export class RegistryWrites {
  readonly #world: World;
  readonly #host: string;
  readonly #registry: RegistryTree;
  readonly #written = new Map<string, EventIdentity>();
  readonly #guards: RegistryGuard[] = [];

  constructor(world: World, host: string, registry: RegistryTree) {
    this.#world = world;
    this.#host = host;
    this.#registry = registry;
  }

  addGuard(guard: RegistryGuard): void {
    this.#guards.push(guard);
  }

  /** Whether somebody keeps a program from changing a key, which is an event then. Who writes asks first. */
  isDenied(process: string, key: string): boolean {
    for (const guard of this.#guards) {
      const rule = guard.denies(process, key);
      if (rule === undefined) continue;
      const details = { process, rule };
      this.#world.emit({ host: this.#host, component: 'registry', kind: 'registry.denied', subject: key, details });
      return true;
    }
    return false;
  }

  /** The registry as a program changes it, by its image name. Writing what is there already is no change. */
  by(process: string): RegistryEditor {
    const registry = this.#registry;
    const change = (kind: string, key: string, name: string, apply: () => void) => {
      const { revision } = registry;
      apply();
      if (registry.revision !== revision) this.#emit(kind, key, name, process);
    };
    return {
      value: (key, name) => registry.value(key, name),
      values: (key) => registry.values(key),
      subkeys: (key) => registry.subkeys(key),
      createKey: (key) => registry.createKey(key),
      setValue: (key, name, value) => change('registry.written', key, name, () => registry.setValue(key, name, value)),
      deleteValue: (key, name) => change('registry.deleted', key, name, () => registry.deleteValue(key, name)),
      deleteKey: (key) => change('registry.deleted', key, '', () => registry.deleteKey(key)),
    };
  }

  /** The event that last changed a value; undefined where no program has since the world was set up. */
  lastOf(key: string, name: string): EventIdentity | undefined {
    return this.#written.get(placeOf(key, name));
  }

  #emit(kind: string, key: string, name: string, process: string): void {
    const event = this.#world.emit({
      host: this.#host,
      component: 'registry',
      kind,
      subject: name === '' ? key : `${key}\\${name}`,
      details: { process },
    });
    this.#written.set(placeOf(key, name), event);
  }
}

const placeOf = (key: string, name: string): string => `${foldKey(key)}\n${foldName(name)}`;
