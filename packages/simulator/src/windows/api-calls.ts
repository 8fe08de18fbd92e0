import { type EventIdentity, violated, type World } from '../kernel/index.ts';
import type { Process, ProcessTable } from './process-table.ts';

/** A call of a Windows function, as far as somebody may want to know from where it comes. */
export interface ApiCall {
  readonly process: Process;
  /** `LoadLibraryA` */
  readonly api: string;
  /** `data`: the calling code lies in memory that is written to, on the stack or the heap. */
  readonly from: 'image' | 'data';
}

/** What a guard makes of a call. One that is blocked may cost the process its life. */
export type ApiVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'block'; readonly by: string; readonly endsProcess: boolean };

/** Something that watches calls inside processes: a protection against buffer overflows. */
export interface ApiGuard {
  /** Unlike that of any other guard of the host. */
  readonly name: string;
  check(call: ApiCall): ApiVerdict;
}

/** The calls of one host's processes that guards look at. Guards are code in the processes: they are there from the start on. */
export class ApiCalls {
  readonly #world: World;
  readonly #host: string;
  readonly #processes: ProcessTable;
  #guards: readonly ApiGuard[] = [];

  constructor(world: World, host: string, processes: ProcessTable) {
    this.#world = world;
    this.#host = host;
    this.#processes = processes;
  }

  addGuard(guard: ApiGuard): void {
    if (this.#guards.some(({ name }) => name === guard.name)) violated(`API guard ${guard.name} is there already`);
    this.#guards = [...this.#guards, guard];
  }

  /** Makes a call; false where it was blocked. The process may be gone after that. */
  call(call: ApiCall): boolean {
    for (const guard of this.#guards) {
      const verdict = guard.check(call);
      if (verdict.kind === 'pass') continue;
      const blocked = this.#blocked(call, verdict.by);
      if (verdict.endsProcess) this.#world.because(blocked, () => this.#processes.exit(call.process, EXCEPTION_EXIT));
      return false;
    }
    return true;
  }

  #blocked({ process, api }: ApiCall, by: string): EventIdentity {
    return this.#world.emit({
      host: this.#host,
      component: 'api',
      kind: 'api.blocked',
      subject: api,
      details: { process: process.imageName, rule: by },
      causes: [process.started],
    });
  }
}

/** What a process leaves that is ended from outside. */
const EXCEPTION_EXIT = 1;
