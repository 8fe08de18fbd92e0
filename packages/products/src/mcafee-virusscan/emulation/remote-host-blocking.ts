import {
  type ConnectionAttempt,
  type HostSettings,
  MINUTE,
  type PortFilter,
  type PortVerdict,
  type SimulatedHost,
  SMB_PORT,
  WINSOCK,
} from '@scanclash/simulator';
import type { VirusscanContext } from '../context.ts';
import { accessProtectionEnabled, blockRemoteHost } from '../settings.ts';

/** Who blocks. */
interface Blocking {
  readonly host: SimulatedHost;
  readonly settings: HostSettings<VirusscanContext>;
  readonly isScanning: boolean;
  isOn(mechanism: string): boolean;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as the host has it
  assume<T extends string>(name: string): T;
}

const PASS: PortVerdict = { kind: 'pass' };
const SYN_TIMEOUT = 21_000_000;

/**
 * After a detection in a share of this host, the computer that wrote the file is blocked for some minutes: this host
 * blocks the other one, never the other way round. It heals by itself and comes back with the next detection.
 * @source STIG (`VSIDBlock`), KB1258#3. @assumed assume-block-scope: all traffic, or SMB only (HOLE-block-scope).
 */
export class RemoteHostBlocking implements PortFilter {
  readonly name = 'mcafee-virusscan blocked hosts';
  readonly #virusscan: Blocking;
  /** Address → when it is let in again, µs. */
  readonly #blocked = new Map<string, number>();

  constructor(virusscan: Blocking) {
    this.#virusscan = virusscan;
  }

  /** Those that are blocked now. */
  get addresses(): readonly string[] {
    return [...this.#blocked.keys()].filter((address) => this.#isBlocked(address, SMB_PORT));
  }

  /** A client has written an infected file into a share of this host. */
  detectedFrom(client: string): void {
    const { host, settings } = this.#virusscan;
    if (!this.#virusscan.isOn('blocks-remote-host') || !settings.get(blockRemoteHost.enabled)) return;
    if (!settings.get(accessProtectionEnabled)) return;
    const address = host.network.resolve(client) ?? client;
    const minutes = settings.get(blockRemoteHost.minutes);
    this.#blocked.set(address, host.world.now + minutes * MINUTE);
    const event = host.emit('virusscan', 'virusscan.host-blocked', address, { minutes });
    host.world.because(event, () => {
      host.tcp.abort((remote, port) => remote === address && this.#isBlocked(address, port));
      host.world.schedule(minutes * MINUTE, 'end of a block', () => {
        if (this.#isBlocked(address, SMB_PORT)) return;
        host.emit('virusscan', 'virusscan.host-released', address);
      });
    });
  }

  check({ remoteAddress, port }: ConnectionAttempt): PortVerdict {
    if (!this.#isBlocked(remoteAddress, port) || !this.#virusscan.isScanning) return PASS;
    return { kind: 'refuse', error: WINSOCK.WSAETIMEDOUT, after: SYN_TIMEOUT, by: 'blocked host' };
  }

  #isBlocked(address: string, port: number): boolean {
    const until = this.#blocked.get(address);
    if (until === undefined || until <= this.#virusscan.host.world.now) return false;
    return this.#virusscan.assume<string>('assume-block-scope') === 'all' || port === SMB_PORT;
  }
}
