import { parentOf } from '@scanclash/core';
import type { EventIdentity, Microseconds } from '../kernel/index.ts';
import { type FileHandle, shareNothing } from '../windows/files/index.ts';
import type { Process } from '../windows/process-table.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';

/**
 * The lock of one node on the file share witness: a file there that it holds open and shares with nobody. It is the vote
 * of the witness.
 *
 * @assumed The name of the file, and that a lock is taken when its vote is needed and given back when it is not.
 */
export class WitnessLock {
  readonly #host: SimulatedHost;
  readonly #process: Process;
  readonly #path: string;
  #handle: FileHandle | undefined;
  #since: Microseconds = 0;
  /** The attempt that counts. */
  #attempt: object | undefined;

  /** @param path - `\\HUB01\FSW_CLU01\GUID\Witness.log` */
  constructor(host: SimulatedHost, process: Process, path: string) {
    this.#host = host;
    this.#process = process;
    this.#path = path;
  }

  /** Whether it was held when that was last looked at. */
  get isHeld(): boolean {
    return this.#handle !== undefined;
  }

  /** µs since it was taken; 0 where it is not held. */
  get age(): Microseconds {
    return this.#handle === undefined ? 0 : this.#host.world.now - this.#since;
  }

  /** Looks whether it is still held, by writing into the file. One that cannot be reached counts as lost. */
  verify(): boolean {
    if (this.#handle === undefined) return false;
    const isThere = this.#handle.isOpen && this.#handle.write(new TextEncoder().encode(this.#host.name)).ok;
    if (!isThere) this.release();
    return isThere;
  }

  get isAsked(): boolean {
    return this.#attempt !== undefined;
  }

  /** Takes the lock; `done` is told whether it has it, and not at all where it was released before. */
  take(done: (taken: boolean, event: EventIdentity | undefined) => void): void {
    this.release();
    const attempt = {};
    this.#attempt = attempt;
    const { files, processes, world } = this.#host;
    const folder = parentOf(this.#path);
    if (folder !== undefined) files.makeFolder(folder);
    const request = {
      process: this.#process,
      path: this.#path,
      access: ['read', 'write'],
      share: shareNothing,
      disposition: 'open-always',
    } as const;
    files.open(request, (opened) => {
      if (this.#attempt !== attempt || !processes.isRunning(this.#process)) {
        if (opened.ok) opened.handle.close();
        return;
      }
      this.#attempt = undefined;
      if (opened.ok) {
        this.#handle = opened.handle;
        this.#since = world.now;
      }
      done(opened.ok, opened.ok ? undefined : opened.event);
    });
  }

  release(): void {
    this.#attempt = undefined;
    this.#handle?.close();
    this.#handle = undefined;
  }
}
