import { foldName } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import { splitUnc } from '../smb/shares.ts';
import { ERROR_NOT_CONNECTED } from '../smb/smb-error.ts';
import { type ConsoleOutput, type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';
import { completed, emptyList, netError, RULER, systemError } from './net-answers.ts';

const DRIVE = /^[a-z]:$/i;
/** Where the last column starts; a longer remote name pushes it to the next line. */
const NETWORK_START = 49;

/**
 * `net use` lists the mapped drives, `net use X: \\SERVER\SHARE [/persistent:yes|no]` maps one, `net use X: /delete` takes
 * it away, `net use \\SERVER\SHARE` connects without a letter. Other accounts than that of the logon are not played.
 */
export const netUse: ConsoleProgram = ({ host, args }, done) => {
  const words = args.filter((word) => !word.startsWith('/'));
  const options = args.filter((word) => word.startsWith('/')).map((word) => word.toLowerCase());
  const [first, second, ...more] = words;
  const isDeletion = options.some((option) => option === '/delete' || option === '/d' || option === '/del');
  const others = options.filter(
    (option) => !/^\/(?:d(?:el(?:ete)?)?|y(?:es)?|p(?:ersistent)?:(?:yes|no))$/.test(option),
  );
  if (more.length > 0 || others.length > 0) return done(notModelled(`net use ${args.join(' ')}`));
  if (first === undefined) return done(options.length === 0 ? list(host) : notModelled(`net use ${args.join(' ')}`));
  if (DRIVE.test(first) && isDeletion && second === undefined) return done(unmap(host, first));
  if (isDeletion) return done(notModelled(`net use ${args.join(' ')}`));
  const persistent = !options.some((option) => option.endsWith(':no'));
  if (DRIVE.test(first) && second !== undefined) return done(map(host, first, second, persistent));
  if (splitUnc(first) !== undefined && second === undefined) return done(connect(host, first));
  done(notModelled(`net use ${args.join(' ')}`));
};

/** @assumed A drive whose server has no session at the moment is `Disconnected`; the next use connects it again. */
function list(host: SimulatedHost): ConsoleOutput {
  const mapped = host.files.drives.mappedDrives();
  const remembered = 'New connections will be remembered.';
  if (mapped.length === 0) return emptyList(remembered, '');
  const connected = new Set(host.smb.client.servers.map(foldName));
  const rows = mapped.flatMap(({ drive, unc }) => {
    const status = connected.has(foldName(splitUnc(unc)?.server ?? '')) ? 'OK' : 'Disconnected';
    const start = `${status.padEnd(13)}${drive.padEnd(10)}${unc}`;
    const network = 'Microsoft Windows Network';
    if (start.length < NETWORK_START) return [start.padEnd(NETWORK_START) + network];
    return [start, ' '.repeat(NETWORK_START) + network];
  });
  return completed(remembered, '', '', 'Status       Local     Remote                    Network', '', RULER, ...rows);
}

function map(host: SimulatedHost, drive: string, unc: string, persistent: boolean): ConsoleOutput {
  if (splitUnc(unc) === undefined) return systemError(67, 'The network name cannot be found.');
  const mapped = host.smb.mapDrive(drive, unc, { persistent });
  return mapped.ok ? completed() : systemError(mapped.error.code, mapped.error.text);
}

function unmap(host: SimulatedHost, drive: string): ConsoleOutput {
  const unmapped = host.smb.unmapDrive(drive);
  if (unmapped.ok) return prints(lines(`${drive.toUpperCase()} was deleted successfully.`, ''));
  if (unmapped.error === ERROR_NOT_CONNECTED) return netError('The network connection could not be found.', 2250);
  return systemError(unmapped.error.code, unmapped.error.text);
}

function connect(host: SimulatedHost, unc: string): ConsoleOutput {
  const connected = host.smb.client.connect(unc);
  return connected.ok ? completed() : systemError(connected.error.code, connected.error.text);
}
