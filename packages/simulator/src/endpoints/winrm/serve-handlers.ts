import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getResponse, type RequestHandler } from 'msw';

export interface ServedHandlers {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves handlers of msw on a free port of loopback; over HTTPS where there is a certificate. */
export async function serveHandlers(
  handlers: readonly RequestHandler[],
  tls?: { readonly key: string; readonly cert: string },
): Promise<ServedHandlers> {
  const listener: Parameters<typeof createHttp>[1] = (incoming, outgoing) => {
    const respond = async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const request = new Request(url, { method: incoming.method ?? 'GET', headers, body: Buffer.concat(chunks) });
      const response = await getResponse([...handlers], request);
      if (response === undefined) return outgoing.writeHead(404).end();
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      return outgoing.end(Buffer.from(await response.arrayBuffer()));
    };
    respond().catch(() => outgoing.destroy());
  };
  const server = tls === undefined ? createHttp(listener) : createHttps(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
