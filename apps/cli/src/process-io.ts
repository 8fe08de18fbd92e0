import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import type { Io, Output } from './io.ts';
import { pasteable } from './output/pasteable.ts';

/** More threads than this would wait for each other at start. */
const MOST_THREADS = 7;

/** The real process. A second Ctrl-C ends it at once. */
export function processIo(): Io {
  let interrupted = false;
  let reading: typeof process.stdin | undefined;
  process.once('SIGINT', () => {
    interrupted = true;
    reading?.destroy();
  });
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin: async function* () {
      reading = process.stdin;
      try {
        yield* reading as AsyncIterable<Uint8Array>;
      } catch (error) {
        // Nobody waits for the rest of it any more.
        if (!interrupted) throw error;
      }
    },
    descriptor: (number) => createReadStream('', { fd: number, autoClose: false }),
    secret: askSecret,
    environment: process.env,
    platform: process.platform,
    cwd: process.cwd(),
    clock: () => performance.now(),
    wallClock: () => Date.now(),
    today: () => new Date().toISOString().slice(0, 10),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    threads: Math.min(MOST_THREADS, availableParallelism() - 1),
    interrupted: () => interrupted,
  };
}

/** The disk behind `> report.json` is full: half a report is none. */
async function unwritable(error: Error): Promise<void> {
  const { reportFailure } = await import('./failure.ts');
  const { cannotWrite } = await import('./output/write-file.ts');
  process.exit(reportFailure(cannotWrite('the output', error), process.argv.slice(2), processIo()));
}

/** A reader that went away (`scanclash list rules | head -1`) is no error: what it did not want to read is dropped. */
function outputOf(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  const isTerminal = isatty(stream.fd);
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    if (error.code === 'EPIPE') return;
    void unwritable(error);
  });
  return {
    write: (text) => {
      if (!gone) stream.write(pasteable(text, process.env));
    },
    isTerminal,
    columns: isTerminal ? stream.columns : undefined,
  };
}

/** Asks on the terminal; what is typed is not written to it. */
async function askSecret(question: string): Promise<string | undefined> {
  if (!isatty(process.stdin.fd) || !isatty(process.stderr.fd)) return undefined;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const stopped = new AbortController();
  lines.on('SIGINT', () => {
    stopped.abort();
    process.kill(process.pid, 'SIGINT');
  });
  process.stderr.write(question);
  try {
    return await lines.question('', { signal: stopped.signal });
  } catch {
    return undefined;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
