import type { Cursor, RuleFunction } from '@scanclash/core';

/** The last of several texts: of the times of some lines of a log, which is written from its top to its bottom, the newest. */
export const lastOf: RuleFunction = {
  name: 'lastOf',
  title: 'The last of several texts; of times of lines of a log it is the newest',
  parameters: [{ name: 'texts', type: 'list<string>' }],
  returns: 'string',
  evaluate: (read, texts) => {
    if (read.isCut(texts as Cursor)) return read.unread(texts as Cursor);
    return [...read.items(texts as Cursor)].at(-1) ?? '';
  },
};
