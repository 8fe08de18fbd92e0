import { type EventIdentity, violated, type World } from '../../kernel/index.ts';
import { type DriveMap, type Location, pathIn } from './drive-map.ts';
import type { CloseOperation, FileFilter, FileOrigin, FileProcess } from './file-filter.ts';
import type {
  ChangeResult,
  OpenRequest,
  OpenResult,
  Refused,
  RemoveRequest,
  RenameRequest,
  WriteResult,
} from './file-request.ts';
import type { Actor, Denial, FileTrace } from './file-trace.ts';
import type { FilterStack, Outcome } from './filter-stack.ts';
import { type HandleHost, LocalHandle } from './local-handle.ts';
import type { RemoteOperations } from './remote-operations.ts';
import { accessOf, maskOf, maskOfList, type RightsMask, rightsOf, shareEverything } from './share-mode.ts';
import type { Volume } from './volume.ts';
import { type FileEntry, type OpenFile, pathOf } from './volume-entry.ts';
import type { VolumeFailure } from './volume-result.ts';
import { ERROR_NOT_SAME_DEVICE } from './win32-error.ts';

const local: FileOrigin = { kind: 'local' };
/** Drivers write in the name of the kernel. */
const kernel: FileProcess = { pid: 4, imageName: 'System', imagePath: 'System' };

type Done<T> = (result: T | Refused) => void;
/** What was asked, before it is known how it fails. */
type Asked = Omit<Denial, 'error'>;

/** An open on its way through the filters. */
interface Opening {
  readonly request: OpenRequest;
  readonly actor: Actor;
  readonly access: RightsMask;
  readonly share: RightsMask;
  readonly below: number;
}

/** What the operations of a host work with. */
export interface FileParts {
  readonly world: World;
  readonly trace: FileTrace;
  readonly drives: DriveMap;
  readonly filters: FilterStack;
  readonly remote: RemoteOperations;
}

/** Opens, renames, deletions and closes: through the filters to the volumes or the network, and into the trace. */
export class FileOperations implements HandleHost {
  readonly trace: FileTrace;
  readonly #parts: FileParts;
  /** Who asked for the deletion of a file that is still held. */
  readonly #pendingDeletions = new WeakMap<FileEntry, EventIdentity>();
  /** Files that somebody was told are held, and are no more. */
  readonly #freed = new WeakMap<FileEntry, EventIdentity>();

  constructor(parts: FileParts) {
    this.#parts = parts;
    this.trace = parts.trace;
  }

  open(request: OpenRequest, below: number, done: Done<OpenResult>): void {
    const { world, drives, filters } = this.#parts;
    const { process, disposition, origin = local } = request;
    const access = maskOfList(request.access);
    const share = maskOf(request.share);
    const opening: Opening = { request, actor: { process, origin }, access, share, below };
    const location = drives.locate(request.path);
    if (location.kind === 'nowhere' || !filters.watches('beforeOpen', below)) {
      return this.#openAt(location, opening, done);
    }
    const { path, presentedPath, medium } = this.#shown(location);
    const operation = {
      kind: 'open',
      path,
      presentedPath,
      medium,
      process,
      origin,
      causes: world.causes,
      access: accessOf(access),
      share: rightsOf(share),
      disposition,
    } as const;
    filters.judge(operation, below, (filter) => filter.beforeOpen?.(operation), {
      proceed: (later) => this.#openAt(later ? drives.locate(request.path) : location, opening, done),
      refuse: this.#refuseBy({ operation: 'open', actor: opening.actor, path, access }, done),
      replace: (filter, bytes, written) => this.#replace(request.path, filter, bytes, written, done),
    });
  }

  rename(request: RenameRequest, below: number, done: Done<ChangeResult>): void {
    const { world, drives, filters } = this.#parts;
    const { process, origin = local } = request;
    const actor = { process, origin };
    const from = drives.locate(request.path);
    const to = drives.locate(request.to);
    if (from.kind === 'nowhere' || to.kind === 'nowhere' || !filters.watches('beforeRename', below)) {
      return this.#renameAt(from, to, request, actor, done);
    }
    const shownTo = this.#shown(to);
    const operation = {
      kind: 'rename',
      ...this.#shown(from),
      newPath: shownTo.path,
      presentedNewPath: shownTo.presentedPath,
      process,
      origin,
      causes: world.causes,
    } as const;
    filters.judge(operation, below, (filter) => filter.beforeRename?.(operation), {
      proceed: (later) =>
        later
          ? this.#renameAt(drives.locate(request.path), drives.locate(request.to), request, actor, done)
          : this.#renameAt(from, to, request, actor, done),
      refuse: this.#refuseBy({ operation: 'rename', actor, path: operation.path, to: operation.newPath }, done),
      replace: cannotReplace('rename'),
    });
  }

  remove(request: RemoveRequest, below: number, done: Done<ChangeResult>): void {
    const { world, drives, filters } = this.#parts;
    const { process, origin = local } = request;
    const actor = { process, origin };
    const location = drives.locate(request.path);
    if (location.kind === 'nowhere' || !filters.watches('beforeDelete', below)) {
      return this.#removeAt(location, request, actor, done);
    }
    const operation = { kind: 'delete', ...this.#shown(location), process, origin, causes: world.causes } as const;
    filters.judge(operation, below, (filter) => filter.beforeDelete?.(operation), {
      proceed: (later) => this.#removeAt(later ? drives.locate(request.path) : location, request, actor, done),
      refuse: this.#refuseBy({ operation: 'delete', actor, path: operation.path }, done),
      replace: cannotReplace('delete'),
    });
  }

  openFiles(): readonly LocalHandle[] {
    const handles: LocalHandle[] = [];
    for (const volume of this.#parts.drives.volumes()) {
      for (const { owner } of volume.openFiles) if (owner instanceof LocalHandle) handles.push(owner);
    }
    return handles;
  }

  processEnded(pid: number): void {
    this.#parts.filters.abandon(pid);
    for (const handle of this.openFiles()) if (handle.process.pid === pid) handle.close();
    this.#parts.remote.processEnded(pid);
  }

  powerOff(): void {
    this.#parts.filters.abandon();
    for (const volume of this.#parts.drives.volumes()) volume.powerOff();
    this.#parts.remote.powerOff();
  }

  close(handle: LocalHandle): void {
    const { open, volume, path } = handle;
    const { file } = open;
    const told = this.#parts.filters.watches('afterClose', handle.below);
    const presentedPath = told ? this.#presented(volume, pathOf(file)) : '';
    const removed = volume.close(open);
    const event = this.#traceClose(handle, path, removed);
    if (handle.wasTold && !removed) this.#freed.set(file, this.trace.released(handle, handle.event));
    if (!told) return;
    const operation: CloseOperation = {
      kind: 'close',
      path,
      presentedPath,
      process: handle.process,
      origin: handle.origin,
      medium: 'local',
      causes: event === undefined ? handle.causes : [event],
      access: accessOf(open.access),
      share: rightsOf(open.share),
      disposition: handle.disposition,
      written: open.written,
      removed,
    };
    this.#parts.filters.tellClosed(operation, handle.below, event);
  }

  writeFailed(handle: LocalHandle, failure: VolumeFailure): WriteResult {
    const { error } = failure;
    const { path, causes } = handle;
    const event = this.trace.failure({ operation: 'write', actor: handle, path, error, causes });
    return { ok: false, error, event };
  }

  #openAt(location: Location, opening: Opening, done: Done<OpenResult>): void {
    const { request, actor, access, share } = opening;
    const { disposition, deleteOnClose = false } = request;
    const asked: Asked = { operation: 'open', actor, path: request.path, access };
    if (location.kind === 'nowhere') return this.trace.refuse({ ...asked, error: location.error }, done);
    if (location.kind === 'remote') return this.#parts.remote.open(location, request, actor, opening.below, done);
    const { place, name } = location;
    const result = place.volume.open(place.folder, name, { access, share, disposition, deleteOnClose });
    if (!result.ok) return this.trace.refuse({ ...asked, path: pathIn(place, name), ...this.#blame(result) }, done);
    const { world } = this.#parts;
    const handle = new LocalHandle(this, {
      open: result.open,
      volume: place.volume,
      base: place.base,
      process: actor.process,
      origin: actor.origin,
      disposition,
      since: world.now,
      causes: world.causes,
      below: opening.below,
    });
    result.open.owner = handle;
    const freed = this.#freed.get(result.open.file);
    if (freed === undefined) return done({ ok: true, handle });
    this.#freed.delete(result.open.file);
    world.because([...world.causes, freed], () => done({ ok: true, handle }));
  }

  #renameAt(from: Location, to: Location, request: RenameRequest, actor: Actor, done: Done<ChangeResult>): void {
    const asked: Asked = { operation: 'rename', actor, path: request.path, to: request.to };
    if (from.kind === 'nowhere') return this.trace.refuse({ ...asked, error: from.error }, done);
    if (to.kind === 'nowhere') return this.trace.refuse({ ...asked, error: to.error }, done);
    if (from.kind === 'remote' && to.kind === 'remote')
      return this.#parts.remote.rename(from, to, request, actor, done);
    const { path } = this.#shown(from);
    if (from.kind === 'remote' || to.kind === 'remote' || from.place.volume !== to.place.volume) {
      return this.trace.refuse({ ...asked, path, error: ERROR_NOT_SAME_DEVICE }, done);
    }
    const { volume, folder } = from.place;
    const result = volume.rename(folder, from.name, to.place.folder, to.name, request.replaceExisting === true);
    if (!result.ok) return this.trace.refuse({ ...asked, path, ...this.#blame(result) }, done);
    const event = this.trace.renamed(path, actor, to.place.base + pathOf(result.entry), result.replaced);
    this.#parts.world.because(event, () => done({ ok: true, event }));
  }

  #removeAt(location: Location, request: RemoveRequest, actor: Actor, done: Done<ChangeResult>): void {
    const asked: Asked = { operation: 'delete', actor, path: request.path };
    if (location.kind === 'nowhere') return this.trace.refuse({ ...asked, error: location.error }, done);
    if (location.kind === 'remote') return this.#parts.remote.remove(location, actor, done);
    const { place, name } = location;
    const path = pathIn(place, name);
    const result = place.volume.remove(place.folder, name);
    if (!result.ok) return this.trace.refuse({ ...asked, path, ...this.#blame(result) }, done);
    const event = result.pending ? this.#deletePending(result.file, path, actor) : this.trace.removed(path, actor);
    this.#parts.world.because(event, () => done({ ok: true, event }));
  }

  #replace(path: string, filter: FileFilter, bytes: Uint8Array, written: () => void, done: Done<never>): void {
    const request: OpenRequest = {
      process: kernel,
      path,
      access: 'write',
      share: shareEverything,
      disposition: 'truncate-existing',
    };
    this.open(request, filter.altitude, (opened) => {
      if (!opened.ok) return done(opened);
      const result = opened.handle.write(bytes);
      opened.handle.close();
      if (result.ok) written();
      else this.#parts.world.because(result.event, () => done(result));
    });
  }

  #traceClose(handle: LocalHandle, path: string, removed: boolean): EventIdentity | undefined {
    const { file, written } = handle.open;
    const pending = this.#pendingDeletions.get(file);
    if (removed) {
      return this.trace.removed(path, handle, pending === undefined ? handle.causes : [...handle.causes, pending]);
    }
    const event = written ? this.trace.written(path, handle, file.size, handle.causes) : undefined;
    if (file.deletePending && pending === undefined) this.#deletePending(file, path, handle);
    return event;
  }

  #deletePending(file: FileEntry, path: string, actor: Actor): EventIdentity {
    const event = this.trace.deletePending(path, actor, holderOf(file.opens?.[0]));
    this.#pendingDeletions.set(file, event);
    return event;
  }

  /** Who or what is in the way and, of a file that is to be deleted, the event that made it so. */
  #blame({ error, holder, obstacle }: VolumeFailure): Pick<Denial, 'error' | 'holder' | 'obstacle' | 'causes'> {
    const pending = obstacle === 'delete-pending' && holder ? this.#pendingDeletions.get(holder.file) : undefined;
    return { error, obstacle, holder: holderOf(holder), causes: pending === undefined ? [] : [pending] };
  }

  #refuseBy(asked: Asked, done: Done<never>): Outcome['refuse'] {
    return (error, name, by) => this.trace.refuse({ ...asked, error, filter: { name, by } }, done);
  }

  /** How an operation on a place looks to filters. */
  #shown(location: Exclude<Location, { kind: 'nowhere' }>): Pick<CloseOperation, 'path' | 'presentedPath' | 'medium'> {
    if (location.kind === 'remote') return { path: location.unc, presentedPath: location.presented, medium: 'network' };
    const { place, name } = location;
    const path = pathIn(place, name);
    return { path, presentedPath: this.#presented(place.volume, path.slice(place.base.length)), medium: 'local' };
  }

  #presented(volume: Volume, pathInVolume: string): string {
    const letter = volume.presentedByDevice ? undefined : this.#parts.drives.letterOf(volume);
    return (letter ?? volume.device) + pathInVolume;
  }
}

function holderOf(open: OpenFile | undefined): Denial['holder'] {
  const holder = open?.owner;
  return holder instanceof LocalHandle ? { actor: holder, event: holder.event } : undefined;
}

function cannotReplace(operation: Asked['operation']): Outcome['replace'] {
  return ({ name }) => {
    violated(`file filter ${name}: a ${operation} cannot be answered with content, only an open can`);
  };
}
