import type { EventIdentity, Microseconds } from '../../kernel/index.ts';
import type { Access, Rights } from './share-mode.ts';
import type { Disposition } from './volume-options.ts';
import type { Win32Error } from './win32-error.ts';

/** On whose behalf a file is used. */
export interface FileProcess {
  readonly pid: number;
  readonly imageName: string;
  readonly imagePath: string;
}

/** Where a request came from: a program of this host, or a client of one of its shares (then the process is System). */
export type FileOrigin =
  | { readonly kind: 'local' }
  | { readonly kind: 'smb'; readonly client: string; readonly session: number };

interface Operation {
  /** Canonical: a drive letter or UNC, long names in their spelling on disk. */
  readonly path: string;
  /**
   * The path in the form that a filter sees: with the drive letter of the volume, or `\Device\HarddiskVolume3\…` where
   * it has none or its driver presents itself so; for a mapped drive with its letter.
   * @source KB61000, KB61143: one file may be presented by letter or by device, exclusions must match that form.
   */
  readonly presentedPath: string;
  readonly process: FileProcess;
  readonly origin: FileOrigin;
  /** `network` on the client of a share; the server of that share sees `local` and an origin. */
  readonly medium: 'local' | 'network';
  /** What led to the request, to be given on when a filter acts on its own later. */
  readonly causes: readonly EventIdentity[];
}

export interface OpenOperation extends Operation {
  readonly kind: 'open';
  readonly access: Access;
  readonly share: Rights;
  readonly disposition: Disposition;
}

export interface RenameOperation extends Operation {
  readonly kind: 'rename';
  readonly newPath: string;
  readonly presentedNewPath: string;
}

export interface DeleteOperation extends Operation {
  readonly kind: 'delete';
}

export interface CloseOperation extends Operation {
  readonly kind: 'close';
  readonly access: Access;
  readonly share: Rights;
  readonly disposition: Disposition;
  /** Something was written through the handle, or opening it made or emptied the file. */
  readonly written: boolean;
  /** The file went with this handle. */
  readonly removed: boolean;
}

export type FileOperation = OpenOperation | RenameOperation | DeleteOperation | CloseOperation;

/** What a filter makes of an operation. */
export type Verdict =
  | { readonly kind: 'pass' }
  /** The caller waits `by` µs, then the filter is asked again, by `then`. */
  | { readonly kind: 'delay'; readonly by: Microseconds; readonly then: () => Verdict }
  /** The caller gets `error`; `by` names the rule or detection that it is for. */
  | { readonly kind: 'deny'; readonly error: Win32Error; readonly by: string }
  /** Opens only: the file is given this content (cleaned, say) before the open goes on, or the open fails as that write does. */
  | { readonly kind: 'replace'; readonly bytes: Uint8Array };

export const pass: Verdict = { kind: 'pass' };

/** The caller waits `by` µs; what `then` answers counts after that. */
// oxlint-disable-next-line unicorn/no-thenable -- a verdict is no promise, and nothing here awaits
export const delay = (by: Microseconds, then: () => Verdict = () => pass): Verdict => ({ kind: 'delay', by, then });

/** @param by - The rule or detection that it is for. */
export const deny = (error: Win32Error, by: string): Verdict => ({ kind: 'deny', error, by });

/**
 * A driver between programs and volumes: the on-access scanner of an anti-virus, a slow disk, an auditor.
 * It is asked before opens, renames and deletions, highest altitude first, and told of closes, lowest first.
 * A filter that opens files itself does so beneath itself (`openBelow`), or it would be asked about its own opens.
 * @source Filter manager, Windows driver documentation: load order groups and altitudes, order of pre- and post-operations.
 */
export interface FileFilter {
  readonly name: string;
  /** Unlike that of any other filter of the host. 320000 to 329999 are anti-virus. */
  readonly altitude: number;
  beforeOpen?(operation: OpenOperation): Verdict;
  beforeRename?(operation: RenameOperation): Verdict;
  beforeDelete?(operation: DeleteOperation): Verdict;
  /** The handle is closed already, its locks are gone. Runs under the event of the write, where there was one. */
  afterClose?(operation: CloseOperation): void;
}
