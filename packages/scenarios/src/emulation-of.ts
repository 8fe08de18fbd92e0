import { ScanclashError } from '@scanclash/core';
import { EMULATIONS } from '@scanclash/products/emulations';
import type { Emulation } from '@scanclash/simulator';

const BY_ID = new Map(EMULATIONS.map((emulation) => [emulation.product.id, emulation]));
const BY_NAMESPACE = new Map(EMULATIONS.map((emulation) => [emulation.product.namespace, emulation]));

export function emulationOf(product: string): Emulation {
  const emulation = BY_ID.get(product);
  if (emulation === undefined) throw new ScanclashError('SC-SCEN-005', `the product "${product}" cannot be simulated`);
  return emulation;
}

export const emulationOfNamespace = (namespace: string): Emulation | undefined => BY_NAMESPACE.get(namespace);

/** All that can be switched or assumed in a simulated world. */
export const BEHAVIOURS = EMULATIONS.flatMap(({ product }) => product.behaviours);
