import { farServer } from './parts.ts';
import { singleMailServer } from './single-mail-server.ts';
import type { WorldDefinition } from './world-definition.ts';

/** The single mail server, and somebody in its network who sends mail through it. */
export const mailServerAndClient: WorldDefinition = {
  ...singleMailServer,
  id: 'mail-server-and-client',
  title: 'A ModusMail server with VirusScan 8.0i and the right exclusions; a client in its network sends through it',
  hosts: {
    ...singleMailServer.hosts,
    CLIENT01: farServer('192.0.2.50'),
  },
};
