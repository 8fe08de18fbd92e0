import { hostname } from 'node:os';
import { join } from 'node:path';
import { ScanclashError } from '@scanclash/core';
import { type CommandInterpreter, LocalTransport } from '@scanclash/transports';
import type { Io } from '../io.ts';
import type { OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import type { Target } from './target.ts';

/** The Windows host that scanclash runs on. @throws SC-USE-004 on any other system */
export function openLocal(target: Target & { kind: 'local' }, { platform, environment }: Io): OpenedTarget {
  if (platform !== 'win32') {
    throw new ScanclashError(
      'SC-USE-004',
      `local is the Windows host that scanclash runs on, and this is ${platform}`,
      {
        hint: 'Write a script, start it on the host, and check what it brings: scanclash collect --script -o collector.cmd',
      },
    );
  }
  const host = environment['COMPUTERNAME'] ?? hostname();
  return {
    word: target.word,
    hosts: [{ name: host, at: new Date().toISOString(), read: () => readLocal(host, environment) }],
    site: undefined,
    warnings: [],
  };
}

async function readLocal(host: string, environment: Io['environment']) {
  const transport = new LocalTransport({ host, interpreter: interpreterOf(environment) });
  try {
    return await readHost(transport);
  } finally {
    await transport.close();
  }
}

/** A 32-bit Node on a 64-bit Windows sees the 32-bit view of the registry: the interpreter must be the 64-bit one. */
function interpreterOf(environment: Io['environment']): CommandInterpreter {
  const folder = environment['PROCESSOR_ARCHITEW6432'] === undefined ? 'System32' : 'Sysnative';
  return { program: join(environment['SystemRoot'] ?? 'C:\\Windows', folder, 'cmd.exe'), args: ['/d', '/c'] };
}
