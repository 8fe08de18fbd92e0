import type { HostAnswer, HostRequest, Transport } from '@scanclash/core';
import type { RecordedHost } from './recorded-host.ts';

/**
 * Asks a host that was recorded. A question that was not recorded fails, so that what rests on it stays unknown; so
 * does one whose answer is damaged.
 */
export class BundleTransport implements Transport {
  readonly host: string;
  readonly #recorded: RecordedHost;

  constructor(recorded: RecordedHost) {
    this.host = recorded.name;
    this.#recorded = recorded;
  }

  ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    return Promise.resolve(batch.map((request) => this.answer(request)));
  }

  /** One question, answered at once. */
  answer(request: HostRequest): HostAnswer {
    return this.#recorded.answerTo(request) ?? { kind: 'failed', request, reason: 'not in the bundle' };
  }
}
