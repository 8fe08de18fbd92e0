import {
  absent,
  asText,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  list,
  type Reading,
  type RegistryValue,
  record,
  sameName,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';

/** Where ODBC keeps the data sources of the system: of 64-bit programs (or of all), and of 32-bit ones. */
const KEYS = ['HKLM\\SOFTWARE\\ODBC\\ODBC.INI', 'HKLM\\SOFTWARE\\Wow6432Node\\ODBC\\ODBC.INI'] as const;
export const dataSourceQuestions: readonly HostRequest[] = KEYS.map((key) => ({ id: 'registry-export', key }));

/** Keys that list sources and are none. */
const LISTS = ['ODBC Data Sources', 'ODBC File DSN'];

/** Client libraries of SQL Server, by what they speak over. @source WINDOWS: `Network` of a data source of SQL Server */
const PROTOCOLS: Readonly<Record<string, 'tcp' | 'named-pipes'>> = { DBMSSOCN: 'tcp', DBNMPNTW: 'named-pipes' };

export const dataSourcesSchema = z.array(
  z.object({
    name: z.string(),
    server: z.string(),
    database: z.string(),
    protocol: z
      .enum(['tcp', 'named-pipes'])
      .describe('Unread where the source leaves it to the client: named pipes travel over SMB, TCP does not.'),
  }),
);

/** The data sources of the system by these four alone: other values may hold passwords. Which is that of Modus is not public. */
export function dataSources({ registry }: HostEvidence): Fact {
  const sources: Fact[] = [];
  for (const key of KEYS) {
    const names = registry.subkeys(key);
    const question = registry.lastQuestion ?? ({ id: 'registry-export', key } as const);
    if (names.kind === 'unreadable') return unreadable(names.reason, question);
    for (const name of names.kind === 'known' ? names.value : []) {
      if (LISTS.some((one) => sameName(one, name))) continue;
      sources.push(sourceFact(name, (value) => registry.value(`${key}\\${name}`, value), question));
    }
  }
  return list(sources, { kind: 'question', question: { id: 'registry-export', key: KEYS[0] } });
}

function sourceFact(name: string, read: (value: string) => Reading<RegistryValue>, question: HostRequest): Fact {
  const origin = { kind: 'question', question } as const;
  const textAt = (value: string): Fact => {
    const stored = read(value);
    const text = stored.kind === 'known' ? asText(stored.value) : undefined;
    if (text !== undefined) return known(text, origin);
    return stored.kind === 'unreadable' ? unreadable(stored.reason, question) : absent(origin);
  };
  // As drivers of SQL Server, and of PostgreSQL, call it.
  const [server, servername] = [textAt('Server'), textAt('Servername')];
  const network = textAt('Network');
  const protocol = network.kind === 'known' ? PROTOCOLS[String(network.value).toUpperCase()] : undefined;
  return record({
    name: known(name, origin),
    server: server.kind === 'absent' ? servername : server,
    database: textAt('Database'),
    protocol: protocol === undefined ? unreadable('the source does not say it', question) : known(protocol, origin),
  });
}
