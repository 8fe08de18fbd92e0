import { documented, type Fix, inferred } from '@scanclash/core';

const SERVICES_CONSOLE =
  'services.msc shows its service; whatever it is called, its program lies in a folder of GroupShield.';
const AFTER_UPDATES = 'Look again after each update of GroupShield: it may set the service back.';

/** What keeps GroupShield from starting the store, and from taking what the store keeps for itself. */
export const groupshieldFixes: readonly Fix[] = [
  {
    id: 'mcafee-groupshield/remove-store-dependency',
    title: 'Remove the dependency of GroupShield on the store',
    evidence: inferred('MSXFAQ#1: "ich würde", the advice of the author and not of the vendor'),
    console: [
      `On each node: ${SERVICES_CONSOLE}`,
      'sc qc NAME lists its dependencies; sc config NAME depend= A/B with all of them but MSExchangeIS, depend= / for none.',
      'Where the store runs on the passive node already: stop GroupShield, then MSExchangeIS there, and start GroupShield.',
      AFTER_UPDATES,
    ],
    steps: [{ do: 'remove', setting: 'groupshield.service.dependsOn', item: 'MSExchangeIS' }],
    protectionLost: '',
    interruption: 'A stop of GroupShield on the passive node, which scans nothing.',
  },
  {
    id: 'mcafee-groupshield/start-on-demand',
    title: 'Start GroupShield on demand; the cluster starts it where the store is (with make-cluster-resource)',
    evidence: inferred('MSXFAQ#1: "ich würde", the advice of the author and not of the vendor'),
    console: [
      `On each node: ${SERVICES_CONSOLE} Set its startup type to Manual, or sc config NAME start= demand.`,
      'By itself this leaves the active node without a scanner after its next boot: make it a resource of the cluster, too.',
      AFTER_UPDATES,
    ],
    steps: [{ do: 'set', setting: 'groupshield.service.start', to: 'demand' }],
    protectionLost: '',
    interruption: '',
  },
  {
    id: 'mcafee-groupshield/make-cluster-resource',
    title:
      'Make GroupShield a resource of the cluster that does not affect its group (with start-on-demand on both nodes)',
    evidence: inferred('MSXFAQ#1: generic resource of the cluster; GENERIC-SERVICE: what it takes'),
    console: [
      'Once, on either node. Cluster Administrator > group of the mailbox server > New > Resource: Generic Service.',
      'It depends on the Exchange Information Store Instance, so that the cluster stops it before the store.',
      'Clear "Affect the group": else three crashes of the scanner move the mailbox server.',
    ],
    steps: [
      {
        do: 'create-resource',
        name: 'McAfee GroupShield',
        group: { fact: 'exchange.clusteredServer.group' },
        type: 'Generic Service',
        dependsOn: { fact: 'exchange.clusteredServer.storeResource' },
        privateProperties: { ServiceName: { fact: 'groupshield.service.name' } },
        properties: { RestartAction: 1 },
      },
    ],
    protectionLost: '',
    interruption: '',
  },
  {
    id: 'mcafee-groupshield/let-xml-into-the-store',
    title: 'Do not block XML files in the store',
    evidence: documented('MSXFAQ: Exchange keeps data in the system mailbox as XML files'),
    console: [
      'GroupShield console > On-Access > file filtering: remove *.xml from the rules that hold for the store.',
      'What was deleted from system mailboxes does not come back by that.',
      'To keep XML out of mail, filter it in the transport, or at a gateway.',
    ],
    steps: [{ do: 'remove', setting: 'groupshield.storeFilter.blockedTypes', item: 'xml' }],
    protectionLost: 'XML files that come by mail reach mailboxes, unless something on their way blocks them.',
    interruption: '',
  },
];
