import { MINUTE, type PortFilter, type PortVerdict, SMB_PORT, WINSOCK } from '@scanclash/simulator';
import { accessProtectionEnabled, blockRemoteHost } from '../settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

const PASS: PortVerdict = { kind: 'pass' };
const SYN_TIMEOUT = 21_000_000;

/**
 * After a detection in a share of this host, the computer that wrote the file is blocked for some minutes: this host
 * blocks the other one, never the other way round. It heals by itself and comes back with the next detection.
 * @source STIG (`VSIDBlock`), KB1258#3. @assumed assume-block-scope: all traffic, or SMB only (HOLE-block-scope).
 */
export function blockRemoteHosts(virusscan: VirusscanHost): PortFilter {
  const { host } = virusscan;
  /** Address → when it is let in again. */
  const blocked = new Map<string, { until: number }>();
  const isBlocked = (address: string, port: number) => {
    const entry = blocked.get(address);
    if (entry === undefined || entry.until <= host.world.now) return false;
    return virusscan.assume<string>('assume-block-scope') === 'all' || port === SMB_PORT;
  };

  virusscan.blockedHosts = () => [...blocked.keys()].filter((address) => isBlocked(address, SMB_PORT));
  virusscan.onRemoteDetection = (client) => {
    const { settings } = virusscan;
    if (!virusscan.isOn('blocks-remote-host') || !settings.get(blockRemoteHost.enabled)) return;
    if (!settings.get(accessProtectionEnabled)) return;
    const address = host.network.resolve(client) ?? client;
    const minutes = settings.get(blockRemoteHost.minutes);
    blocked.set(address, { until: host.world.now + minutes * MINUTE });
    const event = host.emit('virusscan', 'virusscan.host-blocked', address, { minutes });
    host.world.because(event, () => {
      host.tcp.abort((remote, port) => remote === address && isBlocked(address, port));
      host.world.schedule(minutes * MINUTE, 'end of a block', () => {
        if (isBlocked(address, SMB_PORT)) return;
        host.emit('virusscan', 'virusscan.host-released', address);
      });
    });
  };

  return {
    name: 'mcafee-virusscan blocked hosts',
    check: ({ remoteAddress, port }) => {
      if (!isBlocked(remoteAddress, port) || !virusscan.isScanning) return PASS;
      return { kind: 'refuse', error: WINSOCK.WSAETIMEDOUT, after: SYN_TIMEOUT, by: 'blocked host' };
    },
  };
}
