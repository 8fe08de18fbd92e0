import { resolve } from 'node:path';
import { type CheckedHost, type CollectReport, EXIT, prettyCollect, requestKey, ScanclashError } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { readAssumptions } from '../assumptions.ts';
import { readSubjects } from '../check/read-subjects.ts';
import { writeNewFile } from '../output/write-file.ts';
import { emitReport, type Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';
import { readLimits } from '../targets/limits.ts';
import { openTargets } from '../targets/open-target.ts';
import type { SshOptions } from '../targets/ssh-options.ts';
import { readTarget } from '../targets/target.ts';
import type { WinrmOptions } from '../targets/winrm-target.ts';
import { VERSION } from '../version.ts';

export interface CollectOptions extends SshOptions, WinrmOptions {
  readonly concurrency?: number;
  readonly output: string;
  readonly script?: boolean;
  readonly assume?: readonly string[];
  readonly host?: readonly string[];
  readonly at?: string;
}

/** `scanclash collect TARGET -o ZIP`, `scanclash collect --script -o CMD` */
export async function collect(
  session: Session,
  [word]: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const chosen = options as unknown as CollectOptions;
  return emitReport(session, await collectReport(session, word, chosen), prettyCollect);
}

async function collectReport(
  session: Session,
  word: string | undefined,
  options: CollectOptions,
): Promise<CollectReport> {
  if (options.script !== true) {
    if (word !== undefined) return collectTarget(session, word, options);
    throw new ScanclashError('SC-USE-003', 'collect needs a target', {
      hint: 'Name one, or write a script for a host that cannot be reached: scanclash collect --script -o collector.cmd',
    });
  }
  const { host, assume, at } = options;
  if (word !== undefined || host !== undefined || assume !== undefined || at !== undefined) {
    throw new ScanclashError('SC-USE-003', '--script asks no host: it takes no target and no option but -o', {
      hint: 'Start the script on the host.',
    });
  }
  return writeScript(session, options.output);
}

/** Writes the batch file that asks a host what the collectors would ask it. */
async function writeScript({ io }: Session, output: string): Promise<CollectReport> {
  const { collectorScript } = await import('@scanclash/transports');
  const { text, questions, followUps } = collectorScript(PRODUCTS, VERSION);
  writeNewFile(io, output, [text]);
  return {
    schema: 'scanclash.collect/1',
    exitCode: EXIT.clean,
    complete: true,
    next: 'scanclash check scanclash-HOST',
    version: VERSION,
    output,
    script: { questions, followUps },
    hosts: [],
  };
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
  if (target.kind === 'ndjson' || target.kind === 'epo') {
    throw nothingToCollect(word, 'tells facts, no answers of hosts');
  }
  const { certificate, plainHttp, auth, passwordFd, concurrency } = options;
  const { runMs } = readLimits(options.limit ?? []);
  const opened = await openTargets([target], io, {
    seed,
    behaviours: readAssumptions(assume),
    at,
    hosts,
    progress: session.progress,
    certificate,
    plainHttp,
    auth,
    passwordFd,
    ssh: options,
  });
  const [recorded] = opened.flatMap((one) => one.recorded ?? []);
  if (recorded !== undefined && recorded.kind !== 'by-script') throw nothingToCollect(word, 'is recorded already');
  const { subjects, interrupted } = await readSubjects(session, opened, {
    given: [],
    hosts,
    concurrency,
    runMs,
    keepBytes: true,
  });
  const read = subjects.filter(({ subject }) => subject.scope === 'host').flatMap((subject) => subject.hosts);
  const broken = read.some(({ session: own }) => own?.trouble !== undefined);
  const complete = !interrupted && !broken && recorded?.complete !== false;
  const { writeBundle } = await import('@scanclash/transports');
  await writeBundle(resolve(io.cwd, output), {
    collector: { name: 'scanclash', version: VERSION },
    collectedAt: collectedAt(read, target.kind === 'simulated'),
    complete,
    hosts: read,
  });
  return {
    schema: 'scanclash.collect/1',
    exitCode: interrupted ? EXIT.interrupted : complete ? EXIT.clean : EXIT.unknown,
    complete,
    next: shellWords(['scanclash', 'check', output]),
    version: VERSION,
    output,
    hosts: read.map(describeHost),
  };
}

function nothingToCollect(word: string, what: string): ScanclashError {
  return new ScanclashError('SC-USE-004', `${word} ${what}: there is nothing to collect`, {
    hint: `Check it: ${shellWords(['scanclash', 'check', word])}`,
  });
}

/**
 * By the clock of the hosts: the same seed gives the same bundle, and evidence is as old as the oldest of it. A simulated
 * world knows no zones.
 */
function collectedAt(read: readonly CheckedHost[], isSimulated: boolean): string | undefined {
  const times = read.map(({ at }) => at);
  if (times.some((at) => at === undefined)) return undefined;
  const instant = (at: string | undefined) => Date.parse(`${at}${isSimulated ? 'Z' : ''}`);
  const [oldest] = times.toSorted((a, b) => instant(a) - instant(b));
  return isSimulated ? `${oldest}Z` : oldest;
}

const describeHost = ({ name, answers }: CheckedHost) => ({
  name,
  questions: answers.length,
  failed: answers.flatMap((answer) =>
    answer.kind === 'failed' ? [{ question: requestKey(answer.request), reason: answer.reason }] : [],
  ),
});
