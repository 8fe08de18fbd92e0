import {
  EXIT,
  type ExampleResult,
  prettyRulesTest,
  type RulesTestReport,
  reportedError,
  runExamples,
  type ScanclashError,
  worstExit,
} from '@scanclash/core';
import { RULE_SOURCES } from '@scanclash/products';
import { loadRules, ruleSources } from '../check/user-rules.ts';
import { selectById } from '../selection.ts';
import { emitReport, type Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';
import { VERSION } from '../version.ts';

/** `scanclash rules test [ID...]`: the examples of the built-in rules, or of those in folders. */
export async function rulesTest(
  session: Session,
  ids: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { io, progress } = session;
  const { rules: folders = [] } = options as unknown as { readonly rules?: readonly string[] };
  const all = folders.length === 0 ? RULE_SOURCES : folders.flatMap((folder) => ruleSources(io, folder));
  const { rules, errors, unread } = loadRules(selectById(all, ({ id }) => id, ids, 'rule'));
  const results: ExampleResult[] = [];
  let interrupted = false;
  for (const [i, rule] of rules.entries()) {
    progress.update(i, rules.length, 'rules');
    await io.breathe();
    interrupted = io.interrupted();
    if (interrupted) break;
    results.push(...runExamples(rule));
  }
  const failures = results.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const report: RulesTestReport = {
    ...outcomeOf([...errors, ...failures], interrupted),
    next: nextStep([...errors, ...failures], results, folders),
    version: VERSION,
    examples: results.map(({ error: _, ...result }) => result),
    counts: {
      rules: rules.length + unread,
      unread,
      examples: results.length,
      passed: results.length - failures.length,
      failed: failures.length,
    },
  };
  return emitReport(session, report, prettyRulesTest);
}

const outcomeOf = (errors: readonly ScanclashError[], interrupted: boolean) => ({
  schema: 'scanclash.rules-test/1' as const,
  exitCode: worstExit([...errors.map(({ exitCode }) => exitCode), ...(interrupted ? [EXIT.interrupted] : [])]),
  complete: !interrupted,
  errors: errors.map(reportedError),
});

/** The first rule whose example failed, by itself; else the page of what is wrong with the first file. */
function nextStep(
  [error]: readonly ScanclashError[],
  results: readonly ExampleResult[],
  folders: readonly string[],
): string {
  const failed = results.find(({ ok }) => !ok);
  if (failed !== undefined) {
    return shellWords(['scanclash', 'rules', 'test', failed.rule, ...folders.flatMap((folder) => ['--rules', folder])]);
  }
  return error === undefined ? 'scanclash list rules' : `scanclash show ${error.code}`;
}
