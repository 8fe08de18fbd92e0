import { main } from '../main.ts';

/** What a command line wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  readonly json: () => Record<string, never>;
}

export interface Surroundings {
  readonly cwd?: string;
  /** An error is thrown when it is read. */
  readonly stdin?: string | Uint8Array | Error;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether stdout and stderr are terminals, 100 columns wide. */
  readonly terminal?: boolean;
  /** What is typed where something is asked that is not shown. */
  readonly secret?: string;
  /** Ctrl-C is pressed when this many steps of work were begun. */
  readonly interruptAfter?: number;
  readonly today?: string;
}

/** Runs a command line in this process; the clock goes on by a second whenever it is looked at. */
export async function scanclash(words: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const {
    cwd = '/',
    stdin = '',
    environment = {},
    terminal = false,
    interruptAfter,
    secret = '',
    today = '2026-01-31',
  } = surroundings;
  let stdout = '';
  let stderr = '';
  let now = 0;
  let breaths = 0;
  const output = (write: (text: string) => void) => ({
    write,
    isTerminal: terminal,
    columns: terminal ? 100 : undefined,
  });
  const code = await main(words, {
    stdout: output((text) => (stdout += text)),
    stderr: output((text) => (stderr += text)),
    stdin: async function* () {
      if (stdin instanceof Error) throw stdin;
      yield typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin;
    },
    environment,
    cwd,
    clock: () => (now += 1_000),
    wallClock: () => Date.now(),
    askSecret: () => Promise.resolve(secret),
    today: () => today,
    threads: 0,
    breathe: () => {
      breaths += 1;
      return Promise.resolve();
    },
    interrupted: () => interruptAfter !== undefined && breaths > interruptAfter,
  });
  return { code, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, never> };
}
