import { foldName } from '@scanclash/core';
import { attributesOf, DIRECTORY, type FileAttributes } from './file-attributes.ts';
import { excludeEachOther, type RightsMask } from './share-mode.ts';
import { isShortName, shortNameFor } from './short-name.ts';

export type Entry = FileEntry | Folder;

/** What is known of a file or folder at one moment. Times are µs of the world. */
export interface FileStat {
  readonly kind: 'file' | 'folder';
  readonly name: string;
  /** The 8.3 name; the name itself, upper case, where that fits the form or the volume makes no short names. */
  readonly shortName: string;
  /** Bytes; 0 for a folder. */
  readonly size: number;
  readonly attributes: FileAttributes;
  readonly createdAt: number;
  readonly writtenAt: number;
  readonly accessedAt: number;
  /** Removed by someone, but still there until the last handle closes. */
  readonly deletePending: boolean;
}

interface Identity {
  /** As it was spelt when it was made or renamed. */
  name: string;
  folded: string;
  /** Folded; undefined where the name is its own short name, or the volume makes none. */
  shortName: string | undefined;
  parent: Folder | undefined;
  attributes: number;
  createdAt: number;
  writtenAt: number;
  accessedAt: number;
}

export interface FileEntry extends Identity {
  readonly kind: 'file';
  parent: Folder;
  size: number;
  /** Handles that are open, in the order of opening; undefined where none is. */
  opens: [OpenFile, ...OpenFile[]] | undefined;
  deletePending: boolean;
}

/** A row of a volume's handle table. */
export class OpenFile {
  readonly file: FileEntry;
  readonly access: RightsMask;
  readonly share: RightsMask;
  deleteOnClose: boolean;
  /** Something was written through this handle, or opening it emptied or made the file. */
  written: boolean;
  isOpen = true;
  /** Whoever opened it, for the one who asks who holds the file. The volume never looks at it. */
  owner: unknown = undefined;

  constructor(
    file: FileEntry,
    how: { access: RightsMask; share: RightsMask; deleteOnClose: boolean; written: boolean },
  ) {
    this.file = file;
    this.access = how.access;
    this.share = how.share;
    this.deleteOnClose = how.deleteOnClose;
    this.written = how.written;
  }
}

/** The first handle of `file` that excludes an open with these rights, or undefined where it may go ahead. */
export function holderAgainst(file: FileEntry, access: RightsMask, share: RightsMask): OpenFile | undefined {
  return file.opens?.find((open) => excludeEachOther(access, share, open.access, open.share));
}

/** A folder and its index of names. */
export class Folder implements Identity {
  readonly kind = 'folder';
  name: string;
  folded: string;
  shortName: string | undefined;
  parent: Folder | undefined;
  attributes = DIRECTORY;
  createdAt: number;
  writtenAt: number;
  accessedAt: number;
  /** Display path in its volume, `\Modus\Spool`; empty for the root. */
  path: string;
  /** Path in the byte store, `/MODUS/SPOOL`; empty for the root. */
  key: string;
  /** By folded name, and once more by short name where there is one of its own. */
  readonly #names = new Map<string, Entry>();
  /** By folded name; built by the first listing, kept up from then on. */
  #inOrder: Entry[] | undefined;

  #watchers: readonly (() => void)[] = [];

  constructor(parent: Folder | undefined, name: string, at: number) {
    this.name = name;
    this.folded = foldName(name);
    this.parent = parent;
    this.createdAt = at;
    this.writtenAt = at;
    this.accessedAt = at;
    this.path = parent === undefined ? '' : `${parent.path}\\${name}`;
    this.key = parent === undefined ? '' : `${parent.key}/${this.folded}`;
  }

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** The file or folder of a name, long or short, in any case. */
  find(name: string): Entry | undefined {
    return this.findFolded(foldName(name));
  }

  findFolded(folded: string): Entry | undefined {
    return this.#names.get(folded);
  }

  /** All entries in the order of their folded names, which is how NTFS keeps and lists them. */
  inOrder(): readonly Entry[] {
    this.#inOrder ??= [...this.entries()].sort((a, b) => (a.folded < b.folded ? -1 : 1));
    return this.#inOrder;
  }

  /** Entries in no promised order. */
  *entries(): Iterable<Entry> {
    for (const [name, entry] of this.#names) if (name === entry.folded) yield entry;
  }

  /** Calls `changed` whenever a name comes into this folder or leaves it; the function that is returned ends that. */
  watch(changed: () => void): () => void {
    this.#watchers = [...this.#watchers, changed];
    return () => {
      this.#watchers = this.#watchers.filter((watcher) => watcher !== changed);
    };
  }

  /** Takes in an entry under its own name, which must be free. */
  add(entry: Entry, withShortName: boolean): void {
    for (const changed of this.#watchers) changed();
    entry.parent = this;
    this.#names.set(entry.folded, entry);
    entry.shortName = undefined;
    if (withShortName && !isShortName(entry.name)) {
      entry.shortName = shortNameFor(entry.name, (name) => this.#names.has(name));
      this.#names.set(entry.shortName, entry);
    }
    const inOrder = this.#inOrder;
    if (inOrder === undefined) return;
    const last = inOrder.at(-1);
    if (last === undefined || last.folded < entry.folded) inOrder.push(entry);
    else inOrder.splice(indexOf(inOrder, entry.folded), 0, entry);
  }

  /** Sets the paths of this folder and of all folders below it anew, after it was renamed or moved. */
  rebase(): void {
    const parent = this.parent as Folder;
    this.path = `${parent.path}\\${this.name}`;
    this.key = `${parent.key}/${this.folded}`;
    for (const entry of this.entries()) if (entry.kind === 'folder') entry.rebase();
  }

  /** Takes over everything below another volume's folder. */
  copyFrom(other: Folder): void {
    this.attributes = other.attributes;
    this.createdAt = other.createdAt;
    this.writtenAt = other.writtenAt;
    this.accessedAt = other.accessedAt;
    for (const entry of other.entries()) {
      let copy: Entry;
      if (entry.kind === 'file') {
        copy = { ...entry, parent: this };
      } else {
        copy = new Folder(this, entry.name, entry.createdAt);
        copy.shortName = entry.shortName;
        copy.copyFrom(entry);
      }
      this.#names.set(copy.folded, copy);
      if (copy.shortName !== undefined) this.#names.set(copy.shortName, copy);
    }
  }

  remove(entry: Entry): void {
    for (const changed of this.#watchers) changed();
    this.#names.delete(entry.folded);
    if (entry.shortName !== undefined) this.#names.delete(entry.shortName);
    if (this.#inOrder !== undefined) this.#inOrder.splice(indexOf(this.#inOrder, entry.folded), 1);
  }
}

/** Where `folded` is, or would have to be put. */
function indexOf(inOrder: readonly Entry[], folded: string): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle] as Entry).folded < folded) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function statOf(entry: Entry): FileStat {
  return {
    kind: entry.kind,
    name: entry.name,
    shortName: entry.shortName ?? entry.folded,
    size: entry.kind === 'file' ? entry.size : 0,
    attributes: attributesOf(entry.attributes),
    createdAt: entry.createdAt,
    writtenAt: entry.writtenAt,
    accessedAt: entry.accessedAt,
    deletePending: entry.kind === 'file' && entry.deletePending,
  };
}

/** Display path of a file or folder in its volume: `\Modus\Spool\A.MSG`. */
export function pathOf(entry: Entry): string {
  return entry.kind === 'folder' ? entry.path : `${entry.parent.path}\\${entry.name}`;
}
