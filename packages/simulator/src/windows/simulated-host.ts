import { joinPath, RegistryTree, sz } from '@scanclash/core';
import type { EventIdentity, World } from '../kernel/index.ts';
import { type HostNetwork, TcpStack } from '../network/tcp-stack.ts';
import { EventLog } from './event-log.ts';
import { FileSystem } from './files/index.ts';
import { type Process, ProcessTable } from './process-table.ts';
import { ServiceControlManager } from './services/service-control-manager.ts';
import { WINDOWS_VERSIONS, type WindowsVersion } from './windows-version.ts';

export interface HostOptions {
  readonly name: string;
  readonly address: string;
  readonly windows: WindowsVersion;
  /** 64-bit Windows: 32-bit programs see a registry view of their own. */
  readonly wow64?: boolean;
  readonly files: FileSystem;
}

/** A computer with Windows in a simulated world. It knows no product: products hook in through emulations. */
export class SimulatedHost {
  readonly world: World;
  readonly network: HostNetwork;
  readonly name: string;
  readonly address: string;
  readonly windows: WindowsVersion;
  readonly wow64: boolean;
  readonly registry = new RegistryTree();
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  readonly tcp: TcpStack;
  readonly eventLog: EventLog;
  readonly services: ServiceControlManager;
  readonly #boot: (() => void)[] = [];
  readonly #parts = new Map<string, unknown>();

  constructor(world: World, network: HostNetwork, options: HostOptions) {
    this.world = world;
    this.network = network;
    this.name = options.name;
    this.address = options.address;
    this.windows = options.windows;
    this.wow64 = options.wow64 ?? false;
    this.files = options.files;
    this.processes = new ProcessTable(world, options.name);
    this.tcp = new TcpStack(world, network, options.name, options.address);
    this.eventLog = new EventLog(world, options.name);
    this.services = new ServiceControlManager(world, options.name, this.registry, this.processes, this.eventLog);
    this.registry.setValue(
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

  /** `%NAME%` filled in; a variable that is not set stays as it is written. */
  expand(path: string): string {
    const { environment } = this;
    const names = Object.keys(environment);
    return path.replace(/%([^%]+)%/g, (whole, name: string) => {
      const found = names.find((known) => known.toUpperCase() === name.toUpperCase());
      return found === undefined ? whole : (environment[found] as string);
    });
  }

  emit(
    component: string,
    kind: string,
    subject: string,
    details: Readonly<Record<string, string | number | boolean>> = {},
  ): EventIdentity {
    return this.world.emit({ host: this.name, component, kind, subject, details });
  }

  /** Starts a program that is no service: a logon script, a mailer, a scheduled task. */
  run(imagePath: string): Process {
    return this.processes.start(imagePath);
  }

  /** What to do at each boot before services start: drivers load. */
  onBoot(action: () => void): void {
    this.#boot.push(action);
  }

  /** Loads drivers and starts the automatic services. */
  boot(): void {
    const booted = this.emit('host', 'host.booted', this.name);
    this.world.because(booted, () => {
      for (const action of this.#boot) action();
      this.services.startAutomatic();
    });
  }

  /** Hands the state of an emulated product on this host to its stimuli and observables. */
  keep<T>(product: string, part: T): T {
    this.#parts.set(product, part);
    return part;
  }

  part<T>(product: string): T {
    if (!this.#parts.has(product)) throw new Error(`${product} is not installed on ${this.name}`);
    return this.#parts.get(product) as T;
  }
}
