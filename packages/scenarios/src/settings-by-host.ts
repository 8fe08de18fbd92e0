import {
  type AnyProduct,
  didYouMean,
  type LocatedYaml,
  misfits,
  type Plain,
  readYaml,
  ScanclashError,
  type YamlPath,
} from '@scanclash/core';
import type { z } from 'zod';
import { emulationOf } from './emulation-of.ts';
import { oncePer } from './once-per.ts';
import type { SettingsByHost } from './scenario.ts';
import { productsOf, type WorldDefinition } from './worlds/index.ts';

export interface NamedSetting {
  readonly host: string;
  readonly product: string;
  readonly path: string;
}

/** Settings that the installer of a product takes beside those in its table. */
const INSTALL_ONLY: Readonly<Record<string, readonly string[]>> = {
  'mcafee-virusscan': ['version'],
  'vircom-modus': ['root'],
};

/** What a scenario may set of a product, by path; no schema where the installer takes anything. */
export const settablePaths = oncePer(
  ({ id, settings, facts }: AnyProduct): ReadonlyMap<string, z.ZodType | undefined> =>
    new Map<string, z.ZodType | undefined>([
      // What only the installer takes (the version) is a fact of the host afterwards.
      ...(INSTALL_ONLY[id] ?? []).map((path) => [path, facts[path]] as const),
      ...settings.map(({ path, schema }) => [path, schema] as const),
    ]),
);

/**
 * `[HOST:]namespace.path` in its parts; the subject host of the world is meant where none is named.
 * @throws SC-SCEN-002 or SC-SCEN-005 with what was probably meant.
 */
export function settingNamed(world: WorldDefinition, name: string): NamedSetting {
  const [, hostName, namespace = '', path = ''] = /^(?:([^:]+):)?([^.]+)(?:\.(.+))?$/.exec(name) ?? [];
  const host = hostName ?? world.subject;
  const definition = world.hosts[host];
  if (definition === undefined) {
    throw new ScanclashError('SC-SCEN-005', `the world ${world.id} has no host "${host}"`, {
      hint: didYouMean(host, Object.keys(world.hosts)) ?? `Hosts: ${Object.keys(world.hosts).join(', ')}`,
    });
  }
  const products = productsOf(definition).map((product) => emulationOf(world, product));
  const found = products.find(({ product }) => product.namespace === namespace)?.product;
  if (found === undefined) {
    const own = products.map(({ product }) => product.namespace);
    const hint =
      didYouMean(namespace, own) ??
      `Products of ${host} in the world ${world.id}: ${own.join(', ')}. Name another host (HOST:${name}), or scenarios that have it.`;
    throw new ScanclashError('SC-SCEN-002', `unknown setting "${name}": ${host} has no product "${namespace}"`, {
      hint,
    });
  }
  const paths = settablePaths(found);
  if (!paths.has(path)) {
    const names = [...paths.keys()].map((one) => `${namespace}.${one}`);
    throw new ScanclashError('SC-SCEN-002', `unknown setting "${name}"`, {
      hint: didYouMean(`${namespace}.${path}`, names) ?? `List settings: scanclash list settings ${namespace}`,
    });
  }
  return { host, product: found.id, path };
}

/** Reads a table of settings, with its place in the file for complaints. */
export function readSettings(
  world: WorldDefinition,
  table: Readonly<Record<string, unknown>>,
  document: LocatedYaml,
  path: YamlPath,
): SettingsByHost {
  const settings = new Map<string, Map<string, Record<string, Plain>>>();
  for (const [name, value] of Object.entries(table)) {
    try {
      const { host, product, path: setting } = settingNamed(world, name);
      const checked = checkedValue(world, { product, path: setting }, value);
      putSetting(settings, { host, product, path: setting }, checked);
    } catch (error) {
      if (!(error instanceof ScanclashError)) throw error;
      throw new ScanclashError(error.code, error.problem, {
        hint: error.hint,
        place: document.placeOf([...path, name]),
      });
    }
  }
  return settings;
}

/** The value if it fits the setting. @throws SC-SCEN-003 */
export function checkedValue(
  world: WorldDefinition,
  { product, path }: Pick<NamedSetting, 'product' | 'path'>,
  value: unknown,
): Plain {
  const of = emulationOf(world, product).product;
  const schema = settablePaths(of).get(path);
  if (schema === undefined) return value as Plain;
  const problem = misfits(schema, value);
  if (problem === undefined) return schema.parse(value) as Plain;
  const name = `${of.namespace}.${path}`;
  throw new ScanclashError('SC-SCEN-003', `${name}: ${problem}`, { hint: `See scanclash show ${name}` });
}

export function putSetting(
  settings: Map<string, Map<string, Record<string, Plain>>>,
  named: NamedSetting,
  value: Plain,
): void {
  const products = settings.get(named.host) ?? new Map<string, Record<string, Plain>>();
  settings.set(named.host, products);
  products.set(named.product, { ...products.get(named.product), [named.path]: value });
}

/** Later tables win. */
export function mergeSettings(...tables: readonly SettingsByHost[]): Map<string, Map<string, Record<string, Plain>>> {
  const merged = new Map<string, Map<string, Record<string, Plain>>>();
  for (const table of tables) {
    for (const [host, products] of table) {
      for (const [product, values] of products) {
        for (const [path, value] of Object.entries(values)) putSetting(merged, { host, product, path }, value);
      }
    }
  }
  return merged;
}

/**
 * Settings with others put in their place, as `--set` names them: `[HOST:]namespace.path` and a value in YAML. A text
 * that YAML takes for a number (version 8.8) counts as the text where the setting wants one.
 * @throws SC-SCEN-002, SC-SCEN-003 or SC-SCEN-005 with what was probably meant
 */
export function overriddenSettings(
  world: WorldDefinition,
  settings: SettingsByHost,
  overrides: readonly { readonly name: string; readonly value: string }[],
): SettingsByHost {
  const own = new Map<string, Map<string, Record<string, Plain>>>();
  for (const { name, value } of overrides) {
    const named = settingNamed(world, name);
    putSetting(own, named, wordAsValue(world, named, name, value));
  }
  return mergeSettings(settings, own);
}

function wordAsValue(world: WorldDefinition, named: NamedSetting, name: string, word: string): Plain {
  try {
    return checkedValue(world, named, readYaml(word, name).value);
  } catch (error) {
    if (!(error instanceof ScanclashError)) throw error;
    try {
      return checkedValue(world, named, word);
    } catch {
      throw error;
    }
  }
}
