import { documented, type Fix, type FixStep, inferred } from '@scanclash/core';
import { MANAGED } from './exclusion-steps.ts';

/** Fixes by console alone have no steps: where the setting is stored is not public. */
export const programFixes: readonly Fix[] = [
  {
    id: 'mcafee-virusscan/exempt-update-from-temp-rule',
    title: 'Let the update run its programs from the Temp folder',
    evidence: inferred('PG88 p.25: processes to exclude; MSXFAQ only says that programs are hindered'),
    console: [
      'VirusScan Console > Access Protection > the rule that the log names > Edit.',
      'Add the program that starts the other one (the process in the log, not the file) to the excluded processes.',
      MANAGED,
    ],
    steps: [],
    protectionLost: 'A dropper under the name of that program may run files from the Temp folder.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exempt-program-from-port-rule',
    title: 'Let a program through a port rule',
    evidence: inferred('PG88 p.25: processes to exclude; MSXFAQ only says that ports are blocked'),
    console: [
      'VirusScan Console > Access Protection > Port Blocking > the rule that the log names > Edit.',
      'Add the program in the log to the excluded processes.',
      MANAGED,
    ],
    steps: [],
    protectionLost: 'An intruder under the name of that program may use these ports.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/disable-irc-rule',
    title: 'Switch the rule about IRC off',
    evidence: inferred('MSXFAQ: defaults for a desktop must be adapted'),
    console: ['VirusScan Console > Access Protection > Port Blocking: clear "Prevent IRC communication".', MANAGED],
    steps: [{ do: 'set', setting: 'virusscan.portRules.irc.block', to: false }],
    protectionLost: 'Programs that take their orders over IRC may do so.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exempt-update-from-file-rule',
    title: 'Let the update use a folder that a file rule protects',
    evidence: inferred('PG88 p.25: processes to exclude; MSXFAQ only says that programs are hindered'),
    console: [
      'VirusScan Console > Access Protection > the rule that the log names > Edit.',
      'Add the program that runs or writes the file (the process in the log, not the file) to the excluded processes.',
      MANAGED,
    ],
    steps: [],
    protectionLost: 'An intruder under the name of that program may use that folder.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/unpack-update-elsewhere',
    title: 'Unpack the update into another folder than Temp',
    evidence: inferred('STIG: the rule is about the Temp folder'),
    console: ['Set TEMP for the console to a folder of another name, start the update from there, and set it back.'],
    steps: [],
    protectionLost: '',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exempt-tool-by-name',
    title: 'Let a wanted tool pass by the name of its detection',
    evidence: documented('KB50998'),
    console: [
      'VirusScan Console > Unwanted Programs Policy > Exclusions: add the name of the detection as the log writes it.',
      MANAGED,
    ],
    steps: [],
    protectionLost: 'The same tool is not found either where somebody else has put it.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/do-not-find-unwanted-programs',
    title: 'Do not look for unwanted programs',
    evidence: documented('STIG ApplyNVP'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > Unwanted Programs: clear "Detect unwanted programs".',
      MANAGED,
    ],
    steps: (['default', 'lowRisk', 'highRisk'] as const).map(
      (profile): FixStep => ({ do: 'set', setting: `virusscan.onAccess.${profile}.findUnwanted`, to: false }),
    ),
    protectionLost: 'Spyware, adware, dialers and remote tools that nobody wants are not found any more.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exempt-call-from-overflow-protection',
    title: 'Let a program make a call that buffer overflow protection blocks',
    evidence: inferred(
      'MSXFAQ: defaults must be adapted; the exclusion of a process and a function is a capability of the vendor',
    ),
    console: [
      'VirusScan Console > Buffer Overflow Protection > Exclusions: add the process and the function.',
      MANAGED,
    ],
    steps: [],
    protectionLost: 'An overflow in that program can use that function.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/switch-overflow-protection-off',
    title: 'Switch buffer overflow protection off',
    evidence: documented('STIG BOPEnabled'),
    console: ['VirusScan Console > Buffer Overflow Protection: clear "Enable buffer overflow protection".', MANAGED],
    steps: [{ do: 'set', setting: 'virusscan.overflowProtection.enabled', to: false }],
    protectionLost: 'Overflows in services of this host are not stopped.',
    interruption: '',
  },
];
