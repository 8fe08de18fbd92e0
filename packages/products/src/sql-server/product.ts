import { defineProduct, documented, type HostRequest } from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { detectSql, SQL_KEY, SQL_SERVICE } from './context.ts';
import { sqlSettings } from './settings.ts';

const STATE: HostRequest & { id: 'service-state' } = { id: 'service-state', service: SQL_SERVICE };

export const sqlServer = defineProduct<true>({
  id: 'sql-server',
  namespace: 'sql',
  title: 'Microsoft SQL Server, as the database of Modus',
  versions: { every: true },
  settings: sqlSettings,
  facts: { running: z.boolean().describe('The default instance runs.') },
  behaviours: [
    {
      kind: 'mechanism',
      id: 'sql-server/is-stopped',
      title: 'SQL Server does not start',
      evidence: documented('COMMON: a server can be down'),
      default: false,
    },
  ],
  functions: [],
  fixes: [],
  questions: [
    { id: 'registry-export', key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services' },
    { id: 'registry-export', key: `${SQL_KEY}\\SuperSocketNetLib` },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Microsoft' },
    STATE,
  ],
  detect: detectSql,
  collect: (evidence) => ({ running: serviceRunning(evidence, STATE) }),
});
