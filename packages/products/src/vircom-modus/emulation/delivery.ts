import { joinPath } from '@scanclash/core';
import {
  deliverSmtp,
  MINUTE,
  type Microseconds,
  type Program,
  type ServiceContext,
  type SmtpResult,
} from '@scanclash/simulator';
import { gateTarget, localDomains, remotePort, smartHost } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';
import type { ModusLog } from './modus-log.ts';
import { Poller } from './poll.ts';
import { domainOf, type Envelope, envelopeFile, idOf, messageFile, readEnvelope, writeEnvelope } from './spool.ts';

/** Retry state is kept per destination domain, not per message (HOLE-modus-retry). */
interface Domain {
  readonly name: string;
  failures: number;
  nextTry: number;
  busy: boolean;
}

/**
 * SMTPDS: takes scanned pairs from `Incoming`, delivers local mail into mailboxes (ModusMail) and queues the rest in
 * `Holding` and `Domains`; one try per domain at a time, a failed connect is E0020101 and waits for the next try.
 */
export function runDelivery(modus: ModusHost, service: ServiceContext): void {
  const { program, log } = modus.start('SMTPDS', service);
  const delivery = new Delivery(modus, program, log);
  delivery.start();
  service.running();
}

class Delivery {
  readonly #modus: ModusHost;
  readonly #program: Program;
  readonly #log: ModusLog;
  readonly #domains = new Map<string, Domain>();
  readonly #busy = new Set<string>();
  readonly #poller: Poller;

  constructor(modus: ModusHost, program: Program, log: ModusLog) {
    this.#modus = modus;
    this.#program = program;
    this.#log = log;
    this.#poller = new Poller(program, modus.assume<number>('assume-poll-interval'), 'SMTPDS poll', () => this.#look());
    for (const name of modus.list(modus.spool.domains, '*')) this.#domain(name);
  }

  start(): void {
    const { spool, host } = this.#modus;
    this.#poller.watch(spool.incoming);
    this.#poller.look();
    const interval = this.#modus.assume<number>('assume-garbage-interval') * MINUTE;
    const collect = () => {
      this.#collectGarbage();
      this.#program.after(interval, 'SMTPDS garbage collection', collect);
    };
    if (host.world.behaviours.on('vircom-modus/collects-garbage'))
      this.#program.after(interval, 'SMTPDS garbage collection', collect);
  }

  #look(): Microseconds | undefined {
    const { now } = this.#modus.host.world;
    const waiting = this.#modus.list(this.#modus.spool.incoming, '*.RCP').map(idOf);
    if (this.#modus.mayProcess) for (const id of waiting) this.#accept(id);
    for (const domain of this.#domains.values()) this.#try(domain);
    if (waiting.some((id) => !this.#busy.has(id))) return now;
    const tries = [...this.#domains.values()]
      .filter((domain) => this.#hasMail(domain))
      .map(({ nextTry, busy }) => (busy ? now : nextTry));
    return tries.length === 0 ? undefined : Math.max(now, Math.min(...tries));
  }

  #hasMail(domain: Domain): boolean {
    return this.#modus.list(this.#modus.spool.domain(domain.name), '*.RCP').length > 0;
  }

  /** Takes one pair from `Incoming`: local recipients get a copy, the others an entry per domain. */
  #accept(id: string): void {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    const { incoming } = this.#modus.spool;
    const release = () => {
      this.#busy.delete(id);
      this.#poller.wakeAt(this.#modus.host.world.now);
    };
    this.#program.readExclusively(envelopeFile(incoming, id), (read) => {
      if (!read.ok) return release();
      const envelope = readEnvelope(read.bytes);
      this.#program.readExclusively(messageFile(incoming, id), (message) => {
        if (!message.ok) {
          if (message.error.code === ERROR_FILE_NOT_FOUND) return this.#withoutMessage(id, release);
          return release();
        }
        this.#route(id, envelope, message.bytes, release);
      });
    });
  }

  /** An envelope is processed although its message is not there: nothing can be delivered, nobody is told. */
  #withoutMessage(id: string, done: () => void): void {
    this.#program.remove(envelopeFile(this.#modus.spool.incoming, id), (removed) => {
      if (removed.ok) this.#modus.host.emit('modus/SMTPDS', 'modus.lost', id, { why: 'envelope without message' });
      done();
    });
  }

  #route(id: string, envelope: Envelope, message: Uint8Array, done: () => void): void {
    const own = this.#modus.settings.get(localDomains).toLowerCase().split(/\s+/);
    const isLocal = (address: string) => this.#modus.context.edition === 'mail' && own.includes(domainOf(address));
    const local = envelope.recipients.filter(isLocal);
    const remote = envelope.recipients.filter((address) => !isLocal(address));
    this.#deliverLocally(id, local, message, (delivered) => {
      if (!delivered) return done();
      if (remote.length === 0) return this.#finish(id, done);
      this.#queue(id, { sender: envelope.sender, recipients: remote }, done);
    });
  }

  #deliverLocally(id: string, recipients: readonly string[], message: Uint8Array, done: (ok: boolean) => void): void {
    const [first, ...rest] = recipients;
    if (first === undefined) return done(true);
    const mailbox = joinPath(this.#modus.mailboxes, first.slice(0, first.lastIndexOf('@')));
    this.#modus.host.files.makeFolders(mailbox);
    this.#program.write(messageFile(mailbox, id), message, (written) => {
      if (!written.ok) return done(false);
      this.#modus.host.emit('modus/SMTPDS', 'modus.delivered', id, { to: first });
      this.#deliverLocally(id, rest, message, done);
    });
  }

  #finish(id: string, done: () => void): void {
    const { incoming } = this.#modus.spool;
    this.#program.remove(envelopeFile(incoming, id), () => this.#program.remove(messageFile(incoming, id), done));
  }

  /** `Holding` gets the message, then each domain its envelope; the pair in `Incoming` is gone. */
  #queue(id: string, envelope: Envelope, done: () => void): void {
    const { spool } = this.#modus;
    this.#program.rename(messageFile(spool.incoming, id), messageFile(spool.holding, id), (moved) => {
      if (!moved.ok) return done();
      this.#program.remove(envelopeFile(spool.incoming, id), () => {
        const domains = [...new Set(envelope.recipients.map(domainOf))];
        this.#writeEntries(id, envelope, domains, done);
      });
    });
  }

  #writeEntries(id: string, envelope: Envelope, domains: readonly string[], done: () => void): void {
    const [name, ...rest] = domains;
    if (name === undefined) return done();
    const folder = this.#modus.spool.domain(name);
    this.#modus.host.files.makeFolders(folder);
    const recipients = envelope.recipients.filter((address) => domainOf(address) === name);
    this.#program.write(envelopeFile(folder, id), writeEnvelope({ sender: envelope.sender, recipients }), () => {
      this.#domain(name);
      this.#writeEntries(id, envelope, rest, done);
    });
  }

  #domain(name: string): Domain {
    let domain = this.#domains.get(name);
    if (domain === undefined) {
      domain = { name, failures: 0, nextTry: 0, busy: false };
      this.#domains.set(name, domain);
      this.#poller.watch(this.#modus.spool.domain(name));
    }
    return domain;
  }

  #try(domain: Domain): void {
    const { host, spool } = this.#modus;
    if (domain.busy || domain.nextTry > host.world.now) return;
    const ids = this.#modus.list(spool.domain(domain.name), '*.RCP').map(idOf);
    if (ids.length === 0) return;
    domain.busy = true;
    this.#load(domain, ids, (letters) => {
      if (letters.length === 0) {
        domain.busy = false;
        return;
      }
      const request = {
        process: this.#program.process,
        target: this.#targetOf(domain.name),
        port: this.#modus.settings.get(remotePort),
        transactions: letters,
      };
      deliverSmtp(host.tcp, request, (results) => {
        if (!this.#program.isRunning) return;
        this.#settle(domain, letters, results, () => {
          domain.busy = false;
        });
      });
    });
  }

  /** A gateway hands its own domains to the server behind it; everything else goes to the smart host, or by MX. */
  #targetOf(domain: string): string {
    const { settings, context, host } = this.#modus;
    const own = settings.get(localDomains).toLowerCase().split(/\s+/);
    if (context.edition === 'gate' && own.includes(domain)) return settings.get(gateTarget);
    return settings.get(smartHost) || (host.network.mailExchangerOf(domain) ?? domain);
  }

  #load(domain: Domain, ids: readonly string[], done: (letters: readonly Letter[]) => void): void {
    const letters: Letter[] = [];
    const next = (i: number): void => {
      const id = ids[i];
      if (id === undefined) return done(letters);
      const { spool } = this.#modus;
      this.#program.read(envelopeFile(spool.domain(domain.name), id), (envelope) => {
        if (!envelope.ok) return next(i + 1);
        this.#program.read(messageFile(spool.holding, id), (message) => {
          if (message.ok) letters.push({ id, data: message.bytes, ...readEnvelope(envelope.bytes) });
          next(i + 1);
        });
      });
    };
    next(0);
  }

  #settle(domain: Domain, letters: readonly Letter[], results: readonly SmtpResult[], done: () => void): void {
    const failure = results.find((result) => result.kind === 'not-connected');
    if (failure?.kind === 'not-connected') {
      const code = this.#modus.assume<string>('assume-e0020101');
      this.#log.write(
        'E',
        code,
        domain.name,
        `connect to ${this.#targetOf(domain.name)} failed, Winsock error ${failure.error}`,
      );
      this.#postpone(domain);
      return done();
    }
    const taken = letters.filter((_, i) => {
      const result = results[i];
      return result?.kind === 'replied' && result.reply.code < 300;
    });
    if (taken.length < letters.length) this.#postpone(domain);
    else domain.failures = 0;
    this.#removeAll(domain, taken, done);
  }

  #postpone(domain: Domain): void {
    domain.failures += 1;
    const pauses = ['assume-first-retry', 'assume-first-retry', 'assume-second-retry'];
    const pause = this.#modus.assume<number>(pauses[domain.failures - 1] ?? 'assume-later-retry');
    domain.nextTry = this.#modus.host.world.now + pause * MINUTE;
    this.#modus.host.emit('modus/SMTPDS', 'modus.postponed', domain.name, { minutes: pause });
  }

  #removeAll(domain: Domain, letters: readonly Letter[], done: () => void): void {
    const [first, ...rest] = letters;
    if (first === undefined) return done();
    const { spool, host } = this.#modus;
    host.emit('modus/SMTPDS', 'modus.sent', first.id, { domain: domain.name });
    this.#program.remove(envelopeFile(spool.domain(domain.name), first.id), () => {
      const elsewhere = [...this.#domains.keys()].some((name) =>
        host.files.exists(envelopeFile(spool.domain(name), first.id)),
      );
      if (elsewhere) return this.#removeAll(domain, rest, done);
      this.#program.remove(messageFile(spool.holding, first.id), () => this.#removeAll(domain, rest, done));
    });
  }

  /** Deletes messages in `Holding` that no envelope belongs to. @source KB947 */
  #collectGarbage(): void {
    const { host, spool } = this.#modus;
    for (const file of this.#modus.list(spool.holding, '*.MSG')) {
      const id = idOf(file);
      const wanted = [...this.#domains.keys()].some((name) => host.files.exists(envelopeFile(spool.domain(name), id)));
      if (wanted || this.#busy.has(id)) continue;
      this.#program.remove(messageFile(spool.holding, id), (removed) => {
        if (removed.ok) host.emit('modus/SMTPDS', 'modus.lost', id, { why: 'message without envelope' });
      });
    }
  }
}

interface Letter extends Envelope {
  readonly id: string;
  readonly data: Uint8Array;
}

const ERROR_FILE_NOT_FOUND = 2;
