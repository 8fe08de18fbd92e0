/** How long and how much, for one host. Reaching one ends what it bounds, and says so. */
export interface WinrmLimits {
  /** Until the host has shown who it is, for each connection. */
  readonly connectMs: number;
  /** Of one question, from its command to its last output. */
  readonly questionMs: number;
  /** Of everything that is asked of the host. */
  readonly hostMs: number;
  /** Of what one question may answer. */
  readonly answerBytes: number;
  /** Of all answers of the host. */
  readonly hostBytes: number;
}

export const WINRM_LIMITS: WinrmLimits = {
  connectMs: 10_000,
  questionMs: 60_000,
  hostMs: 300_000,
  answerBytes: 64 * 1024 * 1024,
  hostBytes: 256 * 1024 * 1024,
};
