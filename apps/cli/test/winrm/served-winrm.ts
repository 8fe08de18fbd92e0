import { X509Certificate } from 'node:crypto';
import type { HostRequest } from '@scanclash/core';
import { CONTRACT_HOST } from '@scanclash/core/test';
import { contractHost } from '@scanclash/simulator/test';
import { serveWinrm, type WinrmService } from '@scanclash/simulator/winrm';
import { type WinrmOptions, WinrmTransport } from '@scanclash/transports';
import { selfSigned } from '../../src/test/served-epo.ts';

export const USER = 'administrator';
/** Planted: it may turn up nowhere. */
export const PASSWORD = 'Planted-Secret-2';

/** Of every endpoint here; nobody has signed it. */
export const tls = await selfSigned();
export const FINGERPRINT = new X509Certificate(tls.certificate).fingerprint256;

const closing: (() => unknown)[] = [];

/** Has it closed when the file of tests ends, which calls {@link closeAll}: files of one worker share this module. */
export function closeAtEnd(close: () => unknown): void {
  closing.push(close);
}

/** Closes what was opened, the last one first. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

/** Serves the contract host over HTTPS until the file of tests ends. */
export async function served(service: Partial<WinrmService> = {}) {
  const host = contractHost(CONTRACT_HOST);
  const endpoint = await serveWinrm({ host, user: USER, password: PASSWORD, ...service }, { tls });
  closeAtEnd(endpoint.close);
  return { ...endpoint, host, url: `https://127.0.0.1:${endpoint.port}/wsman` };
}

/** A transport that knows the endpoint by its certificate. */
export function transportTo(
  url: string,
  { access, ...options }: Partial<Omit<WinrmOptions, 'access'>> & { access?: Partial<WinrmOptions['access']> } = {},
): WinrmTransport {
  const transport = new WinrmTransport({
    host: CONTRACT_HOST.name,
    access: { url, user: USER, password: PASSWORD, fingerprint: FINGERPRINT, ...access },
    ...options,
  });
  closeAtEnd(() => transport.close());
  return transport;
}

/** What comes of questions, and of the session that they were asked in. */
export async function outcome(transport: WinrmTransport, requests: readonly HostRequest[] = [{ id: 'host-name' }]) {
  const answers = await transport.ask(requests);
  await transport.close();
  const { session } = transport;
  return {
    answers: answers.map((one) => (one.kind === 'answered' ? Buffer.from(one.stdout).toString() : one.reason)),
    session,
    trouble: session.trouble,
  };
}
