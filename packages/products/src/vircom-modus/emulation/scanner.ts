import { joinPath } from '@scanclash/core';
import {
  attachmentsOf,
  type EventIdentity,
  malwareIn,
  type Program,
  type Refused,
  type ServiceContext,
} from '@scanclash/simulator';
import { infectedAction, ownDatVersion, ownEngine, unpackDirectory } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';
import type { ModusLog } from './modus-log.ts';
import { poll } from './poll.ts';
import { envelopeFile, idOf, messageFile } from './spool.ts';

const ERROR_FILE_NOT_FOUND = 2;
const BYTES_PER_COST_STEP = 100_000;

/**
 * MODUSCAN: takes pairs from `Invirus`, unpacks and scans them with the built-in engine where there is one, and passes
 * them on to `Incoming` or into quarantine. A file that somebody else holds is tried again at the next look; after some
 * tries the message counts as a scanning error.
 * @source KB947 (the envelope triggers; a message without one stays), KB1258 (what interference does).
 * @assumed modus.md 1.4: workers, costs, number of tries.
 */
export function runScanner(modus: ModusHost, service: ServiceContext): void {
  const { program, log } = modus.start('MODUSCAN', service);
  const scanner = new Scanner(modus, program, log);
  poll(program, modus.assume<number>('assume-poll-interval'), 'MODUSCAN poll', () => scanner.look());
  service.running();
}

class Scanner {
  readonly #modus: ModusHost;
  readonly #program: Program;
  readonly #log: ModusLog;
  readonly #busy = new Set<string>();
  readonly #violations = new Map<string, number>();

  constructor(modus: ModusHost, program: Program, log: ModusLog) {
    this.#modus = modus;
    this.#program = program;
    this.#log = log;
  }

  look(): void {
    const { invirus } = this.#modus.spool;
    const workers = this.#modus.assume<number>('assume-scan-workers');
    for (const file of this.#modus.list(invirus, '*.RCP')) {
      const id = idOf(file);
      if (this.#busy.size >= workers) return;
      if (!this.#busy.has(id)) this.#process(id);
    }
  }

  #process(id: string): void {
    this.#busy.add(id);
    const { invirus } = this.#modus.spool;
    this.#program.readExclusively(envelopeFile(invirus, id), (envelope) => {
      if (!envelope.ok) return this.#hindered(id, envelope);
      this.#program.readExclusively(messageFile(invirus, id), (message) => {
        if (message.ok) return this.#scan(id, message.bytes);
        if (message.error.code === ERROR_FILE_NOT_FOUND) return this.#withoutMessage(id);
        this.#hindered(id, message);
      });
    });
  }

  #scan(id: string, message: Uint8Array): void {
    const steps = Math.floor(message.length / BYTES_PER_COST_STEP);
    const cost =
      this.#modus.assume<number>('assume-scan-cost') + steps * this.#modus.assume<number>('assume-scan-cost-per-100kb');
    this.#program.after(cost, 'MODUSCAN scan', () => {
      if (this.#modus.settings.get(ownEngine) === 'none') return this.#pass(id);
      this.#scanAttachments(id, attachmentsOf(message), (verdict) => {
        if (verdict === 'clean') return this.#pass(id);
        if (verdict === 'infected') return this.#infected(id);
        this.#hindered(id, verdict);
      });
    });
  }

  /** Writes each attachment into the unpacking folder, has the engine read it there, and removes it again. */
  #scanAttachments(
    id: string,
    attachments: ReturnType<typeof attachmentsOf>,
    done: (verdict: 'clean' | 'infected' | Refused) => void,
  ): void {
    const [first, ...rest] = attachments;
    if (first === undefined) return done('clean');
    const file = joinPath(this.#modus.host.expand(this.#modus.settings.get(unpackDirectory)), `${id}-${first.name}`);
    this.#program.write(file, first.content, (written) => {
      if (!written.ok) return done(written);
      this.#program.readExclusively(file, (read) => {
        if (!read.ok) return done(read);
        const malware = malwareIn(read.bytes);
        const infected = malware !== undefined && malware.sinceDat <= this.#modus.settings.get(ownDatVersion);
        this.#program.remove(file, (removed) => {
          if (!removed.ok) return done(removed);
          if (infected) return done('infected');
          this.#scanAttachments(id, rest, done);
        });
      });
    });
  }

  #pass(id: string): void {
    const { invirus, incoming } = this.#modus.spool;
    this.#program.rename(messageFile(invirus, id), messageFile(incoming, id), (message) => {
      if (!message.ok) return this.#hindered(id, message);
      this.#program.rename(envelopeFile(invirus, id), envelopeFile(incoming, id), (envelope) => {
        if (!envelope.ok) return this.#halfPassed(id, envelope);
        this.#modus.host.emit('modus/MODUSCAN', 'modus.scanned', id);
        this.#release(id);
      });
    });
  }

  /** The message is in `Incoming`, its envelope is held: try again until it goes. */
  #halfPassed(id: string, refused: Refused): void {
    this.#note(id, refused);
    this.#program.after(this.#modus.assume<number>('assume-poll-interval'), 'MODUSCAN envelope retry', () => {
      const { invirus, incoming } = this.#modus.spool;
      this.#program.rename(envelopeFile(invirus, id), envelopeFile(incoming, id), (moved) => {
        if (moved.ok || moved.error.code === ERROR_FILE_NOT_FOUND) return this.#release(id);
        this.#halfPassed(id, moved);
      });
    });
  }

  #infected(id: string): void {
    if (this.#modus.settings.get(infectedAction) === 'delete') {
      return this.#discard(id, () => this.#modus.host.emit('modus/MODUSCAN', 'modus.virus-deleted', id));
    }
    this.#quarantine(id, 'virus');
  }

  #quarantine(id: string, why: string): void {
    const { invirus } = this.#modus.spool;
    const { quarantine } = this.#modus;
    this.#program.rename(messageFile(invirus, id), messageFile(quarantine, id), (moved) => {
      if (!moved.ok) return this.#hindered(id, moved);
      this.#modus.host.emit('modus/MODUSCAN', 'modus.quarantined', id, { why });
      this.#program.remove(envelopeFile(invirus, id), () => this.#release(id));
    });
  }

  #discard(id: string, done: () => void): void {
    const { invirus } = this.#modus.spool;
    this.#program.remove(messageFile(invirus, id), (message) => {
      if (!message.ok) return this.#hindered(id, message);
      this.#program.remove(envelopeFile(invirus, id), () => {
        done();
        this.#release(id);
      });
    });
  }

  /** An envelope whose message is not there is processed all the same: the mail is gone. @source KB947 */
  #withoutMessage(id: string): void {
    if (!this.#modus.host.world.behaviours.on('vircom-modus/envelope-triggers')) return this.#release(id);
    this.#program.remove(envelopeFile(this.#modus.spool.invirus, id), (removed) => {
      if (removed.ok) this.#modus.host.emit('modus/MODUSCAN', 'modus.lost', id, { why: 'envelope without message' });
      this.#release(id);
    });
  }

  /** A file of the pair is held or denied: leave it for the next look, give up after some tries. */
  #hindered(id: string, refused: Refused): void {
    const violations = this.#note(id, refused);
    const limit = this.#modus.assume<number>('assume-attempts');
    this.#modus.host.world.because(refused.event, () => {
      if (violations < limit) return this.#release(id);
      this.#log.write('E', '-', id, `scanning error, Windows error ${refused.error.code}`);
      this.#violations.set(id, 0);
      this.#quarantine(id, 'scanning error');
    });
  }

  #note(id: string, refused: Refused): number {
    const violations = (this.#violations.get(id) ?? 0) + 1;
    this.#violations.set(id, violations);
    const event: EventIdentity = refused.event;
    this.#modus.host.world.because(event, () =>
      this.#modus.host.emit('modus/MODUSCAN', 'modus.scan-hindered', id, { error: refused.error.code, violations }),
    );
    return violations;
  }

  #release(id: string): void {
    this.#busy.delete(id);
  }
}
