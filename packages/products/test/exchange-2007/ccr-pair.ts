import type { Behaviour, Plain } from '@scanclash/core';
import {
  BehaviourSwitches,
  type BehaviourValue,
  FailoverCluster,
  FileSystem,
  MapByteStore,
  MINUTE,
  Network,
  parseCivilTime,
  runCommand,
  SECOND,
  SimulatedHost,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { exchange2007Emulation } from '../../src/exchange-2007/emulation/index.ts';
import { exchange2007 } from '../../src/exchange-2007/product.ts';

/** One-way latency, µs. */
const LATENCY = 200;

export const USER = 'user@example.com';
export const FOLDER = 'folder@example.com';
export const MAILBOX_GROUP = 'SG-MBX';
export const PUBLIC_GROUP = 'SG-PF';

export const STORAGE_GROUPS = [
  { name: MAILBOX_GROUP, database: 'Mailboxes', kind: 'mailbox', addresses: [USER] },
  { name: PUBLIC_GROUP, database: 'Public Folders', kind: 'public-folder', addresses: [FOLDER] },
];

export interface PairOptions {
  readonly seed?: number;
  readonly behaviours?: Readonly<Record<string, BehaviourValue>>;
  /** Of products that `prepare` installs. */
  readonly moreBehaviours?: readonly Behaviour[];
  /** Settings of both nodes. */
  readonly nodeSettings?: Readonly<Record<string, Plain>>;
  readonly hubSettings?: Readonly<Record<string, Plain>>;
  readonly storeTrace?: boolean;
  readonly shuffleTies?: number;
  /** Installs what is beside Exchange on the nodes, before they boot. */
  readonly prepare?: (node: SimulatedHost) => void;
}

/** A clustered mailbox server CMS01 on NODEA and NODEB, and a Hub Transport server HUB01 that holds the witness. */
export class CcrPair {
  readonly world: World;
  readonly network: Network<TcpStack>;
  readonly hub: SimulatedHost;
  readonly a: SimulatedHost;
  readonly b: SimulatedHost;
  readonly cluster: FailoverCluster;
  /** Each mount that was allowed: on which node, and without how many logs. */
  readonly allowed: { readonly host: string; readonly missing: number }[] = [];

  constructor(options: PairOptions = {}) {
    this.world = new World({
      seed: options.seed ?? 1,
      startsAt: parseCivilTime('2008-03-03T08:00:00'),
      behaviours: new BehaviourSwitches(
        [...exchange2007.behaviours, ...(options.moreBehaviours ?? [])],
        options.behaviours ?? {},
      ),
      storeTrace: options.storeTrace ?? false,
      ...(options.shuffleTies === undefined ? {} : { shuffleTies: options.shuffleTies }),
    });
    this.world.trace.watch('exchange.mount-allowed', ({ host, missing }) =>
      this.allowed.push({ host, missing: Number(missing) }),
    );
    this.network = new Network<TcpStack>(this.world, { latency: LATENCY });
    this.hub = this.#host('HUB01', '192.0.2.30');
    this.a = this.#host('NODEA', '192.0.2.11');
    this.b = this.#host('NODEB', '192.0.2.12');
    this.hub.files.makeFolders('C:\\FSW');
    this.hub.smb.addShare('FSW', 'C:\\FSW');
    const nodes = [this.a, this.b];
    this.cluster = new FailoverCluster(this.world, {
      name: 'CLU01',
      address: '192.0.2.40',
      nodes,
      witness: '\\\\HUB01\\FSW',
    });
    exchange2007Emulation.install(this.hub, { role: 'hub', ...options.hubSettings });
    for (const node of nodes) {
      exchange2007Emulation.install(node, {
        role: 'clustered-mailbox',
        server: 'CMS01',
        address: '192.0.2.41',
        storageGroups: STORAGE_GROUPS,
        ...options.nodeSettings,
      });
      options.prepare?.(node);
    }
    this.network.exchangeMail('example.com', 'HUB01');
    for (const host of [this.hub, ...nodes]) host.boot();
    this.pass(5 * MINUTE);
  }

  get owner(): string | undefined {
    return this.cluster.group('CMS01')?.node;
  }

  pass(us: number): void {
    this.world.runUntil(this.world.now + us);
  }

  see(host: SimulatedHost, name: string): Plain {
    const observable = exchange2007Emulation.observables[name];
    if (observable === undefined) throw new Error(`no observable ${name}`);
    return observable.observe(host);
  }

  do(host: SimulatedHost, name: string, parameters: Readonly<Record<string, Plain>>): void {
    const stimulus = exchange2007Emulation.stimuli[name];
    if (stimulus === undefined) throw new Error(`no stimulus ${name}`);
    stimulus.run(host, stimulus.schema.parse(parameters) as never);
  }

  /** Sends mail and waits until it has come. */
  send(to: string, count: number, size = 2000, more: Readonly<Record<string, Plain>> = {}): void {
    this.do(this.hub, 'deliver', { to, count, size, every: SECOND, ...more });
    this.pass((count + 5) * SECOND);
  }

  /** What a console prints, waited for up to `within`. */
  type(host: SimulatedHost, line: string, within = 10 * MINUTE): string {
    const printed: string[] = [];
    runCommand(host, line, ({ stdout, stderr }) => {
      printed.push(`${typeof stdout === 'string' ? stdout : ''}${stderr}`);
    });
    for (let waited = 0; printed.length === 0 && waited < within; waited += SECOND) this.pass(SECOND);
    return printed[0] ?? 'no answer';
  }

  shell(host: SimulatedHost, command: string): string {
    return this.type(host, `powershell -PSConsoleFile exshell.psc1 -Command "${command}"`);
  }

  move(to: SimulatedHost): string {
    const command = `Move-ClusteredMailboxServer -Identity CMS01 -TargetMachine ${to.name} -MoveComment test -Confirm:$false`;
    return this.shell(to, command);
  }

  events(host: SimulatedHost, log: 'System' | 'Application' = 'Application'): readonly string[] {
    return host.eventLog.records(log).map(({ source, id }) => `${source} ${id}`);
  }

  #host(name: string, address: string): SimulatedHost {
    const files = new FileSystem(this.world, { host: name });
    const volume = new Volume({ device: '\\Device\\HarddiskVolume1', store: new MapByteStore(), clock: this.world });
    files.drives.attach('C:', volume);
    files.makeFolders('C:\\WINDOWS\\Temp');
    return new SimulatedHost(this.world, this.network, { name, address, windows: '2008', files });
  }
}
