import { ScanclashError } from '@scanclash/core';
import type { Io } from '../io.ts';

const MOST_BYTES = 4_096;

/** Where a password may come from: never from the command line, which everybody on the machine can see. */
export interface PasswordSource {
  /** Name of the environment variable. */
  readonly variable: string;
  /** As it was written behind `--password-fd`. */
  readonly descriptor: string | undefined;
  /** What is asked at the terminal. */
  readonly question: string;
}

/**
 * Reads a password from a file descriptor where one is given, else from the environment, else asks at the terminal. A line
 * end behind it is no part of it.
 * @throws SC-USE-003
 */
export async function readPassword(
  io: Pick<Io, 'environment' | 'secret' | 'descriptor'>,
  { variable, descriptor, question }: PasswordSource,
): Promise<string> {
  const password =
    descriptor === undefined ? (io.environment[variable] ?? (await io.secret(question))) : await from(io, descriptor);
  if (password !== undefined && password !== '') return password;
  throw new ScanclashError('SC-USE-003', 'there is no password, and nobody at a terminal to ask', {
    hint: `Put it into ${variable}, or into a file descriptor: --password-fd 3 3< FILE`,
  });
}

async function from(io: Pick<Io, 'descriptor'>, word: string): Promise<string> {
  const wrong = (problem: string) =>
    new ScanclashError('SC-USE-003', `--password-fd ${word}: ${problem}`, {
      hint: 'Open it on the command line of your shell: --password-fd 3 3< FILE',
    });
  if (!/^\d{1,4}$/.test(word)) throw wrong('this is no number of a file descriptor');
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of io.descriptor(Number(word))) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_BYTES) break;
    }
  } catch {
    throw wrong('it cannot be read');
  }
  if (size > MOST_BYTES) throw wrong(`no password is longer than ${MOST_BYTES} bytes`);
  return new TextDecoder().decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
}
