import { type AnySetting, binary, type Plain, RegistryTree, sz } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PRODUCTS } from '../src/products.ts';
import { valuesOf } from './values-of-schema.ts';

/** Every setting in every version of its product. */
const settings = PRODUCTS.flatMap((product) =>
  Object.entries(product.versions ?? {}).flatMap(([version, context]) =>
    product.settings.map((setting) => ({
      name: `${product.namespace}.${setting.path} (${version})`,
      setting,
      context,
    })),
  ),
);

/** Lists that are sets: where they are stored, Windows itself keeps the order. */
const SETS = ['shares', 'mappedDrives', 'firewall.openPorts'];
const inOrder = ({ path }: AnySetting, value: Plain): Plain =>
  SETS.includes(path) && Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;

/** What is stored, or the default where that is nothing. */
function valueIn(setting: AnySetting, registry: RegistryTree, context: unknown): Plain {
  const reading = setting.read(registry, context);
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return reading.kind === 'known' ? reading.value : setting.defaultFor(context);
}

test.each(settings)('$name is read as it was written, whatever was there', ({ setting, context }) => {
  fc.assert(
    fc.property(valuesOf(setting.schema), valuesOf(setting.schema), (before, value) => {
      const registry = new RegistryTree();
      setting.write(registry, before, context);
      setting.write(registry, value, context);
      expect(inOrder(setting, valueIn(setting, registry, context))).toEqual(inOrder(setting, value));
      const { revision } = registry;
      setting.write(registry, value, context);
      expect(registry.revision, 'writing it again changes nothing').toBe(revision);
    }),
    { numRuns: 50 },
  );
});

test.each(settings)('$name leaves alone what stands beside it', ({ setting, context }) => {
  const registry = new RegistryTree();
  const beside = () =>
    registry.keys().flatMap((key) => {
      const values = registry.values(key);
      return values.kind === 'known'
        ? [...values.value]
            .filter(([name]) => name.startsWith('Other'))
            .map(([name, data]) => `${key} ${name} ${data.bytes.join()}`)
        : [];
    });
  for (const sample of setting.samples) setting.write(registry, sample, context);
  const keys = registry.keys();
  for (const key of keys) {
    registry.setValue(key, 'OtherText', sz('kept'));
    registry.setValue(key, 'Other', binary([1, 2, 3]));
  }
  const before = beside();
  // A drive that is no longer mapped goes with all that was known of it.
  const values = setting.path === 'mappedDrives' ? [...setting.samples].slice(-1) : setting.samples;
  for (const sample of values) setting.write(registry, sample, context);
  expect(beside()).toEqual(expect.arrayContaining(before));
});

const once = PRODUCTS.flatMap((product) =>
  product.settings.map((setting) => ({ name: `${product.namespace}.${setting.path}`, setting })),
);

test.each(once)('$name has two samples or more, which its schema allows', ({ setting }) => {
  expect(new Set(setting.samples.map((sample: Plain) => JSON.stringify(sample))).size).toBeGreaterThanOrEqual(2);
  for (const sample of setting.samples)
    expect(setting.schema.safeParse(sample).success, JSON.stringify(sample)).toBe(true);
});
