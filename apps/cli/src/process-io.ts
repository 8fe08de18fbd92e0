import { availableParallelism } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { ScanclashError } from '@scanclash/core';
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
    askSecret,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    threads: Math.min(MOST_THREADS, availableParallelism() - 1),
    interrupted: () => interrupted,
  };
}

/** Reads a line from the terminal without showing it. */
async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new ScanclashError('SC-USE-003', 'nobody can be asked: there is no terminal', {
      hint: 'Put the password into SCANCLASH_SSH_PASSWORD, or give it with --password-fd N.',
    });
  }
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** A reader that went away (`scanclash list rules | head -1`) is no error: what it did not want to read is dropped. */
function outputOf(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  const isTerminal = isatty(stream.fd);
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  return {
    write: (text) => {
      if (!gone) stream.write(text);
    },
    isTerminal,
    columns: isTerminal ? stream.columns : undefined,
  };
}
