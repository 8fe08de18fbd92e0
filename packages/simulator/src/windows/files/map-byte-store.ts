import { type ByteStore, storeBug } from './byte-store.ts';

/** File content as a chain of appended pieces: a log that grows line by line is joined once, when it is read. */
interface Content {
  /** All bytes, once joined; then there is nothing before. */
  bytes: Uint8Array;
  before: Content | undefined;
  readonly size: number;
}

interface Folder {
  /** The store that may change this folder; any other copies it first. */
  readonly owner: Owner;
  readonly entries: Map<string, Folder | Content>;
}

type Owner = object;

const isFolder = (entry: Folder | Content | undefined): entry is Folder => entry !== undefined && 'entries' in entry;

const content = (bytes: Uint8Array): Content => ({ bytes, before: undefined, size: bytes.length });
const empty = content(new Uint8Array(0));

/** Joins the chain in place. Shared chains may be joined by any store: it changes how the bytes lie, not what they are. */
function joined(chain: Content): Uint8Array {
  if (chain.before === undefined) return chain.bytes;
  const all = new Uint8Array(chain.size);
  for (let piece: Content | undefined = chain; piece !== undefined; piece = piece.before) {
    all.set(piece.bytes, piece.size - piece.bytes.length);
  }
  chain.bytes = all;
  chain.before = undefined;
  return all;
}

/**
 * Bytes in plain maps, for large worlds and for exploration.
 * `fork` takes constant time: both stores then share every folder, and copy one (its table, not the bytes) at the first change in it.
 */
export class MapByteStore implements ByteStore {
  #owner: Owner = {};
  #root: Folder = { owner: this.#owner, entries: new Map() };
  /** The folder of the last change and its path: mail servers work in one folder at a time. */
  #lastPath: string | undefined;
  #lastFolder: Folder | undefined;

  kind(path: string): 'file' | 'folder' | undefined {
    const entry = this.#find(path);
    if (entry === undefined) return undefined;
    return isFolder(entry) ? 'folder' : 'file';
  }

  create(path: string): void {
    this.#add('create', path, empty);
  }

  read(path: string): Uint8Array {
    return joined(this.#file('read', path));
  }

  replace(path: string, bytes: Uint8Array): void {
    const { entries, name } = this.#place('replace', path);
    const old = entries.get(name);
    if (old === undefined || isFolder(old)) throw storeBug('replace', path, 'no such file');
    entries.set(name, content(bytes));
  }

  append(path: string, bytes: Uint8Array): void {
    const { entries, name } = this.#place('append', path);
    const old = entries.get(name);
    if (old === undefined || isFolder(old)) throw storeBug('append', path, 'no such file');
    entries.set(name, old.size === 0 ? content(bytes) : { bytes, before: old, size: old.size + bytes.length });
  }

  remove(path: string): void {
    const { entries, name } = this.#place('remove', path);
    const old = entries.get(name);
    if (old === undefined || isFolder(old)) throw storeBug('remove', path, 'no such file');
    entries.delete(name);
  }

  rename(from: string, to: string): void {
    if (to.startsWith(`${from}/`)) throw storeBug('rename', from, `${to} is below it`);
    const entry = this.#find(from);
    if (entry === undefined || from === '/') throw storeBug('rename', from, 'no such file or folder');
    this.#add('rename to', to, entry);
    const { entries, name } = this.#place('rename', from);
    entries.delete(name);
    if (isFolder(entry)) this.#forgetLast();
  }

  makeFolder(path: string): void {
    this.#add('make folder', path, { owner: this.#owner, entries: new Map() });
  }

  removeFolder(path: string): void {
    const folder = this.#find(path);
    if (!isFolder(folder) || path === '/') throw storeBug('remove folder', path, 'no such folder');
    if (folder.entries.size > 0) throw storeBug('remove folder', path, 'not empty');
    const { entries, name } = this.#place('remove folder', path);
    entries.delete(name);
    this.#forgetLast();
  }

  list(path: string): readonly string[] {
    const folder = this.#find(path);
    if (!isFolder(folder)) throw storeBug('list', path, 'no such folder');
    return [...folder.entries.keys()].sort();
  }

  fork(): MapByteStore {
    const other = new MapByteStore();
    other.#root = this.#root;
    this.#owner = {};
    this.#forgetLast();
    return other;
  }

  #forgetLast(): void {
    this.#lastPath = undefined;
    this.#lastFolder = undefined;
  }

  #add(operation: string, path: string, entry: Folder | Content): void {
    const { entries, name } = this.#place(operation, path);
    if (name === '' || entries.has(name)) throw storeBug(operation, path, 'the name is taken');
    entries.set(name, entry);
  }

  #file(operation: string, path: string): Content {
    const entry = this.#find(path);
    if (entry === undefined || isFolder(entry)) throw storeBug(operation, path, 'no such file');
    return entry;
  }

  #find(path: string): Folder | Content | undefined {
    if (path === '/') return this.#root;
    const slash = path.lastIndexOf('/');
    if (this.#lastFolder !== undefined && path.slice(0, slash) === this.#lastPath) {
      return this.#lastFolder.entries.get(path.slice(slash + 1));
    }
    let entry: Folder | Content | undefined = this.#root;
    for (let start = 1; start < path.length; ) {
      if (!isFolder(entry)) return undefined;
      const end = path.indexOf('/', start);
      entry = entry.entries.get(end < 0 ? path.slice(start) : path.slice(start, end));
      start = end < 0 ? path.length : end + 1;
    }
    return entry;
  }

  /** The table that holds the last name of `path`, ours to change. */
  #place(operation: string, path: string): { entries: Map<string, Folder | Content>; name: string } {
    const slash = path.lastIndexOf('/');
    const folderPath = path.slice(0, slash);
    if (this.#lastFolder === undefined || folderPath !== this.#lastPath) {
      this.#lastFolder = this.#ownFolder(operation, path, folderPath);
      this.#lastPath = folderPath;
    }
    return { entries: this.#lastFolder.entries, name: path.slice(slash + 1) };
  }

  #ownFolder(operation: string, path: string, folderPath: string): Folder {
    let folder = this.#own(this.#root);
    this.#root = folder;
    for (const name of folderPath.split('/').slice(1)) {
      const next = folder.entries.get(name);
      if (!isFolder(next)) throw storeBug(operation, path, 'its folder does not exist');
      const own = this.#own(next);
      if (own !== next) folder.entries.set(name, own);
      folder = own;
    }
    return folder;
  }

  #own(folder: Folder): Folder {
    return folder.owner === this.#owner ? folder : { owner: this.#owner, entries: new Map(folder.entries) };
  }
}
