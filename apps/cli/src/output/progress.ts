import type { Io } from '../io.ts';

/** How far a long piece of work is: one line on a terminal, rewritten; nothing anywhere else. */
export interface Progress {
  /** Call between two steps: nothing ticks while the simulator plays. */
  readonly update: (done: number, total: number, what: string) => void;
  /** Takes the line away before anything else is written. */
  readonly clear: () => void;
}

const REWRITE_MS = 100;
/** A guess at the time left from the first few steps is worth nothing. */
const GUESS_AFTER_MS = 500;

export function createProgress(io: Io, wanted: boolean): Progress {
  const { stderr, environment } = io;
  const inCi = environment['CI'] !== undefined && environment['CI'] !== '' && environment['CI'] !== 'false';
  if (!wanted || !stderr.isTerminal || inCi || environment['TERM'] === 'dumb') {
    return { update: () => undefined, clear: () => undefined };
  }
  const startedAt = io.clock();
  let writtenAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    update: (done, total, what) => {
      const now = io.clock();
      if (now - writtenAt < REWRITE_MS) return;
      writtenAt = now;
      shown = true;
      const left = Math.ceil((((now - startedAt) / Math.max(1, done)) * (total - done)) / 1_000);
      const guess = now - startedAt < GUESS_AFTER_MS || done === 0 ? '' : `, ${left} s left`;
      stderr.write(`\r\u001b[2K${done}/${total} ${what}${guess}`);
    },
    clear: () => {
      if (shown) stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}
