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
  const made = new Set<string>();
  const changes = await whatHostChanges(host);
  const settled: (ProbedFolder | undefined)[] = [];
  for (const folder of places) {
    if (changes === undefined) settled.push(await write(host, folder, made));
    else settled.push({ kind: 'not-probed', folder, why: changes });
  }
  if (settled.includes(undefined)) await host.wait();
  const outcomes: ProbedFolder[] = [];
  for (const [i, folder] of places.entries()) outcomes.push(settled[i] ?? (await lookAt(host, folder)));
  const leftBehind: string[] = [];
  for (const folder of made) {
    const removed = await run(host, { id: 'probe-remove', folder });
    if (removed.kind === 'lost' || removed.problem !== undefined) leftBehind.push(folder);
  }
  const [first, ...others] = outcomes;
  return { control: first as ProbedFolder, folders: others, leftBehind };
}

const ownFolder = (place: string): string => joinPath(place, PROBE_FOLDER);

type Ended =
  | {
      readonly kind: 'ended';
      readonly text: string;
      readonly stderr: string;
      /** Why it did not do what it was meant to do. */
      readonly problem: string | undefined;
    }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'lost'; readonly why: string };

async function run(host: ProbedHost, step: ProbeStep): Promise<Ended> {
  const line: CommandLine = probeCommandOf(step);
  const answer: ProbeAnswer = line.ok ? await host.run(line.command) : line;
  if (!answer.ok) return { kind: 'lost', why: answer.reason };
  const stderr = answer.stderr.trim();
  const problem = answer.exitCode === 0 ? undefined : stderr || `exit code ${answer.exitCode}`;
  return { kind: 'ended', text: String.fromCharCode(...answer.stdout).trimEnd(), stderr, problem };
}

/**
 * A shell may change a text on its way (a batch file takes out `%`), and a changed test file would look like a touched
 * one. The same letters the other way round are nothing to a scanner, and must come back.
 */
async function whatHostChanges(host: ProbedHost): Promise<string | undefined> {
  for (const half of host.testFile) {
    const text = [...half].reverse().join('');
    const shown = await run(host, { id: 'probe-show', text });
    if (shown.kind === 'lost') return shown.why;
    if (shown.text !== text) return 'the shell of the host changes what it is to write';
  }
  return undefined;
}

/** What is known already where the file could not be written: somebody holds or refuses it in a folder of our own. */
async function write(host: ProbedHost, place: string, made: Set<string>): Promise<ProbedFolder | undefined> {
  const folder = ownFolder(place);
  const notProbed = (why: string): ProbedFolder => ({ kind: 'not-probed', folder: place, why });
  const end = await run(host, { id: 'probe-make', folder });
  if (end.kind === 'lost') return notProbed(end.why);
  if (end.problem !== undefined) return notProbed(`${folder}: ${end.problem}`);
  made.add(folder);
  for (const [i, half] of host.testFile.entries()) {
    const written = await run(host, { id: 'probe-write', folder, half, isFirst: i === 0 });
    if (written.kind === 'lost') return notProbed(written.why);
    // `set /p` has nobody to ask and always ends with 1: an error is what is said of one.
    if (written.stderr !== '') return { kind: 'touched', folder: place, how: written.stderr };
  }
  return undefined;
}

/** A file in a folder of our own that is gone, refused or changed was touched by somebody. */
async function lookAt(host: ProbedHost, folder: string): Promise<ProbedFolder> {
  const read = await run(host, { id: 'probe-read', folder: ownFolder(folder) });
  if (read.kind === 'lost') return { kind: 'not-probed', folder, why: read.why };
  if (read.problem !== undefined) return { kind: 'touched', folder, how: read.problem };
  return read.text === host.testFile.join('')
    ? { kind: 'untouched', folder }
    : { kind: 'touched', folder, how: 'its content has changed' };
}
