import { sameName } from '@scanclash/core';
import type { ApiGuard, ApiVerdict } from '@scanclash/simulator';
import { overflowProtection } from '../overflow-settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

const PASS: ApiVerdict = { kind: 'pass' };
const NAME = 'Buffer overflow protection';

/**
 * Buffer overflow protection: a call of certain functions is blocked where the calling code lies in memory that is
 * written to, and the process ends. A program that makes code for itself looks just like an attack.
 * @source STIG DTAM133: there is none on 64-bit Windows. MSXFAQ: overflows are watched.
 * @assumed HOLE-overflow-protection: what becomes of the process, and that McShield must run.
 */
export function overflowGuard(virusscan: VirusscanHost): ApiGuard {
  const { host, settings, context } = virusscan;
  return {
    name: NAME,
    check: ({ process, api, from }) => {
      if (from === 'image' || host.wow64 || context.version === '7.x' || !virusscan.isScanning) return PASS;
      if (!settings.get(overflowProtection.enabled) || !settings.get(overflowProtection.blocks)) return PASS;
      const call = `${process.imageName}!${api}`;
      if (settings.get(overflowProtection.exempt).some((exempt) => sameName(exempt, call))) return PASS;
      if (!virusscan.isOn('overflow-protection-blocks-call')) return PASS;
      return { kind: 'block', by: NAME, endsProcess: virusscan.assume<boolean>('assume-overflow-ends-process') };
    },
  };
}
