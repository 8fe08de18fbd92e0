import { assumed, inferred, number, text } from '@scanclash/core';

/** Where `blat -install` keeps its defaults. @assumed HOLE-blat-registry: key and value names. */
export const BLAT_PARENT = 'HKLM\\SOFTWARE\\Public Domain';
const KEY = `${BLAT_PARENT}\\Blat`;

export const server = text<true>(
  {
    path: 'server',
    title: 'Mail server that Blat hands every message to',
    evidence: assumed('HOLE-blat-registry: the manual says "in the registry", not where'),
    takesEffect: 'at-use',
    default: undefined,
  },
  { key: () => KEY, value: 'SMTP server' },
  ['MAIL', 'MX.EXAMPLE.NET'],
);

export const port = number<true>(
  {
    path: 'port',
    title: 'Port of that mail server',
    evidence: inferred('BLAT manual: 25 by default; HOLE-blat-registry: the value'),
    takesEffect: 'at-use',
    default: 25,
  },
  { key: () => KEY, value: 'SMTP Port' },
  [25, 2525],
);

export const tries = number<true>(
  {
    path: 'tries',
    title: 'How often Blat tries before it gives up',
    evidence: inferred('BLAT manual: an option of the installation; HOLE-blat-registry: the value and its default'),
    takesEffect: 'at-use',
    default: 1,
  },
  { key: () => KEY, value: 'Number of tries to send' },
  [1, 5],
);

export const blatSettings = [server, port, tries];
