import { ScanclashError } from '@scanclash/core';

/** `NAME=VALUE` in its parts. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** @param option - for the complaint: `--set`. @throws SC-USE-003 where there is no `=`. */
export function readAssignment(word: string, option: string): Assignment {
  const at = word.indexOf('=');
  if (at > 0) return { name: word.slice(0, at).trim(), value: word.slice(at + 1).trim() };
  throw new ScanclashError('SC-USE-003', `${option} ${word}: write NAME=VALUE`, {
    hint: `For example ${EXAMPLES[option] ?? `${option} NAME=VALUE`}`,
  });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  '--set': '--set virusscan.portRules.massMailing.block=false',
  '--assume': '--assume mcafee-virusscan/assume-refusal=drop',
  '--given': '--given virusscan.version=8.0i',
};
