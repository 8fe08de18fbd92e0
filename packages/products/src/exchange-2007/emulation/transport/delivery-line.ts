import type { Connection, Program } from '@scanclash/simulator';
import type { MailboxServer } from '../organisation.ts';
import type { DeliveryOutcome } from '../running-services.ts';
import { STORE_PORT, type StoreCall, type StoreReply } from '../store/store-protocol.ts';
import type { Mail } from './mail.ts';

export interface LineOwner {
  readonly program: Program;
  /** µs. */
  readonly retryAfter: () => number;
  /** Mail for the server that waits. */
  waiting(): readonly Mail[];
  settled(mail: Mail, outcome: Exclude<DeliveryOutcome, 'unavailable'>): void;
}

/** The connection of a Hub Transport server to one mailbox server, and the mail that is on its way. */
export class DeliveryLine {
  readonly #server: MailboxServer;
  readonly #owner: LineOwner;
  readonly #underway = new Map<number, Mail>();
  readonly #sent = new Set<Mail>();
  #connection: Connection | undefined;
  #isConnecting = false;
  #isPausing = false;
  #calls = 0;

  constructor(server: MailboxServer, owner: LineOwner) {
    this.#server = server;
    this.#owner = owner;
  }

  /** There is mail; it is sent at once, unless the last try has failed a short time ago. */
  send(mail: Mail): void {
    if (this.#connection !== undefined) this.#deliver(this.#connection, mail);
    else if (!this.#isPausing) this.#connect();
  }

  #connect(): void {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    const { program } = this.#owner;
    program.host.tcp.connect(program.process, this.#server.name, STORE_PORT, (connected) => {
      this.#isConnecting = false;
      if (!program.isRunning) return;
      if (!connected.ok) return this.#pause();
      const { connection } = connected;
      this.#connection = connection;
      connection.onMessage((message) => this.#answered(message as StoreReply));
      connection.onClosed(() => this.#ended(connection));
      this.#sendAll();
    });
  }

  #sendAll(): void {
    const connection = this.#connection;
    if (connection === undefined) return this.#connect();
    for (const mail of this.#owner.waiting()) this.#deliver(connection, mail);
  }

  #deliver(connection: Connection, mail: Mail): void {
    if (this.#sent.has(mail)) return;
    this.#calls += 1;
    this.#underway.set(this.#calls, mail);
    this.#sent.add(mail);
    const { mailbox, id, sender, subject, size, attachments } = mail;
    const call: StoreCall = { call: this.#calls, deliver: { mailbox, id, sender, subject, size, attachments } };
    connection.send(call, size);
  }

  #answered(reply: StoreReply): void {
    const mail = this.#underway.get(reply.call);
    if (mail === undefined || !('outcome' in reply)) return;
    this.#underway.delete(reply.call);
    this.#sent.delete(mail);
    if (reply.outcome === 'unavailable') this.#pause();
    else this.#owner.settled(mail, reply.outcome);
  }

  #ended(connection: Connection): void {
    if (this.#connection !== connection || !this.#owner.program.isRunning) return;
    this.#connection = undefined;
    this.#underway.clear();
    this.#sent.clear();
    this.#pause();
  }

  #pause(): void {
    if (this.#isPausing) return;
    this.#isPausing = true;
    this.#owner.program.after(this.#owner.retryAfter(), 'mail delivery retry', () => {
      this.#isPausing = false;
      if (this.#owner.waiting().length > 0) this.#sendAll();
    });
  }
}
