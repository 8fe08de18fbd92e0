/** Where text goes. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined where it is none. */
  readonly columns: number | undefined;
}

/** Everything that a command line needs of its process: tests hand in their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** What can be read from an open file descriptor of this process. */
  readonly descriptor: (number: number) => AsyncIterable<Uint8Array>;
  /** Asks for something that is not shown while it is typed; undefined where nobody is there to ask. */
  readonly secret: (question: string) => Promise<string | undefined>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As Node names operating systems: `win32`. */
  readonly platform: string;
  /** Paths on the command line are relative to it. */
  readonly cwd: string;
  /** Milliseconds since any fixed instant; never goes back. */
  readonly clock: () => number;
  /** Milliseconds since 1970, as the clock on the wall tells. */
  readonly wallClock: () => number;
  /** The day it is, YYYY-MM-DD, in UTC. */
  readonly today: () => string;
  /** Lets signals come in: the simulator is synchronous, and nothing is noticed while it plays. */
  readonly breathe: () => Promise<void>;
  /** Threads that may be started beside this one. */
  readonly threads: number;
  /** Whether the user asked to stop (Ctrl-C). */
  readonly interrupted: () => boolean;
}
