import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClusterList } from './cluster-list.ts';

const NODES = ['NODEA', 'NODEB'];

/** Written by hand after public captures: a cell that is too long pushes the others to the right. */
const english = [
  'Listing status for all available resources:',
  '',
  'Resource             Group                Node            Status',
  '-------------------- -------------------- --------------- ------',
  'Cluster IP Address   Cluster Group        NODEA           Online',
  'Exchange Information Store Instance (CMS01) CMS01                NODEB           Online Pending',
  '',
].join('\r\n');
const german = [
  'Status aller verfügbaren Ressourcengruppen:',
  '',
  'Gruppe               Knoten          Status',
  '-------------------- --------------- ------',
  'Clustergruppe        nodea           Online',
  'Gruppe von NODEA     NODEB           Fehlgeschlagen',
].join('\r\n');

test('names that are too long for their column do not hide who owns a resource', () => {
  expect(parseClusterList(english, NODES)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { object: 'Cluster IP Address   Cluster Group', node: 'NODEA', status: 'Online' },
        { object: 'Exchange Information Store Instance (CMS01) CMS01', node: 'NODEB', status: 'Online Pending' },
      ],
      unread: [],
    },
  });
});

test('a German list is read as well; a name that holds the name of a node does not mislead', () => {
  expect(parseClusterList(german, NODES)).toEqual({
    kind: 'known',
    value: {
      rows: [
        { object: 'Clustergruppe', node: 'nodea', status: 'Online' },
        { object: 'Gruppe von NODEA', node: 'NODEB', status: 'Fehlgeschlagen' },
      ],
      unread: [],
    },
  });
});

test('a line without a node is not taken for a row, and not lost', () => {
  const reading = parseClusterList(`${german}\r\nWeitere Gruppe  NODEC  Online`, NODES);
  expect(reading).toMatchObject({ value: { unread: ['Weitere Gruppe  NODEC  Online'] } });
});

test('an error is no empty list', () => {
  expect(parseClusterList('System error 1753 has occurred (0x000006d9).', NODES).kind).toBe('unreadable');
});

test('no output makes it fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (output, nodes) => {
      expect(['known', 'unreadable']).toContain(parseClusterList(output, nodes).kind);
    }),
  );
});
