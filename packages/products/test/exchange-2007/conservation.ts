import { MINUTE } from '@scanclash/simulator';
import { exchangeOn } from '../../src/exchange-2007/emulation/exchange-host.ts';
import type { CcrPair } from './ccr-pair.ts';

/** Logs that may be missing. @source MOUNT-DIAL */
export const DIAL = { lossless: 0, 'good-availability': 3, 'best-availability': 6 } as const;

/** Everything is mended and started, and has had time. */
export function settle(pair: CcrPair): void {
  pair.network.partition('NODEA', 'NODEB', false);
  for (const host of [pair.a, pair.b]) if (host.state === 'down') host.boot();
  pair.pass(30 * MINUTE);
  for (const host of [pair.a, pair.b]) host.services.start('MSExchangeRepl');
  pair.pass(10 * MINUTE);
  for (const { name, state } of pair.cluster.resources()) if (state === 'failed') pair.cluster.onlineResource(name);
  pair.pass(60 * MINUTE);
}

/** Where the messages are that stores have taken, by id. */
export function places(pair: CcrPair) {
  const hub = exchangeOn(pair.hub);
  const nodes = [pair.a, pair.b].map(exchangeOn);
  const groups = hub.organisation.servers.flatMap((server) => server.groups);
  const inDatabases = nodes.flatMap(({ store }) =>
    groups.flatMap((group) => {
      const content = store?.isMounted(group) === true ? store.database(group)?.content : undefined;
      return (content?.mailboxes ?? []).flatMap((mailbox) => content?.itemsOf(mailbox).map(({ id }) => id) ?? []);
    }),
  );
  const kept = groups.flatMap(({ guid }) => hub.queue?.keptFor(guid, pair.world.now).map(({ id }) => id) ?? []);
  const mounted = new Set(groups.filter((group) => nodes.some(({ store }) => store?.isMounted(group) === true)));
  const delivered = [...(hub.queue?.delivered.values() ?? [])].filter(({ mailbox }) => {
    const place = hub.organisation.find(mailbox);
    return place !== undefined && mounted.has(place.group);
  });
  return {
    inDatabases: inDatabases.filter((id) => id.startsWith('HUB01-')),
    kept: new Set(kept),
    inLostLogs: new Set(nodes.flatMap(({ lostItems }) => [...lostItems])),
    delivered: delivered.map(({ id }) => id),
  };
}

/** Nodes that hold the quorum without knowing of each other. */
export function quorums({ cluster }: CcrPair): number {
  const owners = cluster.quorumOwners();
  return owners.filter(({ node }, i) => owners.slice(0, i).every(({ members }) => !members.includes(node))).length;
}

/** Events at which a quorum can change hands. */
const DECISIONS = ['cluster.node-up', 'cluster.node-down', 'cluster.group-taken', 'cluster.group-moved'] as const;

/** Looks at each decision of the cluster how many quorums there are; tells the most that there ever were. */
export function watchQuorums(pair: CcrPair): () => number {
  let most = quorums(pair);
  for (const kind of DECISIONS) pair.world.trace.watch(kind, () => (most = Math.max(most, quorums(pair))));
  return () => Math.max(most, quorums(pair));
}

/** The most logs that a database was mounted without. */
export const mostMissing = ({ allowed }: CcrPair): number => Math.max(0, ...allowed.map(({ missing }) => missing));
