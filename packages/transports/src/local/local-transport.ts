import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineOf, type HostAnswer, type HostRequest, ScanclashError, type Transport } from '@scanclash/core';
import { type Bundle, openBundle } from '../bundle/open-bundle.ts';
import { questionBatch } from '../script/collector-script.ts';

/** The command interpreter of the host, and what stands before the name of a batch file. */
export interface CommandInterpreter {
  readonly program: string;
  readonly args: readonly string[];
}

export interface LocalOptions {
  readonly host: string;
  readonly interpreter: CommandInterpreter;
  /** Milliseconds that a batch of questions may take; what was answered until then counts. */
  readonly batchMs?: number;
}

const BATCH_MS = 120_000;

/**
 * Asks the host that this program runs on: each batch of questions is one batch file, the one that a collector script is
 * made of, and its answers are read as those of a script are. Everything is written into one temporary folder, which
 * `close` removes.
 */
export class LocalTransport implements Transport {
  readonly host: string;
  readonly #options: LocalOptions;
  #folder: Promise<string> | undefined;
  #batches = 0;

  constructor(options: LocalOptions) {
    this.host = options.host;
    this.#options = options;
  }

  async ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    const refused = new Map(batch.map((request) => [request, whyNotAsked(request)]));
    const asked = batch.filter((request) => refused.get(request) === undefined);
    const answers = asked.length === 0 ? undefined : await this.#answers(asked);
    return batch.map((request): HostAnswer => {
      const reason = refused.get(request);
      if (reason !== undefined) return { kind: 'failed', request, reason };
      if (answers === undefined || typeof answers === 'string') {
        return { kind: 'failed', request, reason: answers ?? 'not asked' };
      }
      return (
        answers.hosts[0]?.answerTo(request) ?? { kind: 'failed', request, reason: 'there was no time left to ask it' }
      );
    });
  }

  /** Removes the temporary folder. */
  async close(): Promise<void> {
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  /** What the batch file wrote, or why it wrote nothing. */
  async #answers(requests: readonly HostRequest[]): Promise<Bundle | string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'scanclash-'));
    const folder = join(await this.#folder, String(++this.#batches));
    await mkdir(folder);
    await writeFile(join(folder, FILE), questionBatch(requests));
    const trouble = await run(this.#options, folder);
    try {
      return await openBundle(folder);
    } catch (error) {
      if (!(error instanceof ScanclashError)) throw error;
      return trouble ?? error.problem;
    }
  }
}

const FILE = 'ask.cmd';

function whyNotAsked(request: HostRequest): string | undefined {
  const line = commandLineOf(request, 'FILE');
  if (!line.ok) return line.reason;
  // The interpreter reads a batch file in a code page that is not known before.
  return /^[\u0020-\u007e]*$/.test(line.command) ? undefined : 'it holds more than ASCII, and a batch file cannot';
}

/** Runs the batch file; returns why it did not come to its end. */
function run({ interpreter, batchMs = BATCH_MS }: LocalOptions, folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    // The name is relative: the path may hold what the interpreter takes for something else.
    const child = spawn(interpreter.program, [...interpreter.args, FILE], {
      cwd: folder,
      stdio: 'ignore',
      windowsHide: true,
    });
    let trouble: string | undefined;
    const timer = setTimeout(() => {
      trouble = `no answer within ${batchMs} ms`;
      endTree(child.pid);
      child.kill('SIGKILL');
    }, batchMs);
    child.on('error', ({ message }) => {
      trouble ??= `${interpreter.program} cannot be started: ${message}`;
      clearTimeout(timer);
      resolve(trouble);
    });
    child.on('close', () => {
      clearTimeout(timer);
      resolve(trouble);
    });
  });
}

/** On Windows the programs that a batch file started outlive it. */
function endTree(pid: number | undefined): void {
  if (process.platform !== 'win32' || pid === undefined) return;
  spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on(
    'error',
    () => undefined,
  );
}
