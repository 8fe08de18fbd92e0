import { ScanclashError } from '@scanclash/core';
import type { Io } from '../io.ts';
import type { Progress } from '../output/progress.ts';
import type { EpoOptions } from './epo-target.ts';
import type { OpenedTarget } from './opened-target.ts';
import type { SimulationOptions } from './simulated-target.ts';
import type { SshAccess } from './ssh-access.ts';
import { type SshOptions, sshOptionWords } from './ssh-options.ts';
import type { Target } from './target.ts';
import type { WinrmOptions } from './winrm-target.ts';

export interface OpenOptions extends SimulationOptions, EpoOptions, WinrmOptions {
  /** The hosts that are wanted: one of them may name the host of a bundle made by hand. */
  readonly hosts: readonly string[];
  readonly progress: Progress;
  readonly ssh: SshOptions;
}

/** Opens targets in the order of the command line. */
export async function openTargets(
  targets: readonly Target[],
  io: Io,
  options: OpenOptions,
): Promise<readonly OpenedTarget[]> {
  refuseForOthers(targets, options);
  let access: Promise<SshAccess> | undefined;
  const opened: OpenedTarget[] = [];
  const accessOnce = async () => {
    const { readSshAccess } = await import('./ssh-access.ts');
    return (access ??= readSshAccess(io, options.ssh));
  };
  for (const target of targets) opened.push(await openTarget(target, io, options, accessOnce));
  return opened;
}

/** Options of ssh that other kinds of targets take as well. */
const SHARED: Readonly<Record<string, readonly Target['kind'][]>> = {
  '--password-fd': ['epo', 'winrm'],
  '--no-temp': ['winrm'],
  '--limit': ['winrm'],
};

/** An option that would do nothing is refused, and so is a key that several hosts cannot share. */
function refuseForOthers(targets: readonly Target[], { ssh, plainHttp, auth }: OpenOptions): void {
  const hosts = targets.filter(({ kind }) => kind === 'ssh');
  const kinds = new Set(targets.map(({ kind }) => kind));
  const [useless] = sshOptionWords(ssh).filter(
    (word) => word.startsWith('--') && !(SHARED[word] ?? []).some((kind) => kinds.has(kind)),
  );
  if (hosts.length === 0 && useless !== undefined) {
    throw new ScanclashError('SC-USE-003', `${useless} is for ssh targets, and none is named`, {
      hint: 'Leave it out.',
    });
  }
  const forWinrm = plainHttp === true ? '--plain-http' : auth === undefined ? undefined : '--auth';
  if (forWinrm !== undefined && !kinds.has('winrm')) {
    throw new ScanclashError('SC-USE-003', `${forWinrm} is for winrm targets, and none is named`, {
      hint: 'Leave it out.',
    });
  }
  if (ssh.temp === false && kinds.has('local')) {
    throw new ScanclashError('SC-USE-003', '--no-temp: local asks by batch files, which are written to a folder', {
      hint: 'Leave local or the option out.',
    });
  }
  const bare = ssh.hostKey?.find((word) => !word.includes('='));
  if (bare !== undefined && (hosts.length > 1 || ssh.jump !== undefined)) {
    throw new ScanclashError('SC-USE-003', `--host-key ${bare}: which host is it of?`, {
      hint: `Write --host-key HOST=${bare}`,
    });
  }
}

/** Opens a target; what a kind of target needs is loaded with the first of its kind. */
async function openTarget(
  target: Target,
  io: Io,
  options: OpenOptions,
  access: () => Promise<SshAccess>,
): Promise<OpenedTarget> {
  switch (target.kind) {
    case 'simulated': {
      const { openSimulated } = await import('./simulated-target.ts');
      return openSimulated(target, options);
    }
    case 'ndjson': {
      const { openNdjson } = await import('./ndjson-target.ts');
      return openNdjson(io);
    }
    case 'local': {
      const { openLocal } = await import('./local-target.ts');
      return openLocal(target, io);
    }
    case 'winrm': {
      const { openWinrm } = await import('./winrm-target.ts');
      return openWinrm(target, io, { ...options, temp: options.ssh.temp, limit: options.ssh.limit });
    }
    case 'epo': {
      const { openEpo } = await import('./epo-target.ts');
      return openEpo(target, io, options);
    }
    case 'ssh': {
      const { openSsh } = await import('./ssh-target.ts');
      return openSsh(target, await access(), { ...options.ssh, probe: options.probe }, io);
    }
    case 'bundle': {
      const { openRecorded } = await import('./bundle-target.ts');
      return openRecorded(target, options.hosts);
    }
  }
}
