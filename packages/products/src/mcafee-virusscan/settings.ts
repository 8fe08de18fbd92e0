import { assumed, documented, flag, inferred, invertedFlag, number, type Setting, text } from '@scanclash/core';
import { z } from 'zod';
import {
  AUTO_UPDATE_TASK,
  behaviourBlockingKey,
  configurationKey,
  engineKey,
  FULL_SCAN_TASK,
  isNetworkAssociates,
  productKey,
  tasksKey,
  type VirusscanContext,
} from './context.ts';
import { type ExclusionItem, exclusionSchema, readExclusions, writeExclusions } from './exclusion-item.ts';
import { fileRuleSettings } from './file-rule-settings.ts';
import { overflowProtection } from './overflow-settings.ts';
import { DEFAULT_PROCESSES, policyStoreKey } from './policy/policy-store.ts';
import { ircRule, massMailingRule } from './port-rule-settings.ts';
import { processesSetting, profileSettings } from './profile-settings.ts';
import { unwantedSettings } from './unwanted-settings.ts';

const at = (key: (context: VirusscanContext) => string, value: string) => ({ key, value });

/** What VirusScan says of itself; read by every rule that is bound to a version. */
export const productVersion = text<VirusscanContext>(
  {
    path: 'build',
    title: 'Exact version of the product',
    evidence: documented('Tenable 12107'),
    takesEffect: 'service-start',
    default: ({ build }) => build,
  },
  at(productKey, 'szProductVer'),
  ['8.0.0', '8.8.0'],
);

export const startsWithSystem = invertedFlag<VirusscanContext>(
  {
    path: 'onAccess.startWithSystem',
    title: 'On-access scanning starts with the system',
    evidence: documented('STIG DTAM001'),
    takesEffect: 'service-start',
    default: true,
  },
  at(configurationKey, 'bStartDisabled'),
);

export const onlyDefaultProfile = flag<VirusscanContext>(
  {
    path: 'onAccess.onlyDefaultProfile',
    title: 'One set of settings for all processes, instead of default, low-risk and high-risk',
    evidence: documented('STIG'),
    takesEffect: 'at-use',
    default: true,
  },
  at(configurationKey, 'OnlyUseDefaultConfig'),
);

export const profiles = {
  default: profileSettings('default'),
  lowRisk: { ...profileSettings('lowRisk'), processes: processesSetting('lowRisk') },
  highRisk: { ...profileSettings('highRisk'), processes: processesSetting('highRisk') },
};

const TIMEOUT_UNREADABLE = 'where VirusScan keeps its scan time-out is not public; look in the console';

/** How long McShield may take for a file; their values are called as policies of Endpoint Security call them (EXCL). */
export const scanTimeout = {
  enforced: flag<VirusscanContext>(
    {
      path: 'onAccess.scanTimeout.enforced',
      title: 'Enforce a maximum scanning time for all files',
      evidence: assumed('HOLE-scan-timeout; MCAFEE-TIMEOUTS: the option and what it does'),
      takesEffect: 'at-use',
      default: true,
      undecodable: () => TIMEOUT_UNREADABLE,
    },
    at(configurationKey, 'bEnforceMaxScanTime'),
  ),
  seconds: number<VirusscanContext>(
    {
      path: 'onAccess.scanTimeout.seconds',
      title: 'Seconds after which the scan of a file is given up',
      evidence: assumed('HOLE-scan-timeout; MCAFEE-TIMEOUTS: 45 seconds by default'),
      takesEffect: 'at-use',
      default: 45,
      undecodable: () => TIMEOUT_UNREADABLE,
    },
    at(configurationKey, 'dwScannerThreadTimeout'),
    [45, 90],
  ),
};

export const accessProtectionEnabled = flag<VirusscanContext>(
  {
    path: 'accessProtection.enabled',
    title: 'Access Protection is on',
    evidence: documented('STIG DTAM138'),
    takesEffect: 'at-use',
    default: true,
  },
  at(behaviourBlockingKey, 'APEnabled'),
);

export const blockRemoteHost = {
  enabled: flag<VirusscanContext>(
    {
      path: 'blockRemoteHost.enabled',
      title: 'Block the connection of a remote computer that writes a threatened file into a share',
      evidence: documented('STIG: the switch; its default is assumed (HOLE-block-defaults)'),
      takesEffect: 'at-use',
      default: ({ version }) => version !== '7.x',
    },
    at(behaviourBlockingKey, 'VSIDBlock'),
  ),
  minutes: number<VirusscanContext>(
    {
      path: 'blockRemoteHost.minutes',
      title: 'Minutes until a blocked computer is let in again',
      evidence: documented('STIG: the value; its default is assumed (HOLE-block-defaults)'),
      takesEffect: 'at-use',
      default: 10,
    },
    at(behaviourBlockingKey, 'VSIDBlockTimeout'),
    [10, 30],
  ),
};

export const autoUpdateScheduled = flag<VirusscanContext>(
  {
    path: 'autoUpdate.scheduled',
    title: 'The AutoUpdate task runs on its schedule',
    evidence: documented('STIG DTAM016'),
    takesEffect: 'at-use',
    default: true,
  },
  at((context) => `${tasksKey(context)}\\${AUTO_UPDATE_TASK}`, 'bSchedEnabled'),
);

/** An ePO client task updates VirusScan whatever the local schedule says. */
export const epoUpdateTask = flag<VirusscanContext>(
  {
    path: 'epo.updateTask',
    title: 'ePO runs a client task that updates VirusScan on this host',
    evidence: assumed('HOLE-epo-client-tasks'),
    takesEffect: 'at-use',
    default: false,
    undecodable: () => 'where the agent keeps its client tasks is not public; look in ePO',
  },
  at(({ software }) => `${software}\\Network Associates\\ePolicy Orchestrator\\Agent\\AssumedTasks`, 'UpdateTask'),
);

export const fullScanScheduled = flag<VirusscanContext>(
  {
    path: 'onDemand.fullScan.scheduled',
    title: 'The full scan runs on its schedule',
    evidence: documented('SCRIPTS: the task of the default full scan'),
    takesEffect: 'at-use',
    default: false,
  },
  at((context) => `${tasksKey(context)}\\${FULL_SCAN_TASK}`, 'bSchedEnabled'),
);

/** What the full scan does not look at: a list of its own (OPS-on-demand). */
export const onDemandExclusions: Setting<ExclusionItem[], VirusscanContext> = {
  path: 'onDemand.fullScan.exclusions',
  title: 'What the full scan does not look at',
  schema: z.array(exclusionSchema),
  evidence: inferred(
    'STIG: NumExcludeItems below the key of a task; the entries as in a profile (HOLE-task-exclusions)',
  ),
  takesEffect: 'at-use',
  samples: [[], [{ type: 'extension', value: 'scr', onRead: true, onWrite: true, subfolders: false }]],
  defaultFor: () => [],
  location: (context) => `${tasksKey(context)}\\${FULL_SCAN_TASK}, NumExcludeItems and ExcludedItem_n`,
  read: (registry, context) => readExclusions(registry, `${tasksKey(context)}\\${FULL_SCAN_TASK}`),
  write: (registry, items, context) => writeExclusions(registry, `${tasksKey(context)}\\${FULL_SCAN_TASK}`, items),
  undecodable: (_, { version }) =>
    isNetworkAssociates(version)
      ? 'where a scan task up to 8.0i keeps its exclusions is not public; look in the console'
      : undefined,
};

/** What ePO puts back at each enforcement: whoever changes the list on the host alone loses the change. */
export const policyExclusions: Setting<ExclusionItem[], VirusscanContext> = {
  path: 'epo.policyExclusions',
  title: 'On-access exclusions of the default processes that the ePO policy enforces',
  schema: z.array(exclusionSchema),
  evidence: assumed('HOLE-policy-store: where the agent keeps the policy is not public'),
  takesEffect: 'policy-enforcement',
  samples: [[], [{ type: 'extension', value: 'scr', onRead: true, onWrite: true, subfolders: false }]],
  defaultFor: () => [],
  location: (context) => `${policyKey(context)}, NumExcludeItems and ExcludedItem_n`,
  read: (registry, context) => readExclusions(registry, policyKey(context)),
  write: (registry, items, context) => writeExclusions(registry, policyKey(context), items),
  undecodable: () => 'where the agent keeps the policy is not public; look in ePO',
};

const policyKey = policyStoreKey(DEFAULT_PROCESSES);

export const datVersion = number<VirusscanContext>(
  {
    path: 'engine.datVersion',
    title: 'Number of the DAT files that are registered',
    evidence: documented('Tenable 12107'),
    takesEffect: 'at-use',
    default: undefined,
  },
  at(engineKey, 'AVDatVersion'),
  [4400, 4401],
);

export const datDirectory = text<VirusscanContext>(
  {
    path: 'engine.directory',
    title: 'Folder of the engine and the DAT files',
    evidence: documented('Tenable 12107'),
    takesEffect: 'at-use',
    default: undefined,
  },
  at(engineKey, 'DAT'),
  ['C:\\Program Files\\Common Files\\McAfee\\Engine\\', 'D:\\Engine\\'],
);

/** Whether an ePO server manages the host: then local changes are lost at the next enforcement (KB50998). */
export const managedBy = text<VirusscanContext>(
  {
    path: 'epo.servers',
    title: 'The ePO servers of the agent; empty where nobody manages the host',
    evidence: documented('Tenable 12107'),
    takesEffect: 'at-use',
    default: '',
  },
  at(({ software }) => `${software}\\Network Associates\\ePolicy Orchestrator\\Agent`, 'ePOServerList'),
  ['', 'EPO01|192.0.2.80|443'],
);

/** The system variable that names the folder of the logs, and where the versions put them without it. */
export const LOG_DIRECTORY = {
  key: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
  value: 'DEFLOGDIR',
} as const;
const NETWORK_ASSOCIATES_LOGS = '%ALLUSERSPROFILE%\\Application Data\\Network Associates\\VirusScan';
const MCAFEE_LOGS = '%ALLUSERSPROFILE%\\Application Data\\McAfee\\DesktopProtection';
export const USUAL_LOG_DIRECTORIES: readonly string[] = [NETWORK_ASSOCIATES_LOGS, MCAFEE_LOGS];

export const logDirectory = text<VirusscanContext>(
  {
    path: 'log.directory',
    title: 'Folder of the logs: the system variable DEFLOGDIR, or the usual place',
    evidence: inferred('KAPE, SAV85E: 8.5i and later; SCRIPTS: DEFLOGDIR; HOLE-log-folder: 8.0i'),
    takesEffect: 'at-use',
    default: ({ version }) => (isNetworkAssociates(version) ? NETWORK_ASSOCIATES_LOGS : MCAFEE_LOGS),
  },
  at(() => LOG_DIRECTORY.key, LOG_DIRECTORY.value),
  [MCAFEE_LOGS, 'D:\\Logs'],
);

/** Every setting of the product, in the order of the docs. */
export const virusscanSettings = [
  productVersion,
  startsWithSystem,
  onlyDefaultProfile,
  ...Object.values(scanTimeout),
  ...Object.values(profiles.default),
  ...Object.values(profiles.lowRisk),
  ...Object.values(profiles.highRisk),
  accessProtectionEnabled,
  ...[massMailingRule, ircRule].flatMap(({ block, report, exempt, ports }) => [block, report, exempt, ports]),
  ...Object.values(blockRemoteHost),
  autoUpdateScheduled,
  epoUpdateTask,
  fullScanScheduled,
  onDemandExclusions,
  policyExclusions,
  datVersion,
  datDirectory,
  managedBy,
  logDirectory,
  ...fileRuleSettings,
  ...unwantedSettings,
  ...Object.values(overflowProtection),
];
