import { ScanclashError } from '@scanclash/core';
import { WinrmTransport } from '@scanclash/transports';
import type { Io } from '../io.ts';
import type { OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import type { Target } from './target.ts';

/** As commander hands them over. */
export interface WinrmOptions {
  /** SHA-256 of the certificate of the host. */
  readonly certificate?: string | undefined;
  readonly plainHttp?: boolean | undefined;
}

export const WINRM_PASSWORD = 'SCANCLASH_WINRM_PASSWORD';
const PORTS = { 'https:': 5986, 'http:': 5985 } as const;

/** A Windows host behind its WinRM service. The password comes from the environment: command lines are seen by others. */
export function openWinrm(
  { word, user, host, port }: Target & { kind: 'winrm' },
  { environment }: Io,
  { certificate, plainHttp = false }: WinrmOptions,
): OpenedTarget {
  const password = environment[WINRM_PASSWORD] ?? '';
  if (password === '') {
    throw new ScanclashError('SC-USE-003', `${word}: there is no password in ${WINRM_PASSWORD}`, {
      hint: `Put the password of ${user} into the environment variable ${WINRM_PASSWORD}.`,
    });
  }
  const fingerprint = certificate === undefined ? {} : { fingerprint: readFingerprint(certificate) };
  if (plainHttp && certificate !== undefined) {
    throw new ScanclashError('SC-USE-003', '--certificate and --plain-http exclude each other', {
      hint: 'Without HTTPS there is no certificate.',
    });
  }
  const scheme = plainHttp ? 'http:' : 'https:';
  const url = `${scheme}//${host}:${port ?? PORTS[scheme]}/wsman`;
  return {
    word,
    hosts: [
      {
        name: host,
        at: new Date().toISOString(),
        read: async () => {
          const transport = new WinrmTransport(host, { url, user, password, ...fingerprint });
          try {
            return await readHost(transport);
          } finally {
            await transport.close();
          }
        },
      },
    ],
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

function readFingerprint(word: string): string {
  const digits = word.replace(/^SHA256:/i, '').replaceAll(':', '');
  if (/^[0-9a-f]{64}$/i.test(digits)) return digits;
  throw new ScanclashError('SC-USE-003', `--certificate ${word}: this is no SHA-256`, {
    hint: 'Write 64 hexadecimal digits, with colons or without.',
  });
}
