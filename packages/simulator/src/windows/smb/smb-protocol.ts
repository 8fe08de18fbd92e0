import type { EventIdentity } from '../../kernel/index.ts';
import type {
  AttributeChanges,
  ChangeResult,
  Disposition,
  FileStat,
  FolderResult,
  ListResult,
  Refused,
  Rights,
  RightsList,
  WriteResult,
} from '../files/index.ts';

/** A file or folder of a server as its clients name it: a share, and the path below it. */
export interface SharePath {
  readonly share: string;
  readonly rest: string;
}

/** What a client asks for that takes time: it travels, and so does the answer. */
export type SmbRequest =
  | {
      readonly kind: 'open';
      readonly path: SharePath;
      readonly access: RightsList;
      readonly share: Partial<Rights>;
      readonly disposition: Disposition;
      readonly deleteOnClose: boolean;
    }
  | { readonly kind: 'rename'; readonly path: SharePath; readonly to: SharePath; readonly replaceExisting: boolean }
  | { readonly kind: 'remove'; readonly path: SharePath }
  /** Asks for a sign of life. */
  | { readonly kind: 'echo' };

/** What the server says to it; content travels with the answer to the open, for who may read. */
export type SmbResult =
  | { readonly ok: true; readonly file: number; readonly content: Uint8Array | undefined }
  | ChangeResult
  | Refused
  | { readonly ok: true };

/** Both carry the number of the request. A close is not answered, nor is the end of a watch. */
export type SmbMessage =
  | { readonly id: number; readonly request: SmbRequest }
  | { readonly close: number }
  | { readonly unwatch: number };
/** `changed`: the number of a watch in whose folder something changed. */
export type SmbReply = { readonly id: number; readonly result: SmbResult } | { readonly changed: number };

/** What a client asks for that is answered at once, by kind, with the answer to each. */
interface SmbLooks {
  /** The beginning of a session. `target`: the name by which the client has looked the server up. */
  readonly setup: { readonly ask: { readonly user: string; readonly target: string }; readonly answer: EventIdentity };
  /** Whether there is such a share. */
  readonly tree: { readonly ask: { readonly share: string }; readonly answer: boolean };
  readonly list: {
    readonly ask: { readonly path: SharePath; readonly pattern: string; readonly limit: number };
    readonly answer: ListResult;
  };
  readonly stat: { readonly ask: { readonly path: SharePath }; readonly answer: FileStat | undefined };
  readonly 'make-folder': { readonly ask: { readonly path: SharePath }; readonly answer: FolderResult };
  readonly 'remove-folder': { readonly ask: { readonly path: SharePath }; readonly answer: FolderResult };
  readonly 'set-attributes': {
    readonly ask: { readonly path: SharePath; readonly changes: AttributeChanges };
    readonly answer: FolderResult;
  };
  /** Has the server tell of changes in a folder, under this number; false where there is no such folder. */
  readonly watch: { readonly ask: { readonly path: SharePath; readonly watch: number }; readonly answer: boolean };
  /** Undefined where the server has closed the file. */
  readonly read: { readonly ask: { readonly file: number }; readonly answer: Uint8Array | undefined };
  readonly write: {
    readonly ask: { readonly file: number; readonly bytes: Uint8Array; readonly append: boolean };
    readonly answer: WriteResult;
  };
  /** What explains that a file is open. */
  readonly held: { readonly ask: { readonly file: number }; readonly answer: EventIdentity };
}

export type SmbLook = keyof SmbLooks;
export type SmbQuestion<K extends SmbLook = SmbLook> = {
  [Kind in K]: { readonly kind: Kind } & SmbLooks[Kind]['ask'];
}[K];
export type SmbAnswer<K extends SmbLook> = SmbLooks[K]['answer'];
