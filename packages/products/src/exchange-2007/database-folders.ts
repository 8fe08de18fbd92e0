import {
  asTexts,
  type Fact,
  factOf,
  type HostEvidence,
  type HostRequest,
  joinPath,
  type ListedObject,
  parentOf,
  parseFormatList,
  sameName,
  samePath,
} from '@scanclash/core';
import { type ExchangeContext, SERVICES_KEY } from './context.ts';

const SHARES_KEY = `${SERVICES_KEY}\\LanmanServer\\Shares`;
/** The hidden share of a storage group: its GUID and a dollar sign. */
const REPLICATION_SHARE = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?\$$/i;

/** The hidden shares that continuous replication copies logs from: GUID of the storage group, and folder. */
export function replicationShares({
  registry,
}: HostEvidence): { readonly guid: string; readonly folder: string }[] | undefined {
  const shares = registry.values(SHARES_KEY);
  if (shares.kind === 'unreadable') return undefined;
  return [...(shares.kind === 'known' ? shares.value : [])].flatMap(([name, value]) => {
    const path = asTexts(value)?.find((text) => text.startsWith('Path='));
    const guid = REPLICATION_SHARE.exec(name)?.[1];
    return guid === undefined || path === undefined ? [] : [{ guid, folder: path.slice('Path='.length) }];
  });
}

const shell = ({ folder }: ExchangeContext, cmdlet: string, properties: string): HostRequest => ({
  id: 'management-shell',
  consoleFile: joinPath(folder, 'Bin', 'exshell.psc1'),
  cmdlet,
  properties,
});

/** Where storage groups and databases are, only Active Directory knows, and only the shell of Exchange asks it. */
export const pathQuestions = (context: ExchangeContext) =>
  ({
    groups: shell(context, 'Get-StorageGroup', 'Name,Server,Guid,LogFolderPath,SystemFolderPath'),
    mailboxes: shell(context, 'Get-MailboxDatabase', 'Name,Server,StorageGroup,EdbFilePath'),
    publicFolders: shell(context, 'Get-PublicFolderDatabase', 'Name,Server,StorageGroup,EdbFilePath'),
  }) as const;

/**
 * The folders of this host in which databases, logs and checkpoints are. What the shell says of other servers is left
 * out: a server is this host by its name, a clustered one by the shares of its storage groups. Where the shell does not
 * answer, only the folders behind the shares are known, and there may be others.
 */
export function databaseFolders(evidence: HostEvidence, context: ExchangeContext): Fact {
  const questions = pathQuestions(context);
  const [groups, mailboxes, publicFolders] = [questions.groups, questions.mailboxes, questions.publicFolders].map(
    (question) => objectsOf(evidence, question),
  );
  const shares = replicationShares(evidence) ?? [];
  const origin = { kind: 'question', question: questions.groups } as const;
  if (groups === undefined || mailboxes === undefined) {
    const folders = factOf(distinct(shares.map(({ folder }) => folder)), {
      kind: 'question',
      question: { id: 'registry-export', key: SERVICES_KEY },
    });
    return folders.kind === 'list' ? { ...folders, complete: false } : folders;
  }
  const own = groups.filter(
    (group) =>
      sameName(group.get('Server') ?? '', evidence.host) ||
      shares.some(({ guid }) => sameName(guid, group.get('Guid') ?? '')),
  );
  const databases = [...mailboxes, ...(publicFolders ?? [])].filter((database) =>
    own.some((group) => isIn(database, group)),
  );
  return factOf(
    distinct([
      ...own.flatMap((group) => [group.get('LogFolderPath') ?? '', group.get('SystemFolderPath') ?? '']),
      ...databases.map((database) => parentOf(database.get('EdbFilePath') ?? '') ?? ''),
    ]).filter((folder) => folder !== ''),
    origin,
  );
}

const isIn = (database: ListedObject, group: ListedObject): boolean =>
  sameName(database.get('Server') ?? '', group.get('Server') ?? '') &&
  sameName((database.get('StorageGroup') ?? '').replace(/^.*\\/, ''), group.get('Name') ?? '');

function objectsOf(evidence: HostEvidence, question: HostRequest): readonly ListedObject[] | undefined {
  const text = evidence.text(question);
  const read = text.kind === 'known' ? parseFormatList(text.value) : undefined;
  return read?.kind === 'known' && read.value.unread.length === 0 ? read.value.rows : undefined;
}

const distinct = (folders: readonly string[]): string[] =>
  folders.filter((folder, i) => folders.findIndex((other) => samePath(other, folder)) === i);
