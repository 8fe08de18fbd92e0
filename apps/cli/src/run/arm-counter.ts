/** Hands out arms to the threads that play them: each takes the next one, none is taken twice. */
export class ArmCounter {
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #total: number;

  /** @param shared - That of another thread's counter; one of its own where none is given. */
  constructor(total: number, shared: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
    this.#total = total;
  }

  /** The number of the next arm; undefined when all are taken. */
  take(): number | undefined {
    const next = Atomics.add(this.#cells, 0, 1);
    return next < this.#total ? next : undefined;
  }

  /** Nobody gets another one. */
  stop(): void {
    Atomics.store(this.#cells, 0, this.#total);
  }

  played(): void {
    Atomics.add(this.#cells, 1, 1);
  }

  /** How many were played, in all threads. */
  get done(): number {
    return Atomics.load(this.#cells, 1);
  }
}
