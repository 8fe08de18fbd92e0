import { parentOf, sameName, samePath } from '@scanclash/core';
import { FailoverCluster } from '../../failover-cluster/failover-cluster.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { addedProgram } from './added-programs.ts';
import { attrib } from './attrib.ts';
import { certutil } from './certutil.ts';
import { cluster } from './cluster.ts';
import { type ConsoleProgram, notModelled } from './console-program.ts';
import { copy } from './copy.ts';
import { cscript } from './cscript.ts';
import { del } from './del.ts';
import { dir } from './dir.ts';
import { findstr } from './findstr.ts';
import { fltmc } from './fltmc.ts';
import { md, rd } from './folders.ts';
import { isBeforeVista } from './generation.ts';
import { mountvol } from './mountvol.ts';
import { move, ren } from './move.ts';
import { net } from './net.ts';
import { netstat } from './netstat.ts';
import { reg } from './reg.ts';
import { sc } from './sc.ts';
import { schtasks } from './schtasks.ts';
import { chcp, echo, hostname, set, type, ver } from './shell-commands.ts';
import { taskkill } from './taskkill.ts';
import { tasklist } from './tasklist.ts';
import { wevtutil } from './wevtutil.ts';
import { wmic } from './wmic.ts';

/** Commands of cmd.exe itself. */
const commands: Readonly<Record<string, ConsoleProgram>> = {
  copy,
  del,
  dir,
  echo,
  erase: del,
  md,
  mkdir: md,
  move,
  rd,
  ren,
  rename: ren,
  rmdir: rd,
  set,
  type,
  ver,
};

/** Programs in `system32`, by name without `.exe`. */
const programs: Readonly<Record<string, ConsoleProgram>> = {
  attrib,
  certutil,
  chcp,
  cluster,
  cscript,
  findstr,
  fltmc,
  hostname,
  mountvol,
  net,
  netstat,
  reg,
  sc,
  schtasks,
  taskkill,
  tasklist,
  wevtutil,
  wmic,
};

/** What every Windows has and the simulator does not play: to be told from what is not there. */
const unplayed: ReadonlySet<string> = new Set(
  (
    'assoc break call cd chdir cls color date endlocal exit for ftype goto if path pause popd prompt pushd rem ' +
    'setlocal shift start time title verify vol arp cacls chkdsk cmd fc find ftp ipconfig label more nbtstat ' +
    'net1 netsh nslookup pathping ping regedit route runas sort subst tracert tree xcopy'
  ).split(' '),
);

/** Not in Windows 2000. */
const sinceXp: ReadonlySet<string> = new Set(['schtasks', 'taskkill', 'tasklist', 'wmic']);

/** The program behind a name as it was typed: with or without `.exe`, with or without its folder. */
export function programNamed(host: SimulatedHost, typed: string): ConsoleProgram | undefined {
  const hasFolder = /[\\:]/.test(typed);
  if (hasFolder && !samePath(parentOf(typed) ?? '', `${host.systemRoot}\\system32`)) return undefined;
  const name = typed.slice(typed.lastIndexOf('\\') + 1).toLowerCase();
  const bare = name.replace(/\.(?:exe|com)$/, '');
  if (sameName(host.windows, '2000') && sinceXp.has(bare)) return undefined;
  if (bare === 'wevtutil' && isBeforeVista(host)) return undefined;
  if (bare === 'cluster' && FailoverCluster.of(host) === undefined) return undefined;
  if (!hasFolder && bare === name && commands[name] !== undefined) return commands[name];
  // `echo.` and `echo:` are how batch files print an empty line.
  if (/^echo[.:]/.test(name))
    return (invocation, done) => echo({ ...invocation, tail: typed.slice(4) + invocation.tail }, done);
  if (programs[bare] !== undefined) return programs[bare];
  const added = hasFolder ? undefined : addedProgram(host, bare);
  if (added !== undefined) return added;
  return unplayed.has(bare) ? (_, done) => done(notModelled(bare)) : undefined;
}
