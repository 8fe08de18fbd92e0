import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { readFingerprint, type ServerIdentity } from '../../tls/server-identity.ts';
import { EpoConnection } from '../epo-connection.ts';
import { EPO_LIMITS, type EpoLimits } from '../epo-limits.ts';

export const PASSWORD = 'planted-Secret-4711';

/** A server on loopback that answers as a test wants it, with a certificate that nobody has signed. */
export async function oddServer(listener: RequestListener) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'epo01.example.com' }], {
    keyType: 'ec',
  });
  const requests: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    requests.push(incoming);
    listener(incoming, outgoing);
  });
  let open = 0;
  let most = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    most = Math.max(most, ++open);
    socket.on('close', () => {
      open -= 1;
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fingerprint = new X509Certificate(cert).fingerprint256;
  const { port } = server.address() as AddressInfo;
  return {
    port,
    fingerprint,
    requests,
    mostConnections: () => most,
    /** A connection to it with small limits. */
    connection: (limits: Partial<EpoLimits> = {}, identity?: ServerIdentity) =>
      new EpoConnection(
        { host: '127.0.0.1', port },
        {
          login: { user: 'auditor', password: PASSWORD },
          identity: identity ?? { kind: 'certificate', sha256: readFingerprint(fingerprint) },
          limits: { ...EPO_LIMITS, pauseMs: 1, connectMs: 20_000, answerMs: 20_000, ...limits },
        },
      ),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Answers every command with the text that belongs to it; a command that is not listed is unknown. */
export const answering =
  (answers: Readonly<Record<string, string>>): RequestListener =>
  ({ url = '' }, outgoing) => {
    const command = /^\/remote\/([\w.]+)/.exec(url)?.[1] ?? '';
    outgoing.end(answers[command] ?? `Error 0 :\r\nCommand was not found: ${command}`);
  };
