import { setTimeout } from 'node:timers/promises';
import type { ProbeAnswer, ProbedHost } from '@scanclash/core';

/** What every scanner takes for a virus, in two halves, so that neither this file nor a command line is taken for it. */
const TEST_FILE = ['X5O!P%@AP[4\\PZX54(P', '^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'] as const;

/** On-access scanners look at once; this is for those that clean up behind. */
const WAIT_MS = 15_000;

/** Whatever runs command lines of cmd.exe on a host. */
export interface CommandRunner {
  runCommand(command: string): Promise<ProbeAnswer>;
}

/** Probes a real host. */
export class HostProbe implements ProbedHost {
  readonly testFile = TEST_FILE;
  readonly #runner: CommandRunner;
  readonly #waitMs: number;

  constructor(runner: CommandRunner, waitMs = WAIT_MS) {
    this.#runner = runner;
    this.#waitMs = waitMs;
  }

  run(command: string): Promise<ProbeAnswer> {
    return this.#runner.runCommand(command);
  }

  async wait(): Promise<void> {
    await setTimeout(this.#waitMs);
  }
}
