import { assumed, flag, inferred, number, text } from '@scanclash/core';

/** Scripts keep their mail server in files of their own (php.ini, a constant in a page); a key of ours stands for them. */
const KEY = 'HKLM\\SOFTWARE\\ScanclashMadeUp\\WebScripts';
const undecodable = () => 'every script keeps its mail server in a file of its own; look there';

export const mailServer = text<true>(
  {
    path: 'mailServer',
    title: 'Mail server that scripts of web pages send to',
    evidence: assumed('MADE-UP'),
    takesEffect: 'at-use',
    default: undefined,
    undecodable,
  },
  { key: () => KEY, value: 'MailServer' },
  ['MAIL', 'MX.EXAMPLE.NET'],
);

export const mailPort = number<true>(
  {
    path: 'mailPort',
    title: 'Port of that mail server',
    evidence: assumed('MADE-UP'),
    takesEffect: 'at-use',
    default: 25,
    undecodable,
  },
  { key: () => KEY, value: 'MailPort' },
  [25, 2525],
);

/** @source WINDOWS: `IIs5IsolationModeEnabled`; it is kept in the metabase, and a key of ours stands for that. */
export const inProcess = flag<true>(
  {
    path: 'inProcess',
    title: 'Pages run in inetinfo.exe (IIS 5.0 isolation mode), not in a worker process of their own',
    evidence: inferred('WINDOWS: IIs5IsolationModeEnabled; HOLE-metabase: where it is kept'),
    takesEffect: 'service-start',
    default: false,
    undecodable: () => 'settings of the Internet services are in their metabase; look in the console',
  },
  { key: () => KEY, value: 'InProcess' },
);

export const iisSettings = [mailServer, mailPort, inProcess];
