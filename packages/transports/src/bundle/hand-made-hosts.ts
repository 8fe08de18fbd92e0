import {
  foldKey,
  foldName,
  type HostAnswer,
  type HostRequest,
  normalizeKey,
  parseRegFile,
  type RegFileEntry,
  ScanclashError,
  writeRegFile,
} from '@scanclash/core';
import { bundleError, shown } from './bundle-error.ts';
import type { RecordedHost } from './recorded-host.ts';
import type { UnpackedBundle } from './unpacked-bundle.ts';

/** One key with all that is below it, as a .reg file has it. */
interface HandMadeExport {
  readonly host: string;
  readonly path: string;
  readonly key: string;
  readonly bytes: Uint8Array;
}

export interface HandMadeHosts {
  readonly hosts: readonly RecordedHost[];
  readonly warnings: readonly ScanclashError[];
}

/** Nothing tells the code page of a host by hand; exports are Unicode, or name it themselves. */
const CODE_PAGE = 1252;

/**
 * Hosts from bare registry exports. A file answers for its topmost keys and for what is below them, and for nothing
 * else; the folder that holds it names the host.
 *
 * @param bundleName - Host of the files that lie in no folder.
 * @param host - Host of all files, whatever their folders are called.
 * @throws SC-REG-001 where no file can be read, SC-USE-003 where `host` would join the files of several folders.
 */
export function handMadeHosts(unpacked: UnpackedBundle, bundleName: string, host: string | undefined): HandMadeHosts {
  const folders = new Set(unpacked.files.map((path) => foldName(folderOf(path) ?? bundleName)));
  if (host !== undefined && folders.size > 1) {
    const problem = `--host names one host, but there are ${folders.size} folders with exports`;
    throw bundleError('SC-USE-003', unpacked.path, problem, 'Name one of the folders instead, or leave --host out.');
  }
  const exports: HandMadeExport[] = [];
  const warnings = [...unpacked.damaged].map(([path, why]) =>
    bundleError('SC-BUN-004', `${unpacked.path}/${path}`, why, 'What is in it counts as unread.'),
  );
  for (const path of unpacked.files) {
    try {
      exports.push(...exportsIn(path, unpacked, host ?? folderOf(path) ?? bundleName));
    } catch (error) {
      if (!(error instanceof ScanclashError)) throw error;
      warnings.push(error);
    }
  }
  const [first] = warnings;
  if (exports.length === 0) {
    throw first ?? bundleError('SC-BUN-001', unpacked.path, 'no .reg file in it can be read');
  }
  return { hosts: hostsOf(exports, unpacked, warnings), warnings };
}

function exportsIn(path: string, unpacked: UnpackedBundle, host: string): readonly HandMadeExport[] {
  const place = `${unpacked.path}/${path}`;
  const bytes = unpacked.read(path);
  if (!(bytes instanceof Uint8Array)) throw bundleError('SC-BUN-004', unpacked.path, bytes.failed);
  const parsed = parseRegFile(bytes, { file: place });
  if (!parsed.ok) {
    const { file, line, column, message, hint } = parsed.error;
    throw new ScanclashError('SC-REG-001', shown(message), { place: { file, line, column }, hint });
  }
  const { entries } = parsed.file;
  const problem = whyNoExport(entries);
  if (problem !== undefined) {
    const hint = 'Only whole keys tell what is not there. Export the key: reg export KEY FILE /y';
    throw bundleError('SC-REG-001', place, problem, hint);
  }
  return topKeys(entries).map((key) => ({ host, path, key, bytes }));
}

/** An export has every key between its topmost one and the last, and takes nothing away. */
function whyNoExport(entries: readonly RegFileEntry[]): string | undefined {
  if (entries.length === 0) return 'there is no key in it';
  const removes = entries.some((entry) => entry.delete === true || entry.values.some((item) => 'delete' in item));
  if (removes) return 'it deletes something: this is a change, not an export';
  const keys = new Set(entries.map(({ key }) => foldKey(key)));
  const tops = new Set(topKeys(entries).map((key) => foldKey(key)));
  const gap = entries.find(({ key }) => !tops.has(foldKey(key)) && !keys.has(foldKey(parentKey(key))));
  return gap && `${shown(gap.key)} is in it without the key above it: this is no whole export`;
}

/** The keys that have none above them in the file, each once, as they are first written. */
function topKeys(entries: readonly RegFileEntry[]): readonly string[] {
  const keys = new Map<string, string>();
  for (const { key } of entries) if (!keys.has(foldKey(key))) keys.set(foldKey(key), key);
  const isBelowAnother = (folded: string): boolean => {
    for (let above = parentKey(folded); above !== ''; above = parentKey(above)) if (keys.has(above)) return true;
    return false;
  };
  return [...keys].filter(([folded]) => !isBelowAnother(folded)).map(([, key]) => normalizeKey(key));
}

function hostsOf(
  exports: readonly HandMadeExport[],
  unpacked: UnpackedBundle,
  warnings: ScanclashError[],
): RecordedHost[] {
  const byHost = new Map<string, HandMadeExport[]>();
  for (const one of exports) {
    const own = byHost.get(foldName(one.host));
    if (own === undefined) byHost.set(foldName(one.host), [one]);
    else own.push(one);
  }
  return Array.from(byHost.values(), (own) => {
    const byKey = new Map<string, HandMadeExport | { readonly key: string; readonly failed: string }>();
    for (const one of own) {
      const other = byKey.get(foldKey(one.key));
      if (other === undefined) byKey.set(foldKey(one.key), one);
      else if ('path' in other && !sameBytes(other.bytes, one.bytes)) {
        const failed = `${shown(other.path)} and ${shown(one.path)} both hold ${shown(one.key)}, and differ`;
        byKey.set(foldKey(one.key), { key: one.key, failed });
        warnings.push(bundleError('SC-BUN-004', unpacked.path, failed, 'Keep the one that counts.'));
      }
    }
    return {
      name: own[0]?.host ?? '',
      requests: Array.from(byKey.values(), ({ key }): HostRequest => ({ id: 'registry-export', key })),
      answerTo: (request) => {
        if (request.id !== 'registry-export') return undefined;
        const asked = foldKey(request.key);
        for (let key = asked; key !== ''; key = parentKey(key)) {
          const found = byKey.get(key);
          if (found === undefined) continue;
          if ('failed' in found) return { kind: 'failed', request, reason: found.failed };
          return answerOf(found, request, asked === key);
        }
        return undefined;
      },
    };
  });
}

/** What `reg export` would have said: the file itself, a part of it, or that there is no such key. */
function answerOf(
  one: HandMadeExport,
  request: HostRequest & { readonly id: 'registry-export' },
  isTop: boolean,
): HostAnswer {
  const answer = {
    kind: 'answered',
    request,
    exitCode: 0,
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
    codePage: CODE_PAGE,
  } as const;
  // A file that answers for several keys goes to each of them whole: readers look below their own key only.
  if (isTop) return { ...answer, file: one.bytes };
  const parsed = parseRegFile(one.bytes, { file: one.path });
  if (!parsed.ok || parsed.file.notes.some(({ kind }) => kind === 'may-be-cut')) {
    return { kind: 'failed', request, reason: `${shown(one.path)} may be cut: its end is missing` };
  }
  const asked = foldKey(request.key);
  const isWithin = (folded: string) => folded === asked || folded.startsWith(`${asked}\\`);
  const part = parsed.file.entries.filter(({ key }) => isWithin(foldKey(key)));
  if (part.length === 0) return { ...answer, exitCode: 1 };
  return { ...answer, file: writeRegFile({ dialect: 5, encoding: 'utf-16le' }, part) };
}

function folderOf(path: string): string | undefined {
  return path.split('/').at(-2);
}

/** The key above; '' for a hive. */
function parentKey(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('\\')));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
