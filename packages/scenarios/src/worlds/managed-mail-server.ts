import { farServer, MODUS_MAIL, wellExcluded } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

const DEFAULT_PROCESSES = { product: 'VIRUSCAN8000', category: 'On-Access Default Processes Policies' };

/** One folder, reading and writing, with subfolders; what is excluded on a host alone is overwritten. */
const excluding = (folder: string) => ({
  NumExcludeItems: '1',
  ExcludedItem_0: `3|7|${folder}`,
  bOverwriteExclusions: '1',
});

/** A mail server and a workstation that an ePO server manages. The policy forgets the spool. */
export const managedMailServer: WorldDefinition = {
  id: 'managed-mail-server',
  title: 'A ModusMail server and a workstation with VirusScan 8.0i, both managed by an ePO server',
  subject: 'MAIL01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    EPO01: {
      windows: '2003',
      address: '192.0.2.80',
      products: {
        'mcafee-epo': {
          policies: [
            {
              ...DEFAULT_PROCESSES,
              name: 'Mail servers',
              server: excluding(MODUS_MAIL),
              workstation: excluding(MODUS_MAIL),
            },
          ],
          assignments: [{ ...DEFAULT_PROCESSES, policy: 'Mail servers', system: '*' }],
        },
      },
    },
    MAIL01: {
      windows: '2003',
      address: '192.0.2.10',
      drives: ['C', 'D'],
      products: {
        'mcafee-virusscan': {
          ...wellExcluded('8.0i', MODUS_MAIL, 'D:\\Spool\\'),
          'epo.servers': 'EPO01|192.0.2.80|443',
        },
        'vircom-modus': { localDomains: 'example.com', spoolDirectory: 'D:\\Spool' },
      },
    },
    WS01: {
      windows: '2000',
      address: '192.0.2.101',
      user: 'trainee',
      products: { 'mcafee-virusscan': { version: '8.0i', 'epo.servers': 'EPO01|192.0.2.80|443' } },
    },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
