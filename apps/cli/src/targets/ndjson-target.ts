import { factSchemas, readNdjson, ScanclashError } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import type { Io } from '../io.ts';
import type { OpenedTarget } from './opened-target.ts';

const MAX_BYTES = 256 * 1024 * 1024;

/** Hosts as lines of JSON on stdin: facts that somebody else has read. */
export async function openNdjson(io: Io): Promise<OpenedTarget> {
  const hosts = readNdjson(await readAll(io), { file: '-', schemas: factSchemas(PRODUCTS) });
  return {
    word: '-',
    hosts: hosts.map(({ name, facts }) => ({
      name,
      at: undefined,
      read: () => Promise.resolve({ facts, answers: [] }),
    })),
    site: undefined,
    warnings: [],
  };
}

async function readAll(io: Io): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new ScanclashError('SC-FACT-002', `stdin holds more than ${MAX_BYTES / 1024 / 1024} MB`, {
        hint: 'Check the hosts in several parts.',
      });
    }
  }
  return decoded(Buffer.concat(chunks));
}

/** PowerShell writes UTF-16 with a mark; everybody else UTF-8. Without a mark, NUL in the second byte tells UTF-16 alike. */
function decoded(bytes: Buffer): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0);
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}
