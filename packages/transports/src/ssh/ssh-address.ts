import { ScanclashError } from '@scanclash/core';

/** Where an ssh server is, and as whom one logs in there. */
export interface SshAddress {
  readonly user: string;
  readonly host: string;
  readonly port: number;
}

const SHAPE = /^(?:([^@\s/]+)@)?(\[[0-9a-f:.%]+\]|[^\s:@/[\]]+)(?::(\d+))?\/?$/i;

/**
 * Reads `[user@]host[:port]`, an IPv6 address in brackets.
 *
 * @param word - As it stands on the command line, for the complaint.
 * @param userByDefault - Who logs in where nobody is named.
 * @throws SC-USE-004; a password in it is refused, and not repeated.
 */
export function readSshAddress(text: string, word: string, userByDefault: string | undefined): SshAddress {
  const [, named, host = '', port = '22'] = SHAPE.exec(text) ?? [];
  if (/^[^@]*:[^@]*@/.test(text)) {
    throw new ScanclashError('SC-USE-004', 'an ssh target with a password in it: command lines are seen by others', {
      hint: 'Leave the password out: --ask-password, SCANCLASH_SSH_PASSWORD, or --password-fd N.',
    });
  }
  const user = named === undefined ? userByDefault : decoded(named);
  if (host === '' || user === '' || Number(port) < 1 || Number(port) > 65_535) {
    throw new ScanclashError('SC-USE-004', `"${word}" is no address of an ssh server`, {
      hint: 'Write ssh://USER@HOST[:PORT].',
    });
  }
  if (user === undefined) {
    throw new ScanclashError('SC-USE-004', `"${word}" does not say who logs in`, { hint: 'Write ssh://USER@HOST.' });
  }
  return { user, host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** `%5C` and its like filled in; empty where that cannot be done. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** `admin@mail01:22`; a user of a domain stays `DOMAIN\admin`. */
export function showSshAddress({ user, host, port }: SshAddress): string {
  return `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`;
}
