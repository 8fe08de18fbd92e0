import type { Plain } from '@scanclash/core';
import {
  deliverSmtp,
  type Emulation,
  malwareBytes,
  type Process,
  type SimulatedHost,
  type SmtpTransaction,
  serveSmtp,
  stimulus,
  writeMessage,
} from '@scanclash/simulator';
import { z } from 'zod';
import { internetMail } from './product.ts';

const SERVER = 'C:\\Mail\\mta.exe';
/** @source RFC 4954 */
const AUTHENTICATE = { code: 530, text: '5.7.0 Authentication required' };
/** Endpoint mapper of RPC, by which Outlook reaches its server. */
const RPC_PORT = 135;

/** A mail server that takes everything for its domains, and sends what the timeline says. */
class FarServer {
  received: SmtpTransaction[] = [];
  refused = 0;
  /** Another one after each boot. */
  process: Process;
  constructor(process: Process) {
    this.process = process;
  }
}

const duration = z.int().min(0).describe('µs');

export const send = z.strictObject({
  server: z.string().describe('Host that takes the mail.'),
  from: z.string().default('sender@example.net'),
  to: z.string().describe('Recipient.'),
  count: z.int().min(1).max(10_000).default(1),
  every: duration.default(1_000_000).describe('Pause between two messages, µs.'),
  size: z.int().min(0).max(10_000_000).default(2_000).describe('Bytes of text.'),
  attach: z
    .strictObject({
      name: z.string().default('attachment.doc'),
      malware: z.enum(['none', 'virus', 'macro-virus', 'unknown-macro', 'unwanted-program']).default('none'),
      sinceDat: z.int().default(4000).describe('First definitions that know it.'),
    })
    .optional(),
});

export const internetMailEmulation: Emulation = {
  product: internetMail,
  install: (host: SimulatedHost, settings: Readonly<Record<string, Plain>>) => {
    if (Object.keys(settings).length > 0) throw new Error('internet-mail has no settings');
    const server = host.keep('internet-mail', new FarServer(host.processes.system));
    host.onBoot(() => {
      server.process = host.run(SERVER);
      if (host.world.behaviours.on('internet-mail/server-is-down')) return;
      for (const port of [25, 2525]) {
        serveSmtp(host.tcp, server.process, port, `${host.name} ESMTP`, (transaction, _client, reply) => {
          if (host.world.behaviours.on('internet-mail/asks-for-authentication')) return reply(AUTHENTICATE);
          server.received.push(transaction);
          reply({ code: 250, text: 'OK' });
        });
      }
      host.tcp.listen(server.process, RPC_PORT, (connection) => {
        connection.onMessage((call) => connection.send(call));
      });
    });
  },
  stimuli: {
    send: stimulus('Sends messages to a mail server, one after the other', send, (host, mail) => {
      const far = host.part<FarServer>('internet-mail');
      for (let i = 0; i < mail.count; i++) {
        host.world.schedule(i * mail.every, 'mail to send', () => {
          const transaction = { sender: mail.from, recipients: [mail.to], data: compose(mail, i) };
          deliverSmtp(
            host.tcp,
            { process: far.process, target: mail.server, port: 25, transactions: [transaction] },
            ([result]) => {
              if (result?.kind !== 'replied' || result.reply.code >= 300) far.refused += 1;
            },
          );
        });
      }
    }),
    stop: stimulus('The far server goes down', z.strictObject({}), (host) => {
      const far = host.part<FarServer>('internet-mail');
      host.tcp.stopListening(far.process);
    }),
  },
  observables: {
    received: {
      title: 'Messages that this server took',
      schema: z.int(),
      observe: (host) => host.part<FarServer>('internet-mail').received.length,
    },
    refused: {
      title: 'Messages that the other side did not take',
      schema: z.int(),
      observe: (host) => host.part<FarServer>('internet-mail').refused,
    },
  },
  protections: {},
};

function compose(mail: z.output<typeof send>, i: number): Uint8Array {
  const { attach } = mail;
  const attachments =
    attach === undefined
      ? []
      : [
          {
            name: attach.name,
            content:
              attach.malware === 'none'
                ? new TextEncoder().encode('document')
                : malwareBytes({ kind: attach.malware, name: 'Sample', sinceDat: attach.sinceDat }),
          },
        ];
  return writeMessage({
    sender: mail.from,
    recipients: [mail.to],
    subject: `Message ${i + 1}`,
    body: 'x'.repeat(mail.size),
    attachments,
  });
}
