import { assumed, type Behaviour, defineBehaviours, documented, inferred } from '@scanclash/core';
import { accessProtectionBehaviours } from './access-protection-behaviours.ts';

const { mechanism, assumption } = defineBehaviours('mcafee-virusscan');

/** The ways in which VirusScan interferes, each with a switch, and everything about it that we had to assume. */
export const virusscanBehaviours: readonly Behaviour[] = [
  mechanism(
    'port-rule-blocks-connects',
    'A port rule refuses outgoing connections to its ports unless the program is exempt',
    documented('KB1258#5, VE04090101'),
  ),
  mechanism(
    'access-protection-needs-on-access',
    'Access Protection does nothing while the on-access scanner is off',
    documented('PG87 p.13'),
  ),
  mechanism(
    'scan-delays-open',
    'Who opens a file for reading waits until it is scanned',
    documented('PG88 p.49, KB55898'),
  ),
  mechanism(
    'scan-after-write-holds-file',
    'McShield holds a file while it scans it after a write: others get a sharing violation',
    assumed('OPS-locking: experience, no vendor source'),
  ),
  mechanism('detection-denies-access', 'Who opens an infected file is denied', documented('PG88 p.49; OPS-locking')),
  mechanism(
    'detection-removes-file',
    'An infected file is cleaned or deleted',
    documented('STIG uAction; OPS-locking'),
  ),
  mechanism(
    'network-scan-holds-file',
    'A client that scans network drives holds the files of the server while it scans them',
    assumed('OPS-locking: network scanning is documented (PG88 p.52), the held handle is not'),
  ),
  mechanism(
    'exclusion-costs-round-trip',
    'An excluded path still costs a round trip to McShield',
    documented('KB55898'),
  ),
  mechanism(
    'exclusion-waits-for-thread',
    'Whether a path is excluded is decided by the threads that scan, when one of them is free',
    inferred('KB55898: McShield itself decides, and may time out before it has'),
  ),
  mechanism(
    'scan-times-out',
    'A file that takes too long is not scanned: the log says "Not scanned (scan timed out)", and the access goes on',
    documented('MCAFEE-TIMEOUTS, KB55898'),
  ),
  mechanism(
    'on-demand-scan-holds-file',
    'An on-demand scan holds each file while it looks through it',
    assumed('OPS-on-demand: scheduled scans have exclusions of their own; the held handle as for on-access'),
  ),
  mechanism('policy-enforcement-overwrites', 'The ePO agent puts the values of the policy back', documented('KB50998')),
  mechanism(
    'update-writes-shared-registration',
    'AutoUpdate registers its new DAT files where every McAfee program of the host looks',
    inferred('KB1258#6 says that keys are shared; which keys is our reading (HOLE-shared-keys)'),
  ),
  assumption('assume-enforcement-interval', 'Pause between two policy enforcements', 5, 'OPS-enforcement-interval', {
    unit: 'minutes',
  }),
  assumption(
    'assume-communication-interval',
    'Pause between two talks of the agent with its ePO server',
    60,
    'HOLE-agent-protocol',
    { unit: 'minutes' },
  ),
  assumption(
    'assume-update-interval',
    'Pause between two runs of AutoUpdate',
    60,
    'STIG DTAM016: daily by default; shorter here to be seen',
    {
      unit: 'minutes',
    },
  ),
  mechanism(
    'blocks-remote-host',
    'A detection in a share blocks the computer that wrote the file',
    documented('STIG VSIDBlock, KB1258#3'),
  ),
  mechanism(
    'on-access-overrides-exclusions',
    'The on-access scanner scans although the exclusions are right',
    documented('KB1258#3: claimed there only; no version is named'),
    false,
  ),
  mechanism(
    'macro-heuristics-override-exclusions',
    'Macro heuristics look into files that are excluded',
    documented('KB1258#4: claimed there only'),
    false,
  ),
  mechanism(
    'macros-in-all-files-override-exclusions',
    '"Also scan for macros in all files" looks into files that are excluded',
    inferred('KB52316 widens the file types; KB1258#4 claims the rest'),
    false,
  ),
  assumption('assume-scan-threads', 'Files that McShield scans at a time', 2, 'HOLE-scan-cost'),
  assumption('assume-scan-cost-least', 'Shortest scan of a file', 40_000, 'HOLE-scan-cost', { unit: 'µs' }),
  assumption('assume-scan-cost-most', 'Longest scan of a file', 400_000, 'HOLE-scan-cost', { unit: 'µs' }),
  assumption('assume-scan-cost-per-megabyte', 'Scan of each megabyte of a large file', 200_000, 'HOLE-scan-cost', {
    unit: 'µs',
  }),
  assumption(
    'assume-exclusion-round-trip',
    'Time that McShield takes to see that a path is excluded',
    1_000,
    'KB55898 gives no figure',
    { unit: 'µs' },
  ),
  assumption(
    'assume-clean-cache',
    'What a clean result is remembered by',
    'path',
    'PG88 p.52 says only: until the file changes',
    { oneOf: ['path'] },
  ),
  assumption(
    'assume-bare-name',
    'What an exclusion without a backslash matches',
    'file name in any folder',
    'KB50998 does not say',
    {
      oneOf: ['file name in any folder'],
    },
  ),
  assumption(
    'assume-profile-keys',
    'Registry names of the low- and high-risk profiles',
    'Low, High',
    'HOLE-profile-keys',
    {
      oneOf: ['Low, High'],
    },
  ),
  assumption('assume-block-scope', 'What a blocked computer can no longer reach', 'all', 'HOLE-block-scope', {
    oneOf: ['all', 'smb'],
  }),
  assumption('assume-refusal', 'How a refused connect looks to the program', 'deny', 'HOLE-refused-connect', {
    oneOf: ['deny', 'drop', 'reset'],
  }),
  assumption('assume-loopback-blocked', 'Port rules hold for loopback too', true, 'HOLE-loopback'),
  assumption('assume-port-rule-layout', 'How 8.0i stores port rules', 'PortBlock*_n', 'HOLE-port-rule-layout', {
    oneOf: ['PortBlock*_n'],
  }),
  assumption(
    'assume-access-protection-statements',
    'How 8.5i and later store port rules',
    'AccessProtectionUserRules',
    'HOLE-access-protection-statements',
    {
      oneOf: ['AccessProtectionUserRules'],
    },
  ),
  assumption(
    'assume-port-log-shape',
    'Columns of a port hit in the 8.0i log: as later versions, without the category',
    'no-category',
    'HOLE-port-log-shape',
    {
      oneOf: ['no-category'],
    },
  ),
  ...accessProtectionBehaviours,
];
