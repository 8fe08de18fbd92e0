import { baseName, collection, type Fact, type Plain, parentOf, productFacts } from '@scanclash/core';
import {
  BehaviourSwitches,
  FileSystem,
  MapByteStore,
  malwareBytes,
  Network,
  type Process,
  SECOND,
  SimulatedHost,
  SimulatedTransport,
  shareEverything,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { detectIn, type VirusscanContext } from '../../src/mcafee-virusscan/context.ts';
import { mcafeeVirusscanEmulation } from '../../src/mcafee-virusscan/emulation/index.ts';
import { mcafeeVirusscan } from '../../src/mcafee-virusscan/product.ts';
import { writeSettings } from '../../src/write-settings.ts';

/** A volume and where it is reached: by a letter, in folders, or both. */
export interface Disk {
  readonly drive?: string;
  readonly folders?: readonly string[];
}

export type Direction = 'read' | 'write';

const INFECTED = malwareBytes({ kind: 'virus', name: 'Sample', sinceDat: 4000 });
/** Longer than any scan takes. */
const A_WHILE = 2 * SECOND;

/**
 * A host with VirusScan that is asked what it scans by doing: an infected file is put in place and read, or written. The
 * answer is the detection, so no clean-cache stands between. The file, and the folders made for it, are gone afterwards.
 */
export class ScannedHost {
  readonly host: SimulatedHost;
  readonly #context: VirusscanContext;
  readonly #programs = new Map<string, Process>();

  constructor(disks: readonly Disk[]) {
    const world = new World({
      seed: 1,
      startsAt: { year: 2004, month: 11, day: 15, hour: 8, minute: 0, second: 0, microsecond: 0 },
      behaviours: new BehaviourSwitches(mcafeeVirusscan.behaviours, {}),
    });
    const files = new FileSystem(world, { host: 'MAIL01' });
    const volumes = disks.map(({ drive, folders = [] }, i) => {
      const volume = new Volume({
        device: `\\Device\\HarddiskVolume${i + 1}`,
        store: new MapByteStore(),
        clock: world,
      });
      if (drive !== undefined) files.drives.attach(drive, volume);
      return { volume, folders };
    });
    for (const { volume, folders } of volumes) {
      for (const folder of folders) {
        files.makeFolders(folder);
        files.drives.mount(folder, volume);
      }
    }
    this.host = new SimulatedHost(world, new Network<TcpStack>(world, { latency: 200 }), {
      name: 'MAIL01',
      address: '192.0.2.10',
      windows: '2003',
      files,
    });
    mcafeeVirusscanEmulation.install(this.host, { version: '8.0i' });
    this.#context = (detectIn(this.host.registry) as { value: VirusscanContext }).value;
    world.schedule(0, 'boot', () => this.host.boot());
    world.runUntil(SECOND);
    // What is found stays where it is, so that the test takes away what the test has made.
    const profiles = ['default', 'lowRisk', 'highRisk'];
    this.use(Object.fromEntries(profiles.map((profile) => [`onAccess.${profile}.action`, 'deny'])));
  }

  /** Stores settings, by path below `virusscan`; what is not named stays. */
  use(settings: Readonly<Record<string, Plain>>): void {
    writeSettings('virusscan', mcafeeVirusscan.settings, this.host.registry, this.#context, settings);
  }

  exists(path: string): boolean {
    return this.host.files.exists(path);
  }

  isFolder(path: string): boolean {
    return this.host.files.stat(path)?.kind === 'folder';
  }

  /** Whether McShield looks into a file when a program reads or writes it. */
  scans(program: string, path: string, direction: Direction): boolean {
    const { world, files } = this.host;
    const made = this.#makeFolders(parentOf(path) as string);
    let detected = false;
    const stop = world.trace.watch('virusscan.detected', () => {
      detected = true;
    });
    if (direction === 'read') files.install(path, INFECTED);
    files.open(
      {
        process: this.#program(program),
        path,
        access: [direction],
        share: shareEverything,
        disposition: direction === 'read' ? 'open-existing' : 'create-new',
      },
      (opened) => {
        if (!opened.ok) return;
        if (direction === 'write') opened.handle.write(INFECTED);
        opened.handle.close();
      },
    );
    world.runUntil(world.now + A_WHILE);
    stop();
    files.remove({ process: this.#program('cleanup.exe'), path }, ({ ok }) => {
      if (!ok) throw new Error(`${path} was not there, or stays`);
    });
    for (const folder of made.reverse()) files.removeFolder(folder);
    return detected;
  }

  /** The facts of VirusScan, collected by questions to the console, as from any host. */
  facts(): Fact {
    const transport = new SimulatedTransport(this.host);
    const rounds = collection('MAIL01', [mcafeeVirusscan]);
    let step = rounds.next();
    while (step.done !== true) step = rounds.next(step.value.map((request) => transport.answer(request)));
    return productFacts(mcafeeVirusscan, step.value);
  }

  #makeFolders(folder: string): string[] {
    const missing: string[] = [];
    for (let at: string | undefined = folder; at !== undefined && baseName(at) !== ''; at = parentOf(at)) {
      if (!this.host.files.exists(at)) missing.unshift(at);
    }
    for (const path of missing) {
      const made = this.host.files.makeFolder(path);
      if (!made.ok) throw new Error(`${path} cannot be made: ${made.error.code}`);
    }
    return missing;
  }

  #program(name: string): Process {
    const running = this.#programs.get(name) ?? this.host.run(`C:\\Programs\\${name}`);
    this.#programs.set(name, running);
    return running;
  }
}
