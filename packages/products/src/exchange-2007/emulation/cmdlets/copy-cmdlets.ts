import { isoLocal } from '@scanclash/simulator';
import { ownerOf } from '../cluster/server-resources.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer } from '../organisation.ts';
import type { RunningCopy } from '../running-services.ts';
import type { StorageGroup } from '../storage-group.ts';
import { type Cmdlet, error, findGroup, identityOf, isSet, NOTHING, passiveCopy, serversOf, textOf } from './cmdlet.ts';

/** @source CCR-CMDLETS: the columns of the table, the properties of the list. */
const COLUMNS = ['Name', 'SummaryCopyStatus', 'CopyQueueLength', 'ReplayQueueLength', 'LastInspectedLogTime'];

export const getStorageGroupCopyStatus: Cmdlet = (exchange, command, done) => {
  const identity = identityOf(command);
  const found = identity === undefined ? undefined : findGroup(exchange, identity);
  if (identity !== undefined && found === undefined) {
    return done(error(`The operation could not be performed because object '${identity}' could not be found.`));
  }
  const chosen =
    found === undefined
      ? serversOf(exchange, textOf(command, 'server')).flatMap((server) =>
          server.groups.map((group) => ({ server, group })),
        )
      : [found];
  done({
    kind: 'output',
    output: { columns: COLUMNS, objects: chosen.map(({ server, group }) => statusOf(exchange, server, group)) },
  });
};

function statusOf(
  exchange: ExchangeHost,
  server: MailboxServer,
  group: StorageGroup,
): Readonly<Record<string, string>> {
  const { host } = exchange;
  const passive = passiveCopy(exchange, server, group, ownerOf(host, server));
  const copy = passive?.copy;
  const status = passive === undefined ? 'NotConfigured' : (copy?.status ?? 'ServiceDown');
  const { generated = 0, notified = 0, copied = 0, inspected = 0, replayed = 0 } = copy?.counters ?? {};
  const at = copy?.lastInspectedAt;
  return {
    Identity: `${server.name}\\${group.name}`,
    StorageGroupName: group.name,
    Name: group.name,
    SummaryCopyStatus: status,
    Failed: word(status === 'Failed'),
    FailedMessage: copy?.failure ?? '',
    Seeding: word(status === 'Seeding'),
    Suspend: word(status === 'Suspended'),
    CopyQueueLength: String(Math.max(0, generated - inspected)),
    ReplayQueueLength: String(Math.max(0, inspected - replayed)),
    LastInspectedLogTime: at === undefined ? '' : isoLocal(host.world.localTime(at)).replace('T', ' ').slice(0, 19),
    LastLogGenerated: String(generated),
    LastLogCopyNotified: String(notified),
    LastLogCopied: String(copied),
    LastLogInspected: String(inspected),
    LastLogReplayed: String(replayed),
    IsValid: 'True',
    ObjectState: 'Unchanged',
  };
}

const word = (value: boolean): string => (value ? 'True' : 'False');

type CopyAction = (copy: RunningCopy, done: (failure: string | undefined) => void) => void;

/** Has the passive node do something with its copy of a storage group. */
const onCopy =
  (act: CopyAction, allows: (copy: RunningCopy) => string | undefined = () => undefined): Cmdlet =>
  (exchange, command, done) => {
    const identity = identityOf(command) ?? '';
    const found = findGroup(exchange, identity);
    if (found === undefined) {
      return done(error(`The operation could not be performed because object '${identity}' could not be found.`));
    }
    const { server, group } = found;
    const copy = passiveCopy(exchange, server, group, ownerOf(exchange.host, server))?.copy;
    if (copy === undefined)
      return done(error(`The Microsoft Exchange Replication Service of the copy cannot be reached.`));
    const refusal = allows(copy);
    if (refusal !== undefined) return done(error(refusal));
    act(copy, (failure) => done(failure === undefined ? NOTHING : error(failure)));
  };

export const suspendStorageGroupCopy = onCopy((copy, done) => {
  copy.suspend();
  done(undefined);
});

export const resumeStorageGroupCopy = onCopy((copy, done) => {
  copy.resume();
  done(undefined);
});

/** @source CCR-HELP: a copy is seeded anew while it is suspended. */
export const updateStorageGroupCopy: Cmdlet = (exchange, command, done) => {
  const deletes = isSet(command, 'deleteexistingfiles');
  if (!deletes) return done({ kind: 'not-modelled', what: 'Update-StorageGroupCopy without -DeleteExistingFiles' });
  onCopy(
    (copy, answer) => copy.seed(answer),
    (copy) =>
      copy.status === 'Suspended' || copy.status === 'Failed'
        ? undefined
        : 'The storage group copy must be suspended before it can be updated.',
  )(exchange, command, done);
};
