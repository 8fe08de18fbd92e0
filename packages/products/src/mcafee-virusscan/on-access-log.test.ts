import { expect, test } from 'vitest';
import { detections } from './on-access-log.ts';

test('a detection is a line of seven columns; time-outs, banners and statistics are none', () => {
  const log = [
    '10/23/2010\t17:22:01 PM\tNot scanned  (scan timed out)\tSYSTEM\tG:\\a.exe\tF:\\b.sth',
    '10/23/2010\t5:22:01 PM\t\tEngine version\t5400',
    '10/23/2010\t5:22:02 PM\tDeleted\tSYSTEM\tC:\\a.exe\tC:\\Tools\\remote.exe\tRemAdm-Example (Tool)',
    'Statistics:',
  ].join('\r\n');
  expect(detections(log)).toEqual([
    {
      date: '10/23/2010',
      time: '5:22:02 PM',
      action: 'Deleted',
      process: 'C:\\a.exe',
      target: 'C:\\Tools\\remote.exe',
      detection: 'RemAdm-Example (Tool)',
    },
  ]);
});
