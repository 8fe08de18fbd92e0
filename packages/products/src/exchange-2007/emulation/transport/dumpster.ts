import type { Microseconds } from '@scanclash/simulator';
import type { Mail } from './mail.ts';

interface Kept {
  readonly mail: Mail;
  readonly at: Microseconds;
}

/** What bounds a dumpster. Either limit of 0 switches it off. */
export interface DumpsterLimits {
  readonly bytes: number;
  readonly age: Microseconds;
}

/**
 * Mail that was delivered into one storage group, kept for the case that the server loses it: the oldest goes first.
 * @source DUMPSTER: 18 MB and 7 days, first in first out, either limit.
 */
export class Dumpster {
  #kept: Kept[] = [];
  /** Entries of `#kept` that have gone already. */
  #gone = 0;
  #bytes = 0;

  keep(mail: Mail, now: Microseconds, limits: DumpsterLimits): void {
    this.#kept.push({ mail, at: now });
    this.#bytes += mail.size;
    this.#drop(now, limits);
  }

  /** Oldest first. */
  mail(now: Microseconds, limits: DumpsterLimits): readonly Mail[] {
    this.#drop(now, limits);
    return this.#kept.slice(this.#gone).map(({ mail }) => mail);
  }

  #drop(now: Microseconds, { bytes, age }: DumpsterLimits): void {
    const isOff = bytes === 0 || age === 0;
    for (;;) {
      const oldest = this.#kept[this.#gone];
      if (oldest === undefined || !(isOff || this.#bytes > bytes || now - oldest.at > age)) break;
      this.#bytes -= oldest.mail.size;
      this.#gone += 1;
    }
    if (this.#gone < 1000 || this.#gone * 2 < this.#kept.length) return;
    this.#kept = this.#kept.slice(this.#gone);
    this.#gone = 0;
  }
}
