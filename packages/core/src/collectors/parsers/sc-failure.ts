import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines } from './listing.ts';

/** What `sc qfailure` tells of a service. */
export interface FailureReport {
  /** Seconds without a failure after which failures are forgotten; undefined for never. */
  readonly resetAfter: number | undefined;
  /** What is done after each failure, with its delay in ms; the kind is undefined where its word is not known. */
  readonly actions: readonly { readonly kind: FailureKind | undefined; readonly delay: number }[];
}

export type FailureKind = 'none' | 'restart' | 'reboot' | 'run-command';

const KINDS: Readonly<Record<string, FailureKind>> = {
  NONE: 'none',
  RESTART: 'restart',
  REBOOT: 'reboot',
  'RUN PROCESS': 'run-command',
};

/** `RESTART -- Delay = 60000 milliseconds.`: the dashes, the equals sign and the number are in every language. */
const ACTION = /(?::|^)\s*([^:]+?)\s+--\s+.*=\s*(\d+)\s/;

/** The failure actions in the output of `sc qfailure NAME`; a service without any has a reset period of 0 and no action. */
export function parseScFailure(output: string): Reading<FailureReport> {
  const lines = consoleLines(output);
  if (/^\[SC\].*\s1060\s*:$/m.test(output)) return { kind: 'absent' };
  const labelled = lines.filter((line) => /^\s+\S.*:/.test(line));
  const [reset] = labelled;
  if (reset === undefined) return { kind: 'unreadable', reason: 'the answer names no reset period' };
  const seconds = /:\s*(\d+)\s*$/.exec(reset)?.[1];
  const actions = lines.flatMap((line) => {
    const [, word = '', delay] = ACTION.exec(line) ?? [];
    if (delay === undefined) return [];
    return [{ kind: KINDS[word], delay: Number(delay) }];
  });
  return { kind: 'known', value: { resetAfter: seconds === undefined ? undefined : Number(seconds), actions } };
}
