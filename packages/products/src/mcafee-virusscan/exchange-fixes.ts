import { documented, type Fix, inferred } from '@scanclash/core';
import { excludeEverywhere, excludeTypesEverywhere, MANAGED } from './exclusion-steps.ts';

const EXCLUSIONS = 'VirusScan Console > On-Access Scanner > Properties > All Processes > Exclusions > Add:';
const BOTH_WAYS =
  'Tick "Also exclude subfolders", "On read" and "On write". Where there are low- and high-risk profiles, add it to each.';
const BOTH_NODES = 'On each node of a cluster: the passive one copies and replays logs, too.';

/** What keeps the file scanner away from Exchange 2007. */
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
];
