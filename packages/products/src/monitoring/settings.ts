import { assumed, number, text } from '@scanclash/core';

const KEY = 'HKLM\\SOFTWARE\\ScanclashMadeUp\\Monitor';
const MADE_UP = assumed('MADE-UP: it stands for the monitors that MSXFAQ names');

/** The server that the e-mail probe watches. */
export const watchedServer = text<true>(
  {
    path: 'watchedServer',
    title: 'Mail server that the e-mail probe watches',
    evidence: MADE_UP,
    takesEffect: 'at-use',
    default: undefined,
  },
  { key: () => KEY, value: 'WatchedServer' },
  ['MAIL', 'MX.EXAMPLE.NET'],
);

export const alertServer = text<true>(
  {
    path: 'alertServer',
    title: 'Mail server that alerts are sent through',
    evidence: MADE_UP,
    takesEffect: 'at-use',
    default: undefined,
  },
  { key: () => KEY, value: 'AlertServer' },
  ['MAIL', 'MX.EXAMPLE.NET'],
);

export const mailPort = number<true>(
  { path: 'mailPort', title: 'Port of both mail servers', evidence: MADE_UP, takesEffect: 'at-use', default: 25 },
  { key: () => KEY, value: 'MailPort' },
  [25, 2525],
);

export const tries = number<true>(
  {
    path: 'tries',
    title: 'Failed probes in a row that make a server count as down',
    evidence: MADE_UP,
    takesEffect: 'at-use',
    default: 1,
  },
  { key: () => KEY, value: 'Tries' },
  [1, 3],
);

export const chatServer = text<true>(
  {
    path: 'chatServer',
    title: 'IRC server in a channel of which alerts are announced, too; none where it is empty',
    evidence: MADE_UP,
    takesEffect: 'at-use',
    default: '',
  },
  { key: () => KEY, value: 'ChatServer' },
  ['', 'IRC'],
);

export const chatPort = number<true>(
  { path: 'chatPort', title: 'Port of the IRC server', evidence: MADE_UP, takesEffect: 'at-use', default: 6667 },
  { key: () => KEY, value: 'ChatPort' },
  [6667, 6669],
);

export const monitoringSettings = [watchedServer, alertServer, mailPort, tries, chatServer, chatPort];
