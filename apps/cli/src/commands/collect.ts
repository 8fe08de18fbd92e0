import { resolve } from 'node:path';
import { type CheckedHost, type CollectReport, EXIT, prettyCollect, requestKey, ScanclashError } from '@scanclash/core';
import { readAssumptions } from '../assumptions.ts';
import { readSubjects } from '../check/read-subjects.ts';
import { emitReport, type Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';
import { readLimits } from '../targets/limits.ts';
import { openTargets } from '../targets/open-target.ts';
import type { SshOptions } from '../targets/ssh-options.ts';
import { readTarget } from '../targets/target.ts';
import { VERSION } from '../version.ts';

export interface CollectOptions extends SshOptions {
  readonly concurrency?: number;
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
  if (target.kind === 'bundle' || target.kind === 'ndjson' || target.kind === 'epo') {
    const what = target.kind === 'bundle' ? 'is recorded already' : 'tells facts, no answers of hosts';
    throw new ScanclashError('SC-USE-004', `${word} ${what}: there is nothing to collect`, {
      hint: `Check it: ${shellWords(['scanclash', 'check', word])}`,
    });
  }
  const { runMs } = readLimits(options.limit ?? []);
  const opened = await openTargets([target], io, {
    seed,
    behaviours: readAssumptions(assume),
    at,
    hosts,
    progress: session.progress,
    ssh: options,
  });
  const { subjects, interrupted } = await readSubjects(session, opened, { given: [], hosts, runMs, keepBytes: true });
  const read = subjects.filter(({ subject }) => subject.scope === 'host').flatMap((subject) => subject.hosts);
  const broken = read.some(({ session: own }) => own?.trouble !== undefined);
  const complete = !interrupted && !broken;
  const { writeBundle } = await import('@scanclash/transports');
  await writeBundle(resolve(io.cwd, output), {
    collector: { name: 'scanclash', version: VERSION },
    // The clock of the host counts, of a world the only one: the same seed gives the same bundle.
    collectedAt: (read[0]?.at ?? '').replace(/Z?$/, 'Z'),
    complete,
    hosts: read,
  });
  return {
    schema: 'scanclash.collect/1',
    exitCode: interrupted ? EXIT.interrupted : broken ? EXIT.unknown : EXIT.clean,
    complete,
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
