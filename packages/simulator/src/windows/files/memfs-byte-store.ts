import { Volume } from 'memfs';
import { type ByteStore, storeBug } from './byte-store.ts';

/**
 * Bytes in a memfs volume, for small worlds and for whatever wants a Node `fs` of a simulated disk.
 *
 * memfs tells case apart, knows no `\`, stamps files with the wall clock and lets a rename overwrite a file or put a
 * folder into itself: only folded POSIX paths reach it, its times are never read, and what it lets pass is checked here.
 * Loading memfs takes about 0.1 s, so this file is not part of the package's main entry.
 */
export class MemfsByteStore implements ByteStore {
  /** The disk as a Node `fs` sees it: folded names, wall-clock times. To be looked at, not written to. */
  readonly fs: Volume = new Volume();

  kind(path: string): 'file' | 'folder' | undefined {
    if (!this.fs.existsSync(path)) return undefined;
    return this.fs.statSync(path).isDirectory() ? 'folder' : 'file';
  }

  create(path: string): void {
    this.#mustBeFree('create', path);
    this.fs.writeFileSync(path, '');
  }

  read(path: string): Uint8Array {
    this.#mustBe('file', 'read', path);
    const bytes = this.fs.readFileSync(path);
    if (typeof bytes === 'string') throw storeBug('read', path, 'memfs answered text');
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  replace(path: string, bytes: Uint8Array): void {
    this.#mustBe('file', 'replace', path);
    this.fs.writeFileSync(path, bytes);
  }

  append(path: string, bytes: Uint8Array): void {
    this.#mustBe('file', 'append', path);
    this.fs.appendFileSync(path, bytes);
  }

  remove(path: string): void {
    this.#mustBe('file', 'remove', path);
    this.fs.unlinkSync(path);
  }

  rename(from: string, to: string): void {
    if (to.startsWith(`${from}/`)) throw storeBug('rename', from, `${to} is below it`);
    if (from === '/' || this.kind(from) === undefined) throw storeBug('rename', from, 'no such file or folder');
    this.#mustBeFree('rename to', to);
    this.fs.renameSync(from, to);
  }

  makeFolder(path: string): void {
    this.#mustBeFree('make folder', path);
    this.fs.mkdirSync(path);
  }

  removeFolder(path: string): void {
    this.#mustBe('folder', 'remove folder', path);
    if (path === '/' || this.list(path).length > 0) throw storeBug('remove folder', path, 'not empty, or the root');
    this.fs.rmdirSync(path);
  }

  list(path: string): readonly string[] {
    this.#mustBe('folder', 'list', path);
    return (this.fs.readdirSync(path) as string[]).sort();
  }

  /** Copies everything: for exploration use the map store. */
  fork(): MemfsByteStore {
    const other = new MemfsByteStore();
    const copy = (folder: string): void => {
      for (const name of this.list(folder === '' ? '/' : folder)) {
        const path = `${folder}/${name}`;
        if (this.kind(path) === 'folder') {
          other.makeFolder(path);
          copy(path);
        } else {
          other.fs.writeFileSync(path, this.read(path));
        }
      }
    };
    copy('');
    return other;
  }

  #mustBe(kind: 'file' | 'folder', operation: string, path: string): void {
    if (this.kind(path) !== kind) throw storeBug(operation, path, `no such ${kind}`);
  }

  #mustBeFree(operation: string, path: string): void {
    if (this.kind(path) !== undefined) throw storeBug(operation, path, 'the name is taken');
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    if (this.kind(parent) !== 'folder') throw storeBug(operation, path, 'its folder does not exist');
  }
}
