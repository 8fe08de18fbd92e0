/** What the threads count together. */
const TAKEN = 0;
const TAKEN_FIRST = 1;
const TAKEN_LAST = 2;
const PLAYED = 3;

/**
 * Hands out arms to the threads that play them: none is taken twice. One thread takes them from the first on, the others
 * from the last back: what a thread has read and compiled for a scenario serves its next arm.
 */
export class ArmCounter {
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #total: number;

  /** @param shared - That of another thread's counter; one of its own where none is given. */
  constructor(total: number, shared: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
    this.#total = total;
  }

  /** The number of the first arm that is left; undefined when all are taken. */
  takeFirst(): number | undefined {
    return this.#takeOne() ? Atomics.add(this.#cells, TAKEN_FIRST, 1) : undefined;
  }

  /** The number of the last arm that is left; undefined when all are taken. */
  takeLast(): number | undefined {
    return this.#takeOne() ? this.#total - 1 - Atomics.add(this.#cells, TAKEN_LAST, 1) : undefined;
  }

  /** Nobody gets another one. */
  stop(): void {
    Atomics.store(this.#cells, TAKEN, this.#total);
  }

  played(): void {
    Atomics.add(this.#cells, PLAYED, 1);
  }

  /** How many were played, in all threads. */
  get done(): number {
    return Atomics.load(this.#cells, PLAYED);
  }

  /** Both ends together never give out more than there are. */
  #takeOne(): boolean {
    return Atomics.add(this.#cells, TAKEN, 1) < this.#total;
  }
}
