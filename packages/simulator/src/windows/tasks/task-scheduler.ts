import { asDword, foldName, joinPath, type RegistryReader } from '@scanclash/core';
import type { CivilTime, EventIdentity, ScheduledStep, World } from '../../kernel/index.ts';
import { ERROR_ALREADY_EXISTS, ERROR_FILE_NOT_FOUND, type FileSystem, type Win32Error } from '../files/index.ts';
import type { ProcessTable } from '../process-table.ts';
import { type Command, parseCommand } from '../program-table.ts';
import { JOB_STATUS, type Job, parseJob, writeJob } from './job-file.ts';
import { nextRun, type Schedule, untilNextRun } from './schedule.ts';

const SERVICE = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Schedule';
const DISABLED = 4;
const JOB = '.job';

export interface TaskToCreate {
  /** Without `.job`. */
  readonly name: string;
  /** Command line: a registered program, or what the interpreter of the host runs. */
  readonly command: string;
  readonly schedule: Schedule;
  /** On when not given. */
  readonly enabled?: boolean;
}

export type TaskChanges = Partial<Omit<TaskToCreate, 'name'>>;

/** A task as `schtasks /query` shows it. */
export interface ScheduledTask extends Required<TaskToCreate> {
  readonly isRunning: boolean;
  /** Wall clock; missing where it has never run, or will not run by itself. */
  readonly lastRun?: CivilTime;
  readonly nextRun?: CivilTime;
  /** Exit code of the last run that has ended. */
  readonly lastResult?: number;
}

export type TaskResult = { readonly ok: true } | { readonly ok: false; readonly error: Win32Error };

export interface TaskSchedulerParts {
  readonly world: World;
  readonly host: string;
  readonly registry: RegistryReader;
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  /** `C:\WINDOWS\Tasks`. */
  readonly folder: string;
  /** Runs a command line and tells its exit code, or that its start was refused; false where there is no such program. */
  execute(
    commandLine: string,
    told: { readonly ended: (exitCode: number) => void; readonly refused: (error: Win32Error) => void },
  ): boolean;
}

interface Task {
  readonly name: string;
  job: Job;
  timer: ScheduledStep | undefined;
  /** What tells this run from others; undefined while it does not run. */
  run: object | undefined;
}

/**
 * The Task Scheduler of Windows 2003: tasks are files in `%SystemRoot%\Tasks`, survive a reboot, and run at their time
 * while the host is up; a time that passes while it is down is missed.
 *
 * @assumed The service is part of the kernel here: it runs from boot on unless `Schedule` is disabled. Of a file that
 * somebody else puts into the folder it learns at the next boot. All tasks run as LocalSystem, each once at a time.
 */
export class TaskScheduler {
  readonly #parts: TaskSchedulerParts;
  /** By folded name. */
  readonly #tasks = new Map<string, Task>();
  #isRunning = false;

  constructor(parts: TaskSchedulerParts) {
    this.#parts = parts;
  }

  /** In order of names. */
  list(): readonly ScheduledTask[] {
    return [...this.#tasks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, task]) => this.#shown(task));
  }

  find(name: string): ScheduledTask | undefined {
    const task = this.#tasks.get(foldName(name));
    return task === undefined ? undefined : this.#shown(task);
  }

  create({ name, command, schedule, enabled = true }: TaskToCreate): TaskResult {
    if (this.#tasks.has(foldName(name))) return { ok: false, error: ERROR_ALREADY_EXISTS };
    const job: Job = { ...commandOf(command), schedule, enabled, exitCode: 0, status: JOB_STATUS.neverRun };
    const task: Task = { name, job, timer: undefined, run: undefined };
    this.#tasks.set(foldName(name), task);
    this.#store(task, {});
    this.#plan(task);
    return { ok: true };
  }

  change(name: string, { command, ...changes }: TaskChanges): TaskResult {
    const task = this.#tasks.get(foldName(name));
    if (task === undefined) return { ok: false, error: ERROR_FILE_NOT_FOUND };
    this.#store(task, { ...changes, ...(command === undefined ? {} : commandOf(command)) });
    this.#plan(task);
    return { ok: true };
  }

  /** Removes a task; what it has started goes on. */
  delete(name: string): TaskResult {
    const task = this.#tasks.get(foldName(name));
    if (task === undefined) return { ok: false, error: ERROR_FILE_NOT_FOUND };
    this.#cancel(task);
    this.#tasks.delete(foldName(name));
    this.#parts.files.remove({ process: this.#parts.processes.system, path: this.#fileOf(task) }, () => {});
    return { ok: true };
  }

  /** Runs a task now, whatever its schedule says. */
  run(name: string): TaskResult {
    const task = this.#tasks.get(foldName(name));
    if (task === undefined || !this.#isRunning) return { ok: false, error: ERROR_FILE_NOT_FOUND };
    this.#start(task);
    return { ok: true };
  }

  /** The host has booted: reads the tasks from their files, runs those of the boot, and waits for the times of others. */
  start(): void {
    const { registry, files, folder } = this.#parts;
    this.#tasks.clear();
    const found = files.list(folder, `*${JOB}`);
    for (const { name } of found.ok ? found.entries : []) {
      const content = files.peek(joinPath(folder, name));
      const job = content.ok ? parseJob(content.bytes) : undefined;
      if (job === undefined) continue;
      const task = { name: name.slice(0, -JOB.length), job, timer: undefined, run: undefined };
      this.#tasks.set(foldName(task.name), task);
    }
    const start = registry.value(SERVICE, 'Start');
    this.#isRunning = start.kind !== 'known' || asDword(start.value) !== DISABLED;
    if (!this.#isRunning) return;
    for (const task of this.#tasks.values()) {
      if (task.job.enabled && task.job.schedule.kind === 'boot') this.#start(task);
      this.#plan(task);
    }
  }

  /** Starts nothing any more, and notes no end of what it has started. */
  stop(): void {
    this.#isRunning = false;
    for (const task of this.#tasks.values()) {
      this.#cancel(task);
      task.run = undefined;
    }
  }

  #plan(task: Task): void {
    this.#cancel(task);
    const { world } = this.#parts;
    const { enabled, schedule } = task.job;
    if (!this.#isRunning || !enabled) return;
    const left = untilNextRun(schedule, world.localTime());
    if (left === undefined) return;
    // A task runs because of its schedule, not because of what was going on when it was planned.
    world.because([], () => {
      task.timer = world.schedule(left, `task ${task.name}`, () => {
        this.#plan(task);
        this.#start(task);
      });
    });
  }

  #start(task: Task): void {
    const { world } = this.#parts;
    if (task.run !== undefined) return void this.#emit('task.skipped', task, { why: 'it runs already' });
    const started = this.#emit('task.started', task, {});
    const run = {};
    task.run = run;
    world.because(started, () => {
      this.#store(task, { lastRun: world.localTime(), status: JOB_STATUS.running });
      const failed = (error: Win32Error): void => {
        if (task.run !== run) return;
        task.run = undefined;
        this.#emit('task.start-failed', task, { error: error.code });
        this.#store(task, { status: JOB_STATUS.ready, exitCode: error.code });
      };
      const ended = (exitCode: number): void => {
        if (task.run !== run) return;
        task.run = undefined;
        this.#emit('task.ended', task, { exitCode });
        this.#store(task, { exitCode, status: JOB_STATUS.ready });
      };
      if (!this.#parts.execute(commandLineOf(task.job), { ended, refused: failed })) failed(ERROR_FILE_NOT_FOUND);
    });
  }

  #cancel(task: Task): void {
    if (task.timer !== undefined) this.#parts.world.cancel(task.timer);
    task.timer = undefined;
  }

  /** Changes a task and its file, unless it was deleted. */
  #store(task: Task, changes: Partial<Job>): void {
    const { world, host, files } = this.#parts;
    task.job = { ...task.job, ...changes };
    if (this.#tasks.get(foldName(task.name)) !== task) return;
    files.install(this.#fileOf(task), writeJob(task.job, world.localTime(), `${host} ${task.name}`));
  }

  #fileOf({ name }: Task): string {
    return joinPath(this.#parts.folder, `${name}${JOB}`);
  }

  #shown({ name, job, run }: Task): ScheduledTask {
    const { schedule, enabled, lastRun, exitCode } = job;
    const next = enabled ? nextRun(schedule, this.#parts.world.localTime()) : undefined;
    return {
      name,
      command: commandLineOf(job),
      schedule,
      enabled,
      isRunning: run !== undefined,
      ...(next === undefined ? {} : { nextRun: next }),
      ...(lastRun === undefined ? {} : { lastRun, lastResult: exitCode }),
    };
  }

  #emit(kind: string, { name }: Task, details: Readonly<Record<string, string | number>>): EventIdentity {
    const { world, host } = this.#parts;
    return world.emit({ host, component: 'tasks', kind, subject: name, details });
  }
}

function commandOf(commandLine: string): Pick<Job, 'application' | 'parameters'> {
  const { executable }: Command = parseCommand(commandLine);
  const quoted = commandLine.trim().startsWith('"') ? 2 : 0;
  return {
    application: executable,
    parameters: commandLine
      .trim()
      .slice(executable.length + quoted)
      .trim(),
  };
}

function commandLineOf({ application, parameters }: Job): string {
  const program = application.includes(' ') ? `"${application}"` : application;
  return parameters === '' ? program : `${program} ${parameters}`;
}
