import { documented, number } from '@scanclash/core';
import { SQL_KEY } from './context.ts';

/** TCP port of the default instance. */
export const tcpPort = number<true>(
  {
    path: 'tcpPort',
    title: 'TCP port of the default instance',
    evidence: documented('WINDOWS: SuperSocketNetLib of SQL Server 2000'),
    takesEffect: 'service-start',
    default: 1433,
  },
  { key: () => `${SQL_KEY}\\SuperSocketNetLib\\Tcp`, value: 'TcpPort' },
  [1433, 14330],
);

export const sqlSettings = [tcpPort];
