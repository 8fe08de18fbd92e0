import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';

/**
 * `netstat -n` with `-a` (listeners too) and `-o` (process ids). Names instead of numbers are not played, nor is UDP,
 * which nothing in the simulated world uses.
 */
export const netstat: ConsoleProgram = ({ host, args }, done) => {
  const given = new Set(args.flatMap((word) => [...word.slice(1).toLowerCase()]));
  const known = args.every((word) => /^[-/][ano]+$/i.test(word));
  // Windows 2000 has no -o.
  if (!known || !given.has('n') || (given.has('o') && host.windows === '2000')) {
    return done(notModelled(`netstat ${args.join(' ')}`));
  }
  const withPid = given.has('o');
  const sockets = [...(given.has('a') ? listeners(host) : []), ...connections(host)];
  done(
    prints(
      lines(
        '',
        'Active Connections',
        '',
        row(['Proto', 'Local Address', 'Foreign Address', 'State', withPid ? 'PID' : '']),
        ...sockets.map(({ local, remote, state, pid }) => row(['TCP', local, remote, state, withPid ? `${pid}` : ''])),
      ),
    ),
  );
};

interface Socket {
  readonly local: string;
  readonly remote: string;
  readonly state: 'LISTENING' | 'ESTABLISHED';
  readonly pid: number;
}

/** A program that serves on a port does so at every address of its host. */
function listeners(host: SimulatedHost): readonly Socket[] {
  return host.tcp.listeners().map(({ port, process }) => ({
    local: `0.0.0.0:${port}`,
    remote: '0.0.0.0:0',
    state: 'LISTENING',
    pid: process.pid,
  }));
}

function connections(host: SimulatedHost): readonly Socket[] {
  return host.tcp.connections().map(({ local, remote }) => ({
    local: `${local.address}:${local.port}`,
    remote: `${remote.address}:${remote.port}`,
    state: 'ESTABLISHED',
    pid: local.process.pid,
  }));
}

function row([protocol, local, remote, state, pid]: readonly [string, string, string, string, string]): string {
  return `  ${protocol.padEnd(6)} ${local.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(15)} ${pid}`.trimEnd();
}
