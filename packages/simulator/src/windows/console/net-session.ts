import type { Microseconds } from '../../kernel/index.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import type { SessionEntry } from '../smb/smb-server.ts';
import {
  type ConsoleOutput,
  type ConsoleProgram,
  fails,
  joined,
  lines,
  notModelled,
  prints,
} from './console-program.ts';
import { isBeforeVista } from './generation.ts';
import { completed, emptyList, netError, RULER, serverNotStarted } from './net-answers.ts';

/** `net session` lists the sessions of other computers, `net session \\COMPUTER /delete [/y]` ends those of one. */
export const netSession: ConsoleProgram = ({ host, args }, done) => {
  if (!host.smb.server.isRunning) return done(serverNotStarted);
  const words = args.filter((word) => !word.startsWith('/'));
  const options = args.filter((word) => word.startsWith('/')).map((word) => word.toLowerCase());
  const [computer, ...more] = words;
  if (computer === undefined && options.length === 0) return done(list(host));
  const isDeletion = options.some((option) => option === '/delete' || option === '/d');
  const isKnown = options.every((option) => ['/delete', '/d', '/y', '/yes'].includes(option));
  if (more.length > 0 || !isDeletion || !isKnown || computer?.startsWith('\\\\') !== true) {
    return done(notModelled(`net session ${args.join(' ')}`));
  }
  done(end(host, computer.slice(2), options.length > 1));
};

/**
 * @assumed Up to Windows Server 2003 computers are named, from Windows Vista on their addresses stand there, as in
 * captures. What system the client runs is not known to a simulated server.
 */
function list(host: SimulatedHost): ConsoleOutput {
  const sessions = host.smb.server.sessions();
  if (sessions.length === 0) return emptyList();
  const named = isBeforeVista(host);
  const rows = sessions.map((session) => {
    const client = `\\\\${named ? session.computer : session.address}`.padEnd(22);
    return `${client} ${session.user.padEnd(20)} ${String(session.opens).padStart(23)} ${idleTime(session.idleFor)}`;
  });
  return completed(
    '',
    'Computer               User name            Client Type       Opens Idle time',
    '',
    RULER,
    ...rows,
  );
}

/** `00:01:57`, from a day on `05D 22H 02M`. */
function idleTime(us: Microseconds): string {
  const seconds = Math.floor(us / 1_000_000);
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const minutes = two((seconds / 60) % 60);
  if (seconds >= 86_400) return `${two(seconds / 86_400)}D ${two((seconds / 3600) % 24)}H ${minutes}M`;
  return `${two(seconds / 3600)}:${minutes}:${two(seconds % 60)}`;
}

function end(host: SimulatedHost, computer: string, isAgreed: boolean): ConsoleOutput {
  const wanted = computer.toUpperCase();
  const isWanted = (session: SessionEntry) => session.computer.toUpperCase() === wanted || session.address === computer;
  const sessions = host.smb.server.sessions().filter(isWanted);
  if (sessions.length === 0) return netError('A session does not exist with that computer name.', 2312);
  if (!isAgreed && sessions.some(({ opens }) => opens > 0)) {
    const question = `${lines(`The session from ${computer} has open files.`, '')}Do you want to continue this operation? (Y/N) [N]: `;
    return joined(prints(question), fails(lines('', 'No valid response was provided.'), 2));
  }
  host.smb.server.closeSessions(computer);
  return completed();
}

/** What a column of `net file` holds of a path, and what marks that it is not all of it. */
const PATH_WIDTH = 39;
const CUT = '...';

/**
 * `net file` lists the files that other computers hold open, `net file ID /close` closes one over their heads.
 * @assumed A path too long for its column loses its end.
 */
export const netFile: ConsoleProgram = ({ host, args }, done) => {
  if (!host.smb.server.isRunning) return done(serverNotStarted);
  const [id, option, ...more] = args;
  if (id === undefined) return done(openFiles(host));
  if (!/^\d+$/.test(id) || option?.toLowerCase() !== '/close' || more.length > 0) {
    return done(notModelled(`net file ${args.join(' ')}`));
  }
  const closed = host.smb.server.closeFile(Number(id));
  done(closed ? completed() : netError('There is not an open file with that identification number.', 2314));
};

function openFiles(host: SimulatedHost): ConsoleOutput {
  const files = host.smb.server.openFiles();
  if (files.length === 0) return emptyList();
  const rows = files.map(({ id, path, user }) => {
    const shown = path.length > PATH_WIDTH ? path.slice(0, PATH_WIDTH - CUT.length) + CUT : path;
    return `${String(id).padEnd(10)} ${shown.padEnd(PATH_WIDTH)} ${user.padEnd(20)} 0     `;
  });
  return completed(
    '',
    'ID         Path                                    User name            # Locks',
    '',
    RULER,
    ...rows,
  );
}
