import { MINUTE } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { CcrPair, MAILBOX_GROUP, USER } from './ccr-pair.ts';

const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\r\n`).join('');

test('the status of a clustered mailbox server is shown property by property', () => {
  const pair = new CcrPair();
  pair.cluster.offlineResource('SG-PF/Public Folders (CMS01)');
  pair.pass(MINUTE);
  expect(pair.shell(pair.a, 'Get-ClusteredMailboxServerStatus -Identity CMS01 | fl')).toBe(
    lines(
      '',
      'Identity                        : CMS01',
      'ClusteredMailboxServerName      : CMS01',
      'State                           : PartiallyOnline',
      'OperationalMachines             : {NODEA <Active, Quorum Owner>, NODEB}',
      'FailedResources                 : {}',
      'OperationalReplicationHostNames : {nodea, nodeb}',
      'FailedReplicationHostNames      : {}',
      'InUseReplicationHostNames       : {nodea, nodeb}',
      'IsValid                         : True',
      'ObjectState                     : Unchanged',
      '',
      '',
    ),
  );
});

test('the copies of storage groups are shown in five columns, and with their counters', () => {
  const pair = new CcrPair();
  pair.send(USER, 12, 200_000);
  expect(pair.shell(pair.b, 'Get-StorageGroupCopyStatus')).toBe(
    lines(
      '',
      'Name   SummaryCopyStatus CopyQueueLength ReplayQueueLength LastInspectedLogTime',
      '----   ----------------- --------------- ----------------- --------------------',
      'SG-MBX Healthy           0               0                 2008-03-03 08:05:11',
      'SG-PF  Healthy           0               0',
      '',
      '',
    ),
  );
  const list = pair.shell(pair.a, `Get-StorageGroupCopyStatus CMS01\\${MAILBOX_GROUP} | fl LastLog*,CopyQ*`);
  expect(list).toBe(
    lines(
      '',
      'CopyQueueLength     : 0',
      'LastLogGenerated    : 2',
      'LastLogCopyNotified : 2',
      'LastLogCopied       : 2',
      'LastLogInspected    : 2',
      'LastLogReplayed     : 2',
      '',
      '',
    ),
  );
});

test('databases are dismounted and mounted, and their list says so', () => {
  const pair = new CcrPair();
  const mounted = () =>
    /Mailboxes +CMS01 +SG-MBX +False +(True|False)/.exec(pair.shell(pair.b, 'Get-MailboxDatabase -Status'))?.[1];
  expect(mounted()).toBe('True');
  expect(pair.shell(pair.a, "Dismount-Database 'SG-MBX\\Mailboxes'")).toContain('add -Confirm:$false');
  expect(pair.shell(pair.a, "Dismount-Database 'SG-MBX\\Mailboxes' -Confirm:$false")).toBe('');
  expect(mounted()).toBe('False');
  expect(pair.shell(pair.a, "Mount-Database 'SG-MBX\\Mailboxes'")).toBe('');
  expect(mounted()).toBe('True');
});

test('the dial is set for the server, whichever node it is set on', () => {
  const pair = new CcrPair();
  expect(pair.shell(pair.b, 'Set-MailboxServer CMS01 -AutoDatabaseMountDial Lossless')).toBe('');
  expect(pair.shell(pair.b, 'Set-MailboxServer CMS01 -AutoDatabaseMountDial Sometimes')).toContain('Cannot convert');
  pair.a.powerOff();
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual([]);
});

test('what cannot be done says why; what is not played says that', () => {
  const pair = new CcrPair();
  expect(pair.move(pair.a)).toContain('CMS01 is on NODEA already');
  expect(pair.shell(pair.a, 'Move-ClusteredMailboxServer CMS01 -TargetMachine NODEB -MoveComment x')).toContain(
    'Are you sure',
  );
  expect(pair.shell(pair.a, 'Move-ClusteredMailboxServer CMS01 -TargetMachine NODEB')).toContain('MoveComment');
  expect(pair.shell(pair.a, 'Get-StorageGroupCopyStatus SG-NONE')).toContain("'SG-NONE' could not be found");
  expect(pair.shell(pair.a, 'Test-ReplicationHealth')).toContain('"Test-ReplicationHealth" is not modelled');
  expect(pair.shell(pair.a, 'Get-StorageGroupCopyStatus | Select Name')).toContain('is not modelled');
});

test('PowerShell alone does not know the cmdlets of Exchange', () => {
  const pair = new CcrPair();
  expect(pair.type(pair.a, 'powershell -Command "Get-StorageGroupCopyStatus"')).toContain(
    "The term 'Get-StorageGroupCopyStatus' is not recognized as a cmdlet",
  );
});
