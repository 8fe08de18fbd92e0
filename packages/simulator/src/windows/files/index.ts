// The files of simulated Windows hosts. `memfs-byte-store.ts` is imported by itself: loading memfs takes 0.1 s.
export type { ByteStore } from './byte-store.ts';
export { DriveMap, type MountPoint } from './drive-map.ts';
export type { AttributeChanges, FileAttributes } from './file-attributes.ts';
export {
  type CloseOperation,
  type DeleteOperation,
  delay,
  deny,
  type FileFilter,
  type FileOperation,
  type FileOrigin,
  type FileProcess,
  type OpenOperation,
  pass,
  type RenameOperation,
  type Verdict,
} from './file-filter.ts';
export type {
  ChangeResult,
  FileHandle,
  FolderResult,
  ListResult,
  OpenRequest,
  OpenResult,
  ReadResult,
  Refused,
  RemoveRequest,
  RenameRequest,
  WriteResult,
} from './file-request.ts';
export { FileSystem, type FileSystemOptions } from './file-system.ts';
export type { InstallOptions, TreeEntry } from './file-tree.ts';
export type { LocalHandle } from './local-handle.ts';
export { MapByteStore } from './map-byte-store.ts';
export { hasWildcard, namePattern } from './name-pattern.ts';
export type { RemoteFiles } from './remote-files.ts';
export {
  type RightName,
  type Rights,
  type RightsList,
  shareEverything,
  shareNothing,
  shareRead,
  shareReadWrite,
} from './share-mode.ts';
export { Volume } from './volume.ts';
export type { FileStat } from './volume-entry.ts';
export type { Disposition, VolumeOptions } from './volume-options.ts';
export * from './win32-error.ts';
