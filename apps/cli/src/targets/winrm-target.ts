import { ScanclashError } from '@scanclash/core';
import { HostProbe, readFingerprint, WinrmTransport } from '@scanclash/transports';
import type { Io } from '../io.ts';
import type { OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import { readPassword } from './read-password.ts';
import type { Target } from './target.ts';

/** As commander hands them over. */
export interface WinrmOptions {
  /** SHA-256 of the certificate of the host. */
  readonly certificate?: string | undefined;
  readonly plainHttp?: boolean | undefined;
  readonly passwordFd?: string | undefined;
}

export const WINRM_PASSWORD = 'SCANCLASH_WINRM_PASSWORD';
const PORTS = { 'https:': 5986, 'http:': 5985 } as const;

/** A Windows host behind its WinRM service. @throws SC-USE-003 */
export async function openWinrm(
  { word, user, host, port }: Target & { kind: 'winrm' },
  io: Io,
  options: WinrmOptions & { readonly probe?: boolean | undefined; readonly temp?: boolean | undefined },
): Promise<OpenedTarget> {
  const { certificate, plainHttp = false, probe = false, temp: temporaryFolder = true } = options;
  const fingerprint = certificate === undefined ? {} : { fingerprint: readFingerprint(certificate) };
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
  const read = async () => {
    const transport = new WinrmTransport(host, { url, user, password, ...fingerprint }, { temporaryFolder });
    try {
      const reading = await readHost(transport, probe ? new HostProbe(transport) : undefined);
      return { ...reading, at: new Date(io.wallClock()).toISOString().replace(/\.\d+Z$/, 'Z') };
    } finally {
      await transport.close();
    }
  };
  return {
    word,
    hosts: [{ name: host, at: undefined, isRemote: true, read }],
    subject: host,
    site: undefined,
    warnings: plainHttp
      ? [
          {
            code: null,
            problem: `${word}: --plain-http: password and answers went over the network unprotected, and nothing proves which host answered`,
          },
        ]
      : [],
  };
}
