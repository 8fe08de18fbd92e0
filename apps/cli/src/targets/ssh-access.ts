import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ScanclashError } from '@scanclash/core';
import {
  type Hop,
  type IdentityPolicy,
  type PrivateKey,
  readSshAddress,
  type SshAddress,
  type SshCredentials,
  stateOfKey,
} from '@scanclash/transports';
import type { Io } from '../io.ts';
import { NO_FILE, reasonOf } from '../output/write-file.ts';
import { readPassword } from './read-password.ts';
import type { SshOptions } from './ssh-options.ts';

/** How to reach any ssh target: read once for all of them. */
export interface SshAccess {
  /** The way to a host, jump hosts first. */
  readonly routeTo: (address: SshAddress) => [...Hop[], Hop];
}

const PASSWORD_VARIABLE = 'SCANCLASH_SSH_PASSWORD';
const USUAL_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Reads keys, known hosts and the password. A password comes from a prompt, the environment or a descriptor: command lines
 * are seen by others.
 * @throws SC-USE-003
 */
export async function readSshAccess(io: Io, options: SshOptions): Promise<SshAccess> {
  const policyOf = readPolicies(io, options);
  const own = readCredentials(io, options);
  const password = await passwordOf(io, options);
  const jump =
    options.jump === undefined ? undefined : readSshAddress(options.jump, options.jump, io.environment['USER']);
  return {
    routeTo: (address) => [
      // The password is the target's: a jump host is not told it.
      ...(jump === undefined ? [] : [{ address: jump, policy: policyOf(jump), credentials: own }]),
      { address, policy: policyOf(address), credentials: { ...own, password } },
    ],
  };
}

function readPolicies(io: Io, options: SshOptions): (address: SshAddress) => IdentityPolicy {
  const { hostKey = [], insecureHostKey = false, knownHosts } = options;
  if (insecureHostKey) {
    if (hostKey.length > 0 || knownHosts !== undefined) {
      throw new ScanclashError('SC-USE-003', '--insecure-host-key takes any host: no other key counts beside it', {
        hint: 'Leave one of the options out.',
      });
    }
    io.stderr.write('WARNING: --insecure-host-key: hosts are not identified. Whoever answers gets the login.\n');
    return () => ({ kind: 'anyone' });
  }
  const pins = new Map<string, string>();
  for (const word of hostKey) {
    const [, host = '', fingerprint] = /^(?:(.+)=)?(SHA256:[A-Za-z0-9+/]{43})=?$/.exec(word) ?? [];
    if (fingerprint === undefined) {
      throw new ScanclashError('SC-USE-003', `--host-key ${word}: this is no fingerprint`, {
        hint: 'Write --host-key [HOST=]SHA256:…, as ssh-keygen -lf shows it on the host.',
      });
    }
    pins.set(host.toLowerCase(), fingerprint);
  }
  const known = readKnownHosts(io, knownHosts);
  return ({ host }) => {
    const fingerprint = pins.get(host.toLowerCase()) ?? pins.get('');
    return fingerprint === undefined ? known : { kind: 'pinned', fingerprint };
  };
}

function readKnownHosts(io: Io, named: readonly string[] | undefined): IdentityPolicy {
  const usual = [join(homeOf(io), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'].filter((file) =>
    existsSync(file),
  );
  const files = named?.map((file) => resolve(io.cwd, file)) ?? usual;
  const text = files.map((file) => readText(file, '--known-hosts').toString('utf8')).join('\n');
  return { kind: 'known-hosts', text, files: (named ?? ['known_hosts']).join(', ') };
}

function readCredentials(io: Io, { identity }: SshOptions): SshCredentials {
  const passphrase = io.environment['SCANCLASH_SSH_PASSPHRASE'];
  const usual = USUAL_KEYS.map((name) => join(homeOf(io), '.ssh', name)).filter((file) => existsSync(file));
  const keys = (identity?.map((file) => resolve(io.cwd, file)) ?? usual).flatMap((file): PrivateKey[] => {
    const pem = readText(file, '--identity');
    const state = stateOfKey(pem, passphrase);
    if (state === 'readable') return [{ file, pem, passphrase }];
    if (identity === undefined) return [];
    const problem = state === 'encrypted' ? 'it is encrypted, and the passphrase is missing or wrong' : state;
    throw new ScanclashError('SC-USE-003', `--identity ${file}: ${problem}`, {
      hint: 'Put the key into an agent, or its passphrase into SCANCLASH_SSH_PASSPHRASE.',
    });
  });
  return { agent: io.environment['SSH_AUTH_SOCK'] || undefined, keys };
}

/** Undefined where none is given: a key or an agent may do. */
async function passwordOf(io: Io, { askPassword, passwordFd }: SshOptions): Promise<string | undefined> {
  const { [PASSWORD_VARIABLE]: stored, ...environment } = io.environment;
  if (passwordFd === undefined && askPassword !== true) return stored || undefined;
  return readPassword(
    { ...io, environment },
    { variable: PASSWORD_VARIABLE, descriptor: passwordFd, question: 'Password for the ssh targets: ' },
  );
}

function readText(file: string, option: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ScanclashError('SC-USE-003', `${option} ${file}: ${reasonOf(error, NO_FILE)}`, {
      hint: 'Name a file that is there and that you may read.',
    });
  }
}

const homeOf = ({ environment }: Io): string => environment['HOME'] ?? homedir();
