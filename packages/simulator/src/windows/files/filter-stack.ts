import { type EventIdentity, type ScheduledStep, violated, type World } from '../../kernel/index.ts';
import type { CloseOperation, FileFilter, FileOperation, Verdict } from './file-filter.ts';
import type { Actor, FileTrace } from './file-trace.ts';
import type { Win32Error } from './win32-error.ts';

/** What becomes of an operation that the filters were asked about. */
export interface Outcome {
  /** All passed. `later` where time has gone by, and the world may have changed. */
  proceed(later: boolean): void;
  refuse(error: Win32Error, filter: string, by: string): void;
  /** Puts `bytes` into the file beneath `filter`, then goes on by `written`, or refuses. */
  replace(filter: FileFilter, bytes: Uint8Array, written: () => void): void;
}

interface Passage {
  readonly filters: readonly FileFilter[];
  readonly ask: (filter: FileFilter) => Verdict | undefined;
  readonly operation: FileOperation;
  readonly actor: Actor;
  readonly outcome: Outcome;
  at: number;
  later: boolean;
}

interface Waiting {
  readonly pid: number;
  readonly step: ScheduledStep;
}

/** The filter drivers of one host, highest altitude first, and the operations that wait in them. */
export class FilterStack {
  readonly #world: World;
  readonly #trace: FileTrace;
  #filters: readonly FileFilter[] = [];
  readonly #waiting = new Set<Waiting>();

  constructor(world: World, trace: FileTrace) {
    this.#world = world;
    this.#trace = trace;
  }

  get filters(): readonly FileFilter[] {
    return this.#filters;
  }

  add(filter: FileFilter): void {
    const twin = this.#filters.find((other) => other.name === filter.name || other.altitude === filter.altitude);
    if (twin !== undefined) {
      violated(
        `file filter ${filter.name} at ${filter.altitude}: ${twin.name} is loaded at ${twin.altitude}; names and altitudes must differ`,
      );
    }
    this.#filters = [...this.#filters, filter].sort((a, b) => b.altitude - a.altitude);
  }

  /** Unloads a filter. What waits in it is finished by it. */
  remove(name: string): void {
    this.#filters = this.#filters.filter((filter) => filter.name !== name);
  }

  /** The altitude below which requests made beneath a filter start. */
  altitudeOf(name: string): number {
    const filter = this.#filters.find((candidate) => candidate.name === name);
    if (filter === undefined) violated(`no file filter ${name} is loaded to open files beneath`);
    return filter.altitude;
  }

  /** Whether any filter below an altitude is asked before an operation of this kind. */
  watches(hook: 'beforeOpen' | 'beforeRename' | 'beforeDelete' | 'afterClose', below: number): boolean {
    for (const filter of this.#filters) if (filter.altitude < below && filter[hook] !== undefined) return true;
    return false;
  }

  /** Asks the filters below an altitude in turn; at once where none delays. */
  judge(operation: FileOperation, below: number, ask: Passage['ask'], outcome: Outcome): void {
    const { process, origin } = operation;
    const actor = { process, origin };
    this.#advance({ filters: this.#below(below), ask, operation, actor, outcome, at: 0, later: false }, undefined);
  }

  /** Tells the filters below an altitude of a close, lowest first, under the event that it left, if any. */
  tellClosed(operation: CloseOperation, below: number, event: EventIdentity | undefined): void {
    const tell = (): void => {
      for (const filter of this.#below(below).toReversed()) filter.afterClose?.(operation);
    };
    if (event === undefined) tell();
    else this.#world.because(event, tell);
  }

  /** Drops what waits on behalf of a process, or all that waits: nobody is there any more to be answered. */
  abandon(pid?: number): void {
    for (const waiting of this.#waiting) {
      if (pid !== undefined && waiting.pid !== pid) continue;
      this.#world.cancel(waiting.step);
      this.#waiting.delete(waiting);
    }
  }

  #below(altitude: number): readonly FileFilter[] {
    return altitude === Number.POSITIVE_INFINITY
      ? this.#filters
      : this.#filters.filter((filter) => filter.altitude < altitude);
  }

  #advance(passage: Passage, answer: Verdict | undefined): void {
    let verdict = answer;
    for (;;) {
      const filter = passage.filters[passage.at];
      if (filter === undefined) return passage.outcome.proceed(passage.later);
      verdict ??= passage.ask(filter);
      if (verdict === undefined || verdict.kind === 'pass') {
        passage.at++;
        verdict = undefined;
        continue;
      }
      if (verdict.kind === 'deny') return passage.outcome.refuse(verdict.error, filter.name, verdict.by);
      if (verdict.kind === 'replace') {
        const next = (): void => {
          passage.at++;
          this.#advance(passage, undefined);
        };
        return passage.outcome.replace(filter, verdict.bytes, next);
      }
      if (verdict.by > 0) return this.#wait(passage, filter, verdict.by, verdict.then);
      verdict = verdict.then();
    }
  }

  #wait(passage: Passage, filter: FileFilter, by: number, then: () => Verdict): void {
    passage.later = true;
    const event = this.#trace.delayed(passage.operation.path, passage.actor, filter.name, by);
    this.#world.because(event, () => {
      const step = this.#world.schedule(by, `file filter ${filter.name}`, () => {
        this.#waiting.delete(waiting);
        this.#advance(passage, then());
      });
      const waiting: Waiting = { pid: passage.actor.process.pid, step };
      this.#waiting.add(waiting);
    });
  }
}
