import { sameName } from '@scanclash/core';
import { type EventIdentity, violated, type World } from '../kernel/index.ts';

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

/**
 * The processes of one host. Process ids are never used twice, not even after a reboot: what the network still brings for
 * a process that has ended finds nobody.
 */
export class ProcessTable {
  readonly #world: World;
  readonly #host: string;
  readonly #release: (process: Process) => void;
  readonly #running = new Map<number, Process>();
  readonly #onExit = new Map<number, ((exitCode: number) => void)[]>();
  #nextPid = FIRST_PID;
  #system: Process = systemSince('');
  #isDown = false;

  /** @param release - Gives back what the kernel holds for a process that has ended, before anybody is told of it. */
  constructor(world: World, host: string, release: (process: Process) => void = () => {}) {
    this.#world = world;
    this.#host = host;
    this.#release = release;
    this.#running.set(SYSTEM_PID, this.#system);
  }

  /** The kernel itself: another one after each boot. */
  get system(): Process {
    return this.#system;
  }

  /** The kernel is up, because of `booted`; from now on programs can run. */
  boot(booted: EventIdentity): void {
    this.#isDown = false;
    this.#system = systemSince(booted);
    this.#running.set(SYSTEM_PID, this.#system);
  }

  start(imagePath: string): Process {
    const imageName = imagePath.slice(imagePath.lastIndexOf('\\') + 1);
    if (this.#isDown) violated(`${imageName} cannot be started: ${this.#host} is down`);
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

  /**
   * Runs `action` when the process ends, however it ends. Its handles are closed by then, its ports are free, its
   * connections are reset.
   */
  onExit(process: Process, action: (exitCode: number) => void): void {
    const actions = this.#onExit.get(process.pid) ?? [];
    actions.push(action);
    this.#onExit.set(process.pid, actions);
  }

  /** Ends a process, by itself or from outside. Nothing happens to one that is gone already. */
  exit(process: Process, exitCode = 0): void {
    if (!this.isRunning(process)) return;
    if (process === this.#system) violated(`the System process of ${this.#host} cannot be ended`);
    this.#running.delete(process.pid);
    const ended = this.#world.emit({
      host: this.#host,
      component: 'process',
      kind: 'process.exited',
      subject: process.imageName,
      details: { pid: process.pid, exitCode },
      causes: [process.started],
    });
    this.#world.because(ended, () => {
      this.#release(process);
      this.#tell(process.pid, exitCode);
    });
  }

  /** The host stops: whatever still runs is gone without an event of its own. */
  halt(exitCode: number): void {
    const gone = this.list();
    this.#running.clear();
    this.#isDown = true;
    for (const { pid } of gone) this.#tell(pid, exitCode);
  }

  isRunning(process: Process): boolean {
    return this.#running.get(process.pid) === process;
  }

  find(pid: number): Process | undefined {
    return this.#running.get(pid);
  }

  /** The processes of an image name, case aside, in order of process id. */
  named(imageName: string): readonly Process[] {
    return this.list().filter((process) => sameName(process.imageName, imageName));
  }

  /** In order of process id. */
  list(): readonly Process[] {
    return [...this.#running.values()].sort((a, b) => a.pid - b.pid);
  }

  #tell(pid: number, exitCode: number): void {
    const actions = this.#onExit.get(pid) ?? [];
    this.#onExit.delete(pid);
    for (const action of actions) action(exitCode);
  }
}

const systemSince = (started: EventIdentity): Process => ({
  pid: SYSTEM_PID,
  imageName: 'System',
  imagePath: 'System',
  started,
});
