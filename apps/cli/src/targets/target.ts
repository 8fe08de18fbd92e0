import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean, ScanclashError } from '@scanclash/core';
import { readSshAddress, type SshAddress } from '@scanclash/transports/ssh-address';
import type { Io } from '../io.ts';

/** What a word on the command line points at. */
export type Target =
  | {
      readonly kind: 'simulated';
      readonly word: string;
      readonly scenario: string;
      readonly arm: string;
      /** One host of the world; all of them where it is left out. */
      readonly host: string | undefined;
    }
  | { readonly kind: 'bundle'; readonly word: string; readonly path: string }
  | { readonly kind: 'local'; readonly word: string }
  | {
      readonly kind: 'winrm';
      readonly word: string;
      readonly user: string;
      readonly host: string;
      readonly port: number | undefined;
    }
  | { readonly kind: 'ndjson'; readonly word: string }
  | { readonly kind: 'ssh'; readonly word: string; readonly address: SshAddress }
  | {
      readonly kind: 'epo';
      readonly word: string;
      readonly host: string;
      readonly port: number;
      /** User of the console; undefined where the word names none. */
      readonly user: string | undefined;
    };

const EPO_PORT = 8443;
const SCENARIO_ID = /^[a-z0-9-]+\/[a-z0-9-]+(@|#|$)/;

/**
 * Reads a target: a path that exists, a scheme, `-`, or the id of a scenario. One letter before a colon is a drive.
 * @throws SC-USE-004 with what was probably meant
 */
export function readTarget(word: string, io: Io): Target {
  if (word === '-') return { kind: 'ndjson', word };
  const path = resolve(io.cwd, word);
  if (word !== '' && existsSync(path)) return { kind: 'bundle', word, path };
  if (/^local:?$/i.test(word)) return { kind: 'local', word };
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(word)?.[1]?.toLowerCase();
  if (scheme === 'sim') return simulatedTarget(word, word.slice('sim:'.length));
  if (scheme === 'winrm') return winrmTarget(word);
  if (scheme === 'ssh') return { kind: 'ssh', word, address: sshAddress(word, io) };
  if (scheme === 'epo') return epoTarget(word);
  if (scheme !== undefined) throw unknownScheme(word, scheme);
  if (SCENARIO_ID.test(word)) return simulatedTarget(word, word);
  throw new ScanclashError('SC-USE-004', `there is no target "${word}"`, {
    hint: 'A target is the path of a bundle, sim:THEME/NAME[@ARM][#HOST], ssh://USER@HOST, winrm://USER@HOST, local, epo://USER@HOST:8443, or - for NDJSON.',
  });
}

const sshAddress = (word: string, { environment }: Io): SshAddress =>
  readSshAddress(word.replace(/^ssh:(?:\/\/)?/i, ''), word, environment['USER'] ?? environment['USERNAME']);

function simulatedTarget(word: string, rest: string): Target {
  const [, scenario = '', arm = 'broken', host] = /^([^@#]*)(?:@([^#]*))?(?:#(.*))?$/s.exec(rest) ?? [];
  if (/^[^/]+\/[^/]+$/.test(scenario) && arm !== '' && host !== '')
    return { kind: 'simulated', word, scenario, arm, host };
  throw new ScanclashError('SC-USE-004', `"${word}" is no simulated target`, {
    hint: 'Write sim:THEME/NAME[@ARM][#HOST], for example sim:mail-flow/port25-blocks-modusmail@broken#MAIL01',
  });
}

function winrmTarget(word: string): Target {
  const [, user, host = '', port] = /^winrm:\/\/(?:([^@:/]+)@)?([A-Za-z0-9._-]+)(?::(\d{1,5}))?\/?$/i.exec(word) ?? [];
  if (user !== undefined)
    return { kind: 'winrm', word, user: decoded(user), host, port: port === undefined ? undefined : Number(port) };
  // A password that was written here must not be repeated.
  throw new ScanclashError('SC-USE-004', `${word.replace(/:[^@/]*@/, ':...@')} is no WinRM target`, {
    hint: 'Write winrm://USER@HOST[:PORT]; the password is read from SCANCLASH_WINRM_PASSWORD.',
  });
}

/** `epo://[USER@]HOST[:PORT]`. A password on the command line would be seen by everybody on this machine. */
function epoTarget(word: string): Target {
  const [, user, password, bracketed, name, port] =
    /^epo:\/\/(?:([^:@/]+)(:[^@]*)?@)?(?:\[([\da-f:]+)\]|([\w.-]+))(?::(\d{1,5}))?\/?$/i.exec(word) ?? [];
  const host = bracketed ?? name;
  if (password !== undefined) {
    throw new ScanclashError('SC-USE-004', `epo://${user}:…@${host}: a password does not belong on the command line`, {
      hint: 'Leave it out: it is asked for, or read from SCANCLASH_EPO_PASSWORD or from --password-fd N.',
    });
  }
  const number = port === undefined ? EPO_PORT : Number(port);
  if (host !== undefined && number >= 1 && number <= 65_535) {
    return { kind: 'epo', word, host, port: number, user: user === undefined ? undefined : decoded(user) };
  }
  throw new ScanclashError('SC-USE-004', `"${word}" is no address of an ePO server`, {
    hint: 'Write epo://USER@HOST:8443, with the port of the console.',
  });
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

function unknownScheme(word: string, scheme: string): ScanclashError {
  const hint =
    didYouMean(scheme, ['sim', 'ssh', 'winrm', 'epo', 'local']) ??
    'Schemes: sim:THEME/NAME[@ARM][#HOST], ssh://USER@HOST, winrm://USER@HOST, epo://USER@HOST:8443; a file needs no scheme.';
  return new ScanclashError('SC-USE-004', `"${word}": there is no scheme "${scheme}", and no such file`, { hint });
}
