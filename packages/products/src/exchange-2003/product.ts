import {
  defineProduct,
  factOf,
  type HostEvidence,
  type HostRequest,
  joinPath,
  known,
  list,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { exchange2003Behaviours } from './behaviours.ts';
import {
  detectExchange2003,
  type Exchange2003Context,
  inetsrvFolder,
  SERVICES_KEY,
  SETUP_KEY,
  USUAL_FOLDER,
  VERSIONS,
} from './context.ts';
import { FILE_EXCLUSIONS_2003, MAIL_PROGRAMS } from './file-exclusions.ts';
import { exchange2003Settings } from './settings.ts';

type ServiceState = HostRequest & { id: 'service-state' };
const SETUP: HostRequest = { id: 'registry-export', key: SETUP_KEY };
const SERVICES: HostRequest = { id: 'registry-export', key: SERVICES_KEY };
const SMTP: ServiceState = { id: 'service-state', service: 'SMTPSVC' };
const STORE: ServiceState = { id: 'service-state', service: 'MSExchangeIS' };

export const exchange2003 = defineProduct<Exchange2003Context>({
  id: 'exchange-2003',
  namespace: 'exchange2003',
  title: 'Microsoft Exchange 2000 Server and Exchange Server 2003',
  versions: Object.fromEntries(VERSIONS.map((version) => [version, { version, folder: USUAL_FOLDER }])),
  settings: exchange2003Settings,
  facts: {
    version: z.enum(VERSIONS).describe('Version, as people call it.'),
    smtpRunning: z.boolean().describe('The service SMTPSVC runs.'),
    storeRunning: z.boolean().describe('The service MSExchangeIS runs.'),
    workingFolders: z
      .array(z.string())
      .describe(
        'Folders that a file scanner is to leave alone, as setup leaves them; databases may be elsewhere, too.',
      ),
    programs: z.array(z.string()).describe('Programs that open files there.'),
    fileTypes: z.array(z.string()).describe('Types of files that a file scanner is to leave alone.'),
  },
  behaviours: exchange2003Behaviours,
  functions: [],
  fixes: [],
  questions: [SETUP, { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Microsoft' }, SERVICES, SMTP, STORE],
  detect: detectExchange2003,
  collect: (evidence: HostEvidence, { version, folder }) => {
    const setup = { kind: 'question', question: SETUP } as const;
    const own = FILE_EXCLUSIONS_2003.folders.map((name) => known(joinPath(folder, name), setup));
    const inetsrv = inetsrvFolder(evidence);
    return {
      version: known(version, setup),
      smtpRunning: serviceRunning(evidence, SMTP),
      storeRunning: serviceRunning(evidence, STORE),
      workingFolders: list(
        [
          ...own,
          inetsrv === undefined
            ? unreadable('the program of the SMTP service was not read', SERVICES)
            : known(inetsrv, { kind: 'question', question: SERVICES }),
        ],
        setup,
      ),
      programs: factOf([...MAIL_PROGRAMS], setup),
      fileTypes: factOf([...FILE_EXCLUSIONS_2003.extensions], setup),
    };
  },
});
