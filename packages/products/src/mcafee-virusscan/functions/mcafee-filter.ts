import type { RuleFunction } from '@scanclash/core';

/** Whether a file system filter is one of McAfee's. @assumed HOLE-driver-names: by the beginnings of their names. */
export const mcafeeFilter: RuleFunction = {
  name: 'mcafeeFilter',
  title: 'Whether a file system filter is one of McAfee, by the beginning of its name (mfe, naiavf)',
  parameters: [{ name: 'filter', type: 'string' }],
  returns: 'bool',
  evaluate: (_, filter) => /^(?:mfe|naiavf)/i.test(filter as string),
};
