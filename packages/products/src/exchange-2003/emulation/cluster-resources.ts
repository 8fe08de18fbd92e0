import {
  FailoverCluster,
  type ResourceContext,
  type ResourceInstance,
  type ResourceType,
  type SimulatedHost,
} from '@scanclash/simulator';
import { smtpPort } from '../settings.ts';
import { exchange2003On } from './exchange-2003-host.ts';
import { startVirtualServer, stopVirtualServer } from './virtual-server.ts';

export const SMTP_TYPE = 'Microsoft Exchange SMTP Server Instance';
const ATTENDANT_TYPE = 'Microsoft Exchange System Attendant';
const STORE_TYPE = 'Microsoft Exchange Information Store';

/** A service that the cluster starts and stops. @assumed A plain start and stop control. */
const serviceType = (name: string, service: string): ResourceType => ({
  name,
  open: ({ node }): ResourceInstance => {
    const { services } = node;
    const runs = () => services.isRunning(service);
    return {
      online: ({ done, failed }) => services.start(service, (error) => (runs() ? done() : failed(error))),
      offline: ({ done }) => (runs() ? services.stop(service, () => done()) : done()),
      terminate: () => services.stop(service),
      looksAlive: runs,
      isAlive: runs,
    };
  },
});

/**
 * The SMTP virtual server as a resource: the service runs on each node, the virtual server is started on one. Whether it
 * is online is tried by a connection from the resource monitor, if that hypothesis is on.
 */
const smtpType: ResourceType = {
  name: SMTP_TYPE,
  open: ({ node, monitor }: ResourceContext): ResourceInstance => {
    const exchange = exchange2003On(node);
    const isStarted = () => exchange.virtualServer !== undefined && node.services.isRunning('SMTPSVC');
    return {
      online: ({ done, failed }) => {
        node.services.start('SMTPSVC', (error) => {
          const { process } = node.services.status('SMTPSVC');
          if (process === undefined || !node.services.isRunning('SMTPSVC')) return failed(error);
          startVirtualServer(exchange, process, () => {
            if (!exchange.isOn('probe-connects-to-smtp')) return done();
            node.tcp.connect(monitor, exchange.server, exchange.settings.get(smtpPort), (result) => {
              if (!result.ok) return failed(result.error.code);
              result.connection.close();
              done();
            });
          });
        });
      },
      offline: ({ done }) => {
        stopVirtualServer(exchange);
        done();
      },
      terminate: () => stopVirtualServer(exchange),
      looksAlive: isStarted,
      isAlive: isStarted,
    };
  },
};

/**
 * What setup puts into the cluster for an Exchange virtual server; what is there already stays.
 * @source EXCHANGE-2003-CLUSTER: the attendant depends on the name, store and protocols on the attendant. There is no
 * shared disk here: nothing of what is played lies on it.
 */
export function createVirtualServerGroup(host: SimulatedHost, server: string, address: string): void {
  const cluster = FailoverCluster.of(host);
  if (cluster === undefined) throw new Error(`${host.name} is no node of a cluster: ${server} cannot be set up`);
  const types = [serviceType(ATTENDANT_TYPE, 'MSExchangeSA'), serviceType(STORE_TYPE, 'MSExchangeIS'), smtpType];
  for (const type of types) cluster.registerType(host, type);
  const group = server;
  const [ip, name] = [`IP Address (${server})`, `Network Name (${server})`];
  const attendant = `Exchange System Attendant - (${server})`;
  cluster.createGroup({ name: group });
  cluster.createResource({ name: ip, type: 'IP Address', group, privateProperties: { Address: address } });
  cluster.createResource({ name, type: 'Network Name', group, dependsOn: [ip], privateProperties: { Name: server } });
  cluster.createResource({ name: attendant, type: ATTENDANT_TYPE, group, dependsOn: [name] });
  const onAttendant = (title: string, type: string) =>
    cluster.createResource({ name: `${title} - (${server})`, type, group, dependsOn: [attendant] });
  onAttendant('Exchange Information Store Instance', STORE_TYPE);
  onAttendant('SMTP Virtual Server Instance', SMTP_TYPE);
}
