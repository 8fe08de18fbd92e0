import type { CommandLine } from '../transport/command-line.ts';
import { joinPath } from '../windows/windows-path.ts';
import { PROBE_FOLDER, type ProbeStep, probeCommandOf } from './probe-step.ts';

/** How a command of a probe ended. */
export type ProbeAnswer =
  | { readonly ok: true; readonly exitCode: number; readonly stdout: Uint8Array; readonly stderr: string }
  | { readonly ok: false; readonly reason: string };

/** A host on which test files may be written, because its user said so. */
export interface ProbedHost {
  /** Both halves of what scanners take for a virus, and nobody else: ASCII. */
  readonly testFile: readonly [string, string];
  run(command: string): Promise<ProbeAnswer>;
  /** Lets the scanners of the host look. */
  wait(): Promise<void>;
}

/** What became of the test file below a folder. */
export type ProbedFolder =
  | { readonly kind: 'untouched'; readonly folder: string }
  | { readonly kind: 'touched'; readonly folder: string; readonly how: string }
  /** It was never there. */
  | { readonly kind: 'not-probed'; readonly folder: string; readonly why: string };

export interface ProbeResult {
  /** Where nothing is excluded. A scanner that leaves this file alone, too, says nothing by leaving others alone. */
  readonly control: ProbedFolder;
  readonly folders: readonly ProbedFolder[];
  /** Folders of the probe that could not be taken away again. */
  readonly leftBehind: readonly string[];
}

/**
 * Writes a test file below each folder, waits, looks whether it is still what it was, and takes it away.
 * @param folders - Folders that scanners are meant to leave alone.
 * @param control - A folder that nobody excludes.
 */
export async function runProbe(host: ProbedHost, folders: readonly string[], control: string): Promise<ProbeResult> {
  const places = [control, ...folders];
  const settled: (ProbedFolder | undefined)[] = [];
  for (const place of places) settled.push(await write(host, place));
  await host.wait();
  const outcomes: ProbedFolder[] = [];
  for (const [i, place] of places.entries()) outcomes.push(settled[i] ?? (await lookAt(host, place)));
  const leftBehind: string[] = [];
  for (const { kind, folder } of outcomes) {
    if (kind === 'not-probed') continue;
    const { problem } = await run(host, { id: 'probe-remove', folder: ownFolder(folder) });
    if (problem !== undefined) leftBehind.push(ownFolder(folder));
  }
  const [first, ...others] = outcomes;
  return { control: first as ProbedFolder, folders: others, leftBehind };
}

const ownFolder = (place: string): string => joinPath(place, PROBE_FOLDER);

interface Ended {
  readonly stdout: Uint8Array;
  readonly stderr: string;
  /** Why it did not do what it was meant to do. */
  readonly problem: string | undefined;
}

async function run(host: ProbedHost, step: ProbeStep): Promise<Ended> {
  const line: CommandLine = probeCommandOf(step);
  const answer: ProbeAnswer = line.ok ? await host.run(line.command) : line;
  if (!answer.ok) return { stdout: new Uint8Array(), stderr: '', problem: answer.reason };
  const { exitCode, stdout, stderr } = answer;
  const problem = exitCode === 0 ? undefined : stderr.trim() || `exit code ${exitCode}`;
  return { stdout, stderr: stderr.trim(), problem };
}

/** What is known already where the file could not be written: somebody holds or refuses it in a folder of our own. */
async function write(host: ProbedHost, place: string): Promise<ProbedFolder | undefined> {
  const folder = ownFolder(place);
  const made = await run(host, { id: 'probe-make', folder });
  if (made.problem !== undefined) return { kind: 'not-probed', folder: place, why: `${folder}: ${made.problem}` };
  for (const [i, half] of host.testFile.entries()) {
    // `set /p` has nobody to ask and always ends with 1: an error is what is said of one.
    const { stderr } = await run(host, { id: 'probe-write', folder, half, isFirst: i === 0 });
    if (stderr !== '') return { kind: 'touched', folder: place, how: stderr };
  }
  return undefined;
}

/** A file in a folder of our own that is gone, refused or changed was touched by somebody. */
async function lookAt(host: ProbedHost, folder: string): Promise<ProbedFolder> {
  const read = await run(host, { id: 'probe-read', folder: ownFolder(folder) });
  if (read.problem !== undefined) return { kind: 'touched', folder, how: read.problem };
  const isWhole = String.fromCharCode(...read.stdout).trimEnd() === host.testFile.join('');
  return isWhole ? { kind: 'untouched', folder } : { kind: 'touched', folder, how: 'its content has changed' };
}
