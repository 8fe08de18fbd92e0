import { sameName } from '@scanclash/core';
import { deny, ERROR_ACCESS_DENIED, type FileFilter, type OpenOperation, pass } from '@scanclash/simulator';
import { FILE_RULES, type FileRuleSettings, type ProtectedFolder } from '../file-rule-settings.ts';
import { isProtecting } from './access-protection.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** What counts as a program that is created. @assumed HOLE-file-rules: PLASO shows hits of these two. */
const EXECUTABLE = /\.(?:exe|dll)$/i;
/** Driver of Access Protection. @assumed HOLE-driver-names. */
const FILTER = 'mfeapfk';
const ALTITUDE = 321_300;

/**
 * The file rules of Access Protection: whether a program may be run, or created, is decided by where its file lies and by
 * who wants to. Exclusions of the on-access scanner mean nothing to them, nor does the name of the file.
 * @source PLASO, KB73080, STIG: names of the rules; PG88 p.105: block and report are two switches.
 * @assumed 8.0i knows the rule for common programs only (HOLE-file-rules).
 */
export function fileBlocking(virusscan: VirusscanHost): FileFilter {
  const { settings, context, host } = virusscan;
  const rules = FILE_RULES.filter(({ isIn }) => isIn(context.version));
  const inWindows = `${host.systemRoot.toUpperCase()}\\`;
  /** @assumed HOLE-file-rules: any folder of that name, of whichever user. */
  const liesIn: Readonly<Record<ProtectedFolder, (path: string) => boolean>> = {
    temp: (path) => /\\temp\\/i.test(path),
    'downloaded-program-files': (path) => /\\downloaded program files\\/i.test(path),
    windows: (path) => path.toUpperCase().startsWith(inWindows),
  };

  const isAbout = (rule: FileRuleSettings, { imageName }: OpenOperation['process']): boolean => {
    const isIn = (list: readonly string[]) => list.some((name) => sameName(name, imageName));
    if (rule.programs !== undefined && !isIn(settings.get(rule.programs))) return false;
    return !isIn(settings.get(rule.exempt));
  };

  const creates = ({ path, access, disposition }: OpenOperation): boolean =>
    access.write && disposition !== 'open-existing' && EXECUTABLE.test(path) && !host.files.exists(path);

  return {
    name: FILTER,
    altitude: ALTITUDE,
    beforeOpen: (operation) => {
      const { path, access, process } = operation;
      const what = access.execute ? 'Execute' : creates(operation) ? 'Create' : undefined;
      if (what === undefined || !isProtecting(virusscan)) return pass;
      for (const rule of rules) {
        if (rule.forbids !== what || !liesIn[rule.folder](path) || !isAbout(rule, process)) continue;
        const name = rule.name(context);
        const blocked = settings.get(rule.block) && virusscan.isOn('file-rule-denies-access');
        if (settings.get(rule.report))
          virusscan.logFileHit({
            blocked,
            process: process.imagePath,
            target: path,
            rule: name,
            category: rule.category,
            what,
          });
        if (blocked) return deny(ERROR_ACCESS_DENIED, name);
      }
      return pass;
    },
  };
}
