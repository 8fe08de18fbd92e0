import { expect, test } from 'vitest';
import { addService, SECOND } from '../../network/test/small-network.ts';
import type { ServiceContext } from '../../windows/services/service-control-manager.ts';
import { type SmallCluster, smallCluster } from '../test/small-cluster.ts';

/** A service as a cluster resource on both nodes, automatic before it became one. */
function withService(
  options: { program?: (context: ServiceContext) => void; serviceName?: string } = {},
): SmallCluster {
  const made = smallCluster({
    prepare: ({ cluster, nodes }) => {
      for (const node of nodes) {
        addService(node, 'Shield', options.program === undefined ? { start: 'auto' } : { program: options.program });
      }
      cluster.createGroup({ name: 'CMS01' });
      cluster.createResource({
        name: 'GroupShield',
        type: 'Generic Service',
        group: 'CMS01',
        privateProperties: { ServiceName: options.serviceName ?? 'Shield' },
      });
    },
  });
  made.pass(SECOND);
  return made;
}

const ids = ({ a }: SmallCluster) =>
  a.eventLog
    .records('System')
    .filter(({ source }) => source === 'FailoverClustering')
    .map(({ id }) => id);

test('a service that is a resource is set to demand start and moves with its group', () => {
  const { cluster, a, b, pass } = withService();
  expect([a.services.configuration('Shield')?.start, a.services.isRunning('Shield')]).toEqual(['demand', true]);
  cluster.moveGroup('CMS01', 'NODEB');
  pass(SECOND);
  expect([a.services.isRunning('Shield'), b.services.isRunning('Shield')]).toEqual([false, true]);
  expect(cluster.resource('GroupShield')).toMatchObject({ node: 'NODEB', state: 'online' });
});

test('a service that somebody stops is found at the next look, and started again', () => {
  const made = withService();
  made.a.services.stop('Shield');
  made.pass(6 * SECOND);
  expect([made.a.services.isRunning('Shield'), made.cluster.resource('GroupShield')?.state]).toEqual([true, 'online']);
  expect(ids(made)).toEqual([1042, 1069]);
  const failed = made.events('cluster.resource-failed')[0];
  expect(failed).toMatchObject({ subject: 'GroupShield', during: 'online' });
  expect(failed?.causes).toContain('NODEA/scm/service.stopped/Shield#1');
  const restarted = made.events('cluster.resource-online').filter(({ subject }) => subject === 'GroupShield')[1];
  expect(made.world.trace.ancestorsOf(restarted?.id ?? '').map(({ id }) => id)).toContain(failed?.id);
});

test('a service that does not exist, or does not start, says so: 1040, 1041', () => {
  expect(new Set(ids(withService({ serviceName: 'Nope' })))).toEqual(new Set([1040, 1069]));
  expect(new Set(ids(withService({ program: ({ stopped }) => stopped(5) })))).toEqual(new Set([1041, 1069]));
});

test('a service that does not stop holds its group until the pending time-out, and is ended then', () => {
  const hanging = ({ running, onStop }: ServiceContext): void => {
    onStop(() => {});
    running();
  };
  const made = withService({ program: hanging });
  made.cluster.moveGroup('CMS01', 'NODEB');
  made.pass(170 * SECOND);
  expect([made.a.services.status('Shield').state, made.b.services.isRunning('Shield')]).toEqual([
    'STOP_PENDING',
    false,
  ]);
  made.pass(20 * SECOND);
  expect([made.a.services.status('Shield').state, made.b.services.isRunning('Shield')]).toEqual(['STOPPED', true]);
  expect(made.a.eventLog.records('System').map(({ id }) => id)).toContain(1069);
});

test('a service on which others depend cannot be taken offline: 1051', () => {
  const made = withService();
  addService(made.a, 'Watchdog', { dependsOn: ['Shield'] });
  made.a.services.start('Watchdog');
  made.cluster.offlineResource('GroupShield');
  made.pass(SECOND);
  expect(made.events('cluster.resource-failed')).toMatchObject([{ error: 1051, during: 'offline-pending' }]);
});
