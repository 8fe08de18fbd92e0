import { CLUSTER_ERROR } from '../cluster-error.ts';
import type { ResourceContext, ResourceInstance, ResourceType } from '../resource-type.ts';

export const NETWORK_NAME = 'Network Name';

/**
 * A name that moves with its group, and stands for the address that it depends on. Its private property Name is the name.
 *
 * @param addressOf - The address on which a resource depends.
 * @assumed A name that is offline is not resolved; a real name server would still know its address.
 */
export const networkName = (addressOf: (resource: string) => string | undefined): ResourceType => ({
  name: NETWORK_NAME,
  open: (context) => instanceOf(context, addressOf),
});

function instanceOf(
  { node, resource, privateProperty }: ResourceContext,
  addressOf: (resource: string) => string | undefined,
): ResourceInstance {
  const name = (): string => String(privateProperty('Name') ?? '');
  const isResolved = (): boolean => {
    const address = node.network.resolve(name());
    return address !== undefined && address === addressOf(resource);
  };
  const forget = (): void => {
    if (isResolved() && node.network.stackAt(addressOf(resource) ?? '') === node.tcp) node.network.forgetName(name());
  };
  return {
    online: ({ done, failed }) => {
      const address = addressOf(resource);
      if (name() === '' || address === undefined) return failed(CLUSTER_ERROR.ERROR_INVALID_PARAMETER);
      node.network.giveName(name(), address);
      done();
    },
    offline: ({ done }) => {
      forget();
      done();
    },
    terminate: forget,
    looksAlive: isResolved,
    isAlive: isResolved,
  };
}
