import { documented, type Fix, inferred } from '@scanclash/core';

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
];
