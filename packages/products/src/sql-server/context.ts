import { asText, type HostEvidence, type Reading } from '@scanclash/core';

/** The default instance of Microsoft SQL Server 2000 and 2005, as Windows names its service. */
export const SQL_SERVICE = 'MSSQLSERVER';
export const SQL_KEY = 'HKLM\\SOFTWARE\\Microsoft\\MSSQLServer\\MSSQLServer';

/** Finds SQL Server by its service. */
export function detectSql({ registry }: Pick<HostEvidence, 'registry'>): Reading<true> {
  const image = registry.value(`HKLM\\SYSTEM\\CurrentControlSet\\Services\\${SQL_SERVICE}`, 'ImagePath');
  if (image.kind !== 'known') return image;
  return asText(image.value) === undefined ? { kind: 'absent' } : { kind: 'known', value: true };
}
