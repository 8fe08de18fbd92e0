import { type Fact, factAt, isBelow, joinPath, plainOf, samePath } from '@scanclash/core';

const EXCLUDED = ['root', 'spoolDirectory', 'quarantineDirectory'];

/** Folders in which Modus takes files for mail. @source KB947: the folders of the spool */
const WITH_MAIL = ['Invirus', 'Incoming', 'Holding', 'Domains'];

/** The folders that no scanner may look into, as far as they are known. @source KB1258#1 */
export function modusProbeFolders(facts: Fact): readonly string[] {
  const spool = plainOf(factAt(facts, 'spoolDirectory'));
  const withMail = typeof spool === 'string' ? WITH_MAIL.map((name) => joinPath(spool, name)) : [];
  const folders = EXCLUDED.map((path) => plainOf(factAt(facts, path))).filter((folder) => typeof folder === 'string');
  return folders.filter(
    (folder, i) =>
      !withMail.some((mail) => samePath(mail, folder) || isBelow(folder, mail)) &&
      !folders.slice(0, i).some((before) => samePath(before, folder)),
  );
}
