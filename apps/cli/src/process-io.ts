import { availableParallelism } from 'node:os';
import process from 'node:process';
import { isatty } from 'node:tty';
import type { Io, Output } from './io.ts';

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
    environment: process.env,
    cwd: process.cwd(),
    clock: () => performance.now(),
    wallClock: () => Date.now(),
    askSecret: async (question) => (await import('./ask-secret.ts')).askSecret(question),
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
      if (!gone) stream.write(text);
    },
    isTerminal,
    columns: isTerminal ? stream.columns : undefined,
  };
}
