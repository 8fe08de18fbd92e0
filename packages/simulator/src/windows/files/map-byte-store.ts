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
  readonly owner: object;
  readonly entries: Map<string, Folder | Content>;
}

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
 * `fork` takes constant time: both stores then share every folder, and copy one (its table, not the bytes) at the first
 * change in it.
 */
export class MapByteStore implements ByteStore {
  #owner: object = {};
  #root: Folder = { owner: this.#owner, entries: new Map() };
  /** Folders that are ours to change, by path: mail servers work in few of them, again and again. */
  readonly #known = new Map<string, Folder>();

  kind(folder: string, name: string): 'file' | 'folder' | undefined {
    const entry = this.#look(folder)?.entries.get(name);
    if (entry === undefined) return undefined;
    return isFolder(entry) ? 'folder' : 'file';
  }

  create(folder: string, name: string): void {
    this.#add('create', folder, name, empty);
  }

  read(folder: string, name: string): Uint8Array {
    const file = this.#look(folder)?.entries.get(name);
    if (file === undefined || isFolder(file)) throw storeBug('read', folder, name, 'no such file');
    return joined(file);
  }

  replace(folder: string, name: string, bytes: Uint8Array): void {
    const { entries } = this.#own('replace', folder, name);
    const old = entries.get(name);
    if (old === undefined || isFolder(old)) throw storeBug('replace', folder, name, 'no such file');
    entries.set(name, content(bytes));
  }

  append(folder: string, name: string, bytes: Uint8Array): void {
    const { entries } = this.#own('append', folder, name);
    const old = entries.get(name);
    if (old === undefined || isFolder(old)) throw storeBug('append', folder, name, 'no such file');
    entries.set(name, old.size === 0 ? content(bytes) : { bytes, before: old, size: old.size + bytes.length });
  }

  remove(folder: string, name: string): void {
    const { entries } = this.#own('remove', folder, name);
    const old = entries.get(name);
    if (old === undefined || isFolder(old)) throw storeBug('remove', folder, name, 'no such file');
    entries.delete(name);
  }

  rename(folder: string, name: string, toFolder: string, toName: string): void {
    const from = `${folder}/${name}`;
    if (toFolder === from || toFolder.startsWith(`${from}/`)) throw storeBug('rename', folder, name, 'into itself');
    const { entries } = this.#own('rename', folder, name);
    const entry = entries.get(name);
    if (entry === undefined) throw storeBug('rename', folder, name, 'no such file or folder');
    this.#add('rename to', toFolder, toName, entry);
    entries.delete(name);
    if (isFolder(entry)) this.#known.clear();
  }

  makeFolder(folder: string, name: string): void {
    this.#add('make folder', folder, name, { owner: this.#owner, entries: new Map() });
  }

  removeFolder(folder: string, name: string): void {
    const { entries } = this.#own('remove folder', folder, name);
    const old = entries.get(name);
    if (!isFolder(old)) throw storeBug('remove folder', folder, name, 'no such folder');
    if (old.entries.size > 0) throw storeBug('remove folder', folder, name, 'not empty');
    entries.delete(name);
    this.#known.clear();
  }

  list(folder: string): readonly string[] {
    const { entries } = this.#look(folder) ?? {};
    if (entries === undefined) throw storeBug('list', folder, '', 'no such folder');
    return [...entries.keys()].sort();
  }

  fork(): MapByteStore {
    const other = new MapByteStore();
    other.#root = this.#root;
    this.#owner = {};
    this.#known.clear();
    return other;
  }

  #add(operation: string, folder: string, name: string, entry: Folder | Content): void {
    const { entries } = this.#own(operation, folder, name);
    if (entries.has(name)) throw storeBug(operation, folder, name, 'the name is taken');
    entries.set(name, entry);
  }

  /** A folder to look into, which may be shared with other stores. */
  #look(path: string): Folder | undefined {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    let folder: Folder = this.#root;
    for (const name of path.split('/').slice(1)) {
      const next = folder.entries.get(name);
      if (!isFolder(next)) return undefined;
      folder = next;
    }
    return folder;
  }

  /** A folder to change: it and those above it are made our own. */
  #own(operation: string, path: string, name: string): Folder {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    let folder = this.#unshared(this.#root);
    this.#root = folder;
    for (const step of path.split('/').slice(1)) {
      const next = folder.entries.get(step);
      if (!isFolder(next)) throw storeBug(operation, path, name, 'its folder does not exist');
      const own = this.#unshared(next);
      if (own !== next) folder.entries.set(step, own);
      folder = own;
    }
    this.#known.set(path, folder);
    return folder;
  }

  #unshared(folder: Folder): Folder {
    return folder.owner === this.#owner ? folder : { owner: this.#owner, entries: new Map(folder.entries) };
  }
}
