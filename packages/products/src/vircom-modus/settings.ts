import { assumed, documented, flag, joinPath, number, text, word } from '@scanclash/core';
import type { ModusContext, ModusEdition } from './context.ts';

const at = (value: string) => ({ key: (context: ModusContext) => context.key, value });
const ASSUMED_NAME = assumed('HOLE-modus-registry: names of Modus registry values are not public');

export const edition = word<ModusEdition, ModusContext>(
  {
    path: 'edition',
    title: 'ModusMail (a mail server) or ModusGate (a gateway in front of one)',
    evidence: documented('KB1258'),
    takesEffect: 'service-start',
    default: ({ edition: found }) => found,
  },
  at('Edition'),
  { mail: 0, gate: 1 },
);

const folder = (path: string, title: string, value: string, fallback: (root: string) => string) =>
  text<ModusContext>(
    { path, title, evidence: ASSUMED_NAME, takesEffect: 'service-start', default: ({ root }) => fallback(root) },
    at(value),
    ['D:\\Modus\\Elsewhere', 'E:\\Modus\\Elsewhere'],
  );

export const spoolDirectory = folder(
  'spoolDirectory',
  'The spool: Invirus, Incoming, Holding, Domains',
  'SpoolDir',
  (root) => joinPath(root, 'Spool'),
);
export const mailboxesDirectory = folder('mailboxesDirectory', 'The mailboxes of the users', 'MailboxDir', (root) =>
  joinPath(root, 'Mailboxes'),
);
export const quarantineDirectory = folder(
  'quarantineDirectory',
  'The messages that were blocked',
  'QuarantineDir',
  (root) => joinPath(root, 'Mailboxes', '@Quarantine'),
);

/** The server that a gateway hands accepted mail to. */
export const gateTarget = text<ModusContext>(
  {
    path: 'gateTarget',
    title: 'Mail server behind the gateway',
    evidence: ASSUMED_NAME,
    takesEffect: 'at-use',
    default: '',
  },
  at('TargetServer'),
  ['INNER01', 'INNER02'],
);

/** Where mail for others goes instead of the servers that their domains name. */
export const smartHost = text<ModusContext>(
  {
    path: 'smartHost',
    title: 'Smart host that takes all mail for others; empty where it goes to the servers of their domains',
    evidence: ASSUMED_NAME,
    takesEffect: 'at-use',
    default: '',
  },
  at('SmartHost'),
  ['', 'RELAY.EXAMPLE.NET'],
);

/** Domains whose mail stays here (ModusMail) or goes to the inner server (ModusGate); separated by blanks. */
export const localDomains = text<ModusContext>(
  {
    path: 'localDomains',
    title: 'Own mail domains',
    evidence: ASSUMED_NAME,
    takesEffect: 'at-use',
    default: 'example.com',
  },
  at('LocalDomains'),
  ['example.com', 'example.com example.org'],
);

/** Port to which mail is delivered; 25 everywhere but in tests of other ports. */
export const remotePort = number<ModusContext>(
  {
    path: 'remotePort',
    title: 'Port to which mail is delivered',
    evidence: ASSUMED_NAME,
    takesEffect: 'at-use',
    default: 25,
  },
  at('RemotePort'),
  [25, 2525],
);

/** The virus scanner inside Modus; some installations have none (KB1258, note 1). */
export const ownEngine = word<ModusEngine, ModusContext>(
  {
    path: 'engine.name',
    title: 'Built-in virus scanner',
    evidence: documented('VWEB, KB1258 note 1'),
    takesEffect: 'service-start',
    default: 'mcafee',
  },
  at('Engine'),
  { none: 0, mcafee: 1, norman: 2 },
);
export type ModusEngine = 'none' | 'mcafee' | 'norman';

/** Number of the definitions that the built-in engine works with. */
export const ownDatVersion = number<ModusContext>(
  {
    path: 'engine.datVersion',
    title: 'Definitions of the built-in scanner',
    evidence: ASSUMED_NAME,
    takesEffect: 'at-use',
    default: 4400,
  },
  at('DatVersion'),
  [4400, 4401],
);

export const ownEngineUpdates = flag<ModusContext>(
  {
    path: 'engine.updates',
    title: 'The built-in scanner updates its definitions',
    evidence: documented('VWEB: interval settable'),
    takesEffect: 'at-use',
    default: true,
  },
  at('EngineUpdates'),
);

export const infectedAction = word<'block' | 'delete', ModusContext>(
  {
    path: 'infectedAction',
    title: 'What is done with infected messages: blocked (kept in quarantine) or deleted',
    evidence: documented('KB1258 note 2'),
    takesEffect: 'service-start',
    default: 'block',
  },
  at('InfectedAction'),
  { block: 0, delete: 1 },
);

/** Types of attachments that are blocked whatever is in them. */
export const blockedAttachments = text<ModusContext>(
  {
    path: 'blockedAttachments',
    title: 'Attachment types that are blocked, separated by blanks',
    evidence: ASSUMED_NAME,
    takesEffect: 'service-start',
    default: 'scr pif',
  },
  at('BlockedAttachments'),
  ['scr pif', 'scr pif zip'],
);

/** Where attachments are unpacked to be scanned; on real hosts the place is not known and must be reported as such. */
export const unpackDirectory = text<ModusContext>(
  {
    path: 'unpackDirectory',
    title: 'Folder in which attachments are unpacked',
    evidence: assumed('HOLE-unpack-folder: the place is not public, it may lie outside of the root'),
    takesEffect: 'service-start',
    default: ({ root }) => joinPath(root, 'Temp'),
    undecodable: () => 'where Modus unpacks attachments is not public; it may be the TEMP folder of LocalSystem',
  },
  at('UnpackDir'),
  ['D:\\Modus\\Unpack', '%windir%\\Temp'],
);

/** The server of the Modus database; empty where the database is on the same host and part of Modus. */
export const databaseServer = text<ModusContext>(
  {
    path: 'database.server',
    title: 'Server of the Modus database',
    evidence: ASSUMED_NAME,
    takesEffect: 'service-start',
    default: '',
  },
  at('DatabaseServer'),
  ['', 'SQL01'],
);

export const databaseProtocol = word<'tcp' | 'named-pipes', ModusContext>(
  {
    path: 'database.protocol',
    title: 'How the database is reached: TCP 1433, or named pipes, which travel over SMB',
    evidence: ASSUMED_NAME,
    takesEffect: 'service-start',
    default: 'tcp',
  },
  at('DatabaseProtocol'),
  { tcp: 0, 'named-pipes': 1 },
);

export const modusSettings = [
  edition,
  ownEngine,
  ownDatVersion,
  ownEngineUpdates,
  infectedAction,
  blockedAttachments,
  unpackDirectory,
  spoolDirectory,
  mailboxesDirectory,
  quarantineDirectory,
  databaseServer,
  databaseProtocol,
  gateTarget,
  smartHost,
  localDomains,
  remotePort,
];
