import {
  type HostSettings,
  type PortFilter,
  type PortVerdict,
  type SimulatedHost,
  WINSOCK,
} from '@scanclash/simulator';
import { FIREWALL_SERVICE, firewallEnabled, firewallOpenPorts } from '../firewall-settings.ts';

const NAME = 'Windows Firewall';
const PASS: PortVerdict = { kind: 'pass' };
/** What is dropped is never answered: the other side gives up as if nobody were there. */
const NO_ANSWER = 21_000_000;

/**
 * Windows Firewall before Windows Vista: drops connections from outside to ports that are not open. What goes out is
 * none of its business, so opening it helps nobody who cannot connect.
 * @source WINDOWS: Windows Firewall of Windows XP SP2 and Windows Server 2003 SP1 filters incoming traffic only.
 */
export function windowsFirewall(host: SimulatedHost, settings: HostSettings<true>): PortFilter {
  return {
    name: NAME,
    check: ({ direction, remoteAddress, port }) => {
      if (direction === 'outbound' || remoteAddress.startsWith('127.')) return PASS;
      if (!host.services.isRunning(FIREWALL_SERVICE) || !settings.get(firewallEnabled)) return PASS;
      if (settings.get(firewallOpenPorts).includes(port)) return PASS;
      if (!host.world.behaviours.on('windows/firewall-drops-inbound')) return PASS;
      return { kind: 'refuse', error: WINSOCK.WSAETIMEDOUT, after: NO_ANSWER, by: NAME };
    },
  };
}
