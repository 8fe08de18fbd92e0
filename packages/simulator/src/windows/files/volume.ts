import { foldName } from '@scanclash/core';
import { violated } from '../../kernel/index.ts';
import type { ByteStore } from './byte-store.ts';
import { ARCHIVE, type AttributeChanges, HIDDEN, READONLY, SYSTEM, withAttributes } from './file-attributes.ts';
import { namePattern } from './name-pattern.ts';
import { DELETE, type RightsMask, WRITE } from './share-mode.ts';
import { type Entry, type FileEntry, type FileStat, Folder, holderAgainst, OpenFile, statOf } from './volume-entry.ts';
import type { OpenHow, VolumeOptions } from './volume-options.ts';
import {
  deny,
  done,
  fail,
  hinder,
  isLegalName,
  missing,
  type VolumeFailure,
  type VolumeResult,
} from './volume-result.ts';
import {
  ERROR_ACCESS_DENIED,
  ERROR_ALREADY_EXISTS,
  ERROR_DIR_NOT_EMPTY,
  ERROR_DIRECTORY,
  ERROR_DISK_FULL,
  ERROR_FILE_EXISTS,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_NAME,
  ERROR_INVALID_PARAMETER,
  ERROR_PATH_NOT_FOUND,
  ERROR_SHARING_VIOLATION,
} from './win32-error.ts';

/**
 * A disk volume with the semantics of NTFS as programs meet them: names, attributes, times, space, the handle table.
 * Synchronous, at no cost in time, without a trace; paths with drives, filters and events belong to `FileSystem`.
 * Places are given as a folder of this volume and a name in it.
 *
 * @source CreateFile, DeleteFile, MoveFileEx, RemoveDirectory, SetFileAttributes (Windows SDK); FILE_RENAME_INFORMATION and
 * FILE_DISPOSITION_INFORMATION (driver documentation) for what open handles forbid.
 */
export class Volume {
  readonly device: string;
  readonly label: string;
  readonly serial: string;
  readonly capacity: number | undefined;
  /** Filters see `\Device\HarddiskVolume3\…` whether or not the volume has a letter. */
  readonly presentedByDevice: boolean;
  readonly root: Folder;
  readonly #clock: { readonly now: number };
  readonly #store: ByteStore;
  readonly #clusterBytes: number;
  readonly #shortNames: boolean;
  readonly #accessTimes: boolean;
  readonly #opens = new Set<OpenFile>();
  readonly #onMoved = new Set<() => void>();
  #allocated = 0;

  constructor(options: VolumeOptions) {
    this.device = options.device;
    this.label = options.label ?? '';
    this.serial = options.serial ?? '0000-0000';
    this.capacity = options.capacity;
    this.presentedByDevice = options.presentedByDevice ?? false;
    this.#clock = options.clock;
    this.#store = options.store;
    this.#clusterBytes = options.clusterBytes ?? 4096;
    this.#shortNames = options.shortNames ?? true;
    this.#accessTimes = options.accessTimes ?? true;
    this.root = new Folder(undefined, '', options.clock.now);
  }

  /** Bytes in use, in whole clusters. */
  get usedBytes(): number {
    return this.#allocated;
  }

  /** Bytes free, or undefined for a volume without a limit. */
  get freeBytes(): number | undefined {
    return this.capacity === undefined ? undefined : this.capacity - this.#allocated;
  }

  /** The open handles, oldest first. */
  get openFiles(): Iterable<OpenFile> {
    return this.#opens;
  }

  /** Calls `moved` whenever a folder leaves its path: what was remembered of paths is then out of date. */
  whenFoldersMove(moved: () => void): () => void {
    this.#onMoved.add(moved);
    return () => this.#onMoved.delete(moved);
  }

  /** The folder at a path from the root, `\Modus\Spool`; volumes mounted on the way are not entered. */
  folder(path: string): Folder | undefined {
    let entry: Entry | undefined = this.root;
    for (const name of path.split('\\')) {
      if (name === '') continue;
      if (entry?.kind !== 'folder') return undefined;
      entry = entry.find(name);
    }
    return entry?.kind === 'folder' ? entry : undefined;
  }

  open(folder: Folder, name: string, how: OpenHow): VolumeResult<{ open: OpenFile }> {
    const { disposition } = how;
    const deleteOnClose = how.deleteOnClose === true;
    const access = deleteOnClose ? how.access | DELETE : how.access;
    if (disposition === 'truncate-existing' && (access & WRITE) === 0) return fail(ERROR_INVALID_PARAMETER);
    const folded = foldName(name);
    let file = folder.findFolded(folded);
    if (file === undefined) {
      if (!isLegalName(name)) return fail(ERROR_INVALID_NAME);
      if (name === '') return fail(ERROR_PATH_NOT_FOUND);
      if (disposition === 'open-existing' || disposition === 'truncate-existing') return fail(ERROR_FILE_NOT_FOUND);
      file = this.#createFile(folder, name, folded);
      return { ok: true, open: this.#hold(file, access, how.share, deleteOnClose, true) };
    }
    if (file.kind === 'folder') return disposition === 'create-new' ? fail(ERROR_FILE_EXISTS) : deny('folder');
    if (file.deletePending && file.opens !== undefined) return hinder(ERROR_ACCESS_DENIED, file.opens[0]);
    if (disposition === 'create-new') return fail(ERROR_FILE_EXISTS);
    const empties = disposition === 'create-always' || disposition === 'truncate-existing';
    if ((file.attributes & READONLY) !== 0 && (empties || (access & WRITE) !== 0 || deleteOnClose)) {
      return deny('read-only');
    }
    if (disposition === 'create-always' && (file.attributes & (HIDDEN | SYSTEM)) !== 0) return deny('hidden or system');
    // Emptying a file takes the others' consent to write, whatever the handle itself is for.
    const holder = holderAgainst(file, empties ? access | WRITE : access, how.share);
    if (holder !== undefined) return hinder(ERROR_SHARING_VIOLATION, holder);
    if (empties) this.#setContent(file, new Uint8Array(0));
    return { ok: true, open: this.#hold(file, access, how.share, deleteOnClose, empties) };
  }

  read(open: OpenFile): Uint8Array {
    if (this.#accessTimes) open.file.accessedAt = this.#clock.now;
    return this.contentOf(open.file);
  }

  /** The content regardless of handles and rights, leaving no mark on the file. */
  contentOf(file: FileEntry): Uint8Array {
    return this.#store.read(file.parent.key, file.folded);
  }

  /** Puts a file in place for a world's beginning: no handle, share mode or attribute stands in the way. */
  put(folder: Folder, name: string, bytes: Uint8Array): VolumeResult<{ file: FileEntry }> {
    const old = folder.find(name);
    if (old?.kind === 'folder') return deny('folder');
    if (old === undefined && missing(name) !== ERROR_FILE_NOT_FOUND) return fail(missing(name));
    if (!this.#hasRoom(old?.size ?? 0, bytes.length)) return fail(ERROR_DISK_FULL);
    const file = old ?? this.#createFile(folder, name, foldName(name));
    this.#setContent(file, bytes);
    return { ok: true, file };
  }

  /** Gives the file this content, all of it; where that does not fit on the disk the file stays as it was. */
  write(open: OpenFile, bytes: Uint8Array): VolumeResult<object> {
    const { file } = open;
    if (!this.#hasRoom(file.size, bytes.length)) return fail(ERROR_DISK_FULL);
    this.#setContent(file, bytes);
    open.written = true;
    return done;
  }

  append(open: OpenFile, bytes: Uint8Array): VolumeResult<object> {
    const { file } = open;
    const size = file.size + bytes.length;
    if (!this.#hasRoom(file.size, size)) return fail(ERROR_DISK_FULL);
    this.#store.append(file.parent.key, file.folded, bytes);
    this.#grown(file, size);
    open.written = true;
    return done;
  }

  /** Gives a handle back. True where that removed the file. Nothing happens to one that is closed already. */
  close(open: OpenFile): boolean {
    if (!open.isOpen) return false;
    open.isOpen = false;
    this.#opens.delete(open);
    const { file } = open;
    if (open.deleteOnClose) file.deletePending = true;
    const { opens } = file;
    if (opens === undefined || opens.length === 1) {
      file.opens = undefined;
      if (!file.deletePending) return false;
      this.#removeFile(file);
      return true;
    }
    opens.splice(opens.indexOf(open), 1);
    return false;
  }

  /** DeleteFile. `pending`: the name stays, and cannot be opened, until the handles that are open have closed. */
  remove(folder: Folder, name: string): VolumeResult<{ file: FileEntry; pending: boolean }> {
    const file = folder.find(name);
    if (file === undefined) return fail(missing(name));
    if (file.kind === 'folder') return deny('folder');
    const refusal = this.#cannotTakeAway(file);
    if (refusal !== undefined) return refusal;
    if ((file.attributes & READONLY) !== 0) return deny('read-only');
    if (file.opens === undefined) this.#removeFile(file);
    else file.deletePending = true;
    return { ok: true, file, pending: file.deletePending };
  }

  /** MoveFileEx within this volume, for files and folders. */
  rename(
    folder: Folder,
    name: string,
    toFolder: Folder,
    toName: string,
    replaceExisting: boolean,
  ): VolumeResult<{ entry: Entry; replaced: boolean }> {
    const entry = folder.find(name);
    if (entry === undefined) return fail(missing(name));
    if (!isLegalName(toName) || toName === '') return fail(ERROR_INVALID_NAME);
    const refusal = entry.kind === 'file' ? this.#cannotTakeAway(entry) : this.#cannotMoveFolder(entry, toFolder);
    if (refusal !== undefined) return refusal;
    const old = toFolder.find(toName);
    if (old !== undefined && old !== entry) {
      if (!replaceExisting) return fail(ERROR_ALREADY_EXISTS);
      if (old.kind === 'folder' || entry.kind === 'folder') return deny('folder');
      if (old.opens !== undefined) return hinder(ERROR_ACCESS_DENIED, old.opens[0]);
      if ((old.attributes & READONLY) !== 0) return deny('read-only');
      this.#removeFile(old);
    }
    this.#move(entry, toFolder, toName);
    return { ok: true, entry, replaced: old !== undefined && old !== entry };
  }

  makeFolder(parent: Folder, name: string): VolumeResult<{ folder: Folder }> {
    if (name === '' || parent.find(name) !== undefined) return fail(ERROR_ALREADY_EXISTS);
    if (!isLegalName(name)) return fail(ERROR_INVALID_NAME);
    const folder = new Folder(parent, name, this.#clock.now);
    parent.add(folder, this.#shortNames);
    parent.writtenAt = this.#clock.now;
    this.#store.makeFolder(parent.key, folder.folded);
    return { ok: true, folder };
  }

  removeFolder(parent: Folder, name: string): VolumeResult<object> {
    const folder = parent.find(name);
    if (folder === undefined) return fail(missing(name));
    if (folder.kind === 'file') return fail(ERROR_DIRECTORY);
    if (!folder.isEmpty) return fail(ERROR_DIR_NOT_EMPTY);
    if ((folder.attributes & READONLY) !== 0) return deny('read-only');
    parent.remove(folder);
    parent.writtenAt = this.#clock.now;
    this.#store.removeFolder(parent.key, folder.folded);
    this.#moved();
    return done;
  }

  /** The first `limit` entries that a pattern fits, by long or by short name, in the order of names. */
  list(folder: Folder, pattern = '*', limit = Number.POSITIVE_INFINITY): readonly FileStat[] {
    const fits = namePattern(pattern);
    const found: FileStat[] = [];
    for (const entry of folder.inOrder()) {
      if (found.length >= limit) break;
      if (fits(entry.folded) || (entry.shortName !== undefined && fits(entry.shortName))) found.push(statOf(entry));
    }
    return found;
  }

  setAttributes(entry: Entry, changes: AttributeChanges): void {
    entry.attributes = withAttributes(entry.attributes, changes);
  }

  /** What a power failure leaves: every handle is gone, nothing that waited for a handle to close was done. */
  powerOff(): void {
    for (const open of this.#opens) {
      open.isOpen = false;
      open.file.opens = undefined;
      open.file.deletePending = false;
    }
    this.#opens.clear();
  }

  /** A copy that goes its own way: names and attributes are copied, bytes as the store forks them. No handle may be open. */
  fork(clock: { readonly now: number }): Volume {
    if (this.#opens.size > 0) violated(`volume ${this.device}: cannot fork while ${this.#opens.size} handles are open`);
    const copy = new Volume({
      clock,
      store: this.#store.fork(),
      device: this.device,
      label: this.label,
      serial: this.serial,
      presentedByDevice: this.presentedByDevice,
      clusterBytes: this.#clusterBytes,
      shortNames: this.#shortNames,
      accessTimes: this.#accessTimes,
      ...(this.capacity === undefined ? {} : { capacity: this.capacity }),
    });
    copy.root.copyFrom(this.root);
    copy.#allocated = this.#allocated;
    return copy;
  }

  #hold(file: FileEntry, access: RightsMask, share: RightsMask, deleteOnClose: boolean, written: boolean): OpenFile {
    const open = new OpenFile(file, { access, share, deleteOnClose, written });
    if (file.opens === undefined) file.opens = [open];
    else file.opens.push(open);
    this.#opens.add(open);
    return open;
  }

  #createFile(folder: Folder, name: string, folded: string): FileEntry {
    const at = this.#clock.now;
    const file: FileEntry = {
      kind: 'file',
      name,
      folded,
      shortName: undefined,
      parent: folder,
      attributes: ARCHIVE,
      createdAt: at,
      writtenAt: at,
      accessedAt: at,
      size: 0,
      opens: undefined,
      deletePending: false,
    };
    folder.add(file, this.#shortNames);
    folder.writtenAt = at;
    this.#store.create(folder.key, folded);
    return file;
  }

  #removeFile(file: FileEntry): void {
    this.#store.remove(file.parent.key, file.folded);
    file.parent.remove(file);
    file.parent.writtenAt = this.#clock.now;
    this.#allocated -= this.#clusters(file.size);
  }

  /** Why the name of a file cannot be taken away: all holders must share deletion. */
  #cannotTakeAway(file: FileEntry): VolumeFailure | undefined {
    if (file.opens === undefined) return undefined;
    if (file.deletePending) return hinder(ERROR_ACCESS_DENIED, file.opens[0]);
    const holder = holderAgainst(file, DELETE, 7);
    return holder === undefined ? undefined : hinder(ERROR_SHARING_VIOLATION, holder);
  }

  #cannotMoveFolder(folder: Folder, toFolder: Folder): VolumeFailure | undefined {
    if (folder === this.root) return deny('folder');
    for (let above: Folder | undefined = toFolder; above !== undefined; above = above.parent) {
      if (above === folder) return fail(ERROR_SHARING_VIOLATION);
    }
    for (const open of this.#opens) {
      for (let above: Folder | undefined = open.file.parent; above !== undefined; above = above.parent) {
        if (above === folder) return hinder(ERROR_ACCESS_DENIED, open);
      }
    }
    return undefined;
  }

  #move(entry: Entry, toFolder: Folder, toName: string): void {
    const fromFolder = entry.parent as Folder;
    const oldName = entry.folded;
    fromFolder.remove(entry);
    entry.name = toName;
    entry.folded = foldName(toName);
    toFolder.add(entry, this.#shortNames);
    fromFolder.writtenAt = this.#clock.now;
    toFolder.writtenAt = this.#clock.now;
    if (entry.kind === 'folder') {
      entry.rebase();
      this.#moved();
    } else {
      entry.attributes |= ARCHIVE;
    }
    if (fromFolder !== toFolder || oldName !== entry.folded) {
      this.#store.rename(fromFolder.key, oldName, toFolder.key, entry.folded);
    }
  }

  #moved(): void {
    for (const moved of this.#onMoved) moved();
  }

  #setContent(file: FileEntry, bytes: Uint8Array): void {
    this.#store.replace(file.parent.key, file.folded, bytes);
    this.#grown(file, bytes.length);
  }

  #grown(file: FileEntry, size: number): void {
    this.#allocated += this.#clusters(size) - this.#clusters(file.size);
    file.size = size;
    file.writtenAt = this.#clock.now;
    file.attributes |= ARCHIVE;
  }

  #hasRoom(oldSize: number, newSize: number): boolean {
    if (this.capacity === undefined) return true;
    return this.#allocated + this.#clusters(newSize) - this.#clusters(oldSize) <= this.capacity;
  }

  #clusters(size: number): number {
    return Math.ceil(size / this.#clusterBytes) * this.#clusterBytes;
  }
}
