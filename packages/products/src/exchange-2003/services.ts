interface Exchange2003Service {
  readonly displayName: string;
  readonly program: string;
  /** Where the program is: below the folder of Exchange, or that of the Internet services, or of drivers. */
  readonly in: 'bin' | 'inetsrv' | 'drivers';
  /** On a server of its own; the cluster starts the store and the attendant of its nodes. */
  readonly start: 'auto' | 'demand';
  readonly onNode: 'auto' | 'demand';
  readonly dependsOn: readonly string[];
}

/**
 * The services that mail needs. Start types on nodes: `technet.microsoft.com/…/bb123629`.
 * @source EXCHANGE-2003-SERVICES (dependencies). @assumed Each service has a process of its own, SMTPSVC too, which in
 * truth lives in one inetinfo.exe with IISADMIN: a port rule and a scanner look at the name alone.
 */
export const EXCHANGE_2003_SERVICES = {
  IISADMIN: {
    displayName: 'IIS Admin Service',
    program: 'inetinfo.exe',
    in: 'inetsrv',
    start: 'auto',
    onNode: 'auto',
    dependsOn: [],
  },
  SMTPSVC: {
    displayName: 'Simple Mail Transfer Protocol (SMTP)',
    program: 'inetinfo.exe',
    in: 'inetsrv',
    start: 'auto',
    onNode: 'auto',
    dependsOn: ['IISADMIN'],
  },
  EXIFS: {
    displayName: 'EXIFS',
    program: 'exifs.sys',
    in: 'drivers',
    start: 'demand',
    onNode: 'demand',
    dependsOn: [],
  },
  MSExchangeSA: {
    displayName: 'Microsoft Exchange System Attendant',
    program: 'mad.exe',
    in: 'bin',
    start: 'auto',
    onNode: 'demand',
    dependsOn: [],
  },
  MSExchangeIS: {
    displayName: 'Microsoft Exchange Information Store',
    program: 'store.exe',
    in: 'bin',
    start: 'auto',
    onNode: 'demand',
    dependsOn: ['EXIFS', 'MSExchangeSA'],
  },
} as const satisfies Readonly<Record<string, Exchange2003Service>>;
