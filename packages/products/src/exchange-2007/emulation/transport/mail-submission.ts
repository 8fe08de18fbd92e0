import { type Microseconds, Program, type ServiceContext, type SmtpTransaction } from '@scanclash/simulator';
import type { ExchangeHost } from '../exchange-host.ts';
import { HUB_PORT, type HubCall, type HubReply } from './hub-protocol.ts';

/** MSExchangeMailSubmission: hands what clients have written to the first Hub Transport server that takes it. */
class MailSubmission {
  readonly #exchange: ExchangeHost;
  readonly #program: Program;
  #isBusy = false;

  constructor(exchange: ExchangeHost, program: Program) {
    this.#exchange = exchange;
    this.#program = program;
  }

  /** There is mail in the outbox. */
  wake(): void {
    const [mail] = this.#exchange.outbox;
    if (mail === undefined || this.#isBusy) return;
    this.#isBusy = true;
    this.#offer(
      mail,
      this.#exchange.organisation.hubs.map(({ name }) => name),
    );
  }

  #offer(mail: SmtpTransaction, [hub, ...others]: readonly string[]): void {
    const { host, outbox } = this.#exchange;
    if (hub === undefined) return this.#wakeLater();
    host.tcp.connect(this.#program.process, hub, HUB_PORT, (connected) => {
      if (!connected.ok) return this.#offer(mail, others);
      const { connection } = connected;
      let isTaken = false;
      connection.onClosed(() => {
        if (!isTaken && this.#program.isRunning) this.#offer(mail, others);
      });
      connection.onMessage((message) => {
        isTaken = true;
        const { messages } = message as HubReply;
        if (messages === 0) host.emit('exchange/submission', 'exchange.undeliverable', mail.recipients.join(' '));
        outbox.shift();
        connection.close();
        this.#isBusy = false;
        this.wake();
      });
      connection.send({ submit: mail } satisfies HubCall, mail.data.length);
    });
  }

  #wakeLater(): void {
    const pause: Microseconds = this.#exchange.assume<number>('delivery-retry') * 60_000_000;
    this.#program.after(pause, 'mail submission retry', () => {
      this.#isBusy = false;
      this.wake();
    });
  }
}

export function runMailSubmission(exchange: ExchangeHost, service: ServiceContext): void {
  const { host } = exchange;
  const submission = new MailSubmission(exchange, new Program(host, service.process));
  exchange.submission = submission;
  host.processes.onExit(service.process, () => {
    if (exchange.submission === submission) exchange.submission = undefined;
  });
  service.running();
  submission.wake();
}
