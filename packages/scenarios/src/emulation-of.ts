import type { Behaviour } from '@scanclash/core';
import { ScanclashError } from '@scanclash/core';
import { EMULATIONS } from '@scanclash/products/emulations';
import type { Emulation } from '@scanclash/simulator';
import { oncePer } from './once-per.ts';
import type { WorldDefinition } from './worlds/index.ts';

/** What a world brings along beside the built-in products. */
type Products = Pick<WorldDefinition, 'emulations'>;

const emulationsOf = ({ emulations }: Products): readonly Emulation[] =>
  emulations === undefined ? EMULATIONS : [...EMULATIONS, ...emulations];

const emulationsById = oncePer(
  (world: Products): ReadonlyMap<string, Emulation> =>
    new Map(emulationsOf(world).map((emulation) => [emulation.product.id, emulation])),
);

/** @throws SC-SCEN-005 where the world has no such product. */
export function emulationOf(world: Products, product: string): Emulation {
  const emulation = emulationsById(world).get(product);
  if (emulation === undefined) throw new ScanclashError('SC-SCEN-005', `the product "${product}" cannot be simulated`);
  return emulation;
}

export const emulationOfNamespace = (world: Products, namespace: string): Emulation | undefined =>
  emulationsOf(world).find(({ product }) => product.namespace === namespace);

/** All that can be switched or assumed in a world. */
export const behavioursOf = oncePer((world: Products): readonly Behaviour[] =>
  emulationsOf(world).flatMap(({ product }) => product.behaviours),
);
