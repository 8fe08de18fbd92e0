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

  kind(folder: string, name: string): 'file' | 'folder' | undefined {
    return this.#kindOf(`${folder}/${name}`);
  }

  create(folder: string, name: string): void {
    this.#mustBeFree('create', folder, name);
    this.fs.writeFileSync(`${folder}/${name}`, '');
  }

  read(folder: string, name: string): Uint8Array {
    this.#mustBe('file', 'read', folder, name);
    const bytes = this.fs.readFileSync(`${folder}/${name}`);
    if (typeof bytes === 'string') throw storeBug('read', folder, name, 'memfs answered text');
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  replace(folder: string, name: string, bytes: Uint8Array): void {
    this.#mustBe('file', 'replace', folder, name);
    this.fs.writeFileSync(`${folder}/${name}`, bytes);
  }

  append(folder: string, name: string, bytes: Uint8Array): void {
    this.#mustBe('file', 'append', folder, name);
    this.fs.appendFileSync(`${folder}/${name}`, bytes);
  }

  remove(folder: string, name: string): void {
    this.#mustBe('file', 'remove', folder, name);
    this.fs.unlinkSync(`${folder}/${name}`);
  }

  rename(folder: string, name: string, toFolder: string, toName: string): void {
    const from = `${folder}/${name}`;
    if (toFolder === from || toFolder.startsWith(`${from}/`)) throw storeBug('rename', folder, name, 'into itself');
    if (this.#kindOf(from) === undefined) throw storeBug('rename', folder, name, 'no such file or folder');
    this.#mustBeFree('rename to', toFolder, toName);
    this.fs.renameSync(from, `${toFolder}/${toName}`);
  }

  makeFolder(folder: string, name: string): void {
    this.#mustBeFree('make folder', folder, name);
    this.fs.mkdirSync(`${folder}/${name}`);
  }

  removeFolder(folder: string, name: string): void {
    this.#mustBe('folder', 'remove folder', folder, name);
    if (this.list(`${folder}/${name}`).length > 0) throw storeBug('remove folder', folder, name, 'not empty');
    this.fs.rmdirSync(`${folder}/${name}`);
  }

  list(folder: string): readonly string[] {
    const path = folder === '' ? '/' : folder;
    if (this.#kindOf(path) !== 'folder') throw storeBug('list', folder, '', 'no such folder');
    return (this.fs.readdirSync(path) as string[]).sort();
  }

  /** Copies everything: for exploration use the map store. */
  fork(): MemfsByteStore {
    const other = new MemfsByteStore();
    const copy = (folder: string): void => {
      for (const name of this.list(folder)) {
        if (this.kind(folder, name) === 'folder') {
          other.makeFolder(folder, name);
          copy(`${folder}/${name}`);
        } else {
          other.fs.writeFileSync(`${folder}/${name}`, this.read(folder, name));
        }
      }
    };
    copy('');
    return other;
  }

  #kindOf(path: string): 'file' | 'folder' | undefined {
    if (!this.fs.existsSync(path)) return undefined;
    return this.fs.statSync(path).isDirectory() ? 'folder' : 'file';
  }

  #mustBe(kind: 'file' | 'folder', operation: string, folder: string, name: string): void {
    if (this.kind(folder, name) !== kind) throw storeBug(operation, folder, name, `no such ${kind}`);
  }

  #mustBeFree(operation: string, folder: string, name: string): void {
    if (this.kind(folder, name) !== undefined) throw storeBug(operation, folder, name, 'the name is taken');
    if (this.#kindOf(folder === '' ? '/' : folder) !== 'folder') {
      throw storeBug(operation, folder, name, 'its folder does not exist');
    }
  }
}
