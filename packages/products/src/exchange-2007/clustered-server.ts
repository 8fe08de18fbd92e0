import { absent, asText, asTexts, type Fact, type HostEvidence, known, sameName, unreadable } from '@scanclash/core';
import { CLUSTER_KEY, HIVE } from '../windows-cluster/context.ts';

/** @source CCR-HELP: the resource model of a clustered mailbox server. */
const STORE_TYPE = 'Microsoft Exchange Information Store';

/** The group of the clustered mailbox server and the resource of its store, by their names in the hive of the cluster. */
export function clusteredServerFacts(evidence: HostEvidence): Readonly<Record<'group' | 'storeResource', Fact>> {
  const { registry } = evidence;
  const origin = { kind: 'question', question: HIVE } as const;
  const textAt = (key: string, name: string): string | undefined => {
    const reading = registry.value(key, name);
    return reading.kind === 'known' ? asText(reading.value) : undefined;
  };
  const children = (what: string): readonly string[] | undefined => {
    const keys = registry.subkeys(`${CLUSTER_KEY}\\${what}`);
    return keys.kind === 'known' ? keys.value : keys.kind === 'absent' ? [] : undefined;
  };
  const resources = children('Resources');
  const groups = children('Groups');
  if (resources === undefined || groups === undefined) {
    const fact = unreadable('the hive of the cluster was not read', HIVE);
    return { group: fact, storeResource: fact };
  }
  const store = resources.find((guid) => textAt(`${CLUSTER_KEY}\\Resources\\${guid}`, 'Type') === STORE_TYPE);
  const group = groups.find((guid) => {
    const contains = registry.value(`${CLUSTER_KEY}\\Groups\\${guid}`, 'Contains');
    const members = contains.kind === 'known' ? (asTexts(contains.value) ?? []) : [];
    return store !== undefined && members.some((member) => sameName(member, store));
  });
  const named = (key: string | undefined): Fact => {
    const name = key === undefined ? undefined : textAt(key, 'Name');
    return name === undefined ? absent(origin) : known(name, origin);
  };
  return {
    group: named(group && `${CLUSTER_KEY}\\Groups\\${group}`),
    storeResource: named(store && `${CLUSTER_KEY}\\Resources\\${store}`),
  };
}
