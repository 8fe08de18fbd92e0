/**
 * A map from three short names to a value. Looking up three interned names costs less than building and hashing one
 * long key, which counts where it happens on every event and every draw.
 */
export class TripleMap<Value> {
  readonly #values = new Map<string, Map<string, Map<string, Value>>>();

  get(first: string, second: string, third: string): Value | undefined {
    return this.#values.get(first)?.get(second)?.get(third);
  }

  set(first: string, second: string, third: string, value: Value): void {
    let seconds = this.#values.get(first);
    if (seconds === undefined) this.#values.set(first, (seconds = new Map()));
    let thirds = seconds.get(second);
    if (thirds === undefined) seconds.set(second, (thirds = new Map()));
    thirds.set(third, value);
  }
}
