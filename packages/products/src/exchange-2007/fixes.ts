import { documented, type Fix } from '@scanclash/core';

/** Changes to Exchange itself; most cures for these clashes lie with the scanner. */
export const exchangeFixes: readonly Fix[] = [
  {
    id: 'exchange-2007/start-store-on-demand',
    title: 'Leave the start of the store to the cluster',
    evidence: documented('CCR-HELP: the store of the passive node is stopped'),
    console: ['On each node: services.msc > Microsoft Exchange Information Store > Startup type: Manual.'],
    steps: [{ do: 'set', setting: 'exchange.informationStore.start', to: 'demand' }],
    protectionLost: '',
    interruption: '',
  },
];
