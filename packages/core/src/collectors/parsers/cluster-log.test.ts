import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClusterLog } from './index.ts';

// Written by hand in the form that Microsoft documents.
const LOG = [
  'ion of an entry whose beginning was cut',
  '00000a5c.00000b28::2007/03/05-10:00:12.345 INFO [FM] FmpOnlineResource: one',
  '00000a5c.00000b28::2007/03/05-10:00:12.361 ERR  Network Name <CLU01>: two',
  '  goes on here',
  '',
  '378.380::1999/06/09-18:00:50.881 [NM] Forming cluster membership.',
].join('\r\n');

test('entries have a time, a level since Windows 2003, and all the lines that belong to them', () => {
  expect(parseClusterLog(LOG)).toEqual({
    kind: 'known',
    value: [
      { at: '2007/03/05-10:00:12.345', level: 'INFO', text: '[FM] FmpOnlineResource: one' },
      { at: '2007/03/05-10:00:12.361', level: 'ERR', text: 'Network Name <CLU01>: two goes on here' },
      { at: '1999/06/09-18:00:50.881', level: undefined, text: '[NM] Forming cluster membership.' },
    ],
  });
});

test('what is no cluster log is unreadable, and nothing breaks the reader', () => {
  expect(parseClusterLog('').kind).toBe('unreadable');
  fc.assert(fc.property(fc.string(), (text) => void parseClusterLog(text)));
});
