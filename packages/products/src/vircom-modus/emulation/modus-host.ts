import { HostSettings, Program, type ServiceContext, type SimulatedHost } from '@scanclash/simulator';
import type { ModusContext } from '../context.ts';
import type { ModusService } from '../services.ts';
import { mailboxesDirectory, modusSettings, quarantineDirectory, spoolDirectory } from '../settings.ts';
import { ModusLog } from './modus-log.ts';
import { Spool } from './spool.ts';

/** What the services of one Modus share. */
export class ModusHost {
  readonly host: SimulatedHost;
  readonly context: ModusContext;
  readonly settings: HostSettings<ModusContext>;
  /** Messages that were accepted from clients. */
  accepted = 0;
  /** What Modus remembers of its quarantine: message → why it was blocked. */
  readonly quarantined = new Map<string, string>();
  /** The running MODUSADM. */
  administration: Program | undefined;
  /** Made when MODUSADM starts; until then nothing can be processed. */
  database: { readonly isUsable: boolean } | undefined;
  #lastId = 0;
  #spool: Spool | undefined;

  constructor(host: SimulatedHost, context: ModusContext) {
    this.host = host;
    this.context = context;
    this.settings = new HostSettings(host.world, {
      host: host.name,
      namespace: 'modus',
      registry: host.registry,
      settings: modusSettings,
      context,
    });
  }

  get spool(): Spool {
    const folder = this.settings.get(spoolDirectory);
    if (this.#spool?.folder !== folder) this.#spool = new Spool(folder);
    return this.#spool;
  }
  get mailboxes(): string {
    return this.settings.get(mailboxesDirectory);
  }
  get quarantine(): string {
    return this.settings.get(quarantineDirectory);
  }

  nextId(): string {
    this.#lastId += 1;
    return `A${String(this.#lastId).padStart(9, '0')}`;
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the declaration decides, the caller knows it
  assume<T extends number | string | boolean>(name: string): T {
    return this.host.world.behaviours.value<T>(`vircom-modus/${name}`);
  }

  /** The program and the log of a service that was just started. */
  start(service: ModusService, context: ServiceContext): { program: Program; log: ModusLog } {
    this.settings.takeEffect('service-start');
    const program = new Program(this.host, context.process);
    return { program, log: new ModusLog(program, this.context.root, service) };
  }

  /** The image names that a service may be known by: services that are not running count as stopped. */
  isRunning(service: ModusService): boolean {
    return this.host.services.isRunning(service);
  }

  /** Whether the services may process mail: they need the database for it. */
  get mayProcess(): boolean {
    return this.database?.isUsable ?? false;
  }

  /** What a folder of the spool holds, by pattern, in order of name. */
  list(folder: string, pattern: string): readonly string[] {
    const listed = this.host.files.list(folder, pattern);
    return listed.ok ? listed.entries.map(({ name }) => name) : [];
  }
}
