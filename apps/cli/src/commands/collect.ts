import { resolve } from 'node:path';
import { type CheckedHost, type CollectReport, EXIT, prettyCollect, requestKey, ScanclashError } from '@scanclash/core';
import { readAssumptions } from '../assumptions.ts';
import { readSubjects } from '../check/read-subjects.ts';
import { emitReport, type Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';
import { openTarget } from '../targets/open-target.ts';
import { readTarget } from '../targets/target.ts';
import { VERSION } from '../version.ts';

export interface CollectOptions {
  readonly output: string;
  readonly assume?: readonly string[];
  readonly host?: readonly string[];
  readonly at?: string;
}

/** `scanclash collect TARGET -o ZIP` */
export async function collect(
  session: Session,
  [word = '']: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  return emitReport(session, await collectTarget(session, word, options as unknown as CollectOptions), prettyCollect);
}

/** Reads the hosts of a target into a bundle, without their secrets; a file that is there is left alone. */
export async function collectTarget(session: Session, word: string, options: CollectOptions): Promise<CollectReport> {
  const { io, seed } = session;
  const { output, host: hosts = [], assume = [], at } = options;
  if (output === '' || output === '-') {
    throw new ScanclashError('SC-USE-003', `-o "${output}": a bundle is written to a file`, {
      hint: 'Name the file: -o host.zip',
    });
  }
  const target = readTarget(word, io);
  if (target.kind !== 'simulated') {
    const what = target.kind === 'bundle' ? 'is recorded already' : 'tells facts, no answers of hosts';
    throw new ScanclashError('SC-USE-004', `${word} ${what}: there is nothing to collect`, {
      hint: `Check it: ${shellWords(['scanclash', 'check', word])}`,
    });
  }
  const opened = await openTarget(target, io, {
    seed,
    behaviours: readAssumptions(assume),
    at,
    hosts,
    progress: session.progress,
  });
  const { subjects, interrupted } = await readSubjects(session, [opened], { given: [], hosts });
  const read = subjects.filter(({ subject }) => subject.scope === 'host').flatMap((subject) => subject.hosts);
  const { writeBundle } = await import('@scanclash/transports');
  await writeBundle(resolve(io.cwd, output), {
    collector: { name: 'scanclash', version: VERSION },
    // The world has the only clock that counts here: the same seed gives the same bundle.
    collectedAt: `${read[0]?.at ?? ''}Z`,
    complete: !interrupted,
    hosts: read,
  });
  return {
    schema: 'scanclash.collect/1',
    exitCode: interrupted ? EXIT.interrupted : EXIT.clean,
    complete: !interrupted,
    next: shellWords(['scanclash', 'check', output]),
    version: VERSION,
    output,
    hosts: read.map(describeHost),
  };
}

const describeHost = ({ name, answers }: CheckedHost) => ({
  name,
  questions: answers.length,
  failed: answers.flatMap((answer) =>
    answer.kind === 'failed' ? [{ question: requestKey(answer.request), reason: answer.reason }] : [],
  ),
});
