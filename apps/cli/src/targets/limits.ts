import { didYouMean, parseDuration, ScanclashError } from '@scanclash/core';
import type { SshLimits } from '@scanclash/transports';

/** What `--limit` may bound, with the unit that each is in. */
const NAMES = {
  connect: 'connectMs',
  question: 'questionMs',
  host: 'hostMs',
  run: 'runMs',
  answer: 'answerBytes',
  answers: 'hostBytes',
} as const;

export type Limits = Partial<SshLimits> & { readonly runMs?: number };

const SIZES: Readonly<Record<string, number>> = { KB: 1_024, MB: 1_048_576, GB: 1_073_741_824 };

/** Reads `connect=5s`, `answer=10MB`. @throws SC-USE-003 */
export function readLimits(words: readonly string[]): Limits {
  return Object.fromEntries(words.map(readLimit));
}

function readLimit(word: string): [string, number] {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
  if (!Object.hasOwn(NAMES, name)) {
    const names = Object.keys(NAMES);
    throw new ScanclashError('SC-USE-003', `--limit ${word}: there is no such limit`, {
      hint: didYouMean(name, names) ?? `Limits: ${names.join(', ')}; for example --limit host=2m`,
    });
  }
  const key = NAMES[name as keyof typeof NAMES];
  const number = key.endsWith('Bytes') ? sizeOf(value) : millisecondsOf(value);
  if (number !== undefined && number > 0) return [key, number];
  throw new ScanclashError('SC-USE-003', `--limit ${word}: this is no ${key.endsWith('Bytes') ? 'size' : 'duration'}`, {
    hint: key.endsWith('Bytes') ? 'Write 500KB, 10MB or 1GB.' : 'Write 500ms, 90s, 1m30s or 2h.',
  });
}

function sizeOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+)([KMG]B)$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (SIZES[unit] as number);
}

function millisecondsOf(text: string): number | undefined {
  const microseconds = parseDuration(text);
  return microseconds === undefined ? undefined : Math.ceil(microseconds / 1_000);
}
