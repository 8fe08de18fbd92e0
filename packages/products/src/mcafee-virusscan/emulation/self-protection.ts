import { foldKey, joinPath, sameName } from '@scanclash/core';
import type { RegistryGuard } from '@scanclash/simulator';
import { SELF_PROTECTION, selfProtection } from '../file-rule-settings.ts';
import { isProtecting } from './access-protection.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** Programs of McAfee, which may change its settings. */
const OWN = [
  'mcshield.exe', 'VsTskMgr.exe', 'shstat.exe', 'mcconsol.exe', 'mcupdate.exe', 'McScript_InUse.exe',
  'FrameworkService.exe', 'naPrdMgr.exe', 'UpdaterUI.exe',
] as const; // biome-ignore format: a list of names

/**
 * Keeps programs that are not of McAfee from changing its keys: an import is refused while Access Protection works, and
 * goes through before it does.
 * @source PLASO, STIG: name of the rule. @assumed OPS-self-protection, HOLE-self-protection.
 */
export function selfProtectionGuard(virusscan: VirusscanHost): RegistryGuard {
  const { context, host, settings } = virusscan;
  const own = foldKey(`${context.software}\\McAfee`);
  return {
    denies: (process, key) => {
      const folded = foldKey(key);
      if (folded !== own && !folded.startsWith(`${own}\\`)) return undefined;
      if (OWN.some((name) => sameName(name, process)) || !isProtecting(virusscan)) return undefined;
      if (!settings.get(selfProtection) || !virusscan.isOn('self-protection-guards-settings')) return undefined;
      virusscan.logFileHit({
        blocked: true,
        process: joinPath(host.systemRoot, 'system32', process),
        target: key.replace(/^HKLM/i, '\\REGISTRY\\MACHINE'),
        rule: SELF_PROTECTION,
        category: 'Common Standard Protection',
        what: 'Write',
      });
      return SELF_PROTECTION;
    },
  };
}
