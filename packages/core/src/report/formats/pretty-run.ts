import type { ReportedRun, RunReport } from '../run-report.ts';
import { columns, counted, hang } from '../text-layout.ts';
import type { Paint, TextStyle } from '../text-style.ts';

const OUTCOME_PAINT: Readonly<Record<ReportedRun['outcome'], Paint>> = {
  'as-expected': 'good',
  unexpected: 'bad',
  inconclusive: 'doubt',
};

/** Up to this many scenarios are shown arm by arm; beyond it only what did not come out as expected is. */
const SHOWN_BY_ARM = 3;

/** Played scenarios for people: one line each, or arm by arm where there are few; always what went wrong, and how to replay it. */
export function prettyRun(report: RunReport, style: TextStyle, elapsedMs?: number): string {
  const byScenario = new Map<string, ReportedRun[]>();
  for (const run of report.runs) byScenario.set(run.scenario, [...(byScenario.get(run.scenario) ?? []), run]);
  const [only] = report.runs;
  const whole =
    report.runs.length === 1 && only !== undefined
      ? singleRun(only, style)
      : byScenario.size <= SHOWN_BY_ARM
        ? [...byScenario].flatMap(([scenario, runs]) => armByArm(scenario, runs, style))
        : [...oneLineEach(byScenario, style), ''];
  const wrong = report.runs.length === 1 ? [] : report.runs.filter(({ outcome }) => outcome !== 'as-expected');
  return [
    ...whole,
    ...wrong.flatMap((run) => [...problemLines(run, style), '']),
    ...report.failures.flatMap(({ scenario, arm, problem, replay }) => [
      style.paint('bad', `${scenario} ${arm} broke off`),
      ...problem.split('\n').map((line) => `  ${line}`),
      `  replay: ${replay}`,
      '',
    ]),
    summary(report, style, elapsedMs),
    ...(report.complete || report.failures.length > 0
      ? []
      : [style.paint('doubt', 'Interrupted: this is what is known so far.')]),
    `Next: ${report.next}`,
    '',
  ].join('\n');
}

function oneLineEach(byScenario: ReadonlyMap<string, readonly ReportedRun[]>, style: TextStyle): string[] {
  const rows = [...byScenario].map(([scenario, runs]) => {
    const wrong = runs.filter(({ outcome }) => outcome !== 'as-expected').length;
    return {
      wrong,
      cells: [scenario, counted(runs.length, 'arm'), wrong === 0 ? 'as expected' : `${wrong} not as expected`],
    };
  });
  return columns(rows.map(({ cells }) => cells)).map((line, i) =>
    (rows[i]?.wrong ?? 0) > 0 ? style.paint('bad', line) : line,
  );
}

function armByArm(scenario: string, runs: readonly ReportedRun[], style: TextStyle): string[] {
  const rows = runs.map((run) => [`  ${run.arm}`, run.outcome, seenOf(run)]);
  const lines = columns(rows).map((line, i) => paintOutcome(line, (runs[i] as ReportedRun).outcome, style));
  const broken = runs.find(({ kind }) => kind === 'broken');
  const title = broken === undefined ? [] : hang('', broken.title, { indent: 2, width: style.width });
  return [style.paint('title', scenario), ...title, ...lines, ''];
}

const paintOutcome = (line: string, outcome: ReportedRun['outcome'], style: TextStyle) =>
  line.replace(outcome, (word) => style.paint(OUTCOME_PAINT[outcome], word));

function seenOf({ symptoms, findings, protections }: ReportedRun): string {
  const present = symptoms.filter(({ observed }) => observed === 'present').length;
  const violated = findings.filter((finding) => finding.violated).length;
  const kept = protections.filter(({ held }) => held).length;
  return [
    `${present} of ${counted(symptoms.length, 'symptom')}`,
    ...(findings.length === 0 ? [] : [`${violated} of ${counted(findings.length, 'finding')}`]),
    ...(protections.length === 0
      ? []
      : [kept === protections.length ? 'protection kept' : `protection lost${lossExpected(protections)}`]),
  ].join(', ');
}

const lossExpected = (protections: ReportedRun['protections']) =>
  protections.every(({ ok }) => ok) ? ' as the arm says' : '';

function singleRun(run: ReportedRun, style: TextStyle): string[] {
  const field = (name: string, texts: readonly string[]) =>
    texts.flatMap((text, i) => hang(i === 0 ? `  ${name}` : '', text, { indent: 14, width: style.width }));
  const marked = (ok: boolean, text: string) => `${ok ? '' : 'NOT AS EXPECTED: '}${text}`;
  return [
    paintOutcome(`${run.scenario} ${run.arm}: ${run.outcome}`, run.outcome, style),
    ...hang('', run.title, { indent: 2, width: style.width }),
    ...field(
      'symptoms',
      run.symptoms.map(({ ok, observed, expect }) => marked(ok, `${observed}: ${expect.replace(/\s+/g, ' ')}`)),
    ),
    ...field(
      'findings',
      run.findings.map(({ ok, rule, outcome }) => marked(ok, `${outcome.replace('-', ' ')}: ${rule}`)),
    ),
    ...field(
      'protection',
      run.protections.map(({ ok, check, held }) => marked(ok, `${held ? 'kept' : 'lost'}: ${check}`)),
    ),
    ...field('rests on', run.restsOn),
    ...field('trace', [
      `${counted(run.events, 'event')}, ${formatMs(run.simulatedMs)} simulated, sha256 ${run.traceHash}`,
    ]),
    ...(run.outcome === 'as-expected' ? [] : problemLines(run, style).slice(1)),
    '',
  ];
}

function problemLines(run: ReportedRun, style: TextStyle): string[] {
  const problems = run.problems.length === 0 ? ['the key event never happened: this proves nothing'] : run.problems;
  return [
    style.paint(OUTCOME_PAINT[run.outcome], `${run.scenario} ${run.arm}: ${run.outcome}`),
    ...problems.flatMap((problem) => hang('', problem, { indent: 2, width: style.width })),
    `  replay: ${run.replay}`,
  ];
}

function summary({ counts }: RunReport, style: TextStyle, elapsedMs: number | undefined): string {
  const parts = [
    style.paint(counts['as-expected'] === counts.total ? 'good' : 'quiet', `${counts['as-expected']} as expected`),
    ...(counts.unexpected > 0 ? [style.paint('bad', `${counts.unexpected} unexpected`)] : []),
    ...(counts.inconclusive > 0 ? [style.paint('doubt', `${counts.inconclusive} inconclusive`)] : []),
    ...(counts.failed > 0 ? [style.paint('bad', `${counts.failed} broke off`)] : []),
  ];
  const took = elapsedMs === undefined ? '' : ` in ${formatMs(elapsedMs)}`;
  return `${counted(counts.total, 'run')}: ${parts.join(', ')}${took}.`;
}

/** `850 ms`, `2.4 s`, `1 min 30 s`, `1 h 30 min`. */
export function formatMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10} s`;
  const seconds = Math.floor(ms / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
