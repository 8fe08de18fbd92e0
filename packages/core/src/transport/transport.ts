import type { HostAnswer, HostRequest } from './request.ts';

/**
 * How questions reach a host: a simulated one, a recorded one (bundle) or a real one. All a transport does is ask;
 * collectors choose the questions and understand the answers. The answers come in the order of the requests, one each;
 * what could not be asked comes back as `failed` with the reason, it never throws for a single question.
 */
export interface Transport {
  /** Name of the host as the user knows it. */
  readonly host: string;
  ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]>;
}
