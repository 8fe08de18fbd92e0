import { assumed, documented, type Fix, inferred } from '@scanclash/core';
import { excludeEverywhere, excludeTypesEverywhere, MANAGED } from './exclusion-steps.ts';

const EXCLUSIONS = 'VirusScan Console > On-Access Scanner > Properties > All Processes > Exclusions > Add:';
const BOTH_WAYS =
  'Tick "Also exclude subfolders", "On read" and "On write". Where there are low- and high-risk profiles, add it to each.';
const BOTH_NODES = 'On each node of a cluster: the passive one copies and replays logs, too.';

/** What keeps VirusScan away from Exchange. */
export const exchangeFixes: readonly Fix[] = [
  {
    id: 'mcafee-virusscan/exclude-exchange-databases',
    title: 'Exclude the databases and logs of Exchange from on-access scanning',
    evidence: documented('AV-EXCLUSIONS-2007; MSXFAQ: databases excluded'),
    console: [
      'Get-StorageGroup | fl *path*; Get-MailboxDatabase | fl *path*; Get-PublicFolderDatabase | fl *path*: where they are.',
      `${EXCLUSIONS} each of these folders with a backslash at its end. A folder that is a mount point needs an entry in the form that the scanner sees.`,
      BOTH_WAYS,
      BOTH_NODES,
      MANAGED,
    ],
    steps: excludeEverywhere({ each: 'exchange.databaseFolders', suffix: '\\' }),
    protectionLost: 'Files in these folders are not scanned; mail is the business of a scanner inside Exchange.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exclude-exchange-working-folders',
    title: 'Exclude the other folders that Exchange works in',
    evidence: documented('AV-EXCLUSIONS-2007'),
    console: [
      `${EXCLUSIONS} each of the folders of the list for the roles of this server, with a backslash at its end.`,
      'Add %SystemRoot%\\System32\\Inetsrv\\, on nodes of a cluster %SystemRoot%\\Cluster\\, and the folder of the witness on its host.',
      BOTH_WAYS,
      MANAGED,
    ],
    steps: excludeEverywhere({ each: 'exchange.workingFolders', suffix: '\\' }),
    protectionLost: 'Files in these folders are not scanned.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exclude-exchange-file-types',
    title: 'Exclude the types of files that Exchange writes',
    evidence: inferred('AV-EXCLUSIONS-2007: a second line where folders are missed, not instead of them'),
    console: [`${EXCLUSIONS} by file type, each of the list.`, BOTH_NODES, MANAGED],
    steps: excludeTypesEverywhere({ each: 'exchange.fileTypes' }),
    protectionLost: 'Files of these types are scanned nowhere on this host: a virus under such a name is not found.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exclude-exchange-2003-folders',
    title: 'Exclude the folders of Exchange 2003 and of the Internet services from on-access scanning',
    evidence: documented('AV-EXCLUSIONS-2003'),
    console: [
      `${EXCLUSIONS} each folder of the list with a backslash at its end: Mdbdata, Mtadata, Mailroot, Srsdata, and Inetsrv.`,
      'Add the folders of databases and logs on the disks of the cluster, and those that were moved.',
      BOTH_WAYS,
      'On each node of a cluster.',
      MANAGED,
    ],
    steps: excludeEverywhere({ each: 'exchange2003.workingFolders', suffix: '\\' }),
    protectionLost: 'Files in these folders are not scanned; what a web server runs from Inetsrv is among them.',
    interruption: '',
  },
  {
    id: 'mcafee-virusscan/exempt-resource-monitor-from-mass-mailing-rule',
    title: 'Let the resource monitor of the cluster through the mass mailing rule',
    evidence: assumed('HOLE-kb908864: helps only if the cluster tries SMTP by a connection to port 25'),
    console: [
      'VirusScan Console > Access Protection > Port Blocking > "Prevent mass mailing worms from sending mail" > Edit.',
      'Add resrcmon.exe to the excluded processes, on each node.',
      MANAGED,
    ],
    steps: [{ do: 'add', setting: 'virusscan.portRules.massMailing.exempt', item: 'resrcmon.exe' }],
    protectionLost: 'A worm that runs under the name of the resource monitor could send mail.',
    interruption: '',
  },
];
