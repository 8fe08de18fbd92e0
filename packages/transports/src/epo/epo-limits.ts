/** How much is asked of a server, and how long it may take. A site of 50,000 systems is below all of it. */
export interface EpoLimits {
  /** Connections at a time. */
  readonly connections: number;
  /** From the first packet to a verified certificate. */
  readonly connectMs: number;
  /** One question with its whole answer. */
  readonly answerMs: number;
  /** Everything together. */
  readonly runMs: number;
  /** One answer. */
  readonly answerBytes: number;
  /** All answers. */
  readonly totalBytes: number;
  /** How often a question is put again after its connection broke or the server was busy. All of them only read. */
  readonly retries: number;
  /** Pause before the first repetition; each further one is twice as long, and each up to half shorter by chance. */
  readonly pauseMs: number;
  /** Systems that are described in one answer. */
  readonly page: number;
  /** Systems of a site. */
  readonly systems: number;
}

const MIB = 1024 * 1024;

export const EPO_LIMITS: EpoLimits = {
  connections: 2,
  connectMs: 15_000,
  answerMs: 60_000,
  runMs: 30 * 60_000,
  answerBytes: 64 * MIB,
  totalBytes: 1024 * MIB,
  retries: 2,
  pauseMs: 500,
  page: 500,
  systems: 200_000,
};
