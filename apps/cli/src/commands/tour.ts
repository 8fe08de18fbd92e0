import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CheckReport,
  counted,
  EXIT,
  formatMs,
  ScanclashError,
  SEVERITIES,
  worstExit,
  wrap,
} from '@scanclash/core';
import { checkTargets } from '../check/check-targets.ts';
import { ArmThreads } from '../run/arm-threads.ts';
import { planRuns } from '../run/plan-runs.ts';
import { playRuns } from '../run/play-runs.ts';
import type { Session } from '../session.ts';
import { collectTarget } from './collect.ts';

const FIRST = 'mail-flow/port25-blocks-modusmail';

const WRONG_SHOWN = 3;

/** Lines to paste are not broken. */
const isCommand = (line: string): boolean => /^\s*(\w+: )?scanclash /.test(line);

/** `scanclash tour`: everything once, for whoever has just built it. */
export async function tour(session: Session): Promise<number> {
  const { io, formats, style } = session;
  if (formats.some(({ name, path }) => name !== 'pretty' || path !== undefined)) {
    throw new ScanclashError('SC-USE-003', 'the tour is for people', { hint: 'Use scanclash run --format json.' });
  }
  const say = (...texts: readonly string[]) =>
    io.stdout.write(`${texts.flatMap((text) => (isCommand(text) ? [text] : wrap(text, style.width))).join('\n')}\n`);
  const heading = (text: string) => style.paint('title', text);
  const threads = ArmThreads.of(io);
  const catalogue = await import('@scanclash/scenarios');
  const scenarios = catalogue.builtInScenarios();

  say(heading('1. Every failure, its fixes, the fixes that do not work, and healthy controls'));
  const startedAt = io.clock();
  const plan = planRuns(catalogue, { scenarios: [], arms: [], settings: [], behaviours: {}, seed: session.seed });
  const runs = await playRuns(session, plan, {}, threads);
  await threads.close();
  const { counts } = runs;
  const took = formatMs(io.clock() - startedAt);
  say(
    `   ${counted(scenarios.length, 'scenario')}, ${counted(counts.total, 'run')}: ${counts['as-expected']} as expected, in ${took}.`,
  );
  const wrong = [...runs.runs.filter(({ outcome }) => outcome !== 'as-expected'), ...runs.failures];
  for (const { scenario, arm, replay } of wrong.slice(0, WRONG_SHOWN)) {
    say(`   ${style.paint('bad', 'not as expected')}: ${scenario} ${arm}`, `   replay: ${replay}`);
  }
  if (wrong.length > WRONG_SHOWN) say(`   and ${wrong.length - WRONG_SHOWN} more: scanclash run`);
  if (!runs.complete && runs.exitCode === EXIT.interrupted) return stopped(say);

  const broken = `sim:${FIRST}#${catalogue.scenarioById(FIRST).world.subject}`;
  say(
    '',
    heading('2. A host that is broken on purpose, asked through its own console'),
    `   scanclash check ${broken}`,
  );
  const direct = await checkTargets(session, [broken], {});
  say(
    ...worstFinding(direct),
    '   It is meant to have findings: a check of it alone ends with exit code 1, the tour does not.',
  );

  const other =
    scenarios.find(({ id, file }) => id !== FIRST && file.findings.length > 0) ?? catalogue.scenarioById(FIRST);
  const host = `sim:${other.id}#${other.world.subject}`;
  say(
    '',
    heading('3. The same through a bundle, as a customer would send it'),
    `   scanclash collect ${host} -o host.zip`,
    '   scanclash check host.zip',
  );
  const [asked, sent] = await bothWays(session, host);
  const alike = verdicts(asked) === verdicts(sent);
  say(
    ...worstFinding(sent),
    `   ${alike ? 'The verdicts are those of the host itself' : style.paint('bad', 'The verdicts differ from those of the host itself')}; the bundle was removed again.`,
  );

  const exitCode = worstExit([
    runs.exitCode,
    direct.counts.violated > 0 && alike ? EXIT.clean : EXIT.found,
    ...(io.interrupted() ? [EXIT.interrupted] : []),
  ]);
  say(
    '',
    exitCode === EXIT.clean
      ? style.paint('good', 'Everything is as it should be.')
      : style.paint('bad', 'Something is not as it should be.'),
    `Try: scanclash show ${FIRST}`,
    '     scanclash list scenarios',
    '     scanclash --help',
    `Next: ${exitCode === EXIT.clean ? `scanclash check ${broken}` : runs.next}`,
  );
  return exitCode;
}

function stopped(say: (...lines: readonly string[]) => void): number {
  say('Interrupted: this is what is known so far.', 'Next: scanclash tour');
  return EXIT.interrupted;
}

/** Checks a simulated host as it stands, and what a bundle of it says. */
async function bothWays(session: Session, host: string): Promise<[CheckReport, CheckReport]> {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-tour-'));
  try {
    const zip = join(folder, 'host.zip');
    await collectTarget(session, host, { output: zip });
    return [await checkTargets(session, [host], {}), await checkTargets(session, [zip], {})];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const verdicts = ({ findings }: CheckReport): string =>
  findings
    .map(({ rule, outcome }) => `${rule} ${outcome}`)
    .sort()
    .join('\n');

function worstFinding({ findings, counts }: CheckReport): string[] {
  const [found] = findings
    .filter(({ outcome }) => outcome === 'violated')
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  return [
    ...(found === undefined
      ? []
      : [
          `   ${found.severity.toUpperCase()} ${found.subject}: ${found.message}`,
          `   fix: ${found.fixes[0]?.title ?? 'none is known'}`,
        ]),
    `   ${counts.violated} violated, ${counts.unknown} unknown, ${counts.satisfied} satisfied, ${counts['not-applicable']} not applicable.`,
  ];
}
