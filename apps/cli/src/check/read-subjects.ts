import {
  type CheckedHost,
  type CheckedSubject,
  clusterSubjects,
  didYouMean,
  type HostFacts,
  namePattern,
  ScanclashError,
  type Subject,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import type { Session } from '../session.ts';
import type { OpenedHost, OpenedTarget } from '../targets/opened-target.ts';
import { contradiction, type GivenFact, withGivenFacts } from './given-facts.ts';

interface ReadOptions {
  readonly given: readonly GivenFact[];
  /** Names or patterns; all hosts where it is empty. */
  readonly hosts: readonly string[];
}

/** Subjects that were read, and whether the user stopped it half-way. */
export interface ReadSubjects {
  readonly subjects: readonly CheckedSubject[];
  readonly interrupted: boolean;
}

interface HostOfTarget {
  readonly target: OpenedTarget;
  readonly host: OpenedHost;
}

/** Reads the hosts of all targets; each is a subject, and so are nodes of one cluster together, and all of them. */
export async function readSubjects(
  { io, progress }: Session,
  targets: readonly OpenedTarget[],
  { given, hosts: wanted }: ReadOptions,
): Promise<ReadSubjects> {
  const hosts = selectHosts(targets, wanted);
  const givenTo = assignGiven(targets, hosts, given);
  const read = new Map<OpenedTarget, CheckedHost[]>();
  let done = 0;
  for (const { target, host } of hosts) {
    await io.breathe();
    if (io.interrupted()) break;
    progress.update(done, hosts.length, 'hosts');
    const { facts, answers } = await host.read();
    const own = given.filter((one) => givenTo.get(one)?.has(host) === true).toSorted(manyFirst);
    const checked = { name: host.name, target: target.word, at: host.at, facts: withGivenFacts(facts, own), answers };
    const members = read.get(target);
    if (members === undefined) read.set(target, [checked]);
    else members.push(checked);
    done += 1;
  }
  return { subjects: subjectsOf(read), interrupted: done < hosts.length };
}

function selectHosts(targets: readonly OpenedTarget[], words: readonly string[]): HostOfTarget[] {
  const all = targets.flatMap((target) => target.hosts.map((host) => ({ target, host })));
  if (words.length === 0) return all;
  const names = all.map(({ host }) => host.name);
  const meant = words.map((word) => {
    const matches = namePattern(word);
    if (names.some(matches)) return matches;
    const hint = didYouMean(word, names) ?? `Hosts: ${someOf(names)}`;
    throw new ScanclashError('SC-USE-002', `--host ${word}: no target has such a host`, { hint });
  });
  return all.filter(({ host }) => meant.some((matches) => matches(host.name)));
}

/**
 * Who a given fact is about: the host that it names, or the hosts that its pattern means, the only host, or the subject
 * of the only target.
 */
function assignGiven(
  targets: readonly OpenedTarget[],
  hosts: readonly HostOfTarget[],
  given: readonly GivenFact[],
): ReadonlyMap<GivenFact, ReadonlySet<OpenedHost>> {
  const names = hosts.map(({ host }) => host.name);
  const assigned = new Map<GivenFact, ReadonlySet<OpenedHost>>();
  for (const one of given) {
    const name = one.host ?? (hosts.length === 1 ? names[0] : targets.length === 1 ? targets[0]?.subject : undefined);
    if (name === undefined) {
      throw new ScanclashError('SC-USE-003', `--given ${one.word}: which host is it about?`, {
        hint: `Write --given HOST:${one.word}, * for every host; hosts: ${someOf(names)}`,
      });
    }
    const found = hosts.filter(({ host }) => namePattern(name)(host.name));
    if (found.length === 0) {
      const hint = didYouMean(name, names) ?? `Hosts: ${someOf(names)}`;
      throw new ScanclashError('SC-USE-002', `--given ${one.word}: no target has a host "${name}"`, { hint });
    }
    if (found.length > 1 && !isAboutMany(one)) {
      throw new ScanclashError('SC-USE-003', `--given ${one.word}: several targets have a host "${name}"`, {
        hint: 'Check the targets one by one.',
      });
    }
    assigned.set(one, new Set(found.map(({ host }) => host)));
    if (isAboutMany(one)) continue;
    const own = given.filter((other) => !isAboutMany(other) && assigned.get(other)?.has(found[0]?.host as OpenedHost));
    const [before] = contradiction(own) ?? [];
    if (before !== undefined) {
      throw new ScanclashError('SC-USE-003', `--given ${one.word} contradicts --given ${before.word}`, {
        hint: 'Keep the one that you saw.',
      });
    }
  }
  return assigned;
}

/** Said of a pattern of hosts: what is said of one of them by its name wins over it. */
const isAboutMany = ({ host }: GivenFact): boolean => host?.includes('*') === true;
const manyFirst = (a: GivenFact, b: GivenFact): number => Number(isAboutMany(b)) - Number(isAboutMany(a));

/** A fleet has more hosts than a hint can hold. */
const someOf = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')}, …`;

/** Every host is a subject, and so is every cluster. The hosts of a simulated world are a site of their own; all others are one site together. */
function subjectsOf(read: ReadonlyMap<OpenedTarget, readonly CheckedHost[]>): CheckedSubject[] {
  const hosts = [...read.values()].flat();
  const seen = new Set<string>();
  const shared = new Set(hosts.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size));
  const idOf = ({ name, target }: CheckedHost) => (shared.has(name) ? `${target.replace(/#.*$/, '')}#${name}` : name);
  const bare = ({ name, facts }: CheckedHost): HostFacts => ({ name, facts });
  const single = hosts.map((host): CheckedSubject => {
    const subject: Subject = { id: idOf(host), scope: 'host', hosts: [bare(host)], complete: true };
    return { subject, hosts: [host] };
  });
  const site = (id: string, members: readonly CheckedHost[], complete: boolean): CheckedSubject => ({
    subject: { id, scope: 'site', hosts: members.map(bare), complete },
    hosts: members,
  });
  const clusters = (members: readonly CheckedHost[], of: string): CheckedSubject[] =>
    clusterSubjects(members.map(bare), PRODUCTS).map((subject) => ({
      subject: { ...subject, id: `${subject.id}${of}` },
      hosts: subject.hosts.flatMap(({ facts }) => members.find((one) => one.facts === facts) ?? []),
    }));
  const worlds = [...read].filter(([target]) => target.site !== undefined);
  const others = [...read].flatMap(([target, members]) => (target.site === undefined ? members : []));
  const only = worlds.length + (others.length === 0 ? 0 : 1) === 1;
  return [
    ...single,
    ...worlds.flatMap(([{ word }, members]) => clusters(members, only ? '' : ` of ${word}`)),
    ...clusters(others, ''),
    ...worlds.map(([{ word, site: own, hosts: all }, members]) =>
      site(only ? 'site' : `site of ${word}`, members, own?.complete === true && members.length === all.length),
    ),
    ...(others.length === 0 ? [] : [site(only ? 'site' : 'site of the other targets', others, false)]),
  ];
}
