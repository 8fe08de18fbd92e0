import type { RuleFunction } from '@scanclash/core';

/** Whether one of the folders above a file is called Temp. */
export const inTempFolder: RuleFunction = {
  name: 'inTempFolder',
  title: 'Whether a file lies in a folder called Temp, or below one',
  parameters: [{ name: 'path', type: 'string' }],
  returns: 'bool',
  evaluate: (_, path) => {
    const folders = (path as string).split('\\').slice(1, -1);
    return folders.some((folder) => folder.toUpperCase() === 'TEMP');
  },
};
