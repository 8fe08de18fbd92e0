import type { AttributeChanges } from './file-attributes.ts';
import type {
  ChangeResult,
  FolderResult,
  ListResult,
  OpenRequest,
  OpenResult,
  RemoveRequest,
  RenameRequest,
} from './file-request.ts';
import type { FileStat } from './volume-entry.ts';

/**
 * The files of other hosts, as the redirector of this host reaches them: all paths are UNC.
 * Opens, renames and deletions take their time; looking is answered at once. A failure brings the event that explains it:
 * the refusal on the server, or the cut on the way.
 */
export interface RemoteFiles {
  open(request: OpenRequest, done: (result: OpenResult) => void): void;
  rename(request: RenameRequest, done: (result: ChangeResult) => void): void;
  remove(request: RemoveRequest, done: (result: ChangeResult) => void): void;
  list(folder: string, pattern: string, limit: number): ListResult;
  /** Undefined where there is no such file or folder, or the host cannot be reached. */
  stat(path: string): FileStat | undefined;
  makeFolder(path: string): FolderResult;
  removeFolder(path: string): FolderResult;
  setAttributes(path: string, changes: AttributeChanges): FolderResult;
  /**
   * Calls `changed` a moment after a name came into the folder or left it, until the function that is returned is called
   * or the connection is gone, which `lost` is told. Undefined where there is no such folder or no way to it.
   */
  watch(folder: string, changed: () => void, lost: () => void): (() => void) | undefined;
}
