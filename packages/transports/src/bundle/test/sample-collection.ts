import { type HostAnswer, type HostRequest, sz, writeRegFile } from '@scanclash/core';
import type { Collection } from '../bundle-content.ts';

const KEY = 'HKLM\\SOFTWARE\\Modus';

export const sampleExport = (root = 'D:\\modus'): Uint8Array =>
  writeRegFile({ dialect: 5, encoding: 'utf-16le' }, [{ key: KEY, values: [{ name: 'Root', value: sz(root) }] }]);

interface Outcome {
  readonly exitCode?: number;
  readonly stdout?: Uint8Array;
  readonly stderr?: Uint8Array;
  readonly file?: Uint8Array;
  readonly codePage?: number;
}

export function answered(request: HostRequest, outcome: Outcome = {}): HostAnswer {
  const empty = new Uint8Array();
  return { kind: 'answered', request, exitCode: 0, stdout: empty, stderr: empty, codePage: 437, ...outcome };
}

export const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Answers of every kind: exported, printed, refused, failed. */
export const SAMPLE_ANSWERS: readonly HostAnswer[] = [
  answered({ id: 'registry-export', key: KEY }, { stdout: bytes('Success.\r\n'), file: sampleExport() }),
  answered({ id: 'registry-export', key: 'HKLM\\SOFTWARE\\Missing' }, { exitCode: 1, stderr: bytes('ERROR\r\n') }),
  answered({ id: 'service-state', service: 'McShield' }, { exitCode: 1060, stdout: bytes('[SC] FAILED 1060\r\n') }),
  answered({ id: 'host-name' }, { stdout: bytes('M\x9aNCHEN\r\n'), codePage: 850 }),
  { kind: 'failed', request: { id: 'file-text', path: 'C:\\"quoted"' }, reason: 'cannot be quoted' },
];

export const sampleCollection = (collection: Partial<Collection> = {}): Collection => ({
  collector: { name: 'scanclash', version: '0.1.0' },
  collectedAt: '2026-11-22T19:00:00Z',
  complete: true,
  hosts: [{ name: 'MAIL01', answers: SAMPLE_ANSWERS }],
  ...collection,
});
