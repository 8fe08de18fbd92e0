import type { Socket } from 'node:net';

export interface Connecting {
  /** When it may be used: TLS has shown a certificate by then. */
  readonly event: 'connect' | 'secureConnect';
  readonly timeoutMs: number;
  /** Ends the attempt. */
  readonly signal?: AbortSignal | undefined;
  /** The error where there is no connection. */
  readonly unreached: (reason: string) => Error;
  /** A last look before it is handed out; null lets it pass. */
  readonly look: () => Error | null;
}

/** Hands a socket out once it is connected, or the reason why not; nothing is sent before. */
export function whenConnected<S extends Socket>(
  socket: S,
  { event, timeoutMs, signal, unreached, look }: Connecting,
  done: (error: Error | null, socket: S) => void,
): void {
  // Else each small packet waits for the acknowledgement of the one before it.
  socket.setNoDelay(true);
  let ended = false;
  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    if (error !== null) socket.destroy();
    done(error, socket);
  };
  const fail = (reason: string) => end(unreached(reason));
  const stop = () => fail(String(signal?.reason));
  if (signal?.aborted === true) queueMicrotask(stop);
  else signal?.addEventListener('abort', stop);
  const timer = setTimeout(() => fail(`no connection within ${timeoutMs / 1_000} s`), timeoutMs);
  socket.once('error', (error) => fail(reasonOf(error)));
  socket.once('close', () => fail('the connection was closed before it could be used'));
  socket.once(event, () => end(look()));
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on this port',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was reset',
  EPROTO: 'the other side speaks no TLS 1.2 or newer on this port',
};

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (code.startsWith('ERR_SSL')) return `${REASONS['EPROTO']} (${code})`;
  return REASONS[code] ?? (code === '' ? message : code);
}
