import type { EventIdentity } from '../../kernel/index.ts';
import type { FileProcess } from './file-filter.ts';
import type { FileHandle, WriteResult } from './file-request.ts';

/** The client's side of a file that is open on another host: tells its own host of the close. */
export class RemoteHandle implements FileHandle {
  readonly path: string;
  readonly process: FileProcess;
  readonly #server: FileHandle;
  readonly #closed: (handle: RemoteHandle) => void;
  #written: boolean;

  constructor(
    server: FileHandle,
    opened: { readonly path: string; readonly process: FileProcess; readonly written: boolean },
    closed: (handle: RemoteHandle) => void,
  ) {
    this.path = opened.path;
    this.process = opened.process;
    this.#server = server;
    this.#written = opened.written;
    this.#closed = closed;
  }

  get written(): boolean {
    return this.#written;
  }

  get event(): EventIdentity {
    return this.#server.event;
  }

  get isOpen(): boolean {
    return this.#server.isOpen;
  }

  read(): Uint8Array {
    return this.#server.read();
  }

  write(bytes: Uint8Array): WriteResult {
    this.#written = true;
    return this.#server.write(bytes);
  }

  append(bytes: Uint8Array): WriteResult {
    this.#written = true;
    return this.#server.append(bytes);
  }

  close(): void {
    if (!this.#server.isOpen) return;
    this.#server.close();
    this.#closed(this);
  }
}
