import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ScanclashError } from '@scanclash/core';

/** Reads a line from the terminal without showing it. @throws SC-USE-003 where there is no terminal */
export async function askSecret(question: string): Promise<string> {
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
