import { type HttpHandler, HttpResponse, http } from 'msw';
import { runEpoCommand } from './commands.ts';
import type { EpoServer } from './epo-server.ts';

/** Who may use the web API. */
export interface WebApiUser {
  readonly user: string;
  readonly password: string;
}

/**
 * The web API in front of a simulated ePO server: `GET /remote/COMMAND?…` with the credentials of a user, JSON alone. The
 * handlers answer requests that msw intercepts, and the same ones are served over HTTPS.
 * @source EPO-API, EPO-SAMPLES: address, `OK:`, form of errors.
 */
export function epoWebApi(server: EpoServer, { user, password }: WebApiUser): HttpHandler[] {
  const login = `Basic ${base64(`${user}:${password}`)}`;
  return [
    http.get('https://*/remote/:command', ({ request, params }) => {
      if (request.headers.get('authorization') !== login) {
        return new HttpResponse('Unauthorized', {
          status: 401,
          headers: { 'www-authenticate': 'Basic realm="ePolicy Orchestrator"' },
        });
      }
      const parameters = Object.fromEntries(new URL(request.url).searchParams);
      const output = parameters[':output'];
      if (output !== 'json') return HttpResponse.text(`Error 0 :\r\nThis simulated server has no output ${output}`);
      const result = runEpoCommand(server, String(params['command']), parameters);
      if (!result.ok) return HttpResponse.text(`Error 0 :\r\n${result.error}`);
      return HttpResponse.text(`OK:\r\n${JSON.stringify(result.data)}`);
    }),
  ];
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
