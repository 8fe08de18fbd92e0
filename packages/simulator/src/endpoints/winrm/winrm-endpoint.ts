import { getResponse } from 'msw';
import { type Endpoint, type HttpEndpointOptions, serveHttp } from '../http-endpoint.ts';
import { type WinrmService, winrmHandlers } from './winrm-handlers.ts';

export { type WinrmService, winrmHandlers };

/** Serves the WinRM service of a simulated host on loopback: over HTTPS where there is a certificate. */
export function serveWinrm(
  service: WinrmService,
  options: Pick<HttpEndpointOptions, 'tls' | 'port'> = {},
): Promise<Endpoint> {
  const handlers = winrmHandlers({ ...service, certificate: options.tls?.certificate });
  return serveHttp({ ...options, answer: (request) => getResponse(handlers, request) });
}
