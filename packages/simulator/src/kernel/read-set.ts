import { invariant } from './invariant.ts';

/**
 * The settings that a run has read, as `HOST:namespace.path`. Two configurations that agree on the read set of a run give
 * the same trace.
 */
export class ReadSet {
  readonly #names = new Set<string>();

  note(name: string): void {
    if (this.#names.has(name)) return;
    invariant(/^[^:]+:[^.]+\../.test(name), `setting "${name}": write it HOST:namespace.path`);
    this.#names.add(name);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** In the order of UTF-16 code units. */
  names(): string[] {
    return [...this.#names].sort();
  }
}
