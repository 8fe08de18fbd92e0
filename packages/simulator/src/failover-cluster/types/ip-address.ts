import { CLUSTER_ERROR } from '../cluster-error.ts';
import type { ResourceContext, ResourceInstance, ResourceType } from '../resource-type.ts';

export const IP_ADDRESS = 'IP Address';

/**
 * An address that moves with its group. Its private property Address names it. Connections to it end where it goes
 * offline; who is at the other end finds out by asking.
 */
export const ipAddress: ResourceType = {
  name: IP_ADDRESS,
  open: (context) => instanceOf(context),
};

function instanceOf({ node, privateProperty }: ResourceContext): ResourceInstance {
  const address = (): string => String(privateProperty('Address') ?? '');
  const withdraw = (): void => node.network.withdraw(address(), node.tcp);
  return {
    online: ({ done, failed }) => {
      if (!/^\d+(\.\d+){3}$/.test(address())) return failed(CLUSTER_ERROR.ERROR_INVALID_PARAMETER);
      if (!node.network.assign(address(), node.tcp)) return failed(CLUSTER_ERROR.ERROR_CLUSTER_IPADDR_IN_USE);
      done();
    },
    offline: ({ done }) => {
      withdraw();
      done();
    },
    terminate: withdraw,
    looksAlive: () => node.network.stackAt(address()) === node.tcp,
    isAlive: () => node.network.stackAt(address()) === node.tcp,
  };
}
