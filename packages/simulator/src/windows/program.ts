import type { Disposition, OpenResult, Refused, Rights } from './files/index.ts';
import type { Process } from './process-table.ts';
import type { SimulatedHost } from './simulated-host.ts';

type Done = (result: { readonly ok: true } | Refused) => void;
type ReadDone = (result: { readonly ok: true; readonly bytes: Uint8Array } | Refused) => void;

const EXCLUSIVE: Partial<Rights> = {};
const READERS: Partial<Rights> = { read: true };

/** The file calls of a running program: whole files, each opened, used and closed; callbacks, because scanners delay. */
export class Program {
  readonly host: SimulatedHost;
  readonly process: Process;

  constructor(host: SimulatedHost, process: Process) {
    this.host = host;
    this.process = process;
  }

  get isRunning(): boolean {
    return this.host.processes.isRunning(this.process);
  }

  /** Runs `step` after `delay` µs unless the program has ended by then. */
  after(delay: number, label: string, step: () => void): void {
    this.host.world.schedule(delay, label, () => {
      if (this.isRunning) step();
    });
  }

  /** Reads a file that nobody else may use meanwhile. */
  readExclusively(path: string, done: ReadDone): void {
    this.#open(path, ['read', 'write'], EXCLUSIVE, 'open-existing', (opened) => {
      if (!opened.ok) return done(opened);
      const bytes = opened.handle.read();
      opened.handle.close();
      done({ ok: true, bytes });
    });
  }

  /** Makes sure that nobody else has a file open, as one does who is about to move it. Nothing of it is read. */
  claim(path: string, done: Done): void {
    this.#open(path, ['delete'], EXCLUSIVE, 'open-existing', (opened) => {
      if (!opened.ok) return done(opened);
      opened.handle.close();
      done({ ok: true });
    });
  }

  /** Reads a file that others may read too. */
  read(path: string, done: ReadDone): void {
    this.#open(path, ['read'], READERS, 'open-existing', (opened) => {
      if (!opened.ok) return done(opened);
      const bytes = opened.handle.read();
      opened.handle.close();
      done({ ok: true, bytes });
    });
  }

  /** Writes a new file, or replaces one. */
  write(path: string, bytes: Uint8Array, done: Done): void {
    this.#open(path, ['write'], EXCLUSIVE, 'create-always', (opened) => {
      if (!opened.ok) return done(opened);
      const written = opened.handle.write(bytes);
      opened.handle.close();
      done(written);
    });
  }

  append(path: string, text: string, done: Done = () => {}): void {
    this.#open(path, ['write'], READERS, 'open-always', (opened) => {
      if (!opened.ok) return done(opened);
      const written = opened.handle.append(new TextEncoder().encode(text));
      opened.handle.close();
      done(written);
    });
  }

  rename(path: string, to: string, done: Done): void {
    this.host.files.rename({ process: this.process, path, to }, (result) => {
      if (this.isRunning) done(result);
    });
  }

  remove(path: string, done: Done): void {
    this.host.files.remove({ process: this.process, path }, (result) => {
      if (this.isRunning) done(result);
    });
  }

  /** Ends the program; whatever it waits for is not answered. */
  exit(exitCode = 0): void {
    this.host.processes.exit(this.process, exitCode);
  }

  #open(
    path: string,
    access: readonly ('read' | 'write' | 'delete')[],
    share: Partial<Rights>,
    disposition: Disposition,
    done: (result: OpenResult) => void,
  ): void {
    this.host.files.open({ process: this.process, path, access, share, disposition }, (result) => {
      // A program that ended while a scanner kept it waiting gets no answer.
      if (this.isRunning) done(result);
      else if (result.ok) result.handle.close();
    });
  }
}
