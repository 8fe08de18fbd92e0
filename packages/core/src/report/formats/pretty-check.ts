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

/** A check for people: what is violated, what nobody knows yet, and the rest as figures. */
export function prettyCheck(report: CheckReport, style: TextStyle): string {
  const bySeverity = (a: ReportedFinding, b: ReportedFinding) => rank(b.severity) - rank(a.severity);
  const violated = report.findings.filter(({ outcome }) => outcome === 'violated').sort(bySeverity);
  const unknown = report.findings.filter(({ outcome }) => outcome === 'unknown').sort(bySeverity);
  return [
    ...subjectLines(report, style),
    ...violated.flatMap((finding) => ['', ...violatedLines(finding, style)]),
    ...(unknown.length === 0 ? [] : ['', style.paint('title', 'Unknown: read or ask this next')]),
    ...unknown.flatMap((finding) => unknownLines(finding, style)),
    '',
    ...summaryLines(report, style),
    ...(report.complete ? [] : [style.paint('doubt', 'Interrupted: this is what is known so far.')]),
    `Next: ${report.next}`,
    '',
  ].join('\n');
}

const rank = (severity: Severity) => SEVERITIES.indexOf(severity);

function subjectLines({ subjects }: CheckReport, style: TextStyle): string[] {
  const rows = subjects.map(({ id, scope, hosts, products, versions, unreadProducts, complete, at }) => [
    id,
    scope === 'host' ? '' : `${scope} of ${hosts.join(', ')}${complete ? '' : ' (hosts may be missing)'}`,
    scope === 'host'
      ? [...products.map((product) => named(product, versions)), ...unreadProducts.map(maybe)].join(', ')
      : '',
    at === null ? '' : `host's clock ${at}`,
  ]);
  return columns(rows.map((row) => row.filter((cell, i) => i === 0 || cell !== ''))).map((line) =>
    line.replace(/^\S+/, (id) => style.paint('title', id)),
  );
}

const maybe = (product: string) => `${product}?`;

/** `mcafee-virusscan 8.0i`: versions are told by namespace, which the id of the product ends with. */
function named(product: string, versions: Readonly<Record<string, string>>): string {
  const namespace = Object.keys(versions).find((name) => product === name || product.endsWith(`-${name}`));
  return namespace === undefined ? product : `${product} ${versions[namespace]}`;
}

function violatedLines(finding: ReportedFinding, style: TextStyle): string[] {
  const { severity, rule, subject, evidence, message, caveat, fixes, source } = finding;
  const { paint } = style;
  const weakest = `${evidence.level}${evidence.weakest.startsWith('the rule') ? '' : `: ${evidence.weakest}`}`;
  const field = (name: string, texts: readonly string[]) =>
    texts.flatMap((text, i) => hang(i === 0 ? `  ${name}` : '', text, { indent: 12, width: style.width }));
  return [
    ...hang('', `${severity.toUpperCase()}  ${subject}: ${message}`, { indent: 0, width: style.width }).map(
      (line, i) =>
        i === 0 ? line.replace(severity.toUpperCase(), (word) => paint(paintOf(severity), word)) : `  ${line}`,
    ),
    ...field('verdict', [`${rule}, ${weakest}`]),
    ...field('why', finding.readings.map(showReading)),
    ...field('caveat', caveat === undefined ? [] : [caveat]),
    ...field(
      'fixes',
      fixes.map(({ id, title }) => `${id}: ${title}`),
    ),
    ...field('source', [source]),
  ];
}

const paintOf = (severity: Severity): Paint => (rank(severity) >= rank('high') ? 'bad' : 'doubt');

function showReading({ fact, value, absent, unreadable, question, origin }: ReportedReading): string {
  const shown = unreadable === undefined ? (absent === true ? 'absent' : showValue(value)) : `not read: ${unreadable}`;
  return `${fact} = ${shown} (${originOf(origin, question)})`;
}

function showValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= VALUE_LENGTH ? text : `${text.slice(0, VALUE_LENGTH)}… (${counted(text.length, 'character')})`;
}

function originOf(origin: ReportedReading['origin'], question: string): string {
  switch (origin) {
    case 'question':
    case 'unreadable':
      return question;
    case 'default':
      return `default of the product, nothing stored; ${question}`;
    case 'presumed':
      return 'presumed, not read';
    case 'operator':
      return 'said by you, --given';
    case 'given':
      return 'given';
  }
}

function unknownLines(
  { severity, rule, subject, readings, missing, message }: ReportedFinding,
  style: TextStyle,
): string[] {
  const wanted = missing.slice(0, MISSING_SHOWN).map((fact) => {
    const reading = readings.find((one) => one.fact === fact);
    if (reading?.unreadable === undefined) return fact;
    return `${fact}: ${reading.unreadable}${reading.question === 'none' ? '' : ` (${reading.question})`}`;
  });
  const more = missing.length > MISSING_SHOWN ? [`and ${missing.length - MISSING_SHOWN} more`] : [];
  return [
    ...hang('', `${severity}  ${subject}: ${rule}`, { indent: 2, width: style.width }),
    ...(wanted.length === 0 ? [message] : [...wanted, ...more]).flatMap((text) =>
      hang('', text, { indent: 6, width: style.width }),
    ),
  ];
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
  const verdicts: Readonly<Record<number, string>> = {
    0: `Nothing at or above ${failOn} is violated or unknown.`,
    1: `Something at or above ${failOn} is violated: exit code 1.`,
    3: `Nothing at or above ${failOn} is violated, but something could be: exit code 3.`,
  };
  const verdict = verdicts[exitCode];
  return [
    `${counted(counts.total, 'finding')}: ${parts.join(', ')} (${of}).`,
    ...(verdict === undefined ? [] : [verdict]),
  ];
}
