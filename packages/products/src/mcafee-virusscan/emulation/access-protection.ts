import { accessProtectionEnabled } from '../settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** Whether the rules of Access Protection count now. @source PG87 p.13: it needs the on-access scanner. */
export function isProtecting(virusscan: VirusscanHost): boolean {
  if (!virusscan.settings.get(accessProtectionEnabled)) return false;
  return virusscan.isScanning || !virusscan.isOn('access-protection-needs-on-access');
}
