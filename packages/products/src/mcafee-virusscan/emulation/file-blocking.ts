import { sameName } from '@scanclash/core';
import { deny, ERROR_ACCESS_DENIED, type FileFilter, type OpenOperation, pass } from '@scanclash/simulator';
import { type TempRuleSettings, tempByAllPrograms, tempByCommonPrograms } from '../file-rule-settings.ts';
import { isProtecting } from './access-protection.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** @assumed HOLE-file-rules: any folder of that name, of whichever user. */
const IN_TEMP = /\\temp\\/i;
/** Driver of Access Protection. @assumed HOLE-driver-names. */
const FILTER = 'mfeapfk';
const ALTITUDE = 321_300;

/**
 * The file rules of Access Protection: whether a program may be run is decided by where its file lies and by who wants to
 * run it. Exclusions of the on-access scanner mean nothing to them, nor does the name of the file.
 * @source PLASO, KB73080, STIG: names of the rules; PG88 p.105: block and report are two switches.
 * @assumed 8.0i knows the rule for common programs only (HOLE-file-rules).
 */
export function fileBlocking(virusscan: VirusscanHost): FileFilter {
  const { settings, context } = virusscan;
  const rules = context.version === '8.0i' ? [tempByCommonPrograms] : [tempByCommonPrograms, tempByAllPrograms];

  const isAbout = (rule: TempRuleSettings, { imageName }: OpenOperation['process']): boolean => {
    const isIn = (list: readonly string[]) => list.some((name) => sameName(name, imageName));
    if (rule.programs !== undefined && !isIn(settings.get(rule.programs))) return false;
    return !isIn(settings.get(rule.exempt));
  };

  return {
    name: FILTER,
    altitude: ALTITUDE,
    beforeOpen: (operation) => {
      if (!operation.access.execute || context.version === '7.x' || !IN_TEMP.test(operation.path)) return pass;
      if (!isProtecting(virusscan)) return pass;
      for (const rule of rules) {
        if (!isAbout(rule, operation.process)) continue;
        const name = rule.name(context);
        const blocked = settings.get(rule.block) && virusscan.isOn('file-rule-blocks-execution');
        if (settings.get(rule.report))
          virusscan.logFileHit({ blocked, operation, rule: name, category: rule.category });
        if (blocked) return deny(ERROR_ACCESS_DENIED, name);
      }
      return pass;
    },
  };
}
