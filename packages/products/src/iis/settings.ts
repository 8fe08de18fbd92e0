import { assumed, number, text } from '@scanclash/core';

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

export const iisSettings = [mailServer, mailPort];
