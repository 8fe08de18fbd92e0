import type { RuleFunction } from '@scanclash/core';

/** Whether a list of ports as a port rule holds it (`25,587`, `6666-6669`) names a port. */
export const namesPort: RuleFunction = {
  name: 'namesPort',
  title: 'Whether the ports of a port rule ("25,587", "6666-6669") include a port',
  parameters: [
    { name: 'ports', type: 'string' },
    { name: 'port', type: 'int' },
  ],
  returns: 'bool',
  evaluate: (_, ports, port) =>
    (ports as string).split(',').some((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return first !== undefined && last !== undefined && first <= (port as number) && (port as number) <= last;
    }),
};
