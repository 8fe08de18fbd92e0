import { singleMailServer } from './single-mail-server.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

const { MAIL01 } = singleMailServer.hosts as { readonly MAIL01: HostDefinition };

/** The single mail server with an anti-virus of another vendor beside VirusScan. */
export const withSecondAntivirus: WorldDefinition = {
  ...singleMailServer,
  id: 'single-mail-server-with-second-antivirus',
  title: 'A ModusMail server with VirusScan and, beside it, another anti-virus in which only the root is excluded',
  hosts: {
    ...singleMailServer.hosts,
    MAIL01: {
      ...MAIL01,
      products: {
        ...MAIL01.products,
        'generic-antivirus': { excludedFolders: ['C:\\Program Files\\Vircom\\ModusMail\\'] },
      },
    },
  },
};
