import {
  applyRegFile,
  normalizeKey,
  parseRegFile,
  type RegFileEntry,
  type RegistryTree,
  writeRegFile,
} from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import { fullPath } from './console-path.ts';
import { type ConsoleOutput, lines, unanswered } from './console-program.ts';
import { isBeforeVista } from './generation.ts';
import { regDialect } from './reg-dialect.ts';
import { PROGRAM } from './reg-edit.ts';
import { type RegOptions, regOptions } from './reg-options.ts';
import { type RegKey, regKey } from './reg-view.ts';

/**
 * `reg export KEY FILE [/y]`. The file is put in place at once and past all filters: an export is how this project looks
 * at a host, and looking leaves the world as it was but for the file, whose folder is made where it is missing.
 *
 * @assumed reg.exe of Windows 2000 and 2003 takes `/y`. That of Windows XP, which has the same banner, refuses it for
 * `reg save` with "Too many command-line parameters" (github.com/n1nj4sec/pupy, issue 155): to be checked on a real 2003.
 */
export function regExport(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const dialect = regDialect(host);
  const options = regOptions(args, { flags: ['/y'], valued: [] });
  const [typed, typedFile, ...more] = options?.words ?? [];
  if (options === undefined || typed === undefined || typedFile === undefined || more.length > 0) {
    return dialect.invalidSyntax('export');
  }
  if (options.given.has('/reg') && !dialect.takesView) return dialect.invalidSyntax('export');
  const key = regKey(host, typed, options);
  if (key === undefined) return dialect.invalidKey('export');
  if (host.registry.values(key.key).kind !== 'known') return dialect.notFound();
  const file = fullPath(typedFile);
  const drive = file === undefined ? undefined : host.files.drives.folderAt(file.slice(0, 3));
  const bytes = exportOf(host.registry, key);
  if (file === undefined || drive?.kind !== 'local' || (drive.place.volume.freeBytes ?? bytes.length) < bytes.length) {
    return dialect.error('Error writing the file. There may be a disk or file system error');
  }
  if (host.files.exists(file) && !options.given.has('/y')) {
    return unanswered(`File ${typedFile} already exists. Overwrite (Yes/No)?`, 'use reg export /y');
  }
  host.files.install(file, bytes);
  return dialect.success();
}

interface MadeExport {
  readonly revision: number;
  readonly bytes: Uint8Array;
}

const made = new WeakMap<RegistryTree, Map<string, MadeExport>>();

/** An export is made anew where the key has changed: whoever asks before and after mostly gets the same. */
function exportOf(registry: RegistryTree, key: RegKey): Uint8Array {
  const exports = made.get(registry) ?? new Map<string, MadeExport>();
  made.set(registry, exports);
  const name = `${key.typed} ${key.key}`;
  const revision = registry.revisionOf(key.key);
  const last = exports.get(name);
  if (last?.revision === revision) return last.bytes;
  const bytes = writeRegFile({ dialect: 5, encoding: 'utf-16le' }, exported(registry, key));
  exports.set(name, { revision, bytes });
  return bytes;
}

/** The keys as regedit goes through them, by their upcased names, and as the view names them that was asked for. */
function exported(registry: RegistryTree, { typed, key }: RegKey): readonly RegFileEntry[] {
  const contents = registry.contents(key, 'by-name');
  const shown = normalizeKey(typed);
  if (contents[0]?.key === shown) return contents;
  return contents.map((content) => ({ ...content, key: shown + content.key.slice(key.length) }));
}

/** `reg import FILE`: all of the file or nothing of it, where real ones import what comes before the damage. */
export function regImport(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const dialect = regDialect(host);
  const options = regOptions(args, { flags: [], valued: [] });
  const [typedFile, ...more] = options?.words ?? [];
  if (options === undefined || typedFile === undefined || more.length > 0) return dialect.invalidSyntax('import');
  if (options.given.has('/reg') && !dialect.takesView) return dialect.invalidSyntax('import');
  const file = fullPath(typedFile);
  const content = file === undefined ? undefined : host.files.peek(file);
  if (content?.ok !== true) {
    return dialect.error('Error opening the file. There may be a disk or file system error');
  }
  const parsed = parseRegFile(content.bytes, { file: typedFile });
  if (!parsed.ok) return dialect.error('Error accessing the registry');
  const inView = parsed.file.entries.map((entry) => ({ ...entry, key: placeOf(host, entry.key, options) }));
  if (inView.some(({ key }) => host.registryWrites.isDenied(PROGRAM, key))) {
    return dialect.error('Error accessing the registry');
  }
  applyRegFile({ entries: inView }, host.registry);
  // From Windows Vista on the message of success comes on stderr, of this command alone.
  return isBeforeVista(host)
    ? dialect.success()
    : { exitCode: 0, stdout: '', stderr: lines('The operation completed successfully.') };
}

function placeOf(host: SimulatedHost, key: string, options: RegOptions): string {
  return regKey(host, key, options)?.key ?? key;
}
