import type { Plain } from '@scanclash/core';
import { emulationOf } from '../emulation-of.ts';
import type { SettingsByHost } from '../scenario.ts';
import { mergeSettings, type NamedSetting, putSetting } from '../settings-by-host.ts';
import { productsOf, type WorldDefinition } from '../worlds/index.ts';

/** A setting of a world and a value that it may take. */
export interface Flip extends NamedSetting {
  /** `HOST:namespace.path`, as the read set of a run names it. */
  readonly name: string;
  readonly value: Plain;
}

/**
 * Every way in which one setting of a world can be other than it is: all products on all hosts, each sample of each
 * setting. `settings` are those that differ from the world's own.
 */
export function settingsSpace(world: WorldDefinition, settings: SettingsByHost): Flip[] {
  return Object.entries(world.hosts).flatMap(([host, definition]) =>
    productsOf(definition).flatMap((id) => {
      const { product } = emulationOf(world, id);
      const now = { ...definition.products[id], ...settings.get(host)?.get(id) };
      return product.settings.flatMap(({ path, samples }) => {
        const flip = { name: `${host}:${product.namespace}.${path}`, host, product: id, path };
        const others = (samples as readonly Plain[]).filter((value) => !isSame(value, now[path]));
        return others.map((value): Flip => ({ ...flip, value }));
      });
    }),
  );
}

/** Settings with flips in their place; of two flips of one setting the later wins. */
export function flipped(settings: SettingsByHost, flips: readonly Flip[]): SettingsByHost {
  const merged = mergeSettings(settings);
  for (const flip of flips) putSetting(merged, flip, flip.value);
  return merged;
}

const isSame = (a: Plain, b: Plain | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
