import { type EventIdentity, type Microseconds, violated } from '../../kernel/index.ts';
import type { FileOrigin, FileProcess } from './file-filter.ts';
import type { FileHandle, OpenRequest, WriteResult } from './file-request.ts';
import type { FileTrace, Holding } from './file-trace.ts';
import { READ, WRITE } from './share-mode.ts';
import type { Volume } from './volume.ts';
import { type OpenFile, pathOf } from './volume-entry.ts';
import type { VolumeFailure } from './volume-result.ts';

/** What a handle needs of the host that it belongs to. */
export interface HandleHost {
  readonly trace: FileTrace;
  writeFailed(handle: LocalHandle, failure: VolumeFailure): WriteResult;
  close(handle: LocalHandle): void;
}

/** An open file of a local volume. */
export class LocalHandle implements FileHandle, Holding {
  readonly open: OpenFile;
  readonly volume: Volume;
  /** What stands before paths of the volume: `D:`. */
  readonly base: string;
  readonly process: FileProcess;
  readonly origin: FileOrigin;
  readonly disposition: OpenRequest['disposition'];
  readonly since: Microseconds;
  readonly causes: readonly EventIdentity[];
  /** Filters at this altitude and above are not told of the close. */
  readonly below: number;
  readonly #host: HandleHost;
  #event: EventIdentity | undefined;

  constructor(
    host: HandleHost,
    opened: Pick<
      LocalHandle,
      'open' | 'volume' | 'base' | 'process' | 'origin' | 'disposition' | 'since' | 'causes' | 'below'
    >,
  ) {
    this.#host = host;
    this.open = opened.open;
    this.volume = opened.volume;
    this.base = opened.base;
    this.process = opened.process;
    this.origin = opened.origin;
    this.disposition = opened.disposition;
    this.since = opened.since;
    this.causes = opened.causes;
    this.below = opened.below;
  }

  get access(): number {
    return this.open.access;
  }

  get share(): number {
    return this.open.share;
  }

  get path(): string {
    return this.base + pathOf(this.open.file);
  }

  get isOpen(): boolean {
    return this.open.isOpen;
  }

  get event(): EventIdentity {
    this.#event ??= this.#host.trace.held(this);
    return this.#event;
  }

  /** Whether it was told to somebody that this handle stood in their way. */
  get wasTold(): boolean {
    return this.#event !== undefined;
  }

  read(): Uint8Array {
    this.#mustAllow(READ, 'read');
    return this.volume.read(this.open);
  }

  write(bytes: Uint8Array): WriteResult {
    this.#mustAllow(WRITE, 'write');
    const result = this.volume.write(this.open, bytes);
    return result.ok ? result : this.#host.writeFailed(this, result);
  }

  append(bytes: Uint8Array): WriteResult {
    this.#mustAllow(WRITE, 'append to');
    const result = this.volume.append(this.open, bytes);
    return result.ok ? result : this.#host.writeFailed(this, result);
  }

  close(): void {
    if (this.open.isOpen) this.#host.close(this);
  }

  #mustAllow(right: number, what: string): void {
    const { isOpen, access } = this.open;
    if (isOpen && (access & right) !== 0) return;
    const why = isOpen ? 'the handle was not opened for that' : 'the handle is closed';
    violated(`${this.process.imageName} cannot ${what} ${this.path}: ${why}`);
  }
}
