import type { RuleFunction } from '@scanclash/core';

/** Whether a file is a program or a library, by its name. */
export const programFile: RuleFunction = {
  name: 'programFile',
  title: 'Whether a file is a program or a library, by its name: it ends in .exe or .dll',
  parameters: [{ name: 'path', type: 'string' }],
  returns: 'bool',
  evaluate: (_, path) => ['.EXE', '.DLL'].includes((path as string).slice(-4).toUpperCase()),
};
