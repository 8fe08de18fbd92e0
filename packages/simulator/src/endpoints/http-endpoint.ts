import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpEndpointOptions {
  /** Served over HTTPS; plain HTTP where it is left out. */
  readonly tls?: { readonly key: string; readonly certificate: string };
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

/** The header in which a request says over which connection it came; a client cannot set it. */
export const CONNECTION_HEADER = 'x-scanclash-connection';

/** Serves handlers of requests on 127.0.0.1: the same answers as in a test, for any client. */
export async function serveHttp({ tls, port = 0, answer }: HttpEndpointOptions): Promise<Endpoint> {
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1`;
  const numbers = new Map<Socket, number>();
  const listener: RequestListener = (incoming, outgoing) => {
    const number = numbers.get(incoming.socket) ?? numbers.size + 1;
    numbers.set(incoming.socket, number);
    const end = (status: number, text: string) => outgoing.writeHead(status).end(text);
    const respond = async () => {
      const response = await answer(await requestOf(incoming, origin, number));
      if (response === undefined) return end(404, 'Not found');
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      return outgoing.end(Buffer.from(await response.arrayBuffer()));
    };
    respond().catch(() => end(500, 'Internal error'));
  };
  const server =
    tls === undefined ? createHttp(listener) : createHttps({ key: tls.key, cert: tls.certificate }, listener);
  const sockets = new Set<Socket>();
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

async function requestOf(incoming: IncomingMessage, origin: string, connection: number): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  headers.set(CONNECTION_HEADER, String(connection));
  const { method = 'GET' } = incoming;
  const url = new URL(incoming.url ?? '/', origin);
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  return new Request(url, { method, headers, body: Buffer.concat(chunks) });
}
