import { extensionOf, joinPath } from '@scanclash/core';
import {
  type Attachment,
  attachmentsOf,
  ERROR_FILE_NOT_FOUND,
  malwareIn,
  type Program,
  type Refused,
  type ServiceContext,
} from '@scanclash/simulator';
import { blockedAttachments, infectedAction, ownDatVersion, ownEngine, unpackDirectory } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';
import type { ModusLog } from './modus-log.ts';
import { Poller } from './poll.ts';
import { envelopeFile, idOf, messageFile } from './spool.ts';

const BYTES_PER_COST_STEP = 100_000;

type Answer<T> = ({ readonly ok: true } & T) | Refused;
type Step<T> = (done: (answer: Answer<T>) => void) => void;
type Content = { readonly bytes: Uint8Array };
type Reason = 'virus' | 'attachment' | 'scanning error';

/**
 * MODUSCAN: takes pairs from `Invirus`, unpacks and scans them with the built-in engine where there is one, and passes
 * them on to `Incoming` or into quarantine.
 * @source KB947 (the envelope triggers; a message without one stays), KB1258 (what interference does).
 * @assumed HOLE-modus-scanning, HOLE-locked-file: workers, costs, and what happens to a file that somebody else holds.
 */
export function runScanner(modus: ModusHost, service: ServiceContext): void {
  const { program, log } = modus.start('MODUSCAN', service);
  const busy = new Set<string>();
  const poller = new Poller(program, modus.assume<number>('assume-poll-interval'), 'MODUSCAN poll', () => {
    const waiting = modus
      .list(modus.spool.invirus, '*.RCP')
      .map(idOf)
      .filter((id) => !busy.has(id));
    const free = modus.mayProcess ? modus.assume<number>('assume-scan-workers') - busy.size : 0;
    for (const id of waiting.slice(0, free)) {
      busy.add(id);
      const release = () => {
        busy.delete(id);
        poller.wakeAt(modus.host.world.now);
      };
      new ScanJob(modus, program, log, id, release).begin();
    }
    return waiting.length > free ? modus.host.world.now : undefined;
  });
  poller.watch(modus.spool.invirus);
  poller.look();
  service.running();
}

/** One message on its way through MODUSCAN. */
class ScanJob {
  readonly #modus: ModusHost;
  readonly #program: Program;
  readonly #log: ModusLog;
  readonly #id: string;
  readonly #release: () => void;
  #hindrances = 0;

  constructor(modus: ModusHost, program: Program, log: ModusLog, id: string, release: () => void) {
    this.#modus = modus;
    this.#program = program;
    this.#log = log;
    this.#id = id;
    this.#release = release;
  }

  get #message(): string {
    return messageFile(this.#modus.spool.invirus, this.#id);
  }
  get #envelope(): string {
    return envelopeFile(this.#modus.spool.invirus, this.#id);
  }

  /** The envelope is claimed, then both halves are read. */
  begin(): void {
    this.#persist(
      'claim',
      (done) => this.#program.claim(this.#envelope, done),
      this.#release,
      () => {
        this.#persist(
          'read the envelope',
          (done) => this.#program.read(this.#envelope, done),
          this.#release,
          () => {
            this.#persist<Content>(
              'read the message',
              (done) => this.#program.read(this.#message, done),
              () => this.#withoutMessage(),
              ({ bytes }) => this.#scan(bytes),
            );
          },
        );
      },
    );
  }

  #scan(message: Uint8Array): void {
    const { settings } = this.#modus;
    const steps = Math.floor(message.length / BYTES_PER_COST_STEP);
    const cost =
      this.#modus.assume<number>('assume-scan-cost') + steps * this.#modus.assume<number>('assume-scan-cost-per-100kb');
    this.#program.after(cost, 'MODUSCAN scan', () => {
      const attachments = attachmentsOf(message);
      const forbidden = settings.get(blockedAttachments).toLowerCase().split(/\s+/);
      if (attachments.some(({ name }) => forbidden.includes(extensionOf(name).toLowerCase())))
        return this.#quarantine(message, 'attachment');
      if (settings.get(ownEngine) === 'none') return this.#pass();
      this.#unpack(attachments, (infected) => {
        if (!infected) return this.#pass();
        if (settings.get(infectedAction) === 'block') return this.#quarantine(message, 'virus');
        this.#discard(() => this.#modus.host.emit('modus/MODUSCAN', 'modus.virus-deleted', this.#id));
      });
    });
  }

  /** Writes each attachment into the unpacking folder, has the engine read it there, and removes it again. */
  #unpack(attachments: readonly Attachment[], done: (infected: boolean) => void): void {
    const [first, ...rest] = attachments;
    if (first === undefined) return done(false);
    const { host, settings } = this.#modus;
    const file = joinPath(host.expand(settings.get(unpackDirectory)), `${this.#id}-${first.name}`);
    const gone = () => this.#scanningError(ERROR_FILE_NOT_FOUND.code);
    const write: Step<object> = (answer) => this.#program.write(file, first.content, answer);
    const take: Step<object> = (answer) => this.#program.claim(file, answer);
    const read: Step<Content> = (answer) => this.#program.readExclusively(file, answer);
    const clear: Step<object> = (answer) => this.#program.remove(file, answer);
    this.#persist('unpack', write, gone, () => {
      this.#persist('take the attachment', take, gone, () => {
        this.#persist('scan the attachment', read, gone, ({ bytes }) => {
          const malware = malwareIn(bytes);
          const infected = malware !== undefined && malware.sinceDat <= settings.get(ownDatVersion);
          const next = () => (infected ? done(true) : this.#unpack(rest, done));
          this.#persist('clear the unpacking folder', clear, next, next);
        });
      });
    });
  }

  #pass(): void {
    const { incoming } = this.#modus.spool;
    const moved = (from: string, to: string) => (done: (answer: Answer<object>) => void) =>
      this.#program.rename(from, to, done);
    this.#persist('pass the message on', moved(this.#message, messageFile(incoming, this.#id)), this.#release, () => {
      this.#persist(
        'pass the envelope on',
        moved(this.#envelope, envelopeFile(incoming, this.#id)),
        this.#release,
        () => {
          this.#modus.host.emit('modus/MODUSCAN', 'modus.scanned', this.#id);
          this.#release();
        },
      );
    });
  }

  /** A copy goes into quarantine and is claimed to be marked as blocked; then the pair in the spool goes. */
  #quarantine(message: Uint8Array, why: Reason): void {
    const { host } = this.#modus;
    const file = messageFile(this.#modus.quarantine, this.#id);
    const finish = () =>
      this.#discard(() => {
        this.#modus.quarantined.set(this.#id, why);
        host.emit('modus/MODUSCAN', 'modus.quarantined', this.#id, { why });
      });
    const missing = () => {
      host.emit('modus/MODUSCAN', 'modus.quarantine-missing', this.#id, { why });
      finish();
    };
    this.#persist(
      'quarantine',
      (done) => this.#program.write(file, message, done),
      missing,
      () => {
        this.#persist('mark the quarantined message', (done) => this.#program.claim(file, done), missing, finish);
      },
    );
  }

  #discard(done: () => void): void {
    const end = () => {
      done();
      this.#release();
    };
    const envelope = () =>
      this.#persist('remove the envelope', (answer) => this.#program.remove(this.#envelope, answer), end, end);
    this.#persist('remove the message', (answer) => this.#program.remove(this.#message, answer), envelope, envelope);
  }

  /** An envelope whose message is not there is processed all the same: the mail is gone. @source KB947 */
  #withoutMessage(): void {
    if (!this.#modus.host.world.behaviours.on('vircom-modus/envelope-triggers')) return this.#release();
    this.#program.remove(this.#envelope, (removed) => {
      if (removed.ok)
        this.#modus.host.emit('modus/MODUSCAN', 'modus.lost', this.#id, { why: 'envelope without message' });
      this.#release();
    });
  }

  /**
   * Does one step, again after a pause while somebody holds or denies the file; after too many tries the message counts
   * as a scanning error. `gone`: the file is not there any more.
   */
  #persist<T extends object>(
    what: string,
    step: Step<T>,
    gone: () => void,
    done: (answer: { readonly ok: true } & T) => void,
  ): void {
    step((answer) => {
      if (answer.ok) return done(answer);
      if (answer.error.code === ERROR_FILE_NOT_FOUND.code) return gone();
      this.#hindrances += 1;
      const { world } = this.#modus.host;
      const hindered = world.because(answer.event, () =>
        this.#modus.host.emit('modus/MODUSCAN', 'modus.scan-hindered', this.#id, {
          error: answer.error.code,
          why: what,
        }),
      );
      world.because(hindered, () => {
        if (this.#hindrances >= this.#modus.assume<number>('assume-attempts'))
          return this.#scanningError(answer.error.code);
        this.#program.after(this.#modus.assume<number>('assume-poll-interval'), 'MODUSCAN retry', () =>
          this.#persist(what, step, gone, done),
        );
      });
    });
  }

  /** The message cannot be scanned: what can be read of it goes into quarantine, once. */
  #scanningError(code: number): void {
    this.#log.write('E', '-', this.#id, `scanning error, Windows error ${code}`);
    this.#modus.host.emit('modus/MODUSCAN', 'modus.scanning-error', this.#id, { error: code });
    this.#hindrances = 0;
    this.#program.read(this.#message, (message) => {
      if (message.ok) this.#quarantine(message.bytes, 'scanning error');
      else this.#release();
    });
  }
}
