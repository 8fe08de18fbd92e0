import {
  asDword,
  asText,
  asTexts,
  defineProduct,
  documented,
  factOf,
  type HostRequest,
  known,
  type Origin,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { OPEN_FILES, openFiles, SESSIONS, sessions } from './connected-computers.ts';
import { FILTERS, fileFilters } from './file-filters.ts';
import { overlaps, reaches, sameHost, sameOrBelow, sameProgram, startsProgram } from './functions/paths.ts';
import { IPSEC_QUESTIONS, ipsecPolicyAssigned } from './ipsec-policy.ts';
import { CONNECTIONS, listeners, listenersSchema, PROCESSES } from './listeners.ts';
import { MOUNT_POINTS, mountPoints } from './mount-points.ts';
import { PERSON, PRODUCT_OPTIONS, windowsSettings } from './settings.ts';

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
const EXPORT: HostRequest = { id: 'registry-export', key: SERVICES };
const NAME: HostRequest = { id: 'host-name' };
const VERSION: HostRequest = { id: 'windows-version' };
const START = ['boot', 'system', 'auto', 'demand', 'disabled'] as const;

/** What every Windows host tells of itself, whatever is installed on it. */
export const windows = defineProduct<true>({
  id: 'windows',
  namespace: 'windows',
  title: 'Windows',
  versions: { every: true },
  settings: windowsSettings,
  facts: {
    name: z.string().describe('Name of the host.'),
    version: z.string().describe('Version number: 5.2.3790 is Windows Server 2003.'),
    services: z
      .array(
        z.object({
          name: z.string(),
          displayName: z.string(),
          imagePath: z.string(),
          start: z.enum(START),
          dependsOn: z.array(z.string()),
        }),
      )
      .describe('The services that run programs, as the registry configures them.'),
    fileFilters: z
      .array(
        z.object({
          name: z.string(),
          antivirus: z.boolean().describe('By its altitude, or by its name where Windows shows none.'),
        }),
      )
      .describe('Drivers that look at the files of this host.'),
    sessions: z
      .array(z.object({ computer: z.string(), user: z.string() }))
      .describe('Who has a session on this host: names up to Windows Server 2003, later addresses.'),
    openFiles: z
      .array(z.object({ path: z.string(), user: z.string() }))
      .describe('Files that other computers hold open on this host; a path that is too long for its column is unread.'),
    listeners: listenersSchema.describe('Programs that wait for TCP connections, with their ports.'),
    'ipsec.policyAssigned': z
      .boolean()
      .describe(
        'An IPsec policy is assigned, on the host or by group policy. Persistent policies, and filters that are given to the ' +
          'running service, are not among them; what a policy says is not read, for it may hold pre-shared keys.',
      ),
    mountPoints: z
      .array(z.object({ folder: z.string(), volume: z.string() }))
      .describe('Volumes and the drive letters and folders that they are mounted at.'),
  },
  behaviours: [
    {
      kind: 'mechanism',
      id: 'windows/firewall-drops-inbound',
      title: 'Windows Firewall drops connections from outside to ports that are not open, and nothing that goes out',
      evidence: documented('WINDOWS: Windows Firewall of Windows XP SP2 and Windows Server 2003 SP1'),
      default: true,
    },
  ],
  functions: [sameOrBelow, overlaps, sameProgram, startsProgram, sameHost, reaches],
  fixes: [],
  questions: [
    EXPORT,
    { id: 'registry-export', key: PRODUCT_OPTIONS },
    NAME,
    VERSION,
    MOUNT_POINTS,
    SESSIONS,
    OPEN_FILES,
    FILTERS,
    { id: 'registry-subkeys', key: 'HKU' },
  ],
  followUps: [
    { ask: () => [CONNECTIONS, PROCESSES], serves: ['listeners'] },
    { ask: () => IPSEC_QUESTIONS, serves: ['ipsec'] },
    {
      // HKU\<SID>_Classes holds no drives of a person.
      of: { kind: 'subkeys', key: 'HKU', startsWith: PERSON, without: '_' },
      ask: (sid) => [
        { id: 'registry-subkeys', key: `HKU\\${sid}` },
        { id: 'registry-export', key: `HKU\\${sid}\\Network` },
      ],
    },
  ],
  detect: () => ({ kind: 'known', value: true }),
  collect: (evidence) => {
    const { registry } = evidence;
    const origin: Origin = { kind: 'question', question: EXPORT };
    const textAt = (service: string, value: string) => {
      const stored = registry.value(`${SERVICES}\\${service}`, value);
      return stored.kind === 'known' ? asText(stored.value) : undefined;
    };
    const service = (name: string) => {
      const start = registry.value(`${SERVICES}\\${name}`, 'Start');
      const dependsOn = registry.value(`${SERVICES}\\${name}`, 'DependOnService');
      const imagePath = textAt(name, 'ImagePath');
      const startType = START[start.kind === 'known' ? (asDword(start.value) ?? -1) : -1];
      if (imagePath === undefined || startType === undefined) return [];
      const dependencies = dependsOn.kind === 'known' ? [...(asTexts(dependsOn.value) ?? [])] : [];
      return [
        {
          name,
          displayName: textAt(name, 'DisplayName') ?? name,
          imagePath,
          start: startType,
          dependsOn: dependencies,
        },
      ];
    };
    return {
      name: evidence.fact(NAME, (text, asked) => known(text.trim(), asked)),
      version: evidence.fact(VERSION, (text, asked) => {
        const number = /(\d+\.\d+\.\d+)/.exec(text)?.[1];
        return number === undefined ? unreadable('the answer names no version', VERSION) : known(number, asked);
      }),
      services: () => {
        const names = registry.subkeys(SERVICES);
        return names.kind === 'known'
          ? factOf(names.value.flatMap(service), origin)
          : unreadable(whyNot(names), EXPORT);
      },
      fileFilters: fileFilters(evidence),
      sessions: sessions(evidence),
      openFiles: openFiles(evidence),
      listeners: listeners(evidence),
      'ipsec.policyAssigned': () => ipsecPolicyAssigned(evidence),
      mountPoints: mountPoints(evidence),
    };
  },
});

const whyNot = (reading: { kind: string; reason?: string }) => reading.reason ?? 'the key is not there';
