import { createConnection } from 'node:net';
import { shown } from '../bundle/bundle-error.ts';

/**
 * What became of a connection to an SMTP server. Whether it came about at all is asked first: what a server says to one
 * program and not to another proves nothing about who blocks a port.
 */
export type SmtpOutcome =
  /** It greeted. */
  | { readonly kind: 'open'; readonly greeting: string }
  /** The connection came about, and what followed was no welcome. */
  | { readonly kind: 'unwelcome'; readonly said: string }
  /** Something answered that nobody listens there. */
  | { readonly kind: 'refused' }
  /** Nothing answered: packets are dropped on the way, or the host is not there. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'failed'; readonly reason: string };

/** No greeting is longer. */
const MAX_GREETING = 4_096;

/** Connects, waits for the greeting, and takes its leave. Nothing is sent but QUIT. */
export function probeSmtp(host: string, port: number, timeoutMs: number): Promise<SmtpOutcome> {
  return new Promise((resolve) => {
    let isConnected = false;
    let said = '';
    const socket = createConnection({ host, port });
    const end = (outcome: SmtpOutcome) => {
      socket.removeAllListeners().on('error', () => undefined);
      if (outcome.kind === 'open') socket.write('QUIT\r\n');
      socket.end();
      socket.setTimeout(1_000, () => socket.destroy());
      clearTimeout(timer);
      resolve(outcome);
    };
    const unwelcome = (otherwise: string) =>
      end({ kind: 'unwelcome', said: said === '' ? otherwise : shown(said.trim()) });
    const timer = setTimeout(() => (isConnected ? unwelcome('nothing') : end({ kind: 'dropped' })), timeoutMs);
    socket
      .on('connect', () => {
        isConnected = true;
      })
      .on('data', (chunk: Buffer) => {
        said += chunk.toString('latin1');
        // The last line of a greeting has a blank behind its code.
        const last = /^(\d{3}) .*$/m.exec(said);
        if (last?.[1] === '220') end({ kind: 'open', greeting: shown(last[0].trim()) });
        else if (last !== null || said.length > MAX_GREETING) unwelcome('');
      })
      .on('end', () => unwelcome('nothing, and closed the connection'))
      .on('error', ({ code, message }: NodeJS.ErrnoException) => {
        if (isConnected) unwelcome('nothing, and reset the connection');
        else if (code === 'ECONNREFUSED') end({ kind: 'refused' });
        else end(code === 'ETIMEDOUT' ? { kind: 'dropped' } : { kind: 'failed', reason: shown(message) });
      });
  });
}
