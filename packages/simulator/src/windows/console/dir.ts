import { type FileStat, hasWildcard } from '../files/index.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { splitShellWords } from './command-line.ts';
import { cutPath, fullPath, isFolder, within } from './console-path.ts';
import { type ConsoleOutput, type ConsoleProgram, fails, lines, notModelled } from './console-program.ts';
import { type Accepts, attributeSwitch } from './dir-attributes.ts';
import { DirReport, type ListedEntry } from './dir-report.ts';

interface DirOptions {
  readonly bare: boolean;
  readonly below: boolean;
  readonly separators: boolean;
  /** By the time of writing; else by name. */
  readonly byDate: boolean;
  readonly accepts: Accepts;
}

const visible: Accepts = (attributes) => !attributes.hidden && !attributes.system;

/** `dir [PATH] [/b] [/s] [/a[:ATTRIBUTES]] [/o:d] [/-c]`: names in the order of the volume, which is that of NTFS. */
export const dir: ConsoleProgram = ({ host, tail }, done) => {
  const { switches, operands } = splitShellWords(tail);
  const options = readOptions(switches);
  if (options === undefined || operands.length > 1) return done(notModelled(`dir${tail}`));
  done(list(host, operands[0] ?? '', options));
};

function readOptions(switches: readonly string[]): DirOptions | undefined {
  let options: DirOptions = { bare: false, below: false, separators: true, byDate: false, accepts: visible };
  for (const option of switches) {
    const attributes = /^\/a:?(.*)$/.exec(option)?.[1];
    if (attributes !== undefined) {
      const accepts = attributeSwitch(attributes);
      if (accepts === undefined) return undefined;
      options = { ...options, accepts };
    } else if (option === '/b') options = { ...options, bare: true };
    else if (/^\/o:?d$/.test(option)) options = { ...options, byDate: true };
    else if (option === '/s') options = { ...options, below: true };
    else if (option === '/c' || option === '/-c') options = { ...options, separators: option === '/c' };
    else return undefined;
  }
  return options;
}

function list(host: SimulatedHost, typed: string, options: DirOptions): ConsoleOutput {
  const path = fullPath(typed === '' ? '.' : typed);
  if (path === undefined) return fails(lines('The filename, directory name, or volume label syntax is incorrect.'));
  const location = host.files.drives.locate(path);
  if (location.kind === 'nowhere') return fails(lines(location.error.text));
  // The redirector does not tell the label and the free space of the volume behind a share.
  if (location.kind === 'remote' && !options.bare) return notModelled('dir of another host without /b');
  const whole = !hasWildcard(cutPath(path).name) && (cutPath(path).name === '' || isFolder(host, path));
  const folder = whole ? path : cutPath(path).folder;
  const pattern = whole ? '*' : cutPath(path).name;
  const parent = host.files.list(folder, '*', 0);
  if (!parent.ok) return fails(lines(parent.error.text));
  return options.bare ? bareList(host, folder, pattern, options) : fullList(host, folder, pattern, options);
}

/** One name a line; with `/s` one full path a line, all of a folder before what is in its folders. */
function bareList(host: SimulatedHost, folder: string, pattern: string, options: DirOptions): ConsoleOutput {
  const found: string[] = [];
  const visit = (at: string): void => {
    const all = options.below || pattern === '*' ? listIn(host, at, '*') : [];
    for (const entry of chosen(pattern === '*' ? all : listIn(host, at, pattern), options))
      found.push(options.below ? within(at, entry.name) : entry.name);
    if (options.below) for (const { kind, name } of all) if (kind === 'folder') visit(within(at, name));
  };
  visit(folder);
  return found.length === 0 ? fails(lines('File Not Found')) : { exitCode: 0, stdout: lines(...found), stderr: '' };
}

function fullList(host: SimulatedHost, folder: string, pattern: string, options: DirOptions): ConsoleOutput {
  const report = new DirReport(host, folder, options.separators);
  const visit = (at: string): void => {
    const isRoot = cutPath(at).name === '';
    const dots = pattern === '*' && !isRoot && options.accepts(DOTS) ? dotsOf(host, at) : [];
    const entries: ListedEntry[] = [
      ...dots,
      ...chosen(listIn(host, at, pattern), options).map((stat) => ({
        name: stat.name,
        stat,
        path: within(at, stat.name),
      })),
    ];
    if (entries.length > 0) report.addFolder(at, entries);
    if (options.below) for (const inner of foldersIn(host, at)) visit(inner);
  };
  visit(folder);
  return report.finished(options.below);
}

const DOTS = { readonly: false, hidden: false, system: false, directory: true, archive: false };

function dotsOf(host: SimulatedHost, folder: string): ListedEntry[] {
  const stat = host.files.stat(folder);
  return stat === undefined ? [] : ['.', '..'].map((name) => ({ name, stat, path: folder }));
}

function listIn(host: SimulatedHost, folder: string, pattern: string): readonly FileStat[] {
  const listed = host.files.list(folder, pattern);
  return listed.ok ? listed.entries : [];
}

function chosen(listed: readonly FileStat[], { accepts, byDate }: DirOptions): readonly FileStat[] {
  const entries = listed.filter(({ attributes }) => accepts(attributes));
  return byDate ? entries.sort((a, b) => a.writtenAt - b.writtenAt) : entries;
}

/**
 * The folders that `/s` goes into: hidden ones too.
 * @assumed Mounted volumes are entered as well, by every version.
 */
function foldersIn(host: SimulatedHost, folder: string): readonly string[] {
  return listIn(host, folder, '*').flatMap(({ kind, name }) => (kind === 'folder' ? [within(folder, name)] : []));
}
