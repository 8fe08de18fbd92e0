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
  /** What stands behind open file descriptors. */
  readonly descriptors?: Readonly<Record<number, string>>;
  /** What somebody at the terminal types when asked for something secret; nobody is there where it is left out. */
  readonly secret?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether stdout and stderr are terminals, 100 columns wide. */
  readonly terminal?: boolean;
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
    descriptor: async function* (number) {
      const text = surroundings.descriptors?.[number];
      if (text === undefined) throw Object.assign(new Error('EBADF: bad file descriptor'), { code: 'EBADF' });
      yield new TextEncoder().encode(text);
    },
    secret: (question) => {
      if (surroundings.secret !== undefined) stderr += `${question}\n`;
      return Promise.resolve(surroundings.secret);
    },
    environment,
    cwd,
    platform: 'linux',
    clock: () => (now += 1_000),
    wallClock: () => Date.now(),
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
