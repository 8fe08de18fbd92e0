import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEventCsv, parseEventXml } from './event-list.ts';

const EVENT = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Service Control Manager' Guid='{555908d1-a6d7-4695-8e1e-26931d2012f4}' EventSourceName='Service Control Manager'/><EventID Qualifiers='16384'>7040</EventID><Version>0</Version><Level>4</Level><TimeCreated SystemTime='2008-03-03T08:05:00.000000000Z'/><Channel>System</Channel><Computer>NODEA</Computer></System><EventData><Data Name='param1'>X</Data></EventData><RenderingInfo Culture='de-DE'><Message>Der Starttyp des Diensts &quot;A &amp; B&quot; wurde ge&#228;ndert.</Message></RenderingInfo></Event>`;

test('records of wevtutil are read by the names of elements, whatever the language of the message', () => {
  expect(parseEventXml(`${EVENT}\r\n${EVENT}\r\n`)).toMatchObject({
    kind: 'known',
    value: [
      {
        source: 'Service Control Manager',
        id: 7040,
        at: '2008-03-03T08:05:00.000000000Z',
        text: 'Der Starttyp des Diensts "A & B" wurde geändert.',
      },
      {},
    ],
  });
  expect(parseEventXml('')).toEqual({ kind: 'known', value: [] });
});

test('a record that was cut, and something else, are unreadable', () => {
  expect(parseEventXml(EVENT.slice(0, -20))).toMatchObject({ kind: 'unreadable' });
  expect(parseEventXml('Fehler beim Lesen')).toMatchObject({ kind: 'unreadable' });
});

const CSV = [
  '',
  '"Typ","Ereignis","Datum Uhrzeit","Quelle","Computername","Kategorie","Benutzer","Beschreibung"',
  '"Informationen","7040","03.03.2008 08:05:00","Service Control Manager","NODEA","Keine","NT-AUTORITÄT\\SYSTEM","Der Starttyp des Dienstes ""A"" wurde',
  'geändert."',
  '',
].join('\r\n');

test('records of eventquery.vbs are read by their columns, texts of several lines too', () => {
  expect(parseEventCsv(CSV)).toEqual({
    kind: 'known',
    value: [
      {
        source: 'Service Control Manager',
        id: 7040,
        at: '03.03.2008 08:05:00',
        text: 'Der Starttyp des Dienstes "A" wurde\r\ngeändert.',
      },
    ],
  });
  expect(parseEventCsv("\r\nINFO: No records available for the 'System' log.\r\n")).toEqual({
    kind: 'known',
    value: [],
  });
  expect(parseEventCsv('"Type","Event"\r\n')).toMatchObject({ kind: 'unreadable' });
});

test('no output makes the parsers throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(?:<Event>|"7040"|,|"|\r\n| )*$/)), (text) => {
      expect(['known', 'unreadable']).toContain(parseEventXml(text).kind);
      expect(['known', 'unreadable']).toContain(parseEventCsv(text).kind);
    }),
  );
});
