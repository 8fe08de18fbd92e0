import { commandLineOf, encodeConsole, type HostAnswer, type HostRequest, type Transport } from '@scanclash/core';
import { runCommand } from '../windows/console/console.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';

/** The console of an English Windows. */
const CODE_PAGE = 437;

/** Exports that each host has made so far: `reg export` asks before it writes over a file, so each goes to a new one. */
const exports = new WeakMap<SimulatedHost, number>();

function nextExport(host: SimulatedHost): number {
  const next = (exports.get(host) ?? 0) + 1;
  exports.set(host, next);
  return next;
}

/**
 * Asks a simulated host the way a real one is asked: by command lines, answered by console programs. The world stands
 * still meanwhile; whoever wants it to go on afterwards hands in a replayed copy, because an export leaves a file.
 */
export class SimulatedTransport implements Transport {
  readonly host: string;
  readonly #host: SimulatedHost;

  constructor(host: SimulatedHost) {
    this.host = host.name;
    this.#host = host;
  }

  ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    return Promise.resolve(batch.map((request) => this.answer(request)));
  }

  /** One question, answered at once. */
  answer(request: HostRequest): HostAnswer {
    const exportFile = `${this.#host.systemRoot}\\Temp\\scanclash\\${nextExport(this.#host)}.reg`;
    const line = commandLineOf(request, exportFile);
    if (!line.ok) return { kind: 'failed', request, reason: line.reason };
    let answer: HostAnswer = { kind: 'failed', request, reason: 'the program did not answer' };
    runCommand(this.#host, line.command, ({ exitCode, stdout, stderr }) => {
      const written = request.id === 'registry-export' ? this.#host.files.peek(exportFile) : undefined;
      answer = {
        kind: 'answered',
        request,
        exitCode,
        stdout: typeof stdout === 'string' ? encodeConsole(stdout, CODE_PAGE) : stdout,
        stderr: encodeConsole(stderr, CODE_PAGE),
        codePage: CODE_PAGE,
        ...(written?.ok === true ? { file: written.bytes } : {}),
      };
    });
    return answer;
  }
}
