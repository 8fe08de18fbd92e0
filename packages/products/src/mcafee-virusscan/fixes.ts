import { documented, type Fix, type FixStep, type FixValue, inferred } from '@scanclash/core';
import { exchangeFixes } from './exchange-fixes.ts';
import { excludeEverywhere, MANAGED } from './exclusion-steps.ts';
import { programFixes } from './program-fixes.ts';

/** The same value in each of the three profiles. */
const inEachProfile = (setting: string, to: FixValue): FixStep[] =>
  (['default', 'lowRisk', 'highRisk'] as const).map((profile) => ({
    do: 'set',
    setting: `virusscan.onAccess.${profile}.${setting}`,
    to,
  }));

/** An entry in the list of programs that the mass mailing rule lets through. */
const exempt = (item: FixValue): FixStep => ({ do: 'add', setting: 'virusscan.portRules.massMailing.exempt', item });

const exemptMailer = (name: string, who: string, programs: readonly string[], steps: FixStep[]): Fix => ({
  id: `mcafee-virusscan/exempt-${name}-from-mass-mailing-rule`,
  title: `Let ${who} through the mass mailing rule`,
  evidence: inferred('PG88 p.25: processes to exclude; MSXFAQ only says who is hit'),
  console: [
    'VirusScan Console > Access Protection > Port Blocking > "Prevent mass mailing worms from sending mail" > Edit.',
    `Add to the excluded processes: ${programs.join(', ')}.`,
    MANAGED,
  ],
  steps,
  protectionLost: `A worm that runs under the name of ${who} could send mail.`,
  interruption: '',
});

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
  exemptMailer('blat', 'Blat', ['blat.exe'], [exempt({ fact: 'blat.program' })]),
  exemptMailer(
    'web-scripts',
    'the scripts of web pages',
    ['php-cgi.exe', 'perl.exe', 'w3wp.exe'],
    ['php-cgi.exe', 'perl.exe', 'w3wp.exe'].map(exempt),
  ),
  exemptMailer('exchange', 'the transport of Exchange 2007', ['EdgeTransport.exe'], [exempt('EdgeTransport.exe')]),
  exemptMailer('monitor', 'the monitor', ['the program of the monitor'], [exempt({ fact: 'monitoring.program' })]),
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
  {
    id: 'mcafee-virusscan/exclude-modus-spool-in-policy',
    title: 'Exclude the Modus spool in the ePO policy',
    evidence: documented('KB50998'),
    console: [
      'ePO > Policy Catalog > VirusScan Enterprise > On-Access Default Processes Policies, "Server" settings > Exclusions.',
      'Add the spool folder with a backslash at its end, on read and on write, with subfolders; wake up the agents.',
    ],
    steps: [],
    protectionLost: 'Files in the spool are not scanned; mail is the business of the scanner inside Modus.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/switch-macro-heuristics-off',
    title: 'Switch "find unknown macro threats" off',
    evidence: documented('KB1258#4'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > All Processes > Advanced: clear "Find unknown macro threats".',
      MANAGED,
    ],
    steps: inEachProfile('macroHeuristics', false),
    protectionLost: 'Macro viruses that no definition knows yet are not found in files on this host.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/scan-macros-in-default-types-only',
    title: 'Switch "also scan for macros in all files" off',
    evidence: documented('KB1258#4, KB52316'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > All Processes > Detection: clear "Also scan for macros in all files".',
      MANAGED,
    ],
    steps: inEachProfile('fileTypes', 'default'),
    protectionLost: 'Macros in files of unusual types are not looked for on this host.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/switch-auto-update-off',
    title: 'Switch AutoUpdate of the desktop scanner off',
    evidence: documented('KB1258#6'),
    console: [
      'VirusScan Console > AutoUpdate > Schedule: clear "Enable".',
      'Remove ePO client tasks that update VirusScan on this host.',
    ],
    steps: [{ do: 'set', setting: 'virusscan.autoUpdate.scheduled', to: false }],
    protectionLost: 'The definitions of the desktop scanner age, unless what Modus fetches serves both.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/do-not-block-remote-hosts',
    title: 'Do not block computers that write infected files into shares',
    evidence: documented('STIG VSIDBlock; KB1258#3'),
    console: [
      'VirusScan Console > On-Access Scanner > Properties > Blocking: clear "Block the connection when a threatened file is detected".',
      MANAGED,
    ],
    steps: [{ do: 'set', setting: 'virusscan.blockRemoteHost.enabled', to: false }],
    protectionLost:
      'An infected computer may go on trying to write into the shares of this host; each file is still denied.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/switch-network-scan-off',
    title: 'Do not scan network drives on the workstation',
    evidence: inferred('KB1258#2 only says "beware"; PG88 p.52: the option'),
    console: [
      'On the workstation: VirusScan Console > On-Access Scanner > Properties > All Processes > Detection: clear "On network drives".',
      MANAGED,
    ],
    steps: inEachProfile('scanNetwork', false),
    protectionLost: 'Files on shares are scanned by their own servers only.',
    interruption: '',
  },
  ...exchangeFixes,
  ...programFixes,
];
