import type { Emulation } from '@scanclash/simulator';
import { internetMailEmulation } from './internet-mail/emulation.ts';
import { mcafeeVirusscanEmulation } from './mcafee-virusscan/emulation/index.ts';
import { vircomModusEmulation } from './vircom-modus/emulation/index.ts';

/** How the products behave on simulated hosts. */
export const EMULATIONS: readonly Emulation[] = [mcafeeVirusscanEmulation, vircomModusEmulation, internetMailEmulation];
