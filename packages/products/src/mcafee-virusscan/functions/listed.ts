import { anyOf, type Cursor, type RuleFunction, sameName } from '@scanclash/core';

/** Whether a program is in a list of programs: image names, without regard to case. */
export const listed: RuleFunction = {
  name: 'listed',
  title: 'Whether a program is in a list of programs; image names are compared without regard to case',
  parameters: [
    { name: 'program', type: 'string' },
    { name: 'programs', type: 'list<string>' },
  ],
  returns: 'bool',
  evaluate: (read, program, programs) => {
    const list = programs as Cursor;
    const found = anyOf(read.items(list), (entry) =>
      typeof entry === 'string' ? sameName(entry, program as string) : (entry ?? false),
    );
    return found === false && read.isCut(list) ? read.unread(list) : found;
  },
};
