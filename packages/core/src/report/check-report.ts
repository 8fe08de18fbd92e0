import { z } from 'zod';
import { countOutcomes, type Finding, type FindingReading } from '../check/finding.ts';
import type { Subject } from '../check/subject.ts';
import { EXIT } from '../errors/error-catalogue.ts';
import { EVIDENCE_LEVELS } from '../evidence/evidence.ts';
import { type Fact, fieldOf } from '../facts/fact.ts';
import type { ProbeResult } from '../probe/run-probe.ts';
import type { AnyProduct } from '../product/product.ts';
import { OUTCOMES, SEVERITIES, type Severity } from '../rules/rule-schema.ts';
import type { HostSession } from '../transport/host-session.ts';
import { type HostAnswer, requestKey } from '../transport/request.ts';
import type { Waived } from '../waivers/apply-waivers.ts';
import { reportedError, reportedProblem } from './error-report.ts';
import { worstExit } from './exit-codes.ts';
import { reportHead } from './report-schema.ts';
import { probeProblems, probesOf, reportedProbe } from './reported-probe.ts';

const reading = z.strictObject({
  fact: z
    .string()
    .describe('Dotted path: virusscan.onAccess.enabled. Of a cluster or site with its host: NODEA:exchange.roles.'),
  value: z.unknown().optional(),
  present: z.literal(true).optional().describe('Nothing was looked at but whether it is there.'),
  absent: z.literal(true).optional(),
  unreadable: z.string().optional().describe('Why it could not be read.'),
  question: z
    .string()
    .describe('The question put to the host, the policy that says it, or operator, probe, given, presumed.'),
  origin: z.enum(['question', 'default', 'presumed', 'policy', 'operator', 'probe', 'given', 'unreadable']),
  at: z
    .string()
    .nullable()
    .describe('When the host answered: its own clock, or that of whoever collected; null where nobody told.'),
});

const finding = z.strictObject({
  rule: z.string(),
  subject: z.string(),
  outcome: z.enum(OUTCOMES),
  severity: z.enum(SEVERITIES),
  message: z.string(),
  evidence: z.strictObject({
    level: z.enum(EVIDENCE_LEVELS),
    weakest: z.string().describe('The weakest link that the verdict rests on.'),
  }),
  caveat: z.string().optional().describe('What the verdict does not prove.'),
  readings: z.array(reading),
  missing: z.array(z.string()).describe('Facts that would have to be read; only where the outcome is unknown.'),
  fixes: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  source: z.string(),
  waived: z
    .strictObject({ reason: z.string(), owner: z.string(), expires: z.string().describe('The last day, YYYY-MM-DD.') })
    .optional()
    .describe('Somebody accepts the finding: it has no part in the exit code.'),
});

const subject = z.strictObject({
  id: z.string(),
  scope: z.enum(['host', 'cluster', 'site']),
  hosts: z.array(z.string()),
  complete: z.boolean().describe('Whether no host that belongs to it is missing from this check.'),
  answered: z.boolean().describe('Whether a host of it answered anything that it was asked.'),
  missing: z
    .array(z.string())
    .describe('Hosts that belong to it and were not checked, as far as their names are known.'),
  target: z.string().describe('Where it was read, as it was written on the command line.'),
  at: z.string().nullable().describe('When it was read: its own clock, or that of whoever collected.'),
  ageSeconds: z
    .int()
    .nullable()
    .describe('How long ago that was by the clock here; null where nobody told, or for a world that is played.'),
  products: z.array(z.string()).describe('Ids of the products that were found.'),
  versions: z.record(z.string(), z.string()).describe('Id of a product to its version, where it was read.'),
  unreadProducts: z.array(z.string()).describe('Ids of products of which nobody can tell whether they are there.'),
});

const identity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verified'), key: z.string(), by: z.string().describe('What knew the key.') }),
  z.strictObject({ kind: z.literal('unverified'), key: z.string() }).describe('Nobody looked: the user said so.'),
  z.strictObject({ kind: z.literal('refused'), key: z.string(), reason: z.string() }),
]);

const session = z.strictObject({
  host: z.string(),
  address: z.string().describe('Where it was reached.'),
  identities: z
    .array(z.strictObject({ host: z.string(), identity }))
    .describe('Of jump hosts and of the host, by the keys or certificates that they showed.'),
  commands: z
    .array(z.string())
    .describe('Every command line that was run on it, as it was sent; nothing else was run.'),
  temporaryFolder: z
    .strictObject({ name: z.string(), removed: z.boolean() })
    .nullable()
    .describe('The only thing that was written; null where nothing was.'),
});

export const checkReportSchema = z
  .strictObject({
    ...reportHead('check'),
    version: z.string().describe('Version of scanclash.'),
    failOn: z.enum(SEVERITIES),
    subjects: z.array(subject),
    findings: z.array(finding).describe('One for each rule and subject of its scope, whatever the outcome.'),
    warnings: z.array(reportedProblem).describe('What is damaged in a target, or was left alone.'),
    questions: z
      .array(
        z.strictObject({
          host: z.string().describe('Who was asked: a host, or the server that was asked about hosts.'),
          question: z.string(),
          answered: z.boolean(),
          exitCode: z.int().optional().describe("Exit code of the host's own program."),
          reason: z.string().optional().describe('Why there is no answer.'),
        }),
      )
      .describe('Everything that was asked; nothing else was.'),
    sessions: z.array(session).describe('What was done on real hosts.'),
    probes: z.array(reportedProbe).describe('What became of test files, where --probe wrote them.'),
    counts: z
      .strictObject({
        violated: z.int(),
        satisfied: z.int(),
        'not-applicable': z.int(),
        unknown: z.int(),
        waived: z.int(),
        total: z.int(),
      })
      .describe('The outcomes and waived add up to total.'),
  })
  .meta({ title: 'scanclash check', description: 'What rules say of hosts: scanclash check --format json.' });

export type CheckReport = z.output<typeof checkReportSchema>;

/** A host that was read, and where. */
export interface CheckedHost {
  readonly name: string;
  /** As it was written on the command line. */
  readonly target: string;
  /** When it answered: its own clock, or that of whoever collected; undefined where nobody told. */
  readonly at: string | undefined;
  readonly ageSeconds?: number | undefined;
  /** What was done on it, where it is a real one. */
  readonly session?: HostSession | undefined;
  /** What test files told. */
  readonly probe?: ProbeResult | undefined;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly answers: readonly HostAnswer[];
}

/** A subject with the hosts behind it, in the order of the subject's own list. */
export interface CheckedSubject {
  readonly subject: Subject;
  readonly hosts: readonly CheckedHost[];
}

/** The report of a check, with the exit code that follows from it. */
export function checkReport(input: {
  readonly version: string;
  readonly products: readonly AnyProduct[];
  readonly subjects: readonly CheckedSubject[];
  readonly judged: Waived;
  readonly failOn: Severity;
  readonly interrupted: boolean;
  readonly warnings: CheckReport['warnings'];
  /** What others were asked about the hosts. */
  readonly askedOfServers: CheckReport['questions'];
  readonly next: string;
}): CheckReport {
  const { version, products, subjects, judged, failOn, interrupted, warnings, askedOfServers, next } = input;
  const { findings, expired, unused } = judged;
  const hostsOf = new Map(subjects.map(({ subject, hosts }) => [subject.id, hosts]));
  const hosts = [...new Set(subjects.flatMap((checked) => checked.hosts))];
  const sessions = hosts.flatMap(({ name, session: own }) => (own === undefined ? [] : [{ name, session: own }]));
  const troubles = sessions.flatMap((one) => one.session.trouble ?? []);
  return {
    schema: 'scanclash.check/1',
    exitCode: interrupted
      ? EXIT.interrupted
      : worstExit([checkExit(findings, failOn), ...[...expired, ...troubles].map(({ exitCode }) => exitCode)]),
    complete: !interrupted,
    next,
    version,
    failOn,
    subjects: subjects.map((checked) => describeSubject(checked, products)),
    findings: findings.map((one) => reportFinding(one, hostsOf.get(one.subject) ?? [])),
    warnings: [
      ...warnings,
      ...[...expired, ...unused, ...troubles].map(reportedError),
      ...sessions.flatMap(unidentified),
      ...probeProblems(hosts),
    ],
    questions: [
      ...askedOfServers,
      ...hosts.flatMap((host) => host.answers.map((answer) => describeQuestion(host.name, answer))),
    ],
    sessions: sessions.map(describeSession),
    probes: probesOf(hosts),
    counts: countOutcomes(findings),
  };
}

function reportFinding({ readings, missing, fixes, ...rest }: Finding, hosts: readonly CheckedHost[]) {
  const read = new Set(readings.map(({ fact }) => fact));
  const unreadNamespaces = missing.filter((fact) => !read.has(fact)).flatMap((fact) => unreadNamespace(fact, hosts));
  return {
    ...rest,
    missing: [...missing],
    fixes: [...fixes],
    readings: [...readings, ...unreadNamespaces].map((one) => ({ ...one, at: readAt(one, hosts) })),
  };
}

/** Why nobody can tell whether a product is there: rules stop before they read anything of it. */
function unreadNamespace(namespace: string, [host]: readonly CheckedHost[]): FindingReading[] {
  const fact = host?.facts[namespace];
  if (fact?.kind !== 'unreadable') return [];
  const question = fact.question === undefined ? 'none' : requestKey(fact.question);
  return [{ fact: namespace, unreadable: fact.reason, question, origin: 'unreadable' }];
}

/** A violation counts from `failOn` up, and so does a rule that nobody could decide: it might be one. Not what is waived. */
function checkExit(findings: readonly Finding[], failOn: Severity): number {
  const codes: Partial<Record<Finding['outcome'], number>> = { violated: EXIT.found, unknown: EXIT.unknown };
  return worstExit(
    findings
      .filter(
        ({ severity, waived }) => waived === undefined && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn),
      )
      .map(({ outcome }) => codes[outcome] ?? EXIT.clean),
  );
}

function describeSubject({ subject, hosts }: CheckedSubject, products: readonly AnyProduct[]) {
  const facts = hosts.map((host) => host.facts);
  const found = products.filter(({ namespace }) => facts.some((host) => host[namespace]?.kind === 'record'));
  const unread = products.filter(
    ({ namespace }) =>
      facts.every((host) => host[namespace]?.kind !== 'record') &&
      facts.some((host) => host[namespace]?.kind === 'unreadable'),
  );
  const [only, ...others] = hosts;
  const versions: Record<string, string> = {};
  for (const { id, namespace } of others.length === 0 ? found : []) {
    const own = only?.facts[namespace];
    const version = own?.kind === 'record' ? fieldOf(own, 'version') : undefined;
    if (version?.kind === 'known') versions[id] = String(version.value);
  }
  return {
    id: subject.id,
    scope: subject.scope,
    hosts: subject.hosts.map(({ name }) => name),
    complete: subject.complete,
    answered: hosts.length === 0 || hosts.some(({ answers }) => !isSilent(answers)),
    missing: [...(subject.missing ?? [])],
    target: [...new Set(hosts.map(({ target }) => target))].join(' '),
    at: others.length === 0 ? (only?.at ?? null) : null,
    ageSeconds: others.length === 0 ? (only?.ageSeconds ?? null) : null,
    products: found.map(({ id }) => id),
    versions,
    unreadProducts: unread.map(({ id }) => id),
  };
}

/** It was asked, and nothing was answered; what was not asked at all came in another way. */
const isSilent = (answers: readonly HostAnswer[]): boolean =>
  answers.length > 0 && answers.every(({ kind }) => kind === 'failed');

/** When a reading was taken. Readings of a wider subject name their host: `NODEA:exchange.roles`. */
function readAt({ fact, origin }: FindingReading, hosts: readonly CheckedHost[]): string | null {
  if (origin === 'operator' || origin === 'given' || origin === 'presumed') return null;
  const [only, ...others] = hosts;
  const host = others.length === 0 ? only : hosts.find(({ name }) => fact.startsWith(`${name}:`));
  return host?.at ?? null;
}

/** Said aloud for each host that nobody has looked at the key of. */
function unidentified({ session: { identities } }: { readonly session: HostSession }): CheckReport['warnings'] {
  return identities
    .filter(({ identity: { kind } }) => kind === 'unverified')
    .map(({ host, identity: { key } }) => ({
      code: null,
      problem: `${host} was not identified, as you wished: whoever answered may be anyone. It showed ${key}`,
    }));
}

function describeSession({ name, session: own }: { readonly name: string; readonly session: HostSession }) {
  const { address, identities, commands, temporaryFolder } = own;
  return {
    host: name,
    address,
    identities: [...identities],
    commands: [...commands],
    temporaryFolder: temporaryFolder ?? null,
  };
}

function describeQuestion(host: string, answer: HostAnswer) {
  const question = requestKey(answer.request);
  return answer.kind === 'answered'
    ? { host, question, answered: true, exitCode: answer.exitCode }
    : { host, question, answered: false, reason: answer.reason };
}
