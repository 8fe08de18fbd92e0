import { foldName, sameName } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import type { Share } from '../smb/shares.ts';
import { fullPath, isFolder } from './console-path.ts';
import {
  type ConsoleOutput,
  type ConsoleProgram,
  fails,
  joined,
  lines,
  notModelled,
  prints,
} from './console-program.ts';
import { completed, netError, RULER, serverNotStarted } from './net-answers.ts';

/** `net share` lists the shares, `net share NAME` shows one, `NAME=PATH` offers a folder, `NAME /delete` takes it away. */
export const netShare: ConsoleProgram = ({ host, args }, done) => {
  const words = args.filter((word) => !word.startsWith('/'));
  const options = args.filter((word) => word.startsWith('/')).map((word) => word.toLowerCase());
  const [first, ...more] = words;
  const isDeletion = options.some((option) => option === '/delete' || option === '/d');
  const isKnown = options.every((option) => ['/delete', '/d', '/y', '/yes'].includes(option));
  if (more.length > 0 || !isKnown || (first === undefined && isDeletion)) {
    return done(notModelled(`net share ${args.join(' ')}`));
  }
  if (!host.smb.server.isRunning) return done(serverNotStarted);
  if (first === undefined) return done(list(host));
  const [name, path] = splitShare(first);
  if (path !== undefined) return done(isDeletion ? notModelled(`net share ${args.join(' ')}`) : add(host, name, path));
  const share = host.smb.shares().find((one) => sameName(one.name, name));
  if (share === undefined) return done(netError('This shared resource does not exist.', 2310));
  done(isDeletion ? remove(host, share, options.length > 1) : show(share));
};

function splitShare(word: string): readonly [name: string, path: string | undefined] {
  const cut = word.indexOf('=');
  return cut < 0 ? [word, undefined] : [word.slice(0, cut), word.slice(cut + 1)];
}

/**
 * The shares that are there by themselves first.
 * @assumed A name or a path that is too long for its column stands on a line of its own.
 */
function list(host: SimulatedHost): ConsoleOutput {
  const shares = host.smb.shares();
  const named = shares.filter(({ administrative }) => !administrative);
  named.sort((a, b) => (foldName(a.name) < foldName(b.name) ? -1 : 1));
  const own = shares.filter(({ administrative }) => administrative);
  // Named pipes are reached through a share that has no folder.
  const pipes: Share = { name: 'IPC$', path: '', administrative: true };
  const rows = [pipes, ...own, ...named].flatMap(rowsOf);
  return completed('', 'Share name   Resource                        Remark', '', RULER, ...rows);
}

function rowsOf(share: Share): readonly string[] {
  const start = share.name.length > 12 ? [share.name, ' '.repeat(13)] : [share.name.padEnd(13)];
  const resource = (start.at(-1) as string) + share.path;
  const remark = remarkOf(share).padEnd(34);
  if (share.path.length > 31) return [...start.slice(0, -1), resource, ' '.repeat(45) + remark];
  return [...start.slice(0, -1), resource.padEnd(45) + remark];
}

function remarkOf({ name, administrative }: Share): string {
  if (!administrative) return '';
  return name === 'IPC$' ? 'Remote IPC' : name === 'ADMIN$' ? 'Remote Admin' : 'Default share';
}

function show(share: Share): ConsoleOutput {
  const field = (label: string, value: string) => `${label.padEnd(18)}${value}`;
  return completed(
    field('Share name', share.name),
    field('Path', share.path),
    field('Remark', remarkOf(share)),
    field('Maximum users', 'No limit'),
    field('Users', ''),
    field('Caching', 'Manual caching of documents'),
    '',
  );
}

function add(host: SimulatedHost, name: string, typed: string): ConsoleOutput {
  const path = fullPath(typed);
  if (path === undefined || !isFolder(host, path)) return netError('The device or directory does not exist.', 2116);
  if (host.smb.shares().some((share) => sameName(share.name, name))) {
    return netError('The name has already been shared.', 2118);
  }
  host.smb.addShare(name, path);
  return prints(lines(`${name} was shared successfully.`, ''));
}

function remove(host: SimulatedHost, { name }: Share, isAgreed: boolean): ConsoleOutput {
  const users = host.smb.server.openFiles().filter((file) => sameName(file.share, name));
  if (users.length > 0 && !isAgreed) {
    const question = `${lines(
      `Users have open files on ${name}.  Continuing the operation will force the files closed.`,
      '',
    )}Do you want to continue this operation? (Y/N) [N]: `;
    return joined(prints(question), fails(lines('', 'No valid response was provided.'), 2));
  }
  host.smb.removeShare(name);
  return prints(lines(`${name} was deleted successfully.`, ''));
}
