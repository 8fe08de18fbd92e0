import { CONNECTION_HEADER } from '../http-endpoint.ts';
import { messageType, NtlmAcceptor, type NtlmAcceptorOptions } from './ntlm-acceptor.ts';

/** How the service lets one in, as it names it. */
export type WinrmScheme = 'Negotiate' | 'NTLM' | 'Kerberos' | 'Basic';

export interface WinrmLoginOptions extends NtlmAcceptorOptions {
  readonly offers: readonly WinrmScheme[];
}

/**
 * Who may ask. Basic authentication lets in a request, NTLM a connection: all that comes over it afterwards. Kerberos is
 * offered in name only, as to a client that has no ticket.
 */
export class WinrmLogin {
  readonly #options: WinrmLoginOptions;
  readonly #basic: string;
  /** By connection: a login that is under way, or done. */
  readonly #connections = new Map<string, NtlmAcceptor | 'logged in'>();

  constructor(options: WinrmLoginOptions) {
    const { user, password } = options.account;
    this.#options = options;
    this.#basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  /** What to say in the header `WWW-Authenticate` of a refusal; undefined: it is let in. */
  refusal(request: Request): string | undefined {
    const { offers } = this.#options;
    // Where nobody serves a socket, as under msw, there is one connection.
    const connection = request.headers.get(CONNECTION_HEADER) ?? '';
    const authorization = request.headers.get('authorization');
    const all = offers.map((name) => (name === 'Basic' ? 'Basic realm="WSMAN"' : name)).join(', ');
    if (authorization === null) return this.#connections.get(connection) === 'logged in' ? undefined : all;
    if (offers.includes('Basic') && authorization === this.#basic) return undefined;
    const [, scheme = '', token = ''] = /^(Negotiate|NTLM) (.+)$/.exec(authorization) ?? [];
    if (!offers.some((name) => name === scheme)) return all;
    const message = Buffer.from(token, 'base64');
    const login = this.#connections.get(connection);
    if (messageType(message) === 1) {
      const begun = new NtlmAcceptor(this.#options);
      this.#connections.set(connection, begun);
      return `${scheme} ${begun.challenge(message).toString('base64')}`;
    }
    this.#connections.delete(connection);
    if (!(login instanceof NtlmAcceptor) || !login.accepts(message)) return all;
    this.#connections.set(connection, 'logged in');
    return undefined;
  }
}
