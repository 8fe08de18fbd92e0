import { malwareIn, type Program, type ScannedItem, type ScanVerdict } from '@scanclash/simulator';
import { sparesSystemMailboxes, storeBlockedTypes, storeExemptSenders, transportBlockedTypes } from '../settings.ts';
import type { GroupshieldParts, Place, RunningScanner, ScanCall } from './groupshield-parts.ts';

const SYSTEM_MAILBOX = /^SystemMailbox\{/i;

/**
 * The scanner of the running service: some threads that take one item each.
 * @assumed HOLE-groupshield-scanning: the time of a scan, model figures that give a direction only.
 */
export class Scanner implements RunningScanner {
  readonly #groupshield: GroupshieldParts;
  readonly #program: Program;
  readonly #queue: ScanCall[] = [];
  #busy = 0;
  #whenIdle: (() => void) | undefined;

  constructor(groupshield: GroupshieldParts, program: Program) {
    this.#groupshield = groupshield;
    this.#program = program;
  }

  scan(call: ScanCall): void {
    this.#queue.push(call);
    this.#work();
  }

  /** Finishes what it has been given. */
  finish(done: () => void): void {
    this.#whenIdle = done;
    this.#rest();
  }

  #work(): void {
    const waits = this.#groupshield.isOn('items-wait-for-a-thread');
    const threads = waits ? this.#groupshield.assume<number>('scan-threads') : Number.POSITIVE_INFINITY;
    while (this.#busy < threads) {
      const call = this.#queue.shift();
      if (call === undefined) return;
      this.#busy += 1;
      this.#program.after(this.#groupshield.assume<number>('scan-time'), 'GroupShield scan', () => {
        this.#busy -= 1;
        call.answer(this.#verdict(call));
        this.#work();
        this.#rest();
      });
    }
  }

  #rest(): void {
    if (this.#busy === 0 && this.#queue.length === 0) this.#whenIdle?.();
  }

  /** @assumed HOLE-groupshield-scanning: its definitions know every virus; no heuristics for macros. */
  #verdict({ item, place }: ScanCall): ScanVerdict {
    const kind = malwareIn(item.content)?.kind;
    if (kind === 'virus' || kind === 'macro-virus') return 'delete';
    return this.#blocks(item, place) ? 'delete' : 'clean';
  }

  #blocks({ fileName, mailbox, sender }: ScannedItem, place: Place): boolean {
    if (fileName === undefined) return false;
    const { settings } = this.#groupshield;
    const isOf = (types: readonly string[]): boolean =>
      types.some((type) => fileName.toLowerCase().endsWith(`.${type.toLowerCase()}`));
    if (place === 'transport') {
      return isOf(settings.get(transportBlockedTypes)) && this.#groupshield.isOn('transport-filter-blocks-types');
    }
    if (!isOf(settings.get(storeBlockedTypes))) return false;
    if (SYSTEM_MAILBOX.test(mailbox) && settings.get(sparesSystemMailboxes)) return false;
    if (sender !== undefined && settings.get(storeExemptSenders).includes(sender)) return false;
    return this.#groupshield.isOn('store-filter-blocks-types');
  }
}
