import { assumed, number } from '@scanclash/core';
import type { Exchange2003Context } from './context.ts';

/** A stand-in of ours for the metabase of the Internet services, which is no registry. */
const METABASE_KEY = 'HKLM\\SOFTWARE\\scanclash\\Simulated Metabase\\SmtpSvc\\1';

export const smtpPort = number<Exchange2003Context>(
  {
    path: 'smtp.port',
    title: 'Port of the SMTP virtual server, beside 25',
    evidence: assumed('HOLE-metabase'),
    takesEffect: 'service-start',
    default: 25,
    undecodable: () => 'kept in the metabase of the Internet services, which no question of ours reads',
  },
  { key: () => METABASE_KEY, value: 'Port' },
  [25, 2525],
);

export const exchange2003Settings = [smtpPort];
