import { plainOf, sz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, exportOf } from '../../test/told-evidence.ts';
import { dataSources } from './data-sources.ts';

const WIDE = 'HKLM\\SOFTWARE\\ODBC\\ODBC.INI';
const NARROW = 'HKLM\\SOFTWARE\\Wow6432Node\\ODBC\\ODBC.INI';

const source = {
  Driver: sz('C:\\WINDOWS\\system32\\SQLSRV32.dll'),
  Server: sz('SQL01'),
  Database: sz('Modus'),
  LastUser: sz('modus'),
  Password: sz('not to be shown'),
};

test('a data source is its server, its database and what it speaks over, and nothing that may be secret', () => {
  const fact = dataSources(
    evidenceOf(
      exportOf(WIDE, {
        [`${WIDE}\\ODBC Data Sources`]: { Modus: sz('SQL Server') },
        [`${WIDE}\\Modus`]: { ...source, Network: sz('DBNMPNTW') },
      }),
      exportOf(NARROW, { [`${NARROW}\\ModusEx`]: { Servername: sz('POSTGRES01'), Password: sz('not to be shown') } }),
    ),
  );
  expect(fact).toMatchObject({
    items: [
      { fields: { name: { value: 'Modus' }, server: { value: 'SQL01' }, protocol: { value: 'named-pipes' } } },
      {
        fields: {
          name: { value: 'ModusEx' },
          server: { value: 'POSTGRES01' },
          database: { kind: 'absent' },
          protocol: { kind: 'unreadable' },
        },
      },
    ],
  });
  expect(JSON.stringify(fact)).not.toMatch(/not to be shown|LastUser/);
});

test('no source is known to be none where both places were read', () => {
  expect(plainOf(dataSources(evidenceOf(exportOf(WIDE, {}), exportOf(NARROW, {}))))).toEqual([]);
  expect(dataSources(evidenceOf(exportOf(WIDE, {})))).toMatchObject({ kind: 'unreadable' });
});
