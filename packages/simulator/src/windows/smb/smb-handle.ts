import type { EventIdentity } from '../../kernel/index.ts';
import { ERROR_NETNAME_DELETED, type FileHandle, type WriteResult } from '../files/index.ts';
import type { SmbLink } from './smb-link.ts';

/**
 * The client's side of a file that is open on a server. What it writes is in place at once, the time of the transfer is
 * charged to the close: until that arrives, the server holds the file.
 *
 * When the connection is cut the handle stays, as it does in Windows: it reads what came last, and can write no more.
 */
export class SmbHandle implements FileHandle {
  readonly path: string;
  readonly #link: SmbLink;
  readonly #file: number;
  #content: Uint8Array | undefined;
  /** Bytes written that the close has to carry. */
  #unsent = 0;
  #isOpen = true;

  constructor(
    link: SmbLink,
    opened: { readonly path: string; readonly file: number; readonly content: Uint8Array | undefined },
  ) {
    this.path = opened.path;
    this.#link = link;
    this.#file = opened.file;
    this.#content = opened.content;
    link.holds(this);
  }

  get event(): EventIdentity {
    const held = this.#link.ask({ kind: 'held', file: this.#file });
    return held.ok ? held.answer : held.event;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  read(): Uint8Array {
    const read = this.#link.ask({ kind: 'read', file: this.#file });
    if (read.ok && read.answer !== undefined) this.#content = read.answer;
    return this.#content ?? new Uint8Array(0);
  }

  write(bytes: Uint8Array): WriteResult {
    return this.#write(bytes, false);
  }

  append(bytes: Uint8Array): WriteResult {
    return this.#write(bytes, true);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#link.close(this, this.#file, this.#unsent);
  }

  #write(bytes: Uint8Array, append: boolean): WriteResult {
    const written = this.#link.ask({ kind: 'write', file: this.#file, bytes, append });
    if (!written.ok) return { ok: false, error: ERROR_NETNAME_DELETED, event: written.event };
    if (written.answer.ok) this.#unsent += bytes.length;
    return written.answer;
  }
}
