import { SERVICE_ERROR } from '../../windows/services/service-control-manager.ts';
import { ClusterLog } from '../cluster-log.ts';
import type { ResourceContext, ResourceInstance, ResourceType } from '../resource-type.ts';

/**
 * A service as a cluster resource: online while it runs. Its private property ServiceName names it.
 *
 * @source Windows cluster documentation, Generic Service (ServiceName); both tests of it ask whether the service runs.
 * @assumed Going online sets the service to demand start; one that runs already is taken over; one whose stop does not
 * end, or is refused, is left to the pending time-out, and terminating ends its process.
 */
export const genericService: ResourceType = {
  name: 'Generic Service',
  open: (context) => instanceOf(context),
};

function instanceOf(context: ResourceContext): ResourceInstance {
  const { node } = context;
  const { services, processes } = node;
  const log = new ClusterLog(node);
  const service = (): string => String(context.privateProperty('ServiceName') ?? '');
  let told = false;
  const runs = (): boolean => {
    if (services.isRunning(service())) return true;
    if (!told) log.serviceFailed(service(), services.status(service()).exitCode);
    told = true;
    return false;
  };
  return {
    online: ({ done, failed }) => {
      const name = service();
      const configuration = services.configuration(name);
      if (configuration === undefined) {
        log.serviceNotOpened(name, SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST);
        return failed(SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST);
      }
      if (configuration.start === 'auto') services.configure(name, { start: 'demand' });
      services.start(name, (error) => {
        if (services.isRunning(name)) {
          told = false;
          return done();
        }
        log.serviceNotStarted(name, error);
        failed(error);
      });
    },
    offline: ({ done, failed }) => {
      const name = service();
      if (services.status(name).state === 'STOPPED') return done();
      services.stop(name, (error) => {
        if (services.status(name).state === 'STOPPED') done();
        else if (error !== SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT) failed(error);
      });
    },
    terminate: () => {
      const name = service();
      if (services.isRunning(name)) services.stop(name);
      const { process } = services.status(name);
      if (process !== undefined) processes.exit(process, 1);
    },
    looksAlive: runs,
    isAlive: runs,
    because: () => {
      const since = services.since(service());
      return since === undefined ? [] : [since];
    },
  };
}
