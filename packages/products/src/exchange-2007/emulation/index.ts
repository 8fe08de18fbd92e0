import type { Emulation } from '@scanclash/simulator';
import { exchange2007 } from '../product.ts';
import { installExchange } from './install.ts';
import { exchangeObservables } from './observables.ts';
import { exchangeProtections } from './protections.ts';
import { exchangeStimuli } from './stimuli.ts';

/** How Exchange 2007 behaves on a simulated host: mailbox servers, clustered or not, and Hub Transport servers. */
export const exchange2007Emulation: Emulation = {
  product: exchange2007,
  install: installExchange,
  stimuli: exchangeStimuli,
  observables: exchangeObservables,
  protections: exchangeProtections,
};
