import { decodeConsole } from '@scanclash/core';
import { type TraceEvent, World } from '../../../kernel/index.ts';
import { Network } from '../../../network/network.ts';
import type { HostNetwork } from '../../../network/tcp-stack.ts';
import { FileSystem, MapByteStore, Volume, type VolumeOptions } from '../../files/index.ts';
import { SimulatedHost } from '../../simulated-host.ts';
import type { WindowsVersion } from '../../windows-version.ts';
import { runCommand } from '../console.ts';
import { bytesOf, CONSOLE_CODE_PAGE, type ConsoleOutput } from '../console-program.ts';

/** What a console has put out, its bytes read as text. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ConsoleHost {
  readonly host: SimulatedHost;
  readonly world: World;
  /** Runs a command line that answers at once. */
  readonly run: (line: string) => Answer;
  /** Runs a command line and the world until it has answered; fails after an hour. */
  readonly wait: (line: string) => Answer;
  readonly events: (kind: string) => readonly TraceEvent[];
}

export interface ConsoleHostOptions {
  readonly windows?: WindowsVersion;
  readonly wow64?: boolean;
  readonly d?: Partial<VolumeOptions>;
  /** MAIL01 where nothing else is said. */
  readonly name?: string;
  readonly address?: string;
  /** A host in the same world and network. */
  readonly beside?: ConsoleHost;
}

const HOUR = 3_600_000_000;

/** C: with the label SYSTEM, D: without one, on 2 March 2009 at eight. The host was not booted. */
export function consoleHost(options: ConsoleHostOptions = {}): ConsoleHost {
  const { name = 'MAIL01', address = '192.0.2.10', windows = '2008', wow64 = false, beside } = options;
  const world =
    beside?.world ??
    new World({
      seed: 1,
      startsAt: { year: 2009, month: 3, day: 2, hour: 8, minute: 0, second: 0, microsecond: 0 },
      storeTrace: true,
    });
  const network: HostNetwork = beside?.host.network ?? new Network(world, { latency: 200 });
  const files = new FileSystem(world, { host: name });
  const volume = (number: number, more: Partial<VolumeOptions>) =>
    new Volume({ clock: world, store: new MapByteStore(), device: `\\Device\\HarddiskVolume${number}`, ...more });
  files.drives.attach('C:', volume(1, { label: 'SYSTEM', serial: '1C3A-0F2B', capacity: 4_000_000_000 }));
  files.drives.attach('D:', volume(2, { serial: '5E21-77AA', ...options.d }));
  files.makeFolders('C:\\WINDOWS\\Temp');
  const host = new SimulatedHost(world, network, { name, address, windows, wow64, files });
  const run = (line: string): Answer => {
    const output = started(host, line)();
    if (output === undefined) throw new Error(`${line} did not answer at once`);
    return readable(output);
  };
  const wait = (line: string): Answer => {
    const output = started(host, line);
    const until = world.now + HOUR;
    while (output() === undefined && world.now < until && world.runSteps(1) > 0);
    const answer = output();
    if (answer === undefined) throw new Error(`${line} did not answer`);
    return readable(answer);
  };
  const events = (kind: string): readonly TraceEvent[] =>
    [...world.trace.lines()].map((line) => JSON.parse(line) as TraceEvent).filter((event) => event.kind === kind);
  return { host, world, run, wait, events };
}

function started(host: SimulatedHost, line: string): () => ConsoleOutput | undefined {
  let answer: ConsoleOutput | undefined;
  runCommand(host, line, (output) => {
    if (answer !== undefined) throw new Error(`${line} answered twice`);
    answer = output;
  });
  return () => answer;
}

/** As a transport reads it: what the code page of the console lacks is lost. */
function readable({ exitCode, stdout, stderr }: ConsoleOutput): Answer {
  const shown = (output: string | Uint8Array) => decodeConsole(bytesOf(output), CONSOLE_CODE_PAGE);
  return { exitCode, stdout: shown(stdout), stderr: shown(stderr) };
}

/** Lines as the console ends them. */
export const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');
