import type { SimulatedHost } from '@scanclash/simulator';
import { groupshieldBehaviours } from '../../src/mcafee-groupshield/behaviours.ts';
import { mcafeeGroupshieldEmulation } from '../../src/mcafee-groupshield/emulation/index.ts';
import type { PairOptions } from './ccr-pair.ts';

/** GroupShield on both nodes, as its setup program leaves it. */
export const WITH_GROUPSHIELD = {
  moreBehaviours: groupshieldBehaviours,
  prepare: (node) => mcafeeGroupshieldEmulation.install(node, {}),
} as const satisfies PairOptions;

/** The service of GroupShield ends without a word, while its library goes on living in the store. */
export function crashScanner(node: SimulatedHost): void {
  mcafeeGroupshieldEmulation.stimuli['crash']?.run(node, {} as never);
}
