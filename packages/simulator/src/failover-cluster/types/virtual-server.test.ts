import { expect, test } from 'vitest';
import type { Connection } from '../../network/tcp-stack.ts';
import { SECOND } from '../../network/test/small-network.ts';
import { type SmallCluster, smallCluster } from '../test/small-cluster.ts';

/** A name and an address that move, and a share on each node. */
function withName(): SmallCluster {
  const made = smallCluster({
    prepare: ({ cluster, nodes }) => {
      for (const node of nodes) {
        node.files.makeFolders('C:\\Mail');
        node.files.install('C:\\Mail\\who.txt', node.name);
        node.smb.addShare('Mail', 'C:\\Mail');
      }
      cluster.createGroup({ name: 'CMS01' });
      cluster.createResource({
        name: 'IP',
        type: 'IP Address',
        group: 'CMS01',
        privateProperties: { Address: '192.0.2.50' },
      });
      cluster.createResource({
        name: 'Name',
        type: 'Network Name',
        group: 'CMS01',
        dependsOn: ['IP'],
        privateProperties: { Name: 'CMS01' },
      });
    },
  });
  made.pass(SECOND);
  return made;
}

function connectionTo({ hub, pass }: SmallCluster, target: string, port: number): Connection | number {
  let outcome: Connection | number = 0;
  hub.tcp.connect(hub.processes.system, target, port, (result) => {
    outcome = result.ok ? result.connection : result.error.code;
  });
  pass(SECOND);
  return outcome;
}

test('whoever connects to the name reaches the node that owns it', () => {
  const made = withName();
  const read = (): string => {
    let text = '';
    const request = {
      process: made.hub.processes.system,
      path: '\\\\CMS01\\Mail\\who.txt',
      access: 'read',
      share: { read: true },
      disposition: 'open-existing',
    } as const;
    made.hub.files.open(request, (opened) => {
      if (!opened.ok) return;
      text = new TextDecoder().decode(opened.handle.read());
      opened.handle.close();
    });
    made.pass(SECOND);
    return text;
  };
  expect(read()).toBe('NODEA');
  made.cluster.moveGroup('CMS01', 'NODEB');
  made.pass(SECOND);
  expect(read()).toBe('');
  expect(read()).toBe('NODEB');
});

test('an address that goes offline takes its connections with it; the other end finds out when it sends', () => {
  const made = withName();
  const connection = connectionTo(made, 'CMS01', 445) as Connection;
  let error = 0;
  connection.onClosed((_, why) => {
    error = why?.code ?? 0;
  });
  made.cluster.offlineGroup('CMS01');
  made.pass(SECOND);
  expect([connection.isOpen, connectionTo(made, 'CMS01', 445)]).toEqual([true, 11001]);
  connection.send('hello');
  made.pass(SECOND);
  expect([connection.isOpen, error]).toEqual([false, 10054]);
});

test('a cut way to the owner is a cut way to its addresses', () => {
  const made = withName();
  made.network.partition('HUB01', 'NODEA', true);
  made.pass(SECOND);
  const outcomes: number[] = [];
  made.hub.tcp.connect(made.hub.processes.system, 'CMS01', 445, (result) =>
    outcomes.push(result.ok ? 0 : result.error.code),
  );
  made.pass(30 * SECOND);
  expect(outcomes).toEqual([10060]);
});

test('an address that a host has cannot come online', () => {
  const made = withName();
  made.cluster.offlineGroup('CMS01');
  made.cluster.setPrivateProperty('IP', 'Address', '192.0.2.30');
  made.cluster.onlineResource('IP');
  made.pass(SECOND);
  expect(made.events('cluster.resource-failed')[0]).toMatchObject({ subject: 'IP', error: 5057 });
});

test('a node that boots has lost the addresses that it had: another one can take them', () => {
  const made = withName();
  made.b.services.stop('ClusSvc');
  made.pass(SECOND);
  made.a.powerOff();
  made.a.boot();
  made.b.services.start('ClusSvc');
  made.pass(120 * SECOND);
  made.cluster.moveGroup('CMS01', 'NODEB');
  made.pass(SECOND);
  expect(made.cluster.group('CMS01')).toEqual({ name: 'CMS01', node: 'NODEB', state: 'online' });
  expect(made.events('cluster.resource-failed')).toEqual([]);
});
