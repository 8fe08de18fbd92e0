import { farServer } from './parts.ts';
import { singleMailServer } from './single-mail-server.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

const { MAIL01, ...others } = singleMailServer.hosts as { readonly MAIL01: HostDefinition };

/** The single mail server, and somebody in its network who sends mail through it. */
export const mailServerAndClient: WorldDefinition = {
  ...singleMailServer,
  id: 'mail-server-and-client',
  title: 'A ModusMail server with VirusScan 8.0i and the right exclusions; a client in its network sends through it',
  hosts: { MAIL01, CLIENT01: farServer('192.0.2.50'), ...others },
};
