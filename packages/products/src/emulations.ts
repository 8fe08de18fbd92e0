import type { Emulation } from '@scanclash/simulator';
import { blatEmulation } from './blat/emulation.ts';
import { exchange2003Emulation } from './exchange-2003/emulation/index.ts';
import { exchange2007Emulation } from './exchange-2007/emulation/index.ts';
import { genericAntivirusEmulation } from './generic-antivirus/emulation/index.ts';
import { iisEmulation } from './iis/emulation.ts';
import { internetMailEmulation } from './internet-mail/emulation.ts';
import { mcafeeEpoEmulation } from './mcafee-epo/emulation/index.ts';
import { mcafeeGroupshieldEmulation } from './mcafee-groupshield/emulation/index.ts';
import { mcafeeVirusscanEmulation } from './mcafee-virusscan/emulation/index.ts';
import { monitoringEmulation } from './monitoring/emulation.ts';
import { siteSoftwareEmulation } from './site-software/emulation/index.ts';
import { sqlServerEmulation } from './sql-server/emulation.ts';
import { vircomModusEmulation } from './vircom-modus/emulation/index.ts';
import { windowsEmulation } from './windows/emulation.ts';
import { windowsClusterEmulation } from './windows-cluster/emulation.ts';

export type { EpoServer } from './mcafee-epo/emulation/epo-server.ts';
export { epoWebApi, type WebApiUser } from './mcafee-epo/emulation/web-api.ts';

/** How the products behave on simulated hosts. */
export const EMULATIONS: readonly Emulation[] = [
  windowsEmulation,
  windowsClusterEmulation,
  mcafeeVirusscanEmulation,
  mcafeeEpoEmulation,
  mcafeeGroupshieldEmulation,
  genericAntivirusEmulation,
  vircomModusEmulation,
  sqlServerEmulation,
  blatEmulation,
  iisEmulation,
  monitoringEmulation,
  siteSoftwareEmulation,
  internetMailEmulation,
  exchange2003Emulation,
  exchange2007Emulation,
];
