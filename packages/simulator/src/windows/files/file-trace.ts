import type { EventIdentity, Microseconds, World } from '../../kernel/index.ts';
import type { FileOrigin, FileProcess } from './file-filter.ts';
import type { Refused } from './file-request.ts';
import { type RightsMask, textOfMask } from './share-mode.ts';
import type { Obstacle } from './volume-result.ts';
import { isRefusal, type Win32Error } from './win32-error.ts';

type Details = Record<string, string | number | boolean>;

/** Who uses a file. */
export interface Actor {
  readonly process: FileProcess;
  readonly origin: FileOrigin;
}

/** Someone who holds a file, as far as an event can tell of them. */
export interface Holding extends Actor {
  readonly path: string;
  readonly access: RightsMask;
  readonly share: RightsMask;
  readonly since: Microseconds;
  readonly causes: readonly EventIdentity[];
}

export interface Denial {
  readonly operation: 'open' | 'rename' | 'delete' | 'write';
  readonly actor: Actor;
  readonly path: string;
  readonly error: Win32Error;
  readonly access?: RightsMask;
  /** The new path, of a rename. */
  readonly to?: string;
  readonly obstacle?: Obstacle | undefined;
  /** The process that holds the file, and the event that says so. */
  readonly holder?: { readonly actor: Actor; readonly event: EventIdentity } | undefined;
  /** The filter that refused, and its rule or detection. */
  readonly filter?: { readonly name: string; readonly by: string } | undefined;
  readonly causes?: readonly EventIdentity[];
}

/**
 * The events of one host's files. Reading leaves none: most opens are harmless, and a trace of all of them would hide those
 * that are not. What a reader holds is told as `file.held` at the moment when it first stands in someone's way, and its end
 * then as `file.released`: whoever opens the file next can do so because of that.
 */
export class FileTrace {
  readonly #world: World;
  readonly #host: string;

  constructor(world: World, host: string) {
    this.#world = world;
    this.#host = host;
  }

  /** `file.denied` where someone refused, `file.failed` where what was asked for is not there, or does not fit. */
  failure(denial: Denial): EventIdentity {
    const { error, holder, filter } = denial;
    const details: Details = { ...whose(denial.actor), operation: denial.operation, error: error.code };
    if (denial.to !== undefined) details.to = denial.to;
    if (denial.access !== undefined) details.access = textOfMask(denial.access);
    if (denial.obstacle !== undefined) details.obstacle = denial.obstacle;
    const causes = [...(denial.causes ?? [])];
    if (holder !== undefined) {
      details.holder = holder.actor.process.imageName;
      if (holder.actor.origin.kind === 'smb') details.holderClient = holder.actor.origin.client;
      causes.push(holder.event);
    }
    if (filter !== undefined) {
      details.filter = filter.name;
      details.rule = filter.by;
    }
    const kind = filter !== undefined || isRefusal(error) ? 'file.denied' : 'file.failed';
    return this.#emit(kind, denial.path, details, causes);
  }

  /** Answers a request with a failure, under the event of that failure. */
  refuse(denial: Denial, done: (refused: Refused) => void): void {
    const event = this.failure(denial);
    this.#world.because(event, () => done({ ok: false, error: denial.error, event }));
  }

  /** That someone has held a file since some time; caused by what made them open it, not by who asks. */
  held(holding: Holding): EventIdentity {
    return this.#world.because(holding.causes, () =>
      this.#emit('file.held', holding.path, {
        ...whose(holding),
        access: textOfMask(holding.access),
        share: holding.share === 0 ? 'nothing' : textOfMask(holding.share),
        since: holding.since,
      }),
    );
  }

  /** That nobody is in the way any more because of this handle, which was told as `file.held`. */
  released(holding: Holding, held: EventIdentity): EventIdentity {
    return this.#emit('file.released', holding.path, whose(holding), [held]);
  }

  delayed(path: string, actor: Actor, filter: string, us: Microseconds): EventIdentity {
    const details = whose(actor);
    details.by = filter;
    details.us = us;
    return this.#emit('file.delayed', path, details);
  }

  written(path: string, actor: Actor, bytes: number, causes: readonly EventIdentity[]): EventIdentity {
    const details = whose(actor);
    details.bytes = bytes;
    return this.#emit('file.written', path, details, causes);
  }

  renamed(path: string, actor: Actor, to: string, replaced: boolean): EventIdentity {
    const details = whose(actor);
    details.to = to;
    if (replaced) details.replaced = true;
    return this.#emit('file.renamed', path, details);
  }

  /** The name is gone. */
  removed(path: string, actor: Actor, causes?: readonly EventIdentity[]): EventIdentity {
    return this.#emit('file.removed', path, whose(actor), causes);
  }

  /** The name stays, closed to all, until `holder` lets go. */
  deletePending(path: string, actor: Actor, holder: { actor: Actor; event: EventIdentity } | undefined): EventIdentity {
    const details = whose(actor);
    if (holder === undefined) return this.#emit('file.delete-pending', path, details);
    return this.#emit('file.delete-pending', path, { ...details, holder: holder.actor.process.imageName }, [
      holder.event,
    ]);
  }

  #emit(kind: string, subject: string, details: Details, causes: readonly EventIdentity[] = []): EventIdentity {
    return this.#world.emit({ host: this.#host, component: 'volume', kind, subject, details, causes });
  }
}

function whose({ process, origin }: Actor): Details {
  return origin.kind === 'smb' ? { process: process.imageName, client: origin.client } : { process: process.imageName };
}
