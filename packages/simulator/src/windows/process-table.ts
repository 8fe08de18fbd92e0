import type { EventIdentity, World } from '../kernel/index.ts';

/** A running process of a simulated host. */
export interface Process {
  readonly pid: number;
  /** `SMTPDS.EXE`; port rules and risk profiles match it without regard to case. */
  readonly imageName: string;
  readonly imagePath: string;
  /** The event that started it: whatever it does is caused by that, among others. */
  readonly started: EventIdentity;
}

/** Windows hands out process ids in steps of four; 4 is the System process, in whose name SMB clients open files. */
const SYSTEM_PID = 4;
const FIRST_PID = 400;

/** The processes of one host. */
export class ProcessTable {
  readonly #world: World;
  readonly #host: string;
  readonly #running = new Map<number, Process>();
  readonly #onExit = new Map<number, (() => void)[]>();
  #nextPid = FIRST_PID;
  readonly system: Process;

  constructor(world: World, host: string) {
    this.#world = world;
    this.#host = host;
    this.system = { pid: SYSTEM_PID, imageName: 'System', imagePath: 'System', started: '' };
    this.#running.set(SYSTEM_PID, this.system);
  }

  start(imagePath: string): Process {
    const imageName = imagePath.slice(imagePath.lastIndexOf('\\') + 1);
    const pid = this.#nextPid;
    this.#nextPid += 4;
    const started = this.#world.emit({
      host: this.#host,
      component: 'process',
      kind: 'process.started',
      subject: imageName,
      details: { pid },
    });
    const process = { pid, imageName, imagePath, started };
    this.#running.set(pid, process);
    return process;
  }

  /** Runs `action` when the process ends, however it ends: handles close, listeners go, services notice. */
  onExit(process: Process, action: () => void): void {
    const actions = this.#onExit.get(process.pid) ?? [];
    actions.push(action);
    this.#onExit.set(process.pid, actions);
  }

  /** Ends a process. Nothing happens to one that is gone already. */
  exit(process: Process, exitCode = 0): void {
    if (!this.#running.delete(process.pid)) return;
    const ended = this.#world.emit({
      host: this.#host,
      component: 'process',
      kind: 'process.exited',
      subject: process.imageName,
      details: { pid: process.pid, exitCode },
      causes: [process.started],
    });
    const actions = this.#onExit.get(process.pid) ?? [];
    this.#onExit.delete(process.pid);
    this.#world.because(ended, () => {
      for (const action of actions) action();
    });
  }

  isRunning(process: Process): boolean {
    return this.#running.has(process.pid);
  }

  /** In order of process id. */
  list(): readonly Process[] {
    return [...this.#running.values()].sort((a, b) => a.pid - b.pid);
  }
}
