import { assumed, documented, type Fix, inferred } from '@scanclash/core';

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
  {
    id: 'exchange-2007/end-store-on-passive-node',
    title: 'End a store that does not stop on the passive node, after its logs were looked at (operator)',
    evidence: inferred('MSXFAQ#2: the log was copied and the database started once store.exe had ended'),
    console: [
      'Get-ClusteredMailboxServerStatus | fl: be sure that this node is the passive one. Never on the active one.',
      'Get-StorageGroupCopyStatus | fl, and Application events 2104 on the active node: which logs are missing there.',
      'Copy the log folders of this node somewhere else, all but the Enn.log that the store holds: the only copy of what is missing.',
      'taskkill /f /pid with the process id that sc queryex MSExchangeIS shows. This is a dirty shutdown of the databases on this node.',
      'Copy Enn.log now, before the other node does. Then check there that it was copied, and that the public folder database is mounted.',
      'Mailbox databases were mounted with a loss before: their copies have diverged. Look at their status, and reseed those that fail.',
      'A restart of this node ends the store as well.',
    ],
    steps: [],
    protectionLost: '',
    interruption:
      'None for users of the active node; the copies on this node are brought up to date again, or seeded anew.',
  },
  {
    id: 'exchange-2007/scan-items-as-they-come',
    title: 'Have items scanned as they come into the store',
    evidence: assumed('HOLE-activesync-scan: ours; the source says only that scanners disturb ActiveSync'),
    console: [
      'Console of the mail scanner > on-access settings > proactive scanning on; or the value ProactiveScanning.',
    ],
    steps: [{ do: 'set', setting: 'exchange.vsapi.proactiveScanning', to: true }],
    protectionLost: '',
    interruption: 'The store reads the value within some minutes, or when it starts.',
  },
];
