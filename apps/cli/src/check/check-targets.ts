import {
  applyWaivers,
  type CheckReport,
  checkReport,
  didYouMean,
  judge,
  type Rule,
  ScanclashError,
  ScanclashErrors,
  SEVERITIES,
  type Severity,
} from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { readAssumptions } from '../assumptions.ts';
import { selectById } from '../selection.ts';
import type { Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';
import { readLimits } from '../targets/limits.ts';
import { openTargets } from '../targets/open-target.ts';
import { type SshOptions, sshOptionWords } from '../targets/ssh-options.ts';
import { readTarget } from '../targets/target.ts';
import type { WinrmOptions } from '../targets/winrm-target.ts';
import { VERSION } from '../version.ts';
import { confirmProbe } from './confirm-probe.ts';
import { readGivenFact } from './given-facts.ts';
import { readSubjects } from './read-subjects.ts';
import { smtpNotes } from './smtp-notes.ts';
import { loadRules, ruleSources } from './user-rules.ts';
import { readWaivers } from './user-waivers.ts';

/** As commander hands them over. */
export interface CheckOptions extends SshOptions, WinrmOptions {
  readonly concurrency?: number;
  readonly smtp?: readonly string[];
  readonly probe?: boolean;
  readonly yes?: boolean;
  readonly given?: readonly string[];
  readonly assume?: readonly string[];
  readonly rule?: readonly string[];
  readonly rules?: readonly string[];
  readonly builtin?: boolean;
  readonly host?: readonly string[];
  readonly at?: string;
  readonly failOn?: string;
  readonly certificate?: string;
  readonly anyCertificate?: boolean;
  readonly passwordFd?: string;
  readonly waivers?: readonly string[];
}

/** Reads the hosts of targets and judges them. Everything that can be wrong with the words is found before a host is asked. */
export async function checkTargets(
  session: Session,
  words: readonly string[],
  options: CheckOptions,
): Promise<CheckReport> {
  const { io, seed } = session;
  const failOn = severityOf(options.failOn ?? 'high');
  const given = (options.given ?? []).map(readGivenFact);
  const behaviours = readAssumptions(options.assume ?? []);
  const { all, rules } = selectRules(session, options);
  const waivers = readWaivers(io, options.waivers ?? [], all);
  const targets = [...new Set(words)].map((word) => readTarget(word, io));
  refuseForOthers(targets, options);
  if (options.probe === true) confirmProbe(io, targets, options.yes === true);
  const { at, certificate, anyCertificate, passwordFd, plainHttp, auth, concurrency, host: hosts = [] } = options;
  const { runMs } = readLimits(options.limit ?? []);
  const opened = await openTargets(targets, io, {
    seed,
    behaviours,
    at,
    hosts,
    progress: session.progress,
    certificate,
    anyCertificate,
    passwordFd,
    plainHttp,
    auth,
    probe: options.probe,
    ssh: options,
  });
  const notes = await smtpNotes(options.smtp ?? []);
  const { subjects, interrupted } = await readSubjects(session, opened, { given, hosts, concurrency, runMs });
  const judged = subjects.filter(
    ({ subject }) => subject.scope === 'host' || rules.some(({ scope }) => scope === subject.scope),
  );
  const { fixes } = builtInRuleBook();
  const findings = judge(
    rules,
    judged.map(({ subject }) => subject),
    fixes,
  );
  const report = checkReport({
    version: VERSION,
    products: PRODUCTS,
    subjects: judged,
    judged: applyWaivers(findings, waivers, io.today()),
    failOn,
    interrupted: interrupted || opened.some((target) => target.interrupted === true),
    askedOfServers: opened.flatMap(({ asked = [] }) => asked),
    warnings: [...opened.flatMap(({ warnings }) => warnings), ...notes],
    next: '',
  });
  return { ...report, next: nextStep(report, words, options) };
}

function severityOf(word: string): Severity {
  const severity = SEVERITIES.find((one) => one === word.toLowerCase());
  if (severity !== undefined) return severity;
  throw new ScanclashError('SC-USE-003', `--fail-on ${word}: there is no such severity`, {
    hint: didYouMean(word, SEVERITIES) ?? `Severities: ${SEVERITIES.join(', ')}`,
  });
}

/** All rules that there are, and those that were asked for. */
function selectRules({ io }: Session, options: CheckOptions): { all: readonly Rule[]; rules: readonly Rule[] } {
  const own = loadRules((options.rules ?? []).flatMap((folder) => ruleSources(io, folder)));
  if (own.errors.length > 0) throw new ScanclashErrors(own.errors);
  const builtIn = options.builtin === false ? [] : builtInRuleBook().rules;
  const again = own.rules.find(({ id }) => builtIn.some((rule) => rule.id === id));
  if (again !== undefined) {
    throw new ScanclashError('SC-USE-003', `the rule ${again.id} is built in already`, {
      place: { file: again.document.file },
      hint: 'Give the file another name, or leave the built-in rules out: --no-builtin',
    });
  }
  const all = [...builtIn, ...own.rules];
  return { all, rules: selectById(all, ({ id }) => id, options.rule ?? [], 'rule') };
}

const EPO_OPTIONS = { certificate: '--certificate', anyCertificate: '--any-certificate' } as const;

/** An option that would do nothing is refused: whoever wrote it expects something of it. */
function refuseForOthers(
  targets: readonly { readonly kind: string; readonly word: string }[],
  options: CheckOptions,
): void {
  const forEpo = Object.entries(EPO_OPTIONS).find(([name]) => options[name as keyof CheckOptions] !== undefined)?.[1];
  if (
    forEpo !== undefined &&
    !targets.some(({ kind }) => kind === 'epo' || (kind === 'winrm' && forEpo === '--certificate'))
  ) {
    throw new ScanclashError('SC-USE-003', `${forEpo} is for ePO servers; there is none among the targets`, {
      hint: 'Leave it out.',
    });
  }
  const other = targets.find(({ kind }) => kind !== 'simulated');
  if (other === undefined) return;
  const option = options.at === undefined ? (options.assume === undefined ? undefined : '--assume') : '--at';
  if (option === undefined) return;
  throw new ScanclashError('SC-USE-003', `${option} is for simulated targets; ${other.word} is taken as it is`, {
    hint:
      option === '--at' ? 'Leave it out.' : 'What you know of the host better than its answers is --given FACT=VALUE.',
  });
}

/** The best fix of the worst violation, else what a rule lacks, else the same check, as strict as it can be. */
function nextStep(
  { findings, warnings, failOn }: CheckReport,
  words: readonly string[],
  options: CheckOptions,
): string {
  const folders = options.rules ?? [];
  const counting = findings.filter(({ waived }) => waived === undefined);
  const worstFirst = counting.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  const violated = worstFirst.find(({ outcome }) => outcome === 'violated');
  const unreached = warnings.find(({ code }) => code === 'SC-HOST-001')?.code;
  if (violated === undefined && typeof unreached === 'string') return shellWords(['scanclash', 'show', unreached]);
  const found = violated ?? worstFirst.find(({ outcome }) => outcome === 'unknown');
  if (found !== undefined) {
    const page = found.fixes[0]?.id ?? found.missing.map(withoutHost).find(isFact);
    if (page !== undefined) return shellWords(['scanclash', 'show', page]);
    if (builtInRuleBook().ids.includes(found.rule)) return shellWords(['scanclash', 'show', found.rule]);
    return shellWords(['scanclash', 'rules', 'test', found.rule, ...folders.flatMap((folder) => ['--rules', folder])]);
  }
  const again = failOn !== 'info' && !words.includes('-');
  return again
    ? shellWords(['scanclash', 'check', ...words, ...optionWords(options), '--fail-on', 'info'])
    : 'scanclash list rules';
}

/** `exchange.roles` of `NODEA:exchange.roles`. */
const withoutHost = (fact: string): string => fact.slice(fact.indexOf(':') + 1);

/** The options as they were given, but for `--fail-on`. */
function optionWords(options: CheckOptions): string[] {
  const { given, assume, rule, rules, host, at, builtin, waivers, certificate, anyCertificate, plainHttp, auth, smtp } =
    options;
  const one = (value: string | undefined) => (value === undefined ? [] : [value]);
  const repeated = {
    given,
    assume,
    rule,
    rules,
    host,
    smtp,
    waivers,
    at: one(at),
    certificate: one(certificate),
    auth: one(auth),
  };
  return [
    ...(anyCertificate === true ? ['--any-certificate'] : []),
    ...Object.entries(repeated).flatMap(([name, values = []]) => values.flatMap((value) => [`--${name}`, value])),
    ...(builtin === false ? ['--no-builtin'] : []),
    ...(plainHttp === true ? ['--plain-http'] : []),
    ...sshOptionWords(options),
  ];
}

/** Whether scanclash show has a page of a missing fact: parts of list items have none. */
const isFact = (path: string): boolean =>
  PRODUCTS.some(({ namespace, settings, facts }) => {
    if (!path.startsWith(`${namespace}.`)) return false;
    const below = path.slice(namespace.length + 1);
    const paths = [...settings.map((setting) => setting.path), ...Object.keys(facts)];
    return paths.some((one) => one === below || one.startsWith(`${below}.`));
  });
