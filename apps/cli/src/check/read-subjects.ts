import {
  type CheckedHost,
  type CheckedSubject,
  clusterSubjects,
  didYouMean,
  type HostAnswer,
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
  /** Hosts that are read at the same time, where reading waits for a network. */
  readonly concurrency?: number | undefined;
  /** For all of them together. */
  readonly runMs?: number | undefined;
  /** Whether the bytes of answers are wanted afterwards; they are dropped host by host where not. */
  readonly keepBytes?: boolean;
}

const CONCURRENCY = 8;

/** How often Ctrl-C is looked for while hosts are waited for. */
const LOOK_MS = 100;

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
  options: ReadOptions,
): Promise<ReadSubjects> {
  const { given, hosts: wanted, concurrency = CONCURRENCY, runMs, keepBytes = false } = options;
  const hosts = selectHosts(targets, wanted);
  const givenTo = assignGiven(hosts, given);
  const stop = new AbortController();
  const look = setInterval(() => io.interrupted() && stop.abort('interrupted'), LOOK_MS);
  const limit = runMs === undefined ? undefined : setTimeout(() => stop.abort(RUN_LIMIT), runMs);
  const checked: CheckedHost[] = [];
  const waiting = hosts.entries();
  let done = 0;
  const reader = async () => {
    for (const [i, { target, host }] of waiting) {
      await io.breathe();
      if (io.interrupted()) return;
      progress.update(done, hosts.length, 'hosts');
      const { facts, answers, name = host.name, at = host.at, session, probe } = await host.read(stop.signal);
      checked[i] = {
        name: host.isRemote === true ? name : host.name,
        target: target.word,
        at,
        ageSeconds: ageOf(at, io.wallClock()),
        session,
        probe,
        facts: withGivenFacts(facts, given.filter((one) => givenTo.get(one)?.has(host) === true).toSorted(manyFirst)),
        answers: keepBytes ? answers : answers.map(withoutBytes),
      };
      done += 1;
    }
  };
  const readers = hosts.some(({ host }) => host.isRemote) ? Math.min(concurrency, hosts.length) : 1;
  try {
    await Promise.all(Array.from({ length: readers }, reader));
  } finally {
    clearInterval(look);
    clearTimeout(limit);
  }
  const read = new Map<OpenedTarget, CheckedHost[]>();
  for (const [i, one] of checked.entries()) {
    const target = hosts[i]?.target;
    if (one === undefined || target === undefined) continue;
    read.set(target, [...(read.get(target) ?? []), one]);
  }
  return { subjects: subjectsOf(read), interrupted: done < hosts.length || stop.signal.reason === 'interrupted' };
}

const RUN_LIMIT = 'the limit for the whole run was reached';

/** Undefined where nobody told when it was, or only the clock of a world that is played. */
function ageOf(at: string | undefined, now: number): number | undefined {
  if (at === undefined || !/(?:Z|[+-]\d\d:\d\d)$/.test(at)) return undefined;
  return Math.round((now - Date.parse(at)) / 1_000);
}

const NOTHING = new Uint8Array();

/** That it was asked, and how it ended: hundreds of hosts would fill the memory with the rest. */
function withoutBytes(answer: HostAnswer): HostAnswer {
  if (answer.kind === 'failed') return answer;
  const { kind, request, exitCode, codePage } = answer;
  return { kind, request, exitCode, codePage, stdout: NOTHING, stderr: NOTHING };
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
 * Who a given fact is about: the host that it names, the hosts that its pattern means, or the only host.
 */
function assignGiven(
  hosts: readonly HostOfTarget[],
  given: readonly GivenFact[],
): ReadonlyMap<GivenFact, ReadonlySet<OpenedHost>> {
  const names = hosts.map(({ host }) => host.name);
  const assigned = new Map<GivenFact, ReadonlySet<OpenedHost>>();
  for (const one of given) {
    const name = one.host ?? (hosts.length === 1 ? names[0] : undefined);
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
