/** How long and how much, for one host. Reaching one ends what it bounds, and says so. */
export interface SshLimits {
  /** Until the host has let us in, for each host on the way: name, TCP, keys, login. */
  readonly connectMs: number;
  /** For each question, reading its export included. */
  readonly questionMs: number;
  /** From the first question to the last answer of a host. */
  readonly hostMs: number;
  /** Of one answer: output, or the file of an export. */
  readonly answerBytes: number;
  /** Of all answers of a host. */
  readonly hostBytes: number;
}

export const SSH_LIMITS: SshLimits = {
  connectMs: 15_000,
  questionMs: 60_000,
  hostMs: 300_000,
  answerBytes: 64 * 1024 * 1024,
  hostBytes: 256 * 1024 * 1024,
};

/** Questions on the way at once: sshd allows ten sessions to a connection, one of which reads the exports. */
export const CHANNELS = 4;

/** For taking the temporary folder away, whatever happened before. */
export const CLEAN_UP_MS = 5_000;
