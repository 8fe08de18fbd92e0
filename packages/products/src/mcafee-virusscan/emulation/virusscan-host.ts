import { joinPath } from '@scanclash/core';
import {
  type FileOperation,
  HostSettings,
  type Malware,
  Program,
  type ServiceContext,
  type SimulatedHost,
} from '@scanclash/simulator';
import { isNetworkAssociates, type VirusscanContext } from '../context.ts';
import { logDirectory, virusscanSettings } from '../settings.ts';
import { RemoteHostBlocking } from './remote-host-blocking.ts';
import { ScanThreads } from './scan-threads.ts';

/** In whose name McShield logs. */
const USER = 'NT AUTHORITY\\SYSTEM';

/** What the parts of one VirusScan share. */
export class VirusscanHost {
  readonly host: SimulatedHost;
  readonly settings: HostSettings<VirusscanContext>;
  /** The running McShield, while the on-access scanner is on. */
  mcshield: Program | undefined;
  /** Scans of all kinds compete for these. */
  readonly threads: ScanThreads;
  /** Computers that wrote infected files into its shares. */
  readonly blockedHosts: RemoteHostBlocking;

  constructor(host: SimulatedHost, context: VirusscanContext) {
    this.host = host;
    this.threads = new ScanThreads(this);
    this.blockedHosts = new RemoteHostBlocking(this);
    this.settings = new HostSettings(host.world, {
      host: host.name,
      namespace: 'virusscan',
      registry: host.registry,
      settings: virusscanSettings,
      context,
    });
  }

  get context(): VirusscanContext {
    return this.settings.context;
  }

  /** Whether the on-access scanner is on: McShield runs. */
  get isScanning(): boolean {
    return this.mcshield !== undefined;
  }

  isOn(mechanism: string): boolean {
    return this.host.world.behaviours.on(`mcafee-virusscan/${mechanism}`);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the declaration decides, the caller knows it
  assume<T extends number | string | boolean>(name: string): T {
    return this.host.world.behaviours.value<T>(`mcafee-virusscan/${name}`);
  }

  /** McShield was started. */
  startScanning(service: ServiceContext): void {
    this.settings.takeEffect('service-start');
    this.mcshield = new Program(this.host, service.process);
    this.host.processes.onExit(service.process, () => {
      this.mcshield = undefined;
    });
  }

  /**
   * Writes a hit of a port rule into `AccessProtectionLog.txt`.
   * @source PLASO: six columns, tab-separated, the status with a trailing blank.
   * @assumed assume-port-log-shape: 8.0i writes the rule without its category (HOLE-port-log-shape).
   */
  logPortHit(hit: { blocked: boolean; process: string; rule: string; target: string }): void {
    const status = hit.blocked
      ? 'Blocked by port blocking rule '
      : 'Would be blocked by port blocking rule  (rule is currently not enforced) ';
    const rule = isNetworkAssociates(this.context.version) ? hit.rule : `Anti-virus Standard Protection:${hit.rule}`;
    this.#log('AccessProtectionLog.txt', [status, hit.process, rule, hit.target]);
  }

  /**
   * Writes a hit of a rule about files or keys of the registry into `AccessProtectionLog.txt`.
   * @source PLASO: eight columns. @assumed 8.0i writes the rule without its category (HOLE-port-log-shape).
   */
  logFileHit(hit: {
    blocked: boolean;
    process: string;
    target: string;
    rule: string;
    category: string;
    what: string;
  }): void {
    const status = hit.blocked
      ? 'Blocked by Access Protection rule '
      : 'Would be blocked by Access Protection rule  (rule is currently not enforced) ';
    const { process, target } = hit;
    const rule = isNetworkAssociates(this.context.version) ? hit.rule : `${hit.category}:${hit.rule}`;
    const columns = [status, 'NT AUTHORITY\\SYSTEM', process, target, rule, `Action blocked : ${hit.what}`];
    this.#log('AccessProtectionLog.txt', columns);
  }

  /**
   * Writes a detection into `OnAccessScanLog.txt`: seven columns.
   * @source L2T, SAV85E: date, time, action, user, process, target, detection.
   */
  reportDetection(operation: FileOperation, malware: Malware, action: string): void {
    const done = action === 'continue' ? 'No Action Taken' : action === 'deny' ? 'Deny Access' : 'Deleted';
    this.#log('OnAccessScanLog.txt', [
      done,
      USER,
      operation.process.imagePath,
      operation.path,
      `${malware.name} (${malware.kind})`,
    ]);
    if (operation.origin.kind === 'smb') this.blockedHosts.detectedFrom(operation.origin.client);
  }

  /**
   * Writes into `OnAccessScanLog.txt` that a file was not scanned: six columns, no detection.
   * @source KB55898, L2T: the words, with two blanks between them.
   */
  logTimeOut({ process, path }: FileOperation): void {
    this.#log('OnAccessScanLog.txt', ['Not scanned  (scan timed out)', USER, process.imagePath, path]);
  }

  #log(file: string, columns: readonly string[]): void {
    if (this.mcshield === undefined) return;
    const { year, month, day, hour, minute, second } = this.host.world.localTime();
    const two = (value: number) => String(value).padStart(2, '0');
    const date = `${month}/${day}/${year}`;
    const time = `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
    const folder = this.host.expand(this.settings.get(logDirectory));
    this.mcshield.append(joinPath(folder, file), `${[date, time, ...columns].join('\t')}\r\n`);
  }
}
