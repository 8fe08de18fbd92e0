import { invariant, violated } from './invariant.ts';
import { mix32 } from './murmur-hash.ts';

/** Names one entry of a queue for as long as the queue lives; never 0, never used twice. */
export type QueueTicket = number;

const SLOT_LIMIT = 2 ** 24;
const SEQUENCE_LIMIT = 2 ** 29;
/** The heap starts here, so that the four children of a node lie together at a multiple of four. */
const ROOT = 3;
/** Below this many cancelled entries it is cheaper to skip them when they come up. */
const FEWEST_TO_SWEEP = 64;

export interface EventQueueOptions {
  /** When given (unsigned 32 bits), entries of equal instants come in an order that depends on this number, not in FIFO order. */
  readonly shuffleTies?: number;
  /** How many entries fit before the first growth. */
  readonly capacity?: number;
}

/** The slot of an entry: a small integer, reused after the entry was popped or swept. */
export function slotOf(ticket: QueueTicket): number {
  // The remainder; `%` is slow on numbers of more than 32 bits, and this is asked at every push.
  return ticket - Math.floor(ticket / SLOT_LIMIT) * SLOT_LIMIT;
}

/**
 * A priority queue of instants: the earliest first, at equal instants the first pushed first. It holds no payload: what
 * an entry stands for is kept by the owner under the entry's slot, and must be taken out between `pop` and the next `push`.
 *
 * A 4-ary heap in typed arrays. Instants and slots move, sequence numbers stay with the slot, as they are needed only
 * between equal instants. A pop leaves a hole at the root that the next push fills: most steps schedule a
 * successor, and one sift then does the work of two.
 */
export class EventQueue {
  readonly #shuffle: number | undefined;
  #capacity: number;
  #instants: Float64Array;
  #slots: Int32Array;
  #sequences: Float64Array;
  #cancelled: Uint8Array;
  #freeSlots: Int32Array;
  #freeCount = 0;
  #usedSlots = 0;
  #length = 0;
  #hole = false;
  #cancelledCount = 0;
  #pushed = 0;

  constructor(options: EventQueueOptions = {}) {
    this.#shuffle = options.shuffleTies;
    this.#capacity = options.capacity ?? 256;
    invariant(
      Number.isInteger(this.#capacity) && this.#capacity >= 1 && this.#capacity <= SLOT_LIMIT,
      `capacity ${this.#capacity}: must be an integer from 1 to ${SLOT_LIMIT}`,
    );
    this.#instants = new Float64Array(ROOT + this.#capacity);
    this.#slots = new Int32Array(ROOT + this.#capacity);
    this.#sequences = new Float64Array(this.#capacity);
    this.#cancelled = new Uint8Array(this.#capacity);
    this.#freeSlots = new Int32Array(this.#capacity);
  }

  /** How many entries are waiting, cancelled ones not counted. */
  get size(): number {
    return this.#length - (this.#hole ? 1 : 0) - this.#cancelledCount;
  }

  /** How many entries were ever pushed. */
  get pushed(): number {
    return this.#pushed;
  }

  /** @param at - Any number but NaN; an owner that wants replay without drift pushes integers. */
  push(at: number): QueueTicket {
    if (this.#pushed + 1 >= SEQUENCE_LIMIT)
      violated(`an event queue takes at most ${SEQUENCE_LIMIT - 1} entries in its life`);
    let slot: number;
    if (this.#freeCount > 0) {
      this.#freeCount -= 1;
      slot = this.#freeSlots[this.#freeCount] as number;
    } else {
      if (this.#usedSlots === this.#capacity) this.#grow();
      slot = this.#usedSlots;
      this.#usedSlots += 1;
    }
    this.#pushed += 1;
    this.#sequences[slot] = this.#pushed;
    if (this.#hole) {
      this.#hole = false;
      this.#siftDown(ROOT, at, slot);
    } else {
      this.#length += 1;
      this.#siftUp(at, slot);
    }
    return this.#pushed * SLOT_LIMIT + slot;
  }

  /** The instant of the next entry; Infinity when none is waiting. */
  nextAt(): number {
    this.#settle();
    return this.#length > 0 ? (this.#instants[ROOT] as number) : Number.POSITIVE_INFINITY;
  }

  /** Takes the next entry out and returns its slot; -1 when none is waiting. */
  pop(): number {
    this.#settle();
    if (this.#length === 0) return -1;
    const slot = this.#slots[ROOT] as number;
    this.#hole = true;
    this.#release(slot);
    return slot;
  }

  /** @returns whether the entry was still waiting; one that was popped or cancelled before is left alone. */
  cancel(ticket: QueueTicket): boolean {
    const slot = slotOf(ticket);
    if (slot >= this.#usedSlots || this.#sequences[slot] !== (ticket - slot) / SLOT_LIMIT) return false;
    if (this.#cancelled[slot] === 1) return false;
    this.#cancelled[slot] = 1;
    this.#cancelledCount += 1;
    if (this.#cancelledCount >= FEWEST_TO_SWEEP && this.#cancelledCount * 2 > this.#length) this.#sweep();
    return true;
  }

  /** Closes the hole that a pop left, and drops cancelled entries from the front. */
  #settle(): void {
    if (this.#hole) this.#removeRoot();
    while (this.#cancelledCount > 0 && this.#length > 0) {
      const slot = this.#slots[ROOT] as number;
      if (this.#cancelled[slot] === 0) return;
      this.#forget(slot);
      this.#removeRoot();
    }
  }

  #removeRoot(): void {
    this.#hole = false;
    this.#length -= 1;
    const last = ROOT + this.#length;
    if (this.#length > 0) this.#siftDown(ROOT, this.#instants[last] as number, this.#slots[last] as number);
  }

  #release(slot: number): void {
    this.#sequences[slot] = 0;
    this.#freeSlots[this.#freeCount] = slot;
    this.#freeCount += 1;
  }

  #forget(slot: number): void {
    this.#cancelled[slot] = 0;
    this.#cancelledCount -= 1;
    this.#release(slot);
  }

  /** Time-outs are mostly cancelled: without this, a world of long time-outs would fill up with dead ones. */
  #sweep(): void {
    if (this.#hole) this.#removeRoot();
    const end = ROOT + this.#length;
    let kept = ROOT;
    for (let index = ROOT; index < end; index += 1) {
      const slot = this.#slots[index] as number;
      if (this.#cancelled[slot] === 1) {
        this.#forget(slot);
      } else {
        this.#instants[kept] = this.#instants[index] as number;
        this.#slots[kept] = slot;
        kept += 1;
      }
    }
    this.#length = kept - ROOT;
    for (let index = parentOf(kept - 1); index >= ROOT; index -= 1) {
      this.#siftDown(index, this.#instants[index] as number, this.#slots[index] as number);
    }
  }

  #siftUp(at: number, slot: number): void {
    const instants = this.#instants;
    const slots = this.#slots;
    let index = ROOT + this.#length - 1;
    while (index > ROOT) {
      const parent = parentOf(index);
      const parentAt = instants[parent] as number;
      if (parentAt < at) break;
      const parentSlot = slots[parent] as number;
      if (parentAt === at && this.#precedes(parentSlot, slot)) break;
      instants[index] = parentAt;
      slots[index] = parentSlot;
      index = parent;
    }
    instants[index] = at;
    slots[index] = slot;
  }

  #siftDown(from: number, at: number, slot: number): void {
    const instants = this.#instants;
    const slots = this.#slots;
    const end = ROOT + this.#length;
    let index = from;
    for (;;) {
      let child = 4 * (index - 2);
      if (child >= end) break;
      const stop = child + 4 < end ? child + 4 : end;
      let least = child;
      let leastAt = instants[child] as number;
      for (child += 1; child < stop; child += 1) {
        const childAt = instants[child] as number;
        if (
          childAt < leastAt ||
          (childAt === leastAt && this.#precedes(slots[child] as number, slots[least] as number))
        ) {
          least = child;
          leastAt = childAt;
        }
      }
      if (leastAt > at) break;
      const leastSlot = slots[least] as number;
      if (leastAt === at && this.#precedes(slot, leastSlot)) break;
      instants[index] = leastAt;
      slots[index] = leastSlot;
      index = least;
    }
    instants[index] = at;
    slots[index] = slot;
  }

  /** The order between two entries of one instant. */
  #precedes(slot: number, other: number): boolean {
    const sequence = this.#sequences[slot] as number;
    const otherSequence = this.#sequences[other] as number;
    if (this.#shuffle === undefined) return sequence < otherSequence;
    return mix32(sequence ^ this.#shuffle) < mix32(otherSequence ^ this.#shuffle);
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    if (capacity > SLOT_LIMIT) violated(`an event queue holds at most ${SLOT_LIMIT} waiting entries`);
    this.#instants = copyInto(new Float64Array(ROOT + capacity), this.#instants);
    this.#slots = copyInto(new Int32Array(ROOT + capacity), this.#slots);
    this.#sequences = copyInto(new Float64Array(capacity), this.#sequences);
    this.#cancelled = copyInto(new Uint8Array(capacity), this.#cancelled);
    this.#freeSlots = copyInto(new Int32Array(capacity), this.#freeSlots);
    this.#capacity = capacity;
  }
}

function parentOf(index: number): number {
  return (index >> 2) + 2;
}

function copyInto<Column extends { set(source: ArrayLike<number>): void }>(
  target: Column,
  source: ArrayLike<number>,
): Column {
  target.set(source);
  return target;
}
