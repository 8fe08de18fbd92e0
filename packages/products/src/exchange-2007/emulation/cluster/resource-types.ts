import type { ResourceContext, ResourceInstance, ResourceType, SimulatedHost } from '@scanclash/simulator';
import { SERVICE_ERROR } from '@scanclash/simulator';
import { exchangeOn } from '../exchange-host.ts';
import type { MountDecision } from '../running-services.ts';
import { databaseResource } from './server-resources.ts';

export const ATTENDANT_TYPE = 'Microsoft Exchange System Attendant';
export const STORE_TYPE = 'Microsoft Exchange Information Store';
export const DATABASE_TYPE = 'Microsoft Exchange Database Instance';

/** ERROR_NOT_READY: nobody allows the mount. */
const ERROR_NOT_READY = 21;
const ERROR_GEN_FAILURE = 31;

/**
 * A resource that is a service of Exchange: services that depend on it are stopped first, then it is told to stop, and left
 * alone where that does not help.
 */
function serviceResource(node: SimulatedHost, service: string): ResourceInstance {
  const { services, processes } = node;
  return {
    online: ({ done, failed }) => {
      services.start(service, (error) => (services.isRunning(service) ? done() : failed(error)));
    },
    offline: ({ done, failed }) => {
      const { state, process } = services.status(service);
      if (state === 'STOPPED') return done();
      const stopped = (error: number): void => {
        if (services.status(service).state === 'STOPPED') return done();
        const isUnderWay =
          error === SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT ||
          error === SERVICE_ERROR.ERROR_SERVICE_CANNOT_ACCEPT_CTRL;
        // It was told and takes its time: the cluster loses patience, not the resource.
        if (isUnderWay && process !== undefined) processes.onExit(process, done);
        else failed(error);
      };
      const takesDependents = exchangeOn(node).assume<boolean>('store-stop-takes-dependents');
      stopInTurn(node, takesDependents ? services.runningDependents(service) : [], () =>
        services.stop(service, stopped),
      );
    },
    terminate: () => {
      if (exchangeOn(node).assume<boolean>('terminate-leaves-store')) return;
      const { process } = services.status(service);
      if (process !== undefined) processes.exit(process, 1);
    },
    looksAlive: () => services.isRunning(service),
    isAlive: () => services.isRunning(service),
    because: () => [services.since(service)].flatMap((event) => event ?? []),
  };
}

/** Stops services one after the other; one that does not stop is left, and found by whoever wants more. */
function stopInTurn(node: SimulatedHost, [service, ...rest]: readonly string[], done: () => void): void {
  if (service === undefined) return done();
  node.services.stop(service, () => stopInTurn(node, rest, done));
}

/**
 * A database: online is mounted, offline is dismounted.
 * @source CCR-HELP: the resource model. @assumed HOLE-exchange-resource-dll: what its resource DLL does at the stop.
 */
function databaseInstance({ node, resource }: ResourceContext): ResourceInstance {
  const exchange = exchangeOn(node);
  const { server } = exchange;
  const group = server?.groups.find((one) => databaseResource(server, one) === resource);
  let isOurs = false;
  /** The request to bring it online that still counts: one that was terminated must not mount anything any more. */
  let wanted: object | undefined;
  const leave = (): void => {
    if (isOurs && group !== undefined) exchange.replication?.released(group);
    isOurs = false;
    wanted = undefined;
  };
  // A store that is gone is for its own resource to tell: the databases come back with it.
  const isAlive = (): boolean => exchange.store === undefined || isMounted();
  const isMounted = (): boolean => group !== undefined && exchange.store?.isMounted(group) === true;
  return {
    online: ({ done, failed }) => {
      const { store, replication } = exchange;
      if (store === undefined || group === undefined) return failed(ERROR_NOT_READY);
      const request = {};
      wanted = request;
      const mount = (decision: MountDecision | undefined): void => {
        store.mount(group, (mounted) => {
          if (wanted !== request) return;
          if (!mounted) return failed(ERROR_GEN_FAILURE);
          isOurs = true;
          if (decision !== undefined) exchange.replication?.mounted(group, decision);
          done();
        });
      };
      if (!exchange.isOn('mount-needs-permission')) return mount(undefined);
      if (replication === undefined) return failed(ERROR_NOT_READY);
      replication.allowMount(group, (decision) => {
        if (wanted !== request) return;
        if (decision.allowed) node.world.because(decision.event, () => mount(decision));
        else failed(ERROR_NOT_READY);
      });
    },
    offline: ({ done }) => {
      const { store } = exchange;
      const left = (): void => {
        leave();
        done();
      };
      if (store === undefined || group === undefined || exchange.assume<boolean>('dismount-skipped')) return left();
      store.dismount(group, left);
    },
    // Nobody waits for it: a store that hangs goes on holding its files.
    terminate: () => {
      const isSkipped = exchange.assume<boolean>('dismount-skipped');
      if (wanted !== undefined && group !== undefined && !isSkipped) exchange.store?.dismount(group, () => {});
      leave();
    },
    looksAlive: isAlive,
    isAlive,
    because: () => [group && exchange.store?.obstacle(group)].flatMap((event) => event ?? []),
  };
}

export const exchangeResourceTypes: readonly ResourceType[] = [
  { name: ATTENDANT_TYPE, open: ({ node }) => serviceResource(node, 'MSExchangeSA') },
  { name: STORE_TYPE, open: ({ node }) => serviceResource(node, 'MSExchangeIS') },
  { name: DATABASE_TYPE, open: databaseInstance },
];
