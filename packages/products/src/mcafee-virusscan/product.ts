import {
  defineProduct,
  type Fact,
  type FollowUp,
  factOf,
  type HostEvidence,
  type HostRequest,
  known,
  type Plain,
  record,
  unreadable,
  withoutEnd,
} from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { fileHits, portHits } from './access-protection-log.ts';
import { agentFacts } from './agent-facts.ts';
import { virusscanBehaviours } from './behaviours.ts';
import {
  configurationKey,
  detectVirusscan,
  ENGINE_KEYS,
  SOFTWARE_VIEWS,
  VERSIONS,
  type VirusscanContext,
} from './context.ts';
import { engineFile, engineVersion } from './engine-version.ts';
import { virusscanFixes } from './fixes.ts';
import { inTempFolder } from './functions/in-temp-folder.ts';
import { lastOf } from './functions/last-of.ts';
import { covers, leavesAlone } from './functions/leaves-alone.ts';
import { listed } from './functions/listed.ts';
import { mcafeeFilter } from './functions/mcafee-filter.ts';
import { namesPort } from './functions/names-port.ts';
import { programFile } from './functions/program-file.ts';
import { shippedMailer } from './functions/shipped-mailer.ts';
import { detections } from './on-access-log.ts';
import { PROFILES } from './profile-settings.ts';
import { LOG_DIRECTORY, logDirectory, USUAL_LOG_DIRECTORIES, virusscanSettings } from './settings.ts';

const MCSHIELD: HostRequest = { id: 'service-state', service: 'McShield' };

const ACCESS_PROTECTION_LOG = 'AccessProtectionLog.txt';
const ON_ACCESS_LOG = 'OnAccessScanLog.txt';

const logIn = (folder: string, file: string): HostRequest => ({ id: 'file-text', path: `${folder}\\${file}` });

const logRequest = (evidence: HostEvidence, context: VirusscanContext, file = ACCESS_PROTECTION_LOG): HostRequest => {
  const stored = logDirectory.read(evidence.registry, context);
  const folder = stored.kind === 'known' ? withoutEnd(stored.value) : logDirectory.defaultFor(context);
  return logIn(folder ?? '', file);
};

export const mcafeeVirusscan = defineProduct<VirusscanContext>({
  id: 'mcafee-virusscan',
  namespace: 'virusscan',
  title: 'McAfee VirusScan Enterprise 7.x to 8.8',
  versions: Object.fromEntries(
    VERSIONS.map((version) => [version, { version, build: version, software: SOFTWARE_VIEWS[0] }]),
  ),
  settings: virusscanSettings,
  facts: {
    version: z.enum(VERSIONS).describe('Version, as people call it.'),
    mcShieldRunning: z
      .boolean()
      .describe('The on-access scanner (service McShield) runs; while it does not, nothing is blocked.'),
    'onAccess.otherProfiles': z
      .array(z.string())
      .describe(
        'Subkeys of the configuration that are none of the profiles known here: their settings are not looked at.',
      ),
    'epo.lastContact': z
      .string()
      .describe(
        'When the agent last talked to its server, `2009-03-02T08:00:00`, in a zone that nobody tells. When it last enforced a policy is not public.',
      ),
    hotFixes: z.string().describe('Patches and hot fixes, as the agent keeps them; absent where there is no agent.'),
    'engine.version': z
      .string()
      .describe('Version of the scan engine as it is registered: `5400.1158`, up to 8.0i `4.4.00`.'),
    'engine.fileVersion': z
      .string()
      .describe('Version of its file, `mcscan32.dll`: `5.400.0.1158`. Unread where Windows has no wmic any more.'),
    'engine.fileIsRegistered': z
      .boolean()
      .describe('Both are the same engine. Unread up to 8.0i, where nobody says how they compare.'),
    on64BitWindows: z.boolean().describe('Its keys lie in the 32-bit view of a 64-bit Windows.'),
    'onAccess.detections': z
      .array(
        z.object({
          process: z.string(),
          target: z.string(),
          detection: z.string(),
          action: z.string(),
          date: z.string(),
          time: z.string(),
        }),
      )
      .describe('Detections in OnAccessScanLog.txt.'),
    'probe.untouched': z
      .boolean()
      .describe('A test file below the excluded folders was left alone. Only an active probe reads this.'),
    'accessProtection.ftpRuleBlocks': z
      .boolean()
      .describe('A rule about FTP blocks. Never read: whether 8.0i has one is not public (HOLE-irc-rule).'),
    'accessProtection.portHits': z
      .array(
        z.object({
          process: z.string(),
          rule: z.string(),
          address: z.string(),
          port: z.int(),
          blocked: z.boolean().describe('Unread where the status is in a language that is not known.'),
          date: z.string(),
          time: z.string(),
        }),
      )
      .describe('Hits of port rules in AccessProtectionLog.txt. Rules that block without reporting leave none.'),
    'accessProtection.fileHits': z
      .array(
        z.object({
          process: z.string(),
          target: z.string(),
          rule: z.string(),
          date: z.string(),
          time: z.string(),
          blocked: z.boolean().describe('Unread where the status is in a language that is not known.'),
          executed: z.boolean().describe('Unread where the operation is in a language that is not known.'),
          created: z.boolean().describe('Likewise.'),
        }),
      )
      .describe('Hits of rules about files in AccessProtectionLog.txt. Rules that block without reporting leave none.'),
  },
  behaviours: virusscanBehaviours,
  functions: [lastOf, listed, namesPort, covers, leavesAlone, inTempFolder, programFile, shippedMailer, mcafeeFilter],
  fixes: virusscanFixes,
  questions: [
    ...['HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\Wow6432Node'].flatMap((software): HostRequest[] => [
      { id: 'registry-subkeys', key: software },
      { id: 'registry-export', key: `${software}\\McAfee` },
      { id: 'registry-export', key: `${software}\\Network Associates` },
    ]),
    { id: 'registry-export', key: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment' },
    MCSHIELD,
  ],
  followUps: [
    {
      of: { kind: 'text', ...LOG_DIRECTORY, usual: USUAL_LOG_DIRECTORIES },
      ask: (folder) => [logIn(folder, ACCESS_PROTECTION_LOG)],
      serves: ['portHits', 'fileHits'],
    },
    {
      of: { kind: 'text', ...LOG_DIRECTORY, usual: USUAL_LOG_DIRECTORIES },
      ask: (folder) => [logIn(folder, ON_ACCESS_LOG)],
      serves: ['detections'],
    },
    ...ENGINE_KEYS.map(
      (key): FollowUp => ({
        of: { kind: 'text', key, value: 'DAT', usual: [] },
        ask: (folder) => [engineFile(folder)],
        serves: ['fileVersion', 'fileIsRegistered'],
      }),
    ),
  ],
  detect: detectVirusscan,
  collect: (evidence, context) => {
    const { registry } = evidence;
    const subkeys = registry.subkeys(configurationKey(context));
    const question = registry.lastQuestion as HostRequest;
    const profileKeys: string[] = Object.values(PROFILES).map(({ key }) => key.toUpperCase());
    const log = logRequest(evidence, context);
    return {
      version: known(context.version, { kind: 'question', question }),
      mcShieldRunning: serviceRunning(evidence, MCSHIELD),
      'onAccess.otherProfiles':
        subkeys.kind === 'known'
          ? factOf(
              subkeys.value.filter((name) => !profileKeys.includes(name.toUpperCase())),
              { kind: 'question', question },
            )
          : subkeys.kind === 'absent'
            ? factOf([], { kind: 'question', question })
            : unreadable(subkeys.reason, question),
      ...engineVersion(evidence, context),
      ...agentFacts(evidence, context),
      on64BitWindows: known(context.software === SOFTWARE_VIEWS[1], { kind: 'question', question }),
      'onAccess.detections': hitsIn(evidence, logRequest(evidence, context, ON_ACCESS_LOG), detections),
      'accessProtection.portHits': hitsIn(evidence, log, portHits),
      'accessProtection.fileHits': hitsIn(evidence, log, fileHits),
    };
  },
});

/** Hits of a log as a list of facts; what is told in a language that is not known is unread. */
function hitsIn(evidence: HostEvidence, log: HostRequest, read: (text: string) => readonly object[]): Fact {
  return evidence.fact(log, (text, origin) => ({
    kind: 'list',
    complete: true,
    origin,
    items: read(text).map((hit) =>
      record(
        Object.fromEntries(
          Object.entries(hit as Record<string, Plain | undefined>).map(([name, value]) => [
            name,
            value === undefined ? unreadable('it is in a language that is not known', log) : factOf(value, origin),
          ]),
        ),
      ),
    ),
  }));
}
