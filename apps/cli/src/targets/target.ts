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
  | { readonly kind: 'ndjson'; readonly word: string }
  | { readonly kind: 'ssh'; readonly word: string; readonly address: SshAddress };

const REAL_HOSTS = ['winrm', 'epo', 'local'];
const SCENARIO_ID = /^[a-z0-9-]+\/[a-z0-9-]+(@|#|$)/;

/**
 * Reads a target: a path that exists, a scheme, `-`, or the id of a scenario. One letter before a colon is a drive.
 * @throws SC-USE-004 with what was probably meant
 */
export function readTarget(word: string, io: Io): Target {
  if (word === '-') return { kind: 'ndjson', word };
  const path = resolve(io.cwd, word);
  if (word !== '' && existsSync(path)) return { kind: 'bundle', word, path };
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(word)?.[1]?.toLowerCase() ?? (word === 'local' ? 'local' : undefined);
  if (scheme === 'sim') return simulatedTarget(word, word.slice('sim:'.length));
  if (scheme === 'ssh') return { kind: 'ssh', word, address: sshAddress(word, io) };
  if (scheme !== undefined) throw otherScheme(word, scheme);
  if (SCENARIO_ID.test(word)) return simulatedTarget(word, word);
  throw new ScanclashError('SC-USE-004', `there is no target "${word}"`, {
    hint: 'A target is the path of a bundle, sim:THEME/NAME[@ARM][#HOST], ssh://USER@HOST, or - for NDJSON.',
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

function otherScheme(word: string, scheme: string): ScanclashError {
  if (REAL_HOSTS.includes(scheme)) {
    return new ScanclashError('SC-USE-004', `${word}: asking hosts over ${scheme} comes with a later version`, {
      hint: 'Collect a bundle on the host instead, and check that.',
    });
  }
  const hint =
    didYouMean(scheme, ['sim', 'ssh', ...REAL_HOSTS]) ??
    'Schemes: sim:THEME/NAME[@ARM][#HOST]; a file needs no scheme.';
  return new ScanclashError('SC-USE-004', `"${word}": there is no scheme "${scheme}", and no such file`, { hint });
}
