import { didYouMean, ScanclashError } from '@scanclash/core';
import { HostProbe, readFingerprint, WINRM_AUTHS, type WinrmAuth, WinrmTransport } from '@scanclash/transports';
import type { Io } from '../io.ts';
import { readLimits } from './limits.ts';
import type { HostReading, OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import { readPassword } from './read-password.ts';
import type { Target } from './target.ts';

/** As commander hands them over. */
export interface WinrmOptions {
  /** SHA-256 of the certificate of the host. */
  readonly certificate?: string | undefined;
  readonly plainHttp?: boolean | undefined;
  /** The only way to log in that may be taken. */
  readonly auth?: string | undefined;
  readonly passwordFd?: string | undefined;
}

export const WINRM_PASSWORD = 'SCANCLASH_WINRM_PASSWORD';
const PORTS = { 'https:': 5986, 'http:': 5985 } as const;

/** A Windows host behind its WinRM service. @throws SC-USE-003 */
export async function openWinrm(
  { word, user, host, port }: Target & { kind: 'winrm' },
  io: Io,
  options: WinrmOptions & {
    readonly probe?: boolean | undefined;
    readonly temp?: boolean | undefined;
    readonly limit?: readonly string[] | undefined;
  },
): Promise<OpenedTarget> {
  const { certificate, plainHttp = false, probe = false, temp: temporaryFolder = true, limit = [] } = options;
  const limits = readLimits(limit);
  const auth = readAuth(options.auth, plainHttp);
  const fingerprint = certificate === undefined ? undefined : readFingerprint(certificate);
  if (plainHttp && certificate !== undefined) {
    throw new ScanclashError('SC-USE-003', '--certificate and --plain-http exclude each other', {
      hint: 'Without HTTPS there is no certificate.',
    });
  }
  const password = await readPassword(io, {
    variable: WINRM_PASSWORD,
    descriptor: options.passwordFd,
    question: `Password of ${user} on ${host}: `,
  });
  const scheme = plainHttp ? 'http:' : 'https:';
  const url = `${scheme}//${host}:${port ?? PORTS[scheme]}/wsman`;
  const read = async (signal: AbortSignal): Promise<HostReading> => {
    const access = { url, user, password, auth, fingerprint };
    const transport = new WinrmTransport({ host, access, limits, temporaryFolder, signal });
    try {
      const reading = await readHost(transport, probe ? new HostProbe(transport) : undefined);
      await transport.close();
      const at = new Date(io.wallClock()).toISOString().replace(/\.\d+Z$/, 'Z');
      return { ...reading, at, session: transport.session };
    } finally {
      await transport.close();
    }
  };
  return {
    word,
    hosts: [{ name: host, at: undefined, isRemote: true, read }],
    site: undefined,
    warnings: plainHttp
      ? [{ code: null, problem: `${word}: --plain-http: password and answers go over the network unprotected` }]
      : [],
  };
}

/** @throws SC-USE-003 */
function readAuth(word: string | undefined, plainHttp: boolean): WinrmAuth | undefined {
  const auth = WINRM_AUTHS.find((one) => one === word?.toLowerCase());
  if (word !== undefined && auth === undefined) {
    const isKerberos = /^(?:kerberos|negotiate)$/i.test(word);
    throw new ScanclashError(
      'SC-USE-003',
      `--auth ${word}: ${isKerberos ? 'Kerberos is not supported' : 'there is no such way to log in'}`,
      {
        hint: isKerberos
          ? 'Write --auth ntlm; a host that takes Kerberos only is read by a bundle: scanclash collect --script -o collector.cmd'
          : (didYouMean(word, WINRM_AUTHS) ?? `Write one of: ${WINRM_AUTHS.join(', ')}`),
      },
    );
  }
  if (auth === 'ntlm' && plainHttp) {
    throw new ScanclashError('SC-USE-003', '--auth ntlm and --plain-http exclude each other', {
      hint: 'WinRM wants encrypted messages with NTLM over plain HTTP, which is not supported: leave --plain-http out.',
    });
  }
  return auth;
}
