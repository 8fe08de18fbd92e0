import type { AnyProduct } from '@scanclash/core';
import { blat } from './blat/product.ts';
import { exchange2003 } from './exchange-2003/product.ts';
import { exchange2007 } from './exchange-2007/product.ts';
import { genericAntivirus } from './generic-antivirus/product.ts';
import { iis } from './iis/product.ts';
import { internetMail } from './internet-mail/product.ts';
import { mcafeeEpo } from './mcafee-epo/product.ts';
import { mcafeeGroupshield } from './mcafee-groupshield/product.ts';
import { mcafeeVirusscan } from './mcafee-virusscan/product.ts';
import { monitoring } from './monitoring/product.ts';
import { siteSoftware } from './site-software/product.ts';
import { sqlServer } from './sql-server/product.ts';
import { vircomModus } from './vircom-modus/product.ts';
import { windows } from './windows/product.ts';
import { windowsCluster } from './windows-cluster/product.ts';

/** Every product that scanclash knows. Knowledge only: emulations have an entry point of their own. */
export const PRODUCTS: readonly AnyProduct[] = [
  windows,
  windowsCluster,
  mcafeeVirusscan,
  mcafeeEpo,
  mcafeeGroupshield,
  genericAntivirus,
  vircomModus,
  sqlServer,
  blat,
  iis,
  monitoring,
  siteSoftware,
  internetMail,
  exchange2003,
  exchange2007,
];
