import { encodeConsole, type ProbeAnswer, type ProbedHost } from '@scanclash/core';
import { malwareBytes } from '../content/malware.ts';
import { MINUTE, SECOND } from '../kernel/units.ts';
import { runCommand } from '../windows/console/console.ts';
import { CONSOLE_CODE_PAGE } from '../windows/console/console-program.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';

/** Every scanner of a simulated world knows it. */
const TEST_FILE = new TextDecoder().decode(malwareBytes({ kind: 'virus', name: 'test file', sinceDat: 0 }));

/** For scanners that look at a file after it was closed. */
const WAIT = MINUTE;

/** A command that waits longer hangs. */
const PATIENCE = 10 * MINUTE;

/** Probes a simulated host, and lets its world go on while a scanner holds a file: hand in a copy that nobody else needs. */
export class SimulatedProbe implements ProbedHost {
  readonly testFile: readonly [string, string] = [TEST_FILE.slice(0, 20), TEST_FILE.slice(20)];
  readonly #host: SimulatedHost;

  constructor(host: SimulatedHost) {
    this.#host = host;
  }

  run(command: string): Promise<ProbeAnswer> {
    const { world } = this.#host;
    const answers: ProbeAnswer[] = [];
    runCommand(this.#host, command, ({ exitCode, stdout, stderr }) => {
      const bytes = typeof stdout === 'string' ? encodeConsole(stdout, CONSOLE_CODE_PAGE) : stdout;
      answers.push({ ok: true, exitCode, stdout: bytes, stderr });
    });
    for (const start = world.now; answers.length === 0 && world.now < start + PATIENCE; ) {
      world.runUntil(world.now + SECOND);
    }
    return Promise.resolve(answers[0] ?? { ok: false, reason: 'the program did not answer' });
  }

  wait(): Promise<void> {
    this.#host.world.runUntil(this.#host.world.now + WAIT);
    return Promise.resolve();
  }
}
