import { type ServiceContext, serveSmtp } from '@scanclash/simulator';
import type { ModusHost } from './modus-host.ts';
import { envelopeFile, messageFile, writeEnvelope } from './spool.ts';

const SMTP_PORT = 25;

/**
 * SMTPRS: takes mail on port 25 and writes the pair into `Invirus`, message first. A message that cannot be written is
 * refused for now (451), so that the sender keeps it.
 * @source NMAP (greeting), KB947 (order of the pair).
 */
export function runReceiver(modus: ModusHost, service: ServiceContext): void {
  const { program, log } = modus.start('SMTPRS', service);
  const { host } = modus;
  const { edition } = modus.context;
  const greeting = `${host.name} Modus${edition === 'gate' ? 'Gate' : 'Mail'} ESMTP Receiver Version 4.4 Ready`;

  serveSmtp(host.tcp, service.process, SMTP_PORT, greeting, ({ sender, recipients, data }, _client, reply) => {
    // Recipients cannot be looked up without the database: the sender is to come again.
    if (!modus.mayProcess) return reply({ code: 451, text: 'Requested action aborted: local error in processing' });
    const id = modus.nextId();
    const { invirus } = modus.spool;
    const refuse = (code: number) => {
      log.write('W', '-', id, `message not accepted, Windows error ${code}`);
      reply({ code: 451, text: 'Requested action aborted: local error in processing' });
    };
    program.write(messageFile(invirus, id), data, (message) => {
      if (!message.ok) return refuse(message.error.code);
      program.write(envelopeFile(invirus, id), writeEnvelope({ sender, recipients }), (envelope) => {
        if (!envelope.ok) return refuse(envelope.error.code);
        modus.accepted += 1;
        host.emit('modus/SMTPRS', 'modus.accepted', id, { recipients: recipients.length });
        reply({ code: 250, text: 'OK' });
      });
    });
  });
  service.onStop((stopped) => {
    host.tcp.stopListening(service.process);
    stopped();
  });
  service.running();
}
