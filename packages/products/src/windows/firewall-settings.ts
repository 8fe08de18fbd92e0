import { asDword, asText, documented, dword, flag, type Setting, sz } from '@scanclash/core';
import { z } from 'zod';

/** The service behind Windows Firewall of Windows XP SP2 and Windows Server 2003 SP1. */
export const FIREWALL_SERVICE = 'SharedAccess';
const SERVICE_KEY = `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${FIREWALL_SERVICE}`;
const PROFILE = `${SERVICE_KEY}\\Parameters\\FirewallPolicy\\StandardProfile`;
const OPEN_PORTS = `${PROFILE}\\GloballyOpenPorts\\List`;
const AUTO = 2;
const DISABLED = 4;

/** Without its service the firewall does nothing, whatever its policy says. */
export const firewallStarts: Setting<boolean, true> = {
  path: 'firewall.startsWithSystem',
  title: 'The service of Windows Firewall (SharedAccess) starts with the system',
  schema: z.boolean(),
  evidence: documented('WINDOWS: Start of SharedAccess; disabled on Windows Server 2003'),
  takesEffect: 'boot',
  samples: [true, false],
  defaultFor: () => false,
  location: () => `${SERVICE_KEY}, Start`,
  read: (registry) => {
    const stored = registry.value(SERVICE_KEY, 'Start');
    return stored.kind === 'known' ? { kind: 'known', value: asDword(stored.value) === AUTO } : stored;
  },
  write: (registry, starts) => registry.setValue(SERVICE_KEY, 'Start', dword(starts ? AUTO : DISABLED)),
};

export const firewallEnabled = flag<true>(
  {
    path: 'firewall.enabled',
    title: 'Windows Firewall is on where its service runs',
    evidence: documented('WINDOWS: EnableFirewall of the standard profile'),
    takesEffect: 'at-use',
    default: true,
  },
  { key: () => PROFILE, value: 'EnableFirewall' },
);

/** Ports that anybody may connect to: `25:TCP` with `25:TCP:*:Enabled:Mail`. Other entries stay as they are. */
export const firewallOpenPorts: Setting<number[], true> = {
  path: 'firewall.openPorts',
  title: 'TCP ports that Windows Firewall leaves open to everybody',
  schema: z
    .array(z.int().min(1).max(65_535))
    .refine((list) => new Set(list).size === list.length, 'a port is open once'),
  evidence: documented('WINDOWS: GloballyOpenPorts\\List of the standard profile'),
  takesEffect: 'at-use',
  samples: [[], [25]],
  defaultFor: () => [],
  location: () => OPEN_PORTS,
  read: (registry) => {
    const stored = registry.values(OPEN_PORTS);
    if (stored.kind !== 'known') return stored;
    return { kind: 'known', value: [...stored.value].flatMap(([name, data]) => openPort(name, asText(data)) ?? []) };
  },
  write: (registry, ports) => {
    const stored = registry.values(OPEN_PORTS);
    for (const [name, data] of stored.kind === 'known' ? stored.value : []) {
      const open = openPort(name, asText(data));
      if (open !== undefined && !ports.includes(open)) registry.deleteValue(OPEN_PORTS, name);
    }
    for (const port of ports) registry.setValue(OPEN_PORTS, `${port}:TCP`, sz(`${port}:TCP:*:Enabled:Port ${port}`));
  },
};

/** The port of an entry that is enabled, for everybody, over TCP. */
function openPort(name: string, entry: string | undefined): number | undefined {
  const [, port] = /^(\d+):TCP$/i.exec(name) ?? [];
  return port !== undefined && /^\d+:TCP:\*:Enabled(:|$)/i.test(entry ?? '') ? Number(port) : undefined;
}
