import { joinPath, sz } from '@scanclash/core';
import {
  deliverSmtp,
  type Emulation,
  HostSettings,
  installService,
  MINUTE,
  malwareBytes,
  runCommand,
  SECOND,
  type SimulatedHost,
  stimulus,
  WINDOWS_VERSIONS,
  writeMessage,
} from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../write-settings.ts';
import { windowsFirewall } from './emulation/firewall.ts';
import { FIREWALL_SERVICE, firewallStarts } from './firewall-settings.ts';
import { LOCAL_POLICIES } from './ipsec-policy.ts';
import { windows } from './product.ts';
import { productType, shares, windowsSettings } from './settings.ts';

/** What a clean file is full of. */
const PLAIN = 0x20;

const microseconds = (fallback: number) => z.int().min(0).default(fallback).describe('µs');

/** What people and programs do on any Windows host. Every simulated host has it. */
export const windowsEmulation: Emulation = {
  product: windows,
  install: (host, values) => {
    const { number, name } = WINDOWS_VERSIONS[host.windows];
    const current = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';
    host.registry.setValue(current, 'ProductName', sz(name));
    host.registry.setValue(current, 'CurrentVersion', sz(number.split('.').slice(0, 2).map(Number).join('.')));
    host.registry.createKey('HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters');
    host.registry.createKey('HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment');
    host.registry.createKey('HKU\\.DEFAULT');
    // @assumed HOLE-ipsec: the key is there before anybody assigns a policy
    host.registry.createKey(LOCAL_POLICIES);
    if (host.windows === '2003') installFirewall(host);
    // The worlds have Windows 2000 on desks, and later versions in server rooms.
    productType.write(host.registry, host.windows === '2000' ? 'workstation' : 'server', true);
    writeSettings('windows', windowsSettings, host.registry, true, values);
    const shared = shares.read(host.registry, true);
    for (const { path } of shared.kind === 'known' ? shared.value : []) host.files.makeFolders(path);
  },
  stimuli: {
    console: stimulus('Somebody types a command', z.strictObject({ command: z.string() }), (host, { command }) => {
      runCommand(host, command, ({ exitCode }) => host.emit('console', 'console.answered', command, { exitCode }));
    }),
    reboot: stimulus(
      'The host is shut down in order and boots again',
      z.strictObject({ downtime: microseconds(2 * MINUTE) }),
      (host, { downtime }) => host.reboot(downtime),
    ),
    'power-off': stimulus(
      'The power fails, and comes back after a while, or does not',
      z.strictObject({ downtime: z.int().min(1).optional().describe('µs') }),
      (host, { downtime }) => {
        host.powerOff();
        if (downtime !== undefined) host.world.schedule(downtime, `power of ${host.name}`, () => host.boot());
      },
    ),
    'cut-off': stimulus(
      'The network between this host and another is cut, and mended after a while, or is not',
      z.strictObject({ from: z.string(), downtime: z.int().min(1).optional().describe('µs') }),
      (host, { from, downtime }) => {
        host.network.partition(host.name, from, true);
        const mend = () => host.network.partition(host.name, from, false);
        if (downtime !== undefined) host.world.schedule(downtime, `network of ${host.name}`, mend);
      },
    ),
    'map-drive': stimulus(
      'A user maps a drive letter to a share',
      z.strictObject({ letter: z.string().regex(/^[A-Z]$/), share: z.string() }),
      (host, { letter, share }) => host.smb.mapDrive(`${letter}:`, share),
    ),
    browse: stimulus(
      'A user looks through a folder, again and again: Explorer opens each file to show it',
      z.strictObject({
        folder: z.string(),
        every: microseconds(5 * SECOND),
        times: z.int().min(1).max(10_000).default(20),
      }),
      (host, { folder, every, times }) => {
        const explorer = host.run(joinPath(host.systemRoot, 'explorer.exe'));
        const open = (path: string) => {
          const request = {
            process: explorer,
            path,
            access: ['read'],
            share: { read: true, write: true, delete: true },
            disposition: 'open-existing',
          } as const;
          host.files.open(request, (opened) => {
            if (opened.ok) opened.handle.close();
          });
        };
        for (let i = 0; i < times; i++) {
          host.world.schedule(i * every, 'browsing', () => {
            const listed = host.files.list(folder, '*');
            for (const { name, kind } of listed.ok ? listed.entries : [])
              if (kind === 'file') open(joinPath(folder, name));
          });
        }
      },
    ),
    'copy-file': stimulus(
      'A program on this host writes a file, locally or into a share of another host',
      z.strictObject({
        to: z.string().describe('Path, local or UNC.'),
        malware: z.enum(['none', 'virus', 'macro-virus', 'unknown-macro']).default('none'),
        sinceDat: z.int().default(4000),
        size: z.int().min(1).max(50_000_000).default(4).describe('Bytes of a clean file.'),
      }),
      (host, { to, malware, sinceDat, size }) => {
        const program = host.run(joinPath(host.systemRoot, 'system32', 'robocopy.exe'));
        const content =
          malware === 'none'
            ? new Uint8Array(size).fill(PLAIN)
            : malwareBytes({ kind: malware, name: 'Sample', sinceDat });
        const request = {
          process: program,
          path: to,
          access: ['write'],
          share: {},
          disposition: 'create-always',
        } as const;
        host.files.open(request, (opened) => {
          if (opened.ok) {
            opened.handle.write(content);
            opened.handle.close();
          }
          host.processes.exit(program);
        });
      },
    ),
    listen: stimulus(
      'A program on this host is started and listens on a port; whoever connects is answered by nothing more',
      z.strictObject({ program: z.string().describe('Path of its image.'), port: z.int().min(1).max(65_535) }),
      (host, { program, port }) => {
        host.tcp.listen(host.run(program), port, () => {});
      },
    ),
    'send-mail': stimulus(
      'A program on this host sends messages by SMTP, each by a connection of its own',
      z.strictObject({
        program: z.string().describe('Path of its image.'),
        server: z.string().describe('Host that takes the mail.'),
        to: z.string().describe('Recipient.'),
        count: z.int().min(1).max(10_000).default(1),
        every: microseconds(SECOND),
      }),
      (host, { program, server, to, count, every }) => {
        const process = host.run(program);
        const recipients = [to];
        const sender = 'user@example.com';
        for (let i = 0; i < count; i++) {
          const data = writeMessage({ sender, recipients, subject: `Message ${i + 1}`, body: '', attachments: [] });
          const transactions = [{ sender, recipients, data }];
          host.world.schedule(i * every, 'mail to send', () =>
            deliverSmtp(host.tcp, { process, target: server, port: 25, transactions }, () => {}),
          );
        }
      },
    ),
    publish: stimulus(
      'The vendor publishes new definitions',
      z.strictObject({ what: z.string().default('mcafee-dat'), version: z.int() }),
      (host, { what, version }) => host.network.publish(what, version),
    ),
  },
  observables: {},
  protections: {},
};

/** Windows Firewall as Windows Server 2003 SP1 brings it along: there, and disabled. */
function installFirewall(host: SimulatedHost): void {
  const svchost = joinPath(host.systemRoot, 'system32', 'svchost.exe');
  host.files.install(svchost, 'MZ');
  installService(host.registry, {
    name: FIREWALL_SERVICE,
    displayName: 'Windows Firewall/Internet Connection Sharing (ICS)',
    imagePath: svchost,
    start: 'disabled',
  });
  host.services.registerProgram(svchost, (service) => service.running());
  const settings = new HostSettings(host.world, {
    host: host.name,
    namespace: 'windows',
    registry: host.registry,
    settings: windowsSettings,
    context: true as const,
  });
  // The service control manager looks it up by itself.
  host.onBoot(() => host.world.reads.note(`${host.name}:windows.${firewallStarts.path}`));
  host.tcp.addFilter(windowsFirewall(host, settings));
}
