import { encodeConsole, ScanclashError } from '@scanclash/core';
import type { DriveMap, Place } from './drive-map.ts';
import type { AttributeChanges } from './file-attributes.ts';
import type { FolderResult, ListResult, ReadResult } from './file-request.ts';
import type { RemoteFiles } from './remote-files.ts';
import { maskOf, READ, type Rights } from './share-mode.ts';
import type { Volume } from './volume.ts';
import { type FileStat, holderAgainst, statOf } from './volume-entry.ts';
import {
  ERROR_ACCESS_DENIED,
  ERROR_ALREADY_EXISTS,
  ERROR_BAD_NETPATH,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_NAME,
  ERROR_PATH_NOT_FOUND,
  ERROR_SHARING_VIOLATION,
  type Win32Error,
} from './win32-error.ts';

export interface TreeEntry extends FileStat {
  readonly path: string;
}

export interface InstallOptions {
  readonly attributes?: AttributeChanges;
}

const ANSI = 1252;
const failed = (error: Win32Error) => ({ ok: false, error }) as const;

/** The files of a host without filters, time and trace: for setting a world up, for folders, and for looking. */
export class FileTree {
  readonly #drives: DriveMap;
  readonly #remote: () => RemoteFiles | undefined;

  constructor(drives: DriveMap, remote: () => RemoteFiles | undefined) {
    this.#drives = drives;
    this.#remote = remote;
  }

  list(folder: string, pattern = '*', limit = Number.POSITIVE_INFINITY): ListResult {
    const found = this.#drives.folderAt(folder);
    if (found.kind === 'nowhere') return failed(found.error);
    if (found.kind === 'remote') return this.#remote()?.list(found.unc, pattern, limit) ?? failed(ERROR_BAD_NETPATH);
    return { ok: true, entries: found.place.volume.list(found.place.folder, pattern, limit) };
  }

  /** Undefined where there is no such folder. `lost`: the folder is on another host, and the way to it is gone. */
  watch(folder: string, changed: () => void, lost: () => void): (() => void) | undefined {
    const found = this.#drives.folderAt(folder);
    if (found.kind === 'remote') return this.#remote()?.watch(found.unc, changed, lost);
    return found.kind === 'local' ? found.place.folder.watch(changed) : undefined;
  }

  stat(path: string): FileStat | undefined {
    const found = this.#drives.locate(path);
    if (found.kind === 'nowhere') return undefined;
    if (found.kind === 'remote') return this.#remote()?.stat(found.unc);
    const { folder } = found.place;
    const entry = found.name === '' ? folder : folder.find(found.name);
    return entry === undefined ? undefined : statOf(entry);
  }

  makeFolder(path: string): FolderResult {
    const found = this.#drives.locate(path);
    if (found.kind === 'nowhere') return failed(found.error);
    if (found.kind === 'remote') return this.#remote()?.makeFolder(found.unc) ?? failed(ERROR_BAD_NETPATH);
    const made = found.place.volume.makeFolder(found.place.folder, found.name);
    return made.ok ? { ok: true } : failed(made.error);
  }

  /** Makes a folder with those above it; one that is there is enough. */
  makeFolders(path: string): FolderResult {
    const reached = this.#drives.reach(path);
    if (reached === undefined) return this.#makeFoldersElsewhere(path);
    const { volume } = reached.place;
    let { folder } = reached.place;
    for (const name of reached.missing) {
      const made = volume.makeFolder(folder, name);
      if (!made.ok) return failed(made.error);
      folder = made.folder;
    }
    return { ok: true };
  }

  /** The same on another host, of which one folder after the other is asked for. */
  #makeFoldersElsewhere(path: string): FolderResult {
    const made = this.makeFolder(path);
    if (made.ok || made.error === ERROR_ALREADY_EXISTS) {
      return made.ok || this.stat(path)?.kind === 'folder' ? { ok: true } : made;
    }
    const cut = path.replaceAll('/', '\\').replace(/\\+$/, '').lastIndexOf('\\');
    if (made.error !== ERROR_PATH_NOT_FOUND || cut <= 0) return made;
    const above = this.#makeFoldersElsewhere(path.slice(0, cut));
    return above.ok ? this.makeFolder(path) : above;
  }

  /** Removes an empty folder; of a mount point, the mounting as well. */
  removeFolder(path: string): FolderResult {
    const found = this.#drives.locate(path);
    if (found.kind === 'nowhere') return failed(found.error);
    if (found.kind === 'remote') return this.#remote()?.removeFolder(found.unc) ?? failed(ERROR_BAD_NETPATH);
    const { folder, volume } = found.place;
    const entry = folder.find(found.name);
    if (entry?.kind === 'folder' && this.#drives.isMountPoint(entry)) this.#drives.unmount(path);
    const removed = volume.removeFolder(folder, found.name);
    return removed.ok ? { ok: true } : failed(removed.error);
  }

  setAttributes(path: string, changes: AttributeChanges): FolderResult {
    const found = this.#drives.locate(path);
    if (found.kind === 'nowhere') return failed(found.error);
    if (found.kind === 'remote') return this.#remote()?.setAttributes(found.unc, changes) ?? failed(ERROR_BAD_NETPATH);
    const entry = found.place.folder.find(found.name);
    if (entry === undefined) return failed(ERROR_FILE_NOT_FOUND);
    found.place.volume.setAttributes(entry, changes);
    return { ok: true };
  }

  /**
   * Puts a file on a local volume, with its folders, whatever stands there; text is stored in code page 1252.
   * @throws SC-SCEN-007
   */
  install(path: string, content: Uint8Array | string, options: InstallOptions = {}): void {
    const made = this.makeFolders(path.slice(0, path.replaceAll('/', '\\').lastIndexOf('\\')));
    if (!made.ok) throw this.#cannotInstall(path, made.error.text);
    const found = this.#drives.locate(path);
    if (found.kind !== 'local') throw this.#cannotInstall(path, 'it is not on a volume of this host');
    const bytes = typeof content === 'string' ? encodeConsole(content, ANSI) : content;
    const put = found.place.volume.put(found.place.folder, found.name, bytes);
    if (!put.ok) throw this.#cannotInstall(path, put.error.text);
    if (options.attributes !== undefined) found.place.volume.setAttributes(put.file, options.attributes);
  }

  /** Makes a folder that a product cannot do without, with those above it. @throws SC-SCEN-007 */
  installFolder(path: string): void {
    const made = this.makeFolders(path);
    if (!made.ok) throw this.#cannotInstall(path, made.error.text);
  }

  /** Settings of a scenario name folders; whoever wrote one that the host cannot hold is told so. */
  #cannotInstall(path: string, why: string): ScanclashError {
    const drives = this.#drives.drives().map(({ drive }) => drive);
    return new ScanclashError('SC-SCEN-007', `cannot install ${path}: ${why}`, {
      hint: `Name a folder on a drive of the host: ${drives.join(', ')}`,
    });
  }

  /**
   * The content of a local file, leaving no mark on it.
   * @param share - Given, the file is looked at as a program that shares these rights: who holds it may be in the way.
   */
  peek(path: string, share?: Partial<Rights>): ReadResult {
    const found = this.#drives.locate(path);
    if (found.kind === 'nowhere') return failed(found.error);
    if (found.kind === 'remote') return failed(ERROR_INVALID_NAME);
    const file = found.place.folder.find(found.name);
    if (file === undefined) return failed(ERROR_FILE_NOT_FOUND);
    if (file.kind === 'folder') return failed(ERROR_ACCESS_DENIED);
    if (share !== undefined) {
      if (file.deletePending) return failed(ERROR_ACCESS_DENIED);
      if (holderAgainst(file, READ, maskOf(share)) !== undefined) return failed(ERROR_SHARING_VIOLATION);
    }
    return { ok: true, bytes: found.place.volume.contentOf(file) };
  }

  /** Everything below a local folder, folders before what is in them, mounted volumes entered, but none within itself. */
  tree(folder: string): readonly TreeEntry[] {
    const found = this.#drives.folderAt(folder);
    const entries: TreeEntry[] = [];
    if (found.kind === 'local') this.#collect(found.place, [found.place.volume], entries);
    return entries;
  }

  #collect(place: Place, above: readonly Volume[], into: TreeEntry[]): void {
    for (const entry of place.folder.inOrder()) {
      into.push({ path: `${place.base}${place.folder.path}\\${entry.name}`, ...statOf(entry) });
      if (entry.kind !== 'folder') continue;
      const inner = this.#drives.enter({ ...place, folder: entry });
      if (inner.folder === entry) this.#collect(inner, above, into);
      else if (!above.includes(inner.volume)) this.#collect(inner, [...above, inner.volume], into);
    }
  }
}
