import { type Process, serveSmtp } from '@scanclash/simulator';
import { smtpPort } from '../settings.ts';
import type { Exchange2003Host } from './exchange-2003-host.ts';
import { readMetabase } from './metabase.ts';

/** Senders know no other. */
const SMTP_PORT = 25;

/** Starts the SMTP virtual server in a running SMTPSVC: it listens, and takes mail while the store runs. */
export function startVirtualServer(exchange: Exchange2003Host, process: Process, done: () => void): void {
  const { host, settings } = exchange;
  const server = { process, takesMail: false };
  readMetabase(exchange, process, (isRead) => {
    server.takesMail = isRead;
    exchange.virtualServer = server;
    if (!isRead) host.emit('exchange-2003', 'exchange.domains-not-read', exchange.server);
    for (const port of new Set([SMTP_PORT, settings.get(smtpPort)])) {
      serveSmtp(host.tcp, process, port, `${exchange.server} Microsoft ESMTP MAIL Service`, (_mail, _client, reply) => {
        if (!server.takesMail || !host.services.isRunning('MSExchangeIS')) {
          exchange.refused += 1;
          host.emit('exchange-2003', 'exchange.mail-refused', exchange.server);
          return reply({ code: 451, text: '4.3.0 Try again later' });
        }
        exchange.received += 1;
        host.emit('exchange-2003', 'exchange.mail-taken', exchange.server);
        reply({ code: 250, text: '2.6.0 Queued mail for delivery' });
      });
    }
    done();
  });
}

export function stopVirtualServer(exchange: Exchange2003Host): void {
  const { virtualServer, host } = exchange;
  exchange.virtualServer = undefined;
  if (virtualServer !== undefined) host.tcp.stopListening(virtualServer.process);
}
