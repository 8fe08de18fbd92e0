import { joinPath, RegistryTree, sz } from '@scanclash/core';
import type { VirusScanningLibrary } from '../content/virus-scanning-api.ts';
import { type EventIdentity, type Microseconds, violated, type World } from '../kernel/index.ts';
import { type HostNetwork, TcpStack } from '../network/tcp-stack.ts';
import { ApiCalls } from './api-calls.ts';
import { EventLog } from './event-log.ts';
import { ERROR_FILE_NOT_FOUND, type FileProcess, type FileSystem, type Win32Error } from './files/index.ts';
import { LibraryTable } from './library-table.ts';
import { type Process, ProcessTable } from './process-table.ts';
import { type ProgramStarted, startProgram } from './program-start.ts';
import { type MainProgram, ProgramTable, parseCommand } from './program-table.ts';
import { RegistryWrites } from './registry-writes.ts';
import { ServiceControlManager } from './services/service-control-manager.ts';
import { Smb } from './smb/smb.ts';
import type { UserProfile } from './smb/user-profile.ts';
import { TaskScheduler } from './tasks/task-scheduler.ts';
import { WINDOWS_VERSIONS, type WindowsVersion } from './windows-version.ts';

export interface HostOptions {
  readonly name: string;
  readonly address: string;
  readonly windows: WindowsVersion;
  /** 64-bit Windows: 32-bit programs see a registry view of their own. */
  readonly wow64?: boolean;
  readonly files: FileSystem;
  /** Runs command lines that are no registered programs (batch files, console programs); `done` gets the exit code. */
  readonly interpreter?: Interpreter;
}

/** Runs a command line as `cmd /c` does. */
export type Interpreter = (host: SimulatedHost, commandLine: string, done: (exitCode: number) => void) => void;

export type ExecuteResult = { readonly ok: true } | { readonly ok: false; readonly error: Win32Error };

/** How a command line is run, beside what is told at its end. */
export interface ExecuteOptions {
  /** Who starts the program, asked when it is about to; a service of the system where it is left out. */
  readonly by?: () => FileProcess;
  /** Somebody has refused to let the program be started. Left out, that counts as an end with the code of the error. */
  readonly refused?: (error: Win32Error) => void;
}

/** What a host is doing. One that was never booted is as its world was set up: it answers, but runs nothing by itself. */
export type HostState = 'never-booted' | 'up' | 'shutting-down' | 'down';

/** From the end of a shutdown to the boot of the drivers. @assumed Three minutes of a server of these years. */
const REBOOT_TIME: Microseconds = 180_000_000;

/** A computer with Windows in a simulated world. It knows no product: products hook in through emulations. */
export class SimulatedHost {
  readonly world: World;
  readonly network: HostNetwork;
  readonly name: string;
  readonly address: string;
  readonly windows: WindowsVersion;
  readonly wow64: boolean;
  readonly registry = new RegistryTree();
  /** The registry as running programs change it. */
  readonly registryWrites: RegistryWrites;
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  readonly tcp: TcpStack;
  readonly apiCalls: ApiCalls;
  readonly eventLog: EventLog;
  readonly services: ServiceControlManager;
  /** Shares, sessions, mapped drives. */
  readonly smb: Smb;
  readonly tasks: TaskScheduler;
  /** Mail scanners that an Exchange store, or its transport, can load. */
  readonly virusScanningLibraries = new LibraryTable<VirusScanningLibrary>();
  readonly #programs = new ProgramTable();
  readonly #interpreter: Interpreter | undefined;
  readonly #boot: (() => void)[] = [];
  readonly #parts = new Map<string, unknown>();
  #state: HostState = 'never-booted';
  /** Filters that were there before the first boot: those that came later go with the kernel. */
  #installedFilters: { readonly files: readonly string[]; readonly ports: readonly string[] } | undefined;
  /** When the power failed, until the next boot has told of it. */
  #failedAt: Microseconds | undefined;
  #boots = 0;

  constructor(world: World, network: HostNetwork, options: HostOptions) {
    const { name, address, windows, files } = options;
    this.world = world;
    this.network = network;
    this.name = name;
    this.address = address;
    this.windows = windows;
    this.wow64 = options.wow64 ?? false;
    this.files = files;
    this.#interpreter = options.interpreter;
    this.registryWrites = new RegistryWrites(world, name, this.registry);
    this.processes = new ProcessTable(world, name, (process) => this.#release(process));
    this.apiCalls = new ApiCalls(world, name, this.processes);
    this.tcp = new TcpStack(world, network, name, address, this.processes);
    this.eventLog = new EventLog(world, name);
    const { registry, processes, tcp, eventLog, systemRoot } = this;
    this.services = new ServiceControlManager(world, {
      name,
      windows,
      registry,
      processes,
      eventLog,
      expand: (path) => this.expand(path),
      isFile: (path) => files.stat(path)?.kind === 'file',
      startProgram: (executable, done) => this.startProgram(executable, this.#systemProgram('services.exe'), done),
      execute: (commandLine) => void this.execute(commandLine),
      reboot: () => this.reboot(),
    });
    this.smb = new Smb({
      world,
      host: name,
      network,
      registry,
      files,
      processes,
      tcp,
      systemRoot,
      profiles: this.profiles,
    });
    this.tasks = new TaskScheduler({
      world,
      host: name,
      registry,
      files,
      processes,
      folder: joinPath(systemRoot, 'Tasks'),
      execute: (commandLine, { ended, refused }) => this.execute(commandLine, ended, { refused }).ok,
    });
    registry.setValue(
      'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName',
      'ComputerName',
      sz(options.name),
    );
  }

  get systemRoot(): string {
    return 'C:\\WINDOWS';
  }

  /** The environment that services and consoles see. */
  get environment(): Readonly<Record<string, string>> {
    return {
      OS: 'Windows_NT',
      SystemDrive: 'C:',
      SystemRoot: this.systemRoot,
      windir: this.systemRoot,
      TEMP: joinPath(this.systemRoot, 'Temp'),
      ALLUSERSPROFILE: this.allUsersProfile,
      COMPUTERNAME: this.name,
    };
  }

  get allUsersProfile(): string {
    return WINDOWS_VERSIONS[this.windows].allUsers.replace('\\Application Data', '');
  }

  /** The folder that holds the profiles of users. */
  get profiles(): string {
    return this.windows === '2008' || this.windows === '2008 R2' ? 'C:\\Users' : 'C:\\Documents and Settings';
  }

  get state(): HostState {
    return this.#state;
  }

  get isUp(): boolean {
    return this.#state === 'up';
  }

  /** How often it was booted. */
  get boots(): number {
    return this.#boots;
  }

  /** Who is logged on, undefined where nobody is. */
  get user(): UserProfile | undefined {
    return this.smb.user;
  }

  /** `%NAME%` filled in; a variable that is not set stays as it is written. */
  expand(path: string): string {
    if (!path.includes('%')) return path;
    const { environment } = this;
    const names = Object.keys(environment);
    return path.replace(/%([^%]+)%/g, (whole, name: string) => {
      const found = names.find((known) => known.toUpperCase() === name.toUpperCase());
      return found === undefined ? whole : (environment[found] as string);
    });
  }

  /** @param cause - In addition to what is the cause of everything now. */
  emit(
    component: string,
    kind: string,
    subject: string,
    details: Readonly<Record<string, string | number | boolean>> = {},
    cause?: EventIdentity,
  ): EventIdentity {
    const causes = cause === undefined ? [] : [cause];
    return this.world.emit({ host: this.name, component, kind, subject, details, causes });
  }

  /** Starts a program of which only the process matters: somebody else does what it does. */
  run(imagePath: string): Process {
    return this.processes.start(imagePath);
  }

  /** Puts a program that is no service behind an executable: scheduled tasks and failure actions run it by command lines. */
  registerProgram(executable: string, main: MainProgram): void {
    this.#programs.register(this.expand(executable), main);
  }

  /**
   * Starts the program of an executable file, if whoever watches files lets it be run: a scanner may look through it
   * before, or refuse. `starter` is the program that asks for it.
   */
  startProgram(executable: string, starter: FileProcess, done: ProgramStarted): void {
    startProgram(this, executable, starter, done);
  }

  /**
   * Runs a command line: a registered program, or else the interpreter of the host; error 2 where there is neither.
   * @param ended - Told the exit code when the process has ended.
   */
  execute(
    commandLine: string,
    ended: (exitCode: number) => void = () => {},
    options: ExecuteOptions = {},
  ): ExecuteResult {
    const expanded = this.expand(commandLine);
    if (this.executeProgram(expanded, ended, options)) return { ok: true };
    const { executable } = parseCommand(expanded);
    const interpreter = this.#interpreter;
    const isMissing = executable.includes('\\') && !this.files.exists(executable);
    if (interpreter === undefined || isMissing) return { ok: false, error: ERROR_FILE_NOT_FOUND };
    const process = this.processes.start(this.#systemProgram('cmd.exe').imagePath);
    this.processes.onExit(process, ended);
    this.world.because(process.started, () =>
      interpreter(this, expanded, (exitCode) => this.processes.exit(process, exitCode)),
    );
    return { ok: true };
  }

  /** Runs a registered program as `execute` does; false where the command line names none, or its file is not there. */
  executeProgram(commandLine: string, ended: (exitCode: number) => void, options: ExecuteOptions = {}): boolean {
    const { executable, args } = parseCommand(commandLine);
    const program = this.#programs.find(executable);
    if (program === undefined || !this.files.exists(program.executable)) return false;
    const starter = options.by?.() ?? this.#systemProgram('svchost.exe');
    const { refused = ({ code }) => ended(code) } = options;
    this.startProgram(program.executable, starter, (started) => {
      if (!started.ok) return refused(started.error);
      const { process } = started;
      this.processes.onExit(process, ended);
      this.world.because(process.started, () => program.main(process, args));
    });
    return true;
  }

  /** A user logs on: the drives in the user's profile are there again. Whoever was logged on before is logged off. */
  logon(user: string): UserProfile {
    if (this.smb.user !== undefined) this.logoff();
    const event = this.emit('host', 'host.logon', user);
    return this.world.because(event, () => this.smb.logon(user));
  }

  logoff(): void {
    const { user } = this.smb;
    if (user === undefined) return;
    const event = this.emit('host', 'host.logoff', user.name);
    this.world.because(event, () => this.smb.logoff());
  }

  /**
   * What to do at each boot before services start: drivers load. File and port filters that are added here, or later,
   * are gone when the host goes down; those that were installed before the first boot are there at once after each.
   */
  onBoot(action: () => void): void {
    this.#boot.push(action);
  }

  /** Loads drivers, starts the Server and the Task Scheduler, and the automatic services. */
  boot(): void {
    if (this.#state !== 'never-booted' && this.#state !== 'down')
      violated(`${this.name} cannot boot: it is ${this.#state}`);
    this.#installedFilters ??= {
      files: this.files.filters.map(({ name }) => name),
      ports: this.tcp.filters.map(({ name }) => name),
    };
    const booted = this.emit('host', 'host.booted', this.name);
    this.#state = 'up';
    this.#boots += 1;
    this.processes.boot(booted);
    this.tcp.comeUp();
    this.world.because(booted, () => {
      this.#logBoot();
      for (const action of this.#boot) action();
      this.smb.start();
      this.services.boot();
      this.tasks.start();
    });
  }

  /**
   * Shuts down in order: the user is logged off, programs end, services are told and waited for up to a limit, whatever
   * still runs is ended. `done` when the host is down. Nothing happens to one that is not up.
   *
   * @assumed Programs end when they are asked to; the order is that of Windows 2003, KB203878 for services.
   */
  shutdown(done: () => void = () => {}): void {
    if (this.#state !== 'up') return;
    this.#state = 'shutting-down';
    const event = this.emit('host', 'host.shutting-down', this.name);
    this.world.because(event, () => {
      const boots = this.#boots;
      this.tasks.stop();
      this.logoff();
      for (const process of this.#programsRunning()) this.processes.exit(process);
      this.services.shutdown(() => {
        if (this.#state !== 'shutting-down' || this.#boots !== boots) return;
        this.world.because(this.#goDown(), done);
      });
    });
  }

  /** Shuts down in order and boots again, `downtime` µs after that. */
  reboot(downtime: Microseconds = REBOOT_TIME): void {
    this.shutdown(() => {
      const boots = this.#boots;
      this.world.schedule(downtime, `boot of ${this.name}`, () => {
        if (this.#state === 'down' && this.#boots === boots) this.boot();
      });
    });
  }

  /** The power fails: nothing is closed, nobody is told, connections of others hang until they find out. */
  powerOff(): void {
    if (this.#state === 'down') return;
    const event = this.emit('host', 'host.powered-off', this.name);
    if (this.#state !== 'never-booted') this.#failedAt = this.world.now;
    this.world.because(event, () => this.#halt(event));
  }

  /** Hands the state of an emulated product on this host to its stimuli and observables. */
  keep<T>(product: string, part: T): T {
    this.#parts.set(product, part);
    return part;
  }

  /** The same where it may not be there. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever kept the part knows its type
  partIfAny<T>(product: string): T | undefined {
    return this.#parts.get(product) as T | undefined;
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever kept the part knows its type
  part<T>(product: string): T {
    if (!this.#parts.has(product)) throw new Error(`${product} is not installed on ${this.name}`);
    return this.#parts.get(product) as T;
  }

  /** Gives back what the kernel holds for a process that has ended. */
  #release(process: Process): void {
    this.files.processEnded(process.pid);
    this.tcp.processEnded(process);
  }

  #programsRunning(): readonly Process[] {
    const { processes, services } = this;
    return processes
      .list()
      .filter((process) => process !== processes.system && services.serviceOf(process) === undefined);
  }

  /** The end of an orderly shutdown: what did not stop is ended, what is open is closed. */
  #goDown(): EventIdentity {
    const { processes } = this;
    for (const process of processes.list()) if (process !== processes.system) processes.exit(process, 1);
    this.smb.stop();
    this.eventLog.write('System', {
      source: 'EventLog',
      id: 6006,
      level: 'information',
      text: 'The Event log service was stopped.',
    });
    const event = this.emit('host', 'host.down', this.name);
    this.world.because(event, () => this.#halt(event));
    return event;
  }

  /** Everything that lives in memory is gone. */
  #halt(event: EventIdentity): void {
    this.#state = 'down';
    this.tasks.stop();
    this.services.halt();
    this.smb.halt();
    this.files.powerOff();
    this.tcp.goDown(event);
    this.processes.halt(1);
    const installed = this.#installedFilters;
    if (installed === undefined) return;
    for (const { name } of this.files.filters) if (!installed.files.includes(name)) this.files.removeFilter(name);
    for (const { name } of this.tcp.filters) if (!installed.ports.includes(name)) this.tcp.removeFilter(name);
  }

  /** What the Event Log service writes when it starts. */
  #logBoot(): void {
    if (this.#failedAt !== undefined) {
      const { year, month, day, hour, minute, second } = this.world.localTime(this.#failedAt);
      const two = (value: number) => String(value).padStart(2, '0');
      const time = `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
      const text = `The previous system shutdown at ${time} on ${month}/${day}/${year} was unexpected.`;
      this.eventLog.write('System', { source: 'EventLog', id: 6008, level: 'error', text });
      this.#failedAt = undefined;
    }
    const text = 'The Event log service was started.';
    this.eventLog.write('System', { source: 'EventLog', id: 6005, level: 'information', text });
  }

  /** A program of Windows itself. @assumed It is no file on the simulated volumes, and nobody looks into it. */
  #systemProgram(imageName: string): FileProcess {
    const imagePath = joinPath(this.systemRoot, 'system32', imageName);
    return { pid: this.processes.system.pid, imageName, imagePath };
  }
}
