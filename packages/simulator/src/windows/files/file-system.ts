import type { EventIdentity, World } from '../../kernel/index.ts';
import { DriveMap } from './drive-map.ts';
import type { AttributeChanges } from './file-attributes.ts';
import type { FileFilter } from './file-filter.ts';
import { FileOperations } from './file-operations.ts';
import type {
  ChangeResult,
  FolderResult,
  ListResult,
  OpenRequest,
  OpenResult,
  ReadResult,
  RemoveRequest,
  RenameRequest,
} from './file-request.ts';
import { FileTrace } from './file-trace.ts';
import { FileTree, type InstallOptions, type TreeEntry } from './file-tree.ts';
import { FilterStack } from './filter-stack.ts';
import type { LocalHandle } from './local-handle.ts';
import type { RemoteFiles } from './remote-files.ts';
import { RemoteOperations } from './remote-operations.ts';
import type { Rights } from './share-mode.ts';
import type { FileStat } from './volume-entry.ts';

export interface FileSystemOptions {
  /** The host's name in the trace. */
  readonly host: string;
  /** How files of other hosts are reached; without it every UNC path fails with 53. */
  readonly remote?: RemoteFiles;
}

/**
 * The files of one simulated host as its programs use them: paths, drives, filters, handles, and the trace of it all.
 *
 * `open`, `rename` and `remove` answer by callback: at once, or after the delay that a filter or the network puts in.
 * A failure is answered under the event that explains it. Folders, attributes and looking pass no filter and take no time.
 */
export class FileSystem {
  /** Which letters and mount points lead to which volumes. */
  readonly drives = new DriveMap();
  readonly #world: World;
  readonly #filters: FilterStack;
  readonly #operations: FileOperations;
  readonly #tree: FileTree;
  #remote: RemoteFiles | undefined;

  constructor(world: World, options: FileSystemOptions) {
    const { drives } = this;
    const trace = new FileTrace(world, options.host);
    const filters = new FilterStack(world, trace);
    const redirector = (): RemoteFiles | undefined => this.#remote;
    const remote = new RemoteOperations({ world, trace, filters, redirector });
    this.#world = world;
    this.#remote = options.remote;
    this.#filters = filters;
    this.#operations = new FileOperations({ world, trace, drives, filters, remote });
    this.#tree = new FileTree(drives, redirector);
  }

  /** Gives the host its redirector, where that could only be made after the host. */
  connect(remote: RemoteFiles): void {
    this.#remote = remote;
  }

  /** Loaded filters, highest altitude first. */
  get filters(): readonly FileFilter[] {
    return this.#filters.filters;
  }

  addFilter(filter: FileFilter): void {
    this.#filters.add(filter);
  }

  /** Unloads a filter. What waits in it is finished by it. */
  removeFilter(name: string): void {
    this.#filters.remove(name);
  }

  open(request: OpenRequest, done: (result: OpenResult) => void): void {
    this.#because(request, (below) => this.#operations.open(request, below, done));
  }

  /** Opens beneath a filter: it and those above it are neither asked nor told. */
  openBelow(filter: string, request: OpenRequest, done: (result: OpenResult) => void): void {
    this.open({ ...request, below: filter }, done);
  }

  /** Moves a file or folder within its volume; 17 where that would take it to another. */
  rename(request: RenameRequest, done: (result: ChangeResult) => void): void {
    this.#because(request, (below) => this.#operations.rename(request, below, done));
  }

  /** Deletes a file. Where others hold it and allow that, its name stays until they have closed it. */
  remove(request: RemoveRequest, done: (result: ChangeResult) => void): void {
    this.#because(request, (below) => this.#operations.remove(request, below, done));
  }

  /** The files that programs of this host and clients of its shares hold open on its volumes. */
  openFiles(): readonly LocalHandle[] {
    return this.#operations.openFiles();
  }

  /** Closes what a process held that has ended, and answers it no more. */
  processEnded(pid: number): void {
    this.#operations.processEnded(pid);
  }

  /** The host stops dead: handles are gone without a close, what waits in filters is never answered. */
  powerOff(): void {
    this.#operations.powerOff();
  }

  /** The first `limit` entries of a folder that a pattern such as `*.MSG` fits, in the order of names. */
  list(folder: string, pattern?: string, limit?: number): ListResult {
    return this.#tree.list(folder, pattern, limit);
  }

  /**
   * Calls `changed` whenever a name comes into a folder or leaves it, as ReadDirectoryChangesW tells a program; the
   * function that is returned ends that. Undefined where there is no such folder.
   * @param lost - Told when the folder is on another host and the connection to it has ended.
   */
  watch(folder: string, changed: () => void, lost: () => void = () => {}): (() => void) | undefined {
    return this.#tree.watch(folder, changed, lost);
  }

  stat(path: string): FileStat | undefined {
    return this.#tree.stat(path);
  }

  exists(path: string): boolean {
    return this.#tree.stat(path) !== undefined;
  }

  makeFolder(path: string): FolderResult {
    return this.#tree.makeFolder(path);
  }

  /** Makes a folder and those above it that are missing; content with what is there already. */
  makeFolders(path: string): FolderResult {
    return this.#tree.makeFolders(path);
  }

  /** Removes an empty folder; of a mount point, the mounting as well. */
  removeFolder(path: string): FolderResult {
    return this.#tree.removeFolder(path);
  }

  setAttributes(path: string, changes: AttributeChanges): FolderResult {
    return this.#tree.setAttributes(path, changes);
  }

  /** Makes a folder that a product cannot do without, with those above it. @throws SC-SCEN-007 where no drive holds it. */
  installFolder(path: string): void {
    this.#tree.installFolder(path);
  }

  /** Puts a file on a local volume, with its folders, whatever stands there. Text is stored in code page 1252. */
  install(path: string, content: Uint8Array | string, options?: InstallOptions): void {
    this.#tree.install(path, content, options);
  }

  /**
   * The content of a local file, leaving no mark on it.
   * @param share - Given, the file is looked at as a program that shares these rights: who holds it may be in the way.
   */
  peek(path: string, share?: Partial<Rights>): ReadResult {
    return this.#tree.peek(path, share);
  }

  /** Everything below a local folder, each folder before what is in it, mounted volumes entered. */
  tree(folder: string): readonly TreeEntry[] {
    return this.#tree.tree(folder);
  }

  #because(
    request: { readonly because?: EventIdentity; readonly below?: string },
    action: (below: number) => void,
  ): void {
    const below = request.below === undefined ? Number.POSITIVE_INFINITY : this.#filters.altitudeOf(request.below);
    if (request.because === undefined) action(below);
    else this.#world.because(request.because, () => action(below));
  }
}
