import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpsEndpointOptions {
  readonly key: string;
  readonly certificate: string;
  /** Any free port where it is left out. */
  readonly port?: number;
  /** Answers a request: with `getResponse` of msw, the very handlers that tests intercept with. Undefined: 404. */
  readonly answer: (request: Request) => Promise<Response | undefined>;
}

/** Something that is served on loopback until it is closed. */
export interface Endpoint {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves handlers of requests over HTTPS on 127.0.0.1: the same answers as in a test, for any client. */
export async function serveHttps({ key, certificate, port = 0, answer }: HttpsEndpointOptions): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert: certificate }, (incoming, outgoing) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const url = new URL(incoming.url ?? '/', `https://${incoming.headers.host ?? '127.0.0.1'}`);
    const end = (status: number, text: string) => outgoing.writeHead(status).end(text);
    answer(new Request(url, { method: incoming.method ?? 'GET', headers }))
      .then(async (response) => {
        if (response === undefined) return end(404, 'Not found');
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        return outgoing.end(Buffer.from(await response.arrayBuffer()));
      })
      .catch(() => end(500, 'Internal error'));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
