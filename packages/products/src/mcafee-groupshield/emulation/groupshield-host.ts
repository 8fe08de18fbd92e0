import { joinPath } from '@scanclash/core';
import { HostSettings, type SimulatedHost } from '@scanclash/simulator';
import type { GroupshieldContext } from '../context.ts';
import { mcafeeGroupshield } from '../product.ts';
import { groupshieldSettings } from '../settings.ts';
import type { GroupshieldParts, RunningScanner } from './groupshield-parts.ts';
import { GroupshieldLibrary } from './library.ts';

/** What the parts of GroupShield on one host share. */
export class GroupshieldHost implements GroupshieldParts {
  readonly host: SimulatedHost;
  readonly context: GroupshieldContext;
  readonly settings: HostSettings<GroupshieldContext>;
  /** What the store loads. */
  readonly storeLibrary: GroupshieldLibrary;
  /** What the transport loads. */
  readonly transportLibrary: GroupshieldLibrary;
  #scanner: RunningScanner | undefined;

  constructor(host: SimulatedHost, context: GroupshieldContext) {
    this.host = host;
    this.context = context;
    this.settings = new HostSettings(host.world, {
      host: host.name,
      namespace: mcafeeGroupshield.namespace,
      registry: host.registry,
      settings: groupshieldSettings,
      context,
    });
    this.storeLibrary = new GroupshieldLibrary(this, 'store');
    this.transportLibrary = new GroupshieldLibrary(this, 'transport');
  }

  /** The scanner of the service, while that runs. */
  get scanner(): RunningScanner | undefined {
    return this.#scanner;
  }

  set scanner(scanner: RunningScanner | undefined) {
    this.#scanner = scanner;
    for (const library of [this.storeLibrary, this.transportLibrary]) {
      if (scanner === undefined) library.serviceGone();
      else library.serviceIsHere(scanner);
    }
  }

  /** Program of the service. */
  get program(): string {
    return joinPath(this.context.folder, 'SAFeService.exe');
  }

  /** Library that the store loads. */
  get storeLibraryFile(): string {
    return joinPath(this.context.folder, 'McAfeeVsapi.dll');
  }

  /** Library that the transport loads. */
  get transportLibraryFile(): string {
    return joinPath(this.context.folder, 'McAfeeTransportAgent.dll');
  }

  isOn(mechanism: string): boolean {
    return this.host.world.behaviours.on(`mcafee-groupshield/${mechanism}`);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the declaration decides, the caller knows it
  assume<T extends number | boolean>(name: string): T {
    return this.host.world.behaviours.value<T>(`mcafee-groupshield/${name}`);
  }
}

export const groupshieldOn = (host: SimulatedHost): GroupshieldHost => host.part<GroupshieldHost>('mcafee-groupshield');
