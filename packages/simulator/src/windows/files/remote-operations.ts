import type { World } from '../../kernel/index.ts';
import type { Location } from './drive-map.ts';
import type { FileProcess } from './file-filter.ts';
import type { ChangeResult, OpenRequest, OpenResult, Refused, RenameRequest } from './file-request.ts';
import type { Actor, Denial, FileTrace } from './file-trace.ts';
import type { FilterStack } from './filter-stack.ts';
import type { RemoteFiles } from './remote-files.ts';
import { RemoteHandle } from './remote-handle.ts';
import { accessOf, maskOf, maskOfList, rightsOf } from './share-mode.ts';
import { ERROR_BAD_NETPATH } from './win32-error.ts';

type RemoteLocation = Location & { readonly kind: 'remote' };

/** What a host does with files of other hosts: hands it to its redirector, and tells its own filters of the closes. */
export class RemoteOperations {
  readonly #world: World;
  readonly #trace: FileTrace;
  readonly #filters: FilterStack;
  readonly #redirector: () => RemoteFiles | undefined;
  readonly #handles = new Set<RemoteHandle>();
  /** Processes that ended: an answer that the network still brings for them has nobody to go to. */
  readonly #ended = new Set<number>();

  constructor(parts: {
    world: World;
    trace: FileTrace;
    filters: FilterStack;
    redirector: () => RemoteFiles | undefined;
  }) {
    this.#world = parts.world;
    this.#trace = parts.trace;
    this.#filters = parts.filters;
    this.#redirector = parts.redirector;
  }

  open(
    location: RemoteLocation,
    request: OpenRequest,
    actor: Actor,
    below: number,
    done: (result: OpenResult) => void,
  ): void {
    const { access, share, disposition, deleteOnClose = false } = request;
    const { unc: path, presented: presentedPath } = location;
    const { process } = actor;
    const redirector = this.#redirector();
    if (redirector === undefined) {
      return this.#unreachable({ operation: 'open', actor, path, access: maskOfList(access) }, done);
    }
    redirector.open({ process, path, access, share, disposition, deleteOnClose }, (result) => {
      if (!result.ok) return this.#answer<Refused>(process, done)(result);
      if (this.#ended.has(process.pid)) return result.handle.close();
      const empties = disposition === 'create-always' || disposition === 'truncate-existing';
      const handle = new RemoteHandle(result.handle, { path, process, written: empties }, ({ written }) => {
        this.#handles.delete(handle);
        const closed = {
          kind: 'close',
          path,
          presentedPath,
          ...actor,
          medium: 'network',
          causes: this.#world.causes,
          access: accessOf(maskOfList(access)),
          share: rightsOf(maskOf(share)),
          disposition,
          written,
          removed: deleteOnClose,
        } as const;
        this.#filters.tellClosed(closed, below, undefined);
      });
      this.#handles.add(handle);
      done({ ok: true, handle });
    });
  }

  rename(
    from: RemoteLocation,
    to: RemoteLocation,
    request: RenameRequest,
    actor: Actor,
    done: (result: ChangeResult) => void,
  ): void {
    const { process } = actor;
    const redirector = this.#redirector();
    const paths = { path: from.unc, to: to.unc };
    if (redirector === undefined) return this.#unreachable({ operation: 'rename', actor, ...paths }, done);
    const { replaceExisting = false } = request;
    redirector.rename({ process, ...paths, replaceExisting }, this.#answer(process, done));
  }

  remove(location: RemoteLocation, actor: Actor, done: (result: ChangeResult) => void): void {
    const { process } = actor;
    const redirector = this.#redirector();
    const path = location.unc;
    if (redirector === undefined) return this.#unreachable({ operation: 'delete', actor, path }, done);
    redirector.remove({ process, path }, this.#answer(process, done));
  }

  processEnded(pid: number): void {
    this.#ended.add(pid);
    for (const handle of this.#handles) if (handle.process.pid === pid) handle.close();
  }

  /** What this host held elsewhere stays held there, until the other side notices. */
  powerOff(): void {
    this.#handles.clear();
  }

  #unreachable(denial: Omit<Denial, 'error'>, done: Parameters<FileTrace['refuse']>[1]): void {
    this.#trace.refuse({ ...denial, error: ERROR_BAD_NETPATH }, done);
  }

  /** Hands on what another host answered, if the process is still there to hear it. */
  #answer<T extends { readonly event: string }>(process: FileProcess, done: (result: T) => void): (result: T) => void {
    return (result) => {
      if (!this.#ended.has(process.pid)) this.#world.because(result.event, () => done(result));
    };
  }
}
