/**
 * The services of Modus and the programs behind them. @assumed HOLE-modus-services: names from EMWAC IMS and KB1258,
 * program = service name + `.exe`; on a real host they are read from the service database instead.
 */
export const MODUS_SERVICES = {
  MODUSADM: { displayName: 'Modus Administration', program: 'MODUSADM.exe', dependsOn: [] },
  SMTPRS: { displayName: 'Modus SMTP Receiver', program: 'SMTPRS.exe', dependsOn: ['MODUSADM'] },
  MODUSCAN: { displayName: 'Modus Scanner', program: 'MODUSCAN.exe', dependsOn: ['MODUSADM'] },
  SMTPDS: { displayName: 'Modus SMTP Delivery', program: 'SMTPDS.exe', dependsOn: ['MODUSADM'] },
} as const;
export type ModusService = keyof typeof MODUS_SERVICES;
