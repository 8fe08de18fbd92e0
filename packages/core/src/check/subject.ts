import { type Fact, list, type Origin, record } from '../facts/fact.ts';

/** What rules are judged on: the facts of one host by namespace. */
export interface HostFacts {
  readonly name: string;
  readonly facts: Readonly<Record<string, Fact>>;
}

/** A host, or several hosts judged together. */
export interface Subject {
  readonly id: string;
  readonly scope: 'host' | 'cluster' | 'site';
  readonly hosts: readonly HostFacts[];
  /** Whether no host of it is missing from the check. Of a site only a simulated world knows that. */
  readonly complete: boolean;
  /** Names of hosts that are known to belong to it and were not checked. */
  readonly missing?: readonly string[];
}

/** The facts as the rules of the subject's scope see them. */
export function factsOfSubject(subject: Subject): Readonly<Record<string, Fact>> {
  if (subject.scope === 'host') return subject.hosts[0]?.facts ?? {};
  const origin: Origin = { kind: 'given' };
  return {
    hosts: list(
      subject.hosts.map(({ facts }) => record(facts)),
      origin,
      subject.complete,
    ),
  };
}
