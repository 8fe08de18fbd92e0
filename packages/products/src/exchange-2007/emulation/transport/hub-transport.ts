import { joinPath } from '@scanclash/core';
import { deliverSmtp, Program, type ServiceContext, type SmtpTransaction, serveSmtp } from '@scanclash/simulator';
import { sendConnectorPort } from '../../settings.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer } from '../organisation.ts';
import type { DeliveryOutcome, RunningHub } from '../running-services.ts';
import { DeliveryLine } from './delivery-line.ts';
import { HUB_PORT, type HubCall, type HubReply } from './hub-protocol.ts';
import { contentOf, type Mail } from './mail.ts';
import type { MailQueue } from './mail-queue.ts';
import { TransportAgents } from './transport-agents.ts';

const SMTP_PORT = 25;

/** EdgeTransport.exe: takes mail, delivers it to mailbox servers, keeps what was delivered to clustered ones. */
export class HubTransport implements RunningHub {
  readonly program: Program;
  readonly #exchange: ExchangeHost;
  readonly #queue: MailQueue;
  readonly #agents: TransportAgents;
  readonly #lines = new Map<MailboxServer, DeliveryLine>();

  constructor(exchange: ExchangeHost, queue: MailQueue, program: Program) {
    this.#exchange = exchange;
    this.#queue = queue;
    this.program = program;
    this.#agents = TransportAgents.load(exchange, program);
    for (const mail of queue.waiting.values()) this.#send(mail);
    for (const mail of queue.outgoing) this.#relay(mail);
  }

  get queued(): number {
    return this.#queue.waiting.size;
  }

  /**
   * Takes a message for each of its recipients; those elsewhere get it by SMTP. It is taken when its agents are done with it.
   *
   * @param done - Whether it is; false where a recipient is unknown.
   */
  accept(transaction: SmtpTransaction, done: (isTaken: boolean) => void): void {
    const { host, organisation } = this.#exchange;
    const content = contentOf(transaction);
    const inside = transaction.recipients.filter((address) => organisation.find(address) !== undefined);
    const outside = transaction.recipients.filter((address) => organisation.find(address) === undefined);
    const known = outside.filter((address) => host.network.mailExchangerOf(domainOf(address)) !== undefined);
    if (known.length < outside.length || outside.some((address) => this.#isOurs(address))) return done(false);
    const id = this.#queue.nextId(host.name);
    const event = host.emit('exchange/hub', 'exchange.accepted', id, { recipients: transaction.recipients.length });
    host.world.because(event, () =>
      this.#agents.filter(inside[0] ?? '', content, (left) => {
        for (const mailbox of inside) this.#enqueue({ ...left, mailbox, id, isRepeated: false });
        for (const address of outside) this.#sendOut({ ...transaction, recipients: [address] });
        done(true);
      }),
    );
  }

  /** Delivers once more what is kept for a storage group. */
  deliverAgain(guid: string): number {
    const { host } = this.#exchange;
    const kept = this.#queue.keptFor(guid, host.world.now);
    const event = host.emit('exchange/hub', 'exchange.dumpster-opened', guid, { messages: kept.length });
    host.world.because(event, () => {
      for (const mail of kept) this.#enqueue({ ...mail, isRepeated: true });
    });
    return kept.length;
  }

  #isOurs(address: string): boolean {
    const { host } = this.#exchange;
    return host.network.mailExchangerOf(domainOf(address)) === host.name;
  }

  #enqueue(mail: Mail): void {
    const key = keyOf(mail);
    if (this.#queue.waiting.has(key)) return;
    this.#queue.waiting.set(key, mail);
    this.#send(mail);
  }

  #send(mail: Mail): void {
    const server = this.#exchange.organisation.find(mail.mailbox)?.server;
    if (server !== undefined) this.#line(server).send(mail);
  }

  #line(server: MailboxServer): DeliveryLine {
    let line = this.#lines.get(server);
    if (line === undefined) {
      line = new DeliveryLine(server, {
        program: this.program,
        retryAfter: () => this.#exchange.assume<number>('delivery-retry') * 60_000_000,
        waiting: () => this.#waitingFor(server),
        settled: (mail, outcome) => this.#settled(server, mail, outcome),
      });
      this.#lines.set(server, line);
    }
    return line;
  }

  #waitingFor(server: MailboxServer): readonly Mail[] {
    const { organisation } = this.#exchange;
    return [...this.#queue.waiting.values()].filter(({ mailbox }) => organisation.find(mailbox)?.server === server);
  }

  #settled(server: MailboxServer, mail: Mail, outcome: Exclude<DeliveryOutcome, 'unavailable'>): void {
    const { host, organisation } = this.#exchange;
    this.#queue.waiting.delete(keyOf(mail));
    if (outcome === 'no-such-mailbox') {
      host.emit('exchange/hub', 'exchange.undeliverable', mail.id, { mailbox: mail.mailbox });
      return;
    }
    const { id, mailbox } = mail;
    this.#queue.delivered.set(keyOf(mail), { id, mailbox });
    const group = organisation.find(mailbox)?.group;
    if (server.isClustered && !mail.isRepeated && group !== undefined) this.#queue.keep(group, mail, host.world.now);
  }

  #sendOut(transaction: SmtpTransaction): void {
    this.#queue.outgoing.add(transaction);
    this.#relay(transaction);
  }

  /** @assumed HOLE-delivery-retry: mail to elsewhere is tried again after the same pause. */
  #relay(transaction: SmtpTransaction): void {
    const { host, settings } = this.#exchange;
    const target = host.network.mailExchangerOf(domainOf(transaction.recipients[0] ?? '')) ?? '';
    const port = settings.get(sendConnectorPort);
    const request = { process: this.program.process, target, port, transactions: [transaction] };
    deliverSmtp(host.tcp, request, ([result]) => {
      if (result?.kind === 'replied' && (result.reply.code < 300 || result.reply.code >= 500)) {
        this.#queue.outgoing.delete(transaction);
        return;
      }
      const pause = this.#exchange.assume<number>('delivery-retry') * 60_000_000;
      this.program.after(pause, 'mail relay retry', () => this.#relay(transaction));
    });
  }
}

const keyOf = ({ id, mailbox }: Mail): string => `${id} ${mailbox}`;
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** MSExchangeTransport: the service runs EdgeTransport.exe, which does the work. */
export function runTransport(exchange: ExchangeHost, queue: MailQueue, service: ServiceContext): void {
  const { host, context } = exchange;
  const edge = host.run(joinPath(context.folder, 'Bin', 'EdgeTransport.exe'));
  const hub = new HubTransport(exchange, queue, new Program(host, edge));
  exchange.hub = hub;
  host.processes.onExit(edge, () => {
    if (exchange.hub === hub) exchange.hub = undefined;
  });
  host.processes.onExit(service.process, () => host.processes.exit(edge));
  serveSmtp(host.tcp, edge, SMTP_PORT, `${host.name} Microsoft ESMTP MAIL Service ready`, (mail, _client, reply) => {
    hub.accept(mail, (isTaken) =>
      reply(
        isTaken ? { code: 250, text: '2.6.0 Queued mail for delivery' } : { code: 550, text: '5.1.1 User unknown' },
      ),
    );
  });
  host.tcp.listen(edge, HUB_PORT, (connection) => {
    connection.onMessage((message) => {
      const asked = message as HubCall;
      const answer = (messages: number): void => connection.send({ messages } satisfies HubReply);
      if ('submit' in asked) hub.accept(asked.submit, (isTaken) => answer(Number(isTaken)));
      else answer(hub.deliverAgain(asked.deliverAgain));
    });
  });
  service.running();
}
