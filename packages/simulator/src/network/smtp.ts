import type { EventIdentity } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';
import type { Connection, ConnectResult, ListenResult, TcpStack } from './tcp-stack.ts';

/** One message on its way: envelope and bytes. */
export interface SmtpTransaction {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly data: Uint8Array;
}

export interface SmtpReply {
  /** 2yz taken, 4yz keep and retry, 5yz bounce now (RFC 5321). */
  readonly code: number;
  readonly text: string;
}

/** How a delivery ended: with a reply of the other side, or without a connection. */
export type SmtpResult =
  | { readonly kind: 'replied'; readonly reply: SmtpReply }
  | { readonly kind: 'not-connected'; readonly error: number; readonly text: string; readonly event: EventIdentity }
  | { readonly kind: 'broken' };

export type SmtpHandler = (transaction: SmtpTransaction, client: string, reply: (reply: SmtpReply) => void) => void;

/**
 * Serves SMTP on a port. MAIL, RCPT and DATA travel as one pipelined exchange, so that a message costs two round trips;
 * what a receiver does in between does not matter to the clashes played here.
 */
export function serveSmtp(
  tcp: TcpStack,
  process: Process,
  port: number,
  banner: string,
  handle: SmtpHandler,
): ListenResult {
  return tcp.listen(process, port, (connection: Connection) => {
    connection.onMessage((message) => {
      handle(message as SmtpTransaction, connection.remote.address, (reply) => connection.send(reply));
    });
    connection.send({ code: 220, text: banner } satisfies SmtpReply);
  });
}

/** Delivers messages over one connection, in order; `done` gets the result of each that was tried. */
export function deliverSmtp(
  tcp: TcpStack,
  request: { process: Process; target: string; port: number; transactions: readonly SmtpTransaction[] },
  done: (results: readonly SmtpResult[]) => void,
): void {
  tcp.connect(request.process, request.target, request.port, (result: ConnectResult) => {
    if (!result.ok) {
      return done([{ kind: 'not-connected', error: result.error.code, text: result.error.text, event: result.event }]);
    }
    const { connection } = result;
    const results: SmtpResult[] = [];
    let greeted = false;
    let finished = false;
    const finish = (last?: SmtpResult) => {
      if (finished) return;
      finished = true;
      done(last === undefined ? results : [...results, last]);
    };
    connection.onClosed(() => finish({ kind: 'broken' }));
    connection.onMessage((message) => {
      if (greeted) results.push({ kind: 'replied', reply: message as SmtpReply });
      greeted = true;
      const next = request.transactions[results.length];
      if (next !== undefined) return connection.send(next, next.data.length);
      finish();
      connection.close();
    });
  });
}
