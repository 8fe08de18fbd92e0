import { excluded, farServer, MODUS_MAIL } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** The spool lies on a disk that has no letter but is mounted at a folder; it is excluded by the path that people see. */
export const mailServerWithMountedSpool: WorldDefinition = {
  id: 'mail-server-with-mounted-spool',
  title: 'A ModusMail server whose spool lies on a volume that is mounted at a folder',
  subject: 'MAIL01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    MAIL01: {
      windows: '2003',
      address: '192.0.2.10',
      mounts: ['C:\\Mounts\\Mail'],
      products: {
        'mcafee-virusscan': {
          version: '8.0i',
          'onAccess.default.exclusions': [excluded(MODUS_MAIL), excluded('C:\\Mounts\\')],
        },
        'vircom-modus': { localDomains: 'example.com', spoolDirectory: 'C:\\Mounts\\Mail\\Spool' },
      },
    },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
