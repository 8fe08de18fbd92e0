import { documented, type Fix, type FixStep, type FixValue, inferred } from '@scanclash/core';

/** An exclusion of a whole folder, both ways, in each of the three profiles. */
const excludeEverywhere = (value: FixValue): FixStep[] =>
  (['default', 'lowRisk', 'highRisk'] as const).map((profile) => ({
    do: 'add',
    setting: `virusscan.onAccess.${profile}.exclusions`,
    item: { type: 'path', value, onWrite: true, onRead: true, subfolders: true },
  }));

const MANAGED =
  'Where ePO manages the host, make the change in the policy: a local change is lost at the next enforcement.';

/** Changes to VirusScan that cure, in the words of an administrator. */
export const virusscanFixes: readonly Fix[] = [
  {
    id: 'mcafee-virusscan/exempt-modus-from-mass-mailing-rule',
    title: 'Let the Modus delivery service through the mass mailing rule',
    evidence: inferred('PG88 p.25: processes to exclude; KB1258 itself only switches the rule off'),
    console: [
      'VirusScan Console > Access Protection > Port Blocking > "Prevent mass mailing worms from sending mail" > Edit.',
      'Add the program of the Modus delivery service (SMTPDS.exe) to the excluded processes.',
      MANAGED,
    ],
    steps: [{ do: 'add', setting: 'virusscan.portRules.massMailing.exempt', item: { fact: 'modus.deliveryProgram' } }],
    protectionLost: 'A worm that runs under the name of the Modus delivery service could send mail.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/disable-mass-mailing-rule',
    title: 'Switch the mass mailing rule off',
    evidence: documented('KB1258#5'),
    console: [
      'VirusScan Console > Access Protection settings > Port Blocking: clear "Prevent mass mailing worms from sending mail".',
      MANAGED,
    ],
    steps: [{ do: 'set', setting: 'virusscan.portRules.massMailing.block', to: false }],
    protectionLost: 'Any program on this host may send mail by SMTP, worms included.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exclude-modus-root',
    title: 'Exclude the Modus root folder from on-access scanning',
    evidence: documented('KB1258#1'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > All Processes > Exclusions > Add: the folder with a backslash at its end.',
      'Tick "Also exclude subfolders", "On read" and "On write". Where there are low- and high-risk profiles, add it to each.',
      MANAGED,
    ],
    steps: excludeEverywhere({ fact: 'modus.root', suffix: '\\' }),
    protectionLost: 'Files below that folder are not scanned; mail in it is the business of the scanner inside Modus.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exclude-modus-spool',
    title: 'Exclude the Modus spool from on-access scanning',
    evidence: documented('KB1258#1'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > All Processes > Exclusions > Add: the folder with a backslash at its end.',
      'Tick "Also exclude subfolders", "On read" and "On write". Where there are low- and high-risk profiles, add it to each.',
      MANAGED,
    ],
    steps: excludeEverywhere({ fact: 'modus.spoolDirectory', suffix: '\\' }),
    protectionLost: 'Files below that folder are not scanned; mail in it is the business of the scanner inside Modus.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exclude-modus-quarantine',
    title: 'Exclude the Modus quarantine from on-access scanning',
    evidence: documented('KB1258#1'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > All Processes > Exclusions > Add: the folder with a backslash at its end.',
      'Tick "Also exclude subfolders", "On read" and "On write". Where there are low- and high-risk profiles, add it to each.',
      MANAGED,
    ],
    steps: excludeEverywhere({ fact: 'modus.quarantineDirectory', suffix: '\\' }),
    protectionLost: 'Files below that folder are not scanned; mail in it is the business of the scanner inside Modus.',
    interruption: '',
  },
];
