import { SEVERITIES, type Severity } from '../../rules/rule-schema.ts';
import type { CheckReport } from '../check-report.ts';
import { columns, counted, hang } from '../text-layout.ts';
import type { Paint, TextStyle } from '../text-style.ts';

type ReportedFinding = CheckReport['findings'][number];
type ReportedReading = ReportedFinding['readings'][number];

/** Values longer than this are cut: the whole of them is in the JSON. */
const VALUE_LENGTH = 200;
/** Missing facts named for one rule; a rule without its product misses them all. */
const MISSING_SHOWN = 4;
/** Products named of which nobody knows whether they are there. */
const UNREAD_SHOWN = 3;

/** With more subjects than this, subjects of which the same is to be said stand together, and only some are named. */
const FLEET = 20;
const FLEET_NAMES = 8;

/** A check for people: what is violated, what nobody knows yet, and the rest as figures. */
export function prettyCheck(report: CheckReport, style: TextStyle): string {
  const bySeverity = (a: ReportedFinding, b: ReportedFinding) => rank(b.severity) - rank(a.severity);
  const waived = report.findings.filter((finding) => finding.waived !== undefined).sort(bySeverity);
  const counting = report.findings.filter((finding) => finding.waived === undefined).sort(bySeverity);
  const violated = counting.filter(({ outcome }) => outcome === 'violated');
  const unknown = counting.filter(({ outcome }) => outcome === 'unknown');
  return [
    ...subjectLines(report, style),
    ...report.warnings.flatMap((warning) => ['', ...warningLines(warning, style)]),
    ...violatedGroups(violated, report.subjects.length).flatMap((group) => ['', ...violatedLines(group, style)]),
    ...(unknown.length === 0 ? [] : ['', style.paint('title', 'Unknown: read or ask this next')]),
    ...unknownLines(unknown, report, style),
    ...(waived.length === 0 ? [] : ['', style.paint('title', 'Waived: accepted by somebody, for a while')]),
    ...waived.flatMap((finding) => waivedLines(finding, style)),
    ...(report.probes.length === 0 ? [] : ['', style.paint('title', 'Probed: what became of test files')]),
    ...report.probes.flatMap((probe) => probeLines(probe, style)),
    '',
    ...summaryLines(report, style),
    ...sessionLines(report, style),
    ...(report.complete ? [] : [style.paint('doubt', 'Interrupted: this is what is known so far.')]),
    `Next: ${report.next}`,
    '',
  ].join('\n');
}

const rank = (severity: Severity) => SEVERITIES.indexOf(severity);

function subjectLines({ subjects }: CheckReport, style: TextStyle): string[] {
  const more = subjects.length - FLEET;
  const rows = subjects
    .slice(0, more > 0 ? FLEET : subjects.length)
    .map(({ id, scope, hosts, products, versions, unreadProducts, at, ageSeconds, answered, ...rest }) => [
      id,
      scope === 'host' ? '' : membersOf(id, scope, hosts) + gapIn(rest),
      scope === 'host' && answered
        ? [...products.map((product) => named(product, versions)), ...maybe(unreadProducts)].join(', ')
        : '',
      answered
        ? at === null
          ? ''
          : `read at ${at}${ageSeconds === null ? '' : `, ${ago(ageSeconds)}`}`
        : 'nothing was answered',
    ]);
  return [
    ...columns(rows.map((row) => row.filter((cell, i) => i === 0 || cell !== ''))).map((line) =>
      line.replace(/^\S+/, (id) => style.paint('title', id)),
    ),
    ...(more > 0 ? [`… and ${counted(more, 'subject')} more; --format json has them all`] : []),
  ];
}

/** Of a host that tells nothing of clusters one is made, which has no name of its own. */
function membersOf(id: string, scope: string, hosts: readonly string[]): string {
  const members = `${scope} of ${namesOf(hosts)}`;
  return members === id ? 'whether it is a node is not known' : members;
}

/** Names with commas; of very many the first ones. */
function namesOf(names: readonly string[]): string {
  if (names.length <= FLEET) return names.join(', ');
  return `${names.slice(0, FLEET_NAMES).join(', ')} and ${names.length - FLEET_NAMES} more`;
}

const UNITS: readonly [number, string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** Evidence has an age. Clocks that differ may put it into the future. */
function ago(seconds: number): string {
  const unit = UNITS.find(([length]) => Math.abs(seconds) >= length);
  if (unit === undefined) return 'just now';
  const count = counted(Math.floor(Math.abs(seconds) / unit[0]), unit[1]);
  return seconds < 0 ? `${count} ahead of the clock here` : `${count} ago`;
}

function gapIn({ complete, missing }: Pick<CheckReport['subjects'][number], 'complete' | 'missing'>): string {
  if (missing.length > 0) return ` (partner missing: ${missing.join(', ')})`;
  return complete ? '' : ' (hosts may be missing)';
}

function warningLines({ code, problem, hint, place }: CheckReport['warnings'][number], style: TextStyle): string[] {
  const where = place === undefined ? '' : `${place}: `;
  return [
    ...hang('', `${code ?? 'Note'} ${where}${problem}`, { indent: 0, width: style.width }),
    ...(hint === undefined ? [] : hang('', hint, { indent: 2, width: style.width })),
  ];
}

/** Products of which nobody knows whether they are there; many of them are a bare export, and say nothing one by one. */
const maybe = (products: readonly string[]): string[] =>
  products.length <= UNREAD_SHOWN
    ? products.map((product) => `${product}?`)
    : [`unknown whether ${products.length} others`];

function named(product: string, versions: Readonly<Record<string, string>>): string {
  const version = versions[product];
  return version === undefined ? product : `${product} ${version}`;
}

/** In a fleet one thing is said once of all whom it concerns. */
function violatedGroups(findings: readonly ReportedFinding[], subjects: number): ReportedFinding[][] {
  if (subjects <= FLEET) return findings.map((finding) => [finding]);
  const alike = ({ rule, message, readings }: ReportedFinding) =>
    JSON.stringify([rule, message, readings.map(({ at: _, ...reading }) => reading)]);
  return grouped(findings, alike);
}

function violatedLines(group: readonly ReportedFinding[], style: TextStyle): string[] {
  const [finding] = group;
  if (finding === undefined) return [];
  const { severity, rule, evidence, message, caveat, fixes, source } = finding;
  const subject = namesOf(group.map((one) => one.subject));
  const { paint } = style;
  const weakest = `${evidence.level}${evidence.weakest.startsWith('the rule') ? '' : `: ${evidence.weakest}`}`;
  const field = (name: string, texts: readonly string[]) =>
    texts.flatMap((text, i) => hang(i === 0 ? `  ${name}` : '', text, { indent: 12, width: style.width }));
  return [
    ...hang('', `${severity.toUpperCase()} ${subject}: ${message}`, { indent: 0, width: style.width }).map((line, i) =>
      i === 0 ? line.replace(severity.toUpperCase(), (word) => paint(paintOf(severity), word)) : `  ${line}`,
    ),
    ...field('verdict', [`${rule}, ${weakest}`]),
    ...field('why', readingLines(finding.readings)),
    ...field('caveat', caveat === undefined ? [] : [caveat]),
    ...field(
      'fixes',
      fixes.map(({ id, title }) => `${id}: ${title}`),
    ),
    ...field('source', [source]),
  ];
}

const paintOf = (severity: Severity): Paint => (rank(severity) >= rank('high') ? 'bad' : 'doubt');

/** What was done on real hosts, in one line each; the commands themselves are in the JSON. */
function sessionLines({ sessions }: CheckReport, style: TextStyle): string[] {
  return sessions.flatMap(({ host, address, identities, commands, temporaryFolder }) => {
    const { identity } = identities.at(-1) ?? {};
    const parts = [
      identity?.kind === 'verified' ? `identified by ${identity.by}` : (identity?.kind ?? 'not reached'),
      `${counted(commands.length, 'command')} run (sessions in --format json)`,
      temporaryFolder === null
        ? 'nothing written'
        : `${temporaryFolder.name} was written and ${temporaryFolder.removed ? 'removed' : 'is STILL THERE'}`,
    ];
    return hang('', `${host} (${address}): ${parts.join('; ')}.`, { indent: 0, width: style.width });
  });
}

/** What was read, each place named once after all that it told; items of a list that is shown are not shown again. */
function readingLines(readings: readonly ReportedReading[]): string[] {
  const lists = new Set(readings.map(({ fact }) => fact));
  const shown = readings.filter(({ fact }) => !partOfShown(fact, lists));
  return shown.flatMap((one, i) => {
    const next = shown[i + 1];
    const origin = originOf(one);
    const line = `${one.fact} = ${showReading(one)}`;
    return next !== undefined && originOf(next) === origin ? [line] : [line, `  from ${origin}`];
  });
}

function partOfShown(fact: string, lists: ReadonlySet<string>): boolean {
  for (let end = fact.lastIndexOf('['); end > 0; end = fact.lastIndexOf('[', end - 1)) {
    if (lists.has(fact.slice(0, end))) return true;
  }
  return false;
}

function showReading({ value, present, absent, unreadable }: ReportedReading): string {
  if (unreadable !== undefined) return `not read: ${unreadable}`;
  if (present === true) return 'present';
  return absent === true ? 'absent' : showValue(value);
}

function showValue(value: unknown): string {
  const items = Array.isArray(value) && value.every((item) => typeof item !== 'object') ? value : undefined;
  const text = items?.join(', ') ?? (typeof value === 'string' ? value : JSON.stringify(value));
  if (text.length <= VALUE_LENGTH) return text === '' ? 'nothing' : text;
  const size = items === undefined ? counted(text.length, 'character') : counted(items.length, 'item');
  return `${text.slice(0, VALUE_LENGTH)}… (${size})`;
}

function originOf({ origin, question }: ReportedReading): string {
  switch (origin) {
    case 'question':
    case 'policy':
    case 'unreadable':
      return question;
    case 'default':
      return `the default of the product: nothing is stored in ${question}`;
    case 'presumed':
      return 'the usual layout of the product, not from the host';
    case 'operator':
      return 'you, --given';
    case 'probe':
      return 'test files that were written and read back, --probe';
    case 'given':
      return 'the facts that were handed in';
  }
}

/** What nobody could decide, worst first. Of a host that was not reached there is one thing to say, and not one for each rule. */
function unknownLines(unknown: readonly ReportedFinding[], report: CheckReport, style: TextStyle): string[] {
  const silent = new Set(report.subjects.filter(({ answered }) => !answered).map(({ id }) => id));
  const isLost = (finding: ReportedFinding) => silent.has(finding.subject) || isSaidAbove(finding, report);
  const lost = grouped(unknown.filter(isLost), ({ subject }) => subject);
  const others = unknownGroups(
    unknown.filter((finding) => !isLost(finding)),
    report.subjects.length,
  );
  const all = [
    ...lost.map((group) => ({ group, lines: lostLines(group, report, style) })),
    ...others.map((group) => ({ group, lines: lackingLines(group, style) })),
  ];
  const severityOf = ({ group }: { group: readonly ReportedFinding[] }) => rank(group[0]?.severity ?? 'info');
  return all.toSorted((a, b) => severityOf(b) - severityOf(a)).flatMap(({ lines }) => lines);
}

/** Whether a rule lacks what a host did not tell because it was not reached, or was lost: a warning has said why. */
const isSaidAbove = ({ readings }: ReportedFinding, { warnings }: CheckReport): boolean =>
  readings.some(({ unreadable }) => unreadable !== undefined && warnings.some(({ problem }) => problem === unreadable));

function lostLines(group: readonly ReportedFinding[], report: CheckReport, style: TextStyle): string[] {
  const [worst] = group;
  if (worst === undefined) return [];
  const reason = isSaidAbove(worst, report)
    ? ', for the reason above'
    : `: ${worst.readings.find(({ unreadable }) => unreadable !== undefined)?.unreadable ?? 'nothing was answered'}`;
  const what = `${counted(group.length, 'rule')} cannot be decided${reason}`;
  return hang('', `${worst.severity} ${worst.subject}: ${what}`, { indent: 2, width: style.width });
}

/**
 * Rules of one subject that lack the same facts stand together: a product that nobody found would fill pages. In a fleet
 * subjects that lack the same stand together, too.
 */
function unknownGroups(findings: readonly ReportedFinding[], subjects: number): ReportedFinding[][] {
  const lacking = ({ missing, readings }: ReportedFinding) =>
    missing.map((fact) => [fact, readings.find((one) => one.fact === fact)?.unreadable]);
  return grouped(findings, (finding) =>
    JSON.stringify(subjects > FLEET ? lacking(finding) : [finding.subject, finding.missing]),
  );
}

/** Findings with one key together, in the order in which the first of each came. */
function grouped(
  findings: readonly ReportedFinding[],
  keyOf: (finding: ReportedFinding) => string,
): ReportedFinding[][] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function lackingLines(group: readonly ReportedFinding[], style: TextStyle): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { severity, readings, missing, message } = first;
  const subject = namesOf([...new Set(group.map((one) => one.subject))]);
  const wanted = missing.slice(0, MISSING_SHOWN).map((fact) => {
    const reading = readings.find((one) => one.fact === fact);
    if (reading?.unreadable === undefined) return fact;
    return `${fact}: ${reading.unreadable}${reading.question === 'none' ? '' : ` (${reading.question})`}`;
  });
  const more = missing.length > MISSING_SHOWN ? [`and ${missing.length - MISSING_SHOWN} more`] : [];
  const rules = [...new Set(group.map(({ rule }) => rule))].join(', ');
  return [
    ...hang('', `${severity} ${subject}: ${rules}`, { indent: 2, width: style.width }),
    ...(wanted.length === 0 ? [message] : [...wanted, ...more]).flatMap((text) =>
      hang('', text, { indent: 6, width: style.width }),
    ),
  ];
}

function waivedLines({ severity, subject, rule, outcome, waived }: ReportedFinding, style: TextStyle): string[] {
  const by = waived === undefined ? '' : `until ${waived.expires}, ${waived.owner}: ${waived.reason}`;
  return [
    ...hang('', `${severity} ${subject}: ${rule}, ${outcome}`, { indent: 2, width: style.width }),
    ...hang('', by, { indent: 6, width: style.width }),
  ];
}

function probeLines({ host, control, folders }: CheckReport['probes'][number], style: TextStyle): string[] {
  const line = ({ folder, outcome, detail }: typeof control, what = '') =>
    hang('', `${host} ${folder}${what}: ${outcome}${detail === undefined ? '' : ` (${detail})`}`, {
      indent: 2,
      width: style.width,
    });
  return [...line(control, ', the control'), ...folders.flatMap((one) => line(one))];
}

function summaryLines({ counts, subjects, findings, failOn, exitCode }: CheckReport, style: TextStyle): string[] {
  const rules = new Set(findings.map(({ rule }) => rule)).size;
  const parts = [
    style.paint(counts.violated > 0 ? 'bad' : 'good', `${counts.violated} violated`),
    style.paint(counts.unknown > 0 ? 'doubt' : 'quiet', `${counts.unknown} unknown`),
    `${counts.satisfied} satisfied`,
    `${counts['not-applicable']} not applicable`,
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
  ];
  const of = `${counted(rules, 'rule')} on ${counted(subjects.length, 'subject')}`;
  const isViolated = findings.some(
    ({ outcome, waived, severity }) => outcome === 'violated' && waived === undefined && rank(severity) >= rank(failOn),
  );
  const isOpen = findings.some(
    ({ outcome, waived, severity }) => outcome === 'unknown' && waived === undefined && rank(severity) >= rank(failOn),
  );
  const verdicts: Readonly<Record<number, string>> = {
    0: `Nothing at or above ${failOn} is violated or unknown.`,
    1: isViolated
      ? `Something at or above ${failOn} is violated: exit code 1.`
      : `Nothing at or above ${failOn} is violated, but a waiver has expired: exit code 1.`,
    3: isOpen
      ? `Nothing at or above ${failOn} is violated, but something could be: exit code 3.`
      : 'Not everything was read, for the reasons above: exit code 3.',
  };
  const verdict = verdicts[exitCode];
  return [
    `${counted(counts.total, 'finding')}: ${parts.join(', ')} (${of}).`,
    ...(verdict === undefined ? [] : [verdict]),
  ];
}
