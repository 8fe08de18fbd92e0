/**
 * What a file scanner is to leave alone on Exchange 2003, by the list of the vendor: folders below that of the
 * installation. Beside them the folder of the Internet services, databases that were moved, and on Exchange 2000 the drive M:.
 *
 * @source AV-EXCLUSIONS-2003 (folders), NORMAN-EXCHANGE (types).
 */
export const FILE_EXCLUSIONS_2003 = {
  source: 'AV-EXCLUSIONS-2003',
  asOf: '2026-04',
  folders: ['Mdbdata', 'Mtadata', 'Mailroot', 'Srsdata'],
  extensions: ['edb', 'stm', 'log'],
} as const;

/** Programs that open these files. */
export const MAIL_PROGRAMS = ['store.exe', 'mad.exe', 'inetinfo.exe'] as const;
