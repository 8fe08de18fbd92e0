import type { BehaviourSwitches } from '../behaviours.ts';
import type { Bounds } from '../bounds.ts';
import { parseCivilTime } from '../civil-time.ts';
import { ratio } from '../keyed-random.ts';
import type { EventIdentity } from '../trace-event.ts';
import { type ScheduledStep, World } from '../world.ts';

export interface ToyOptions {
  readonly seed?: number;
  readonly senders?: number;
  readonly letters?: number;
  /** When a letter counts as late, µs. The default falls between the whole milliseconds at which letters arrive. */
  readonly patience?: number;
  readonly shuffleTies?: number;
  readonly storeTrace?: boolean;
  readonly behaviours?: BehaviourSwitches;
  readonly bounds?: Partial<Bounds>;
}

export interface ToyPost {
  readonly world: World;
  readonly outcome: { delivered: number; lost: number; late: number };
}

/**
 * A few hundred senders post letters over one road. All delays are whole milliseconds, so that many steps fall on one
 * instant; what becomes of a letter hangs on that letter alone, so that their order must not matter.
 */
export function toyPost(options: ToyOptions = {}): ToyPost {
  const { senders = 200, letters = 5, seed = 1, patience = 30_500, ...rest } = options;
  const world = new World({ seed, startsAt: parseCivilTime('2004-11-15T08:00:00'), ...rest });
  const outcome = { delivered: 0, lost: 0, late: 0 };
  for (let sender = 0; sender < senders; sender += 1) post({ world, outcome, letters, patience }, `SENDER${sender}`, 1);
  return { world, outcome };
}

interface Office extends ToyPost {
  readonly letters: number;
  readonly patience: number;
}

function post(office: Office, host: string, number: number): void {
  const { world, outcome, letters, patience } = office;
  if (number > letters) return;
  const letter = `${host}\\letter ${number}`;
  const pause = world.draw(host, 'desk', 'pause', letter).between(0, 20) * 1000;
  world.schedule(pause, 'post a letter', () => {
    const posted = world.emit({ host, component: 'desk', kind: 'letter.posted', subject: letter, details: { number } });
    world.because(posted, () => {
      const late = world.schedule(patience, 'letter is late', () => {
        outcome.late += 1;
        world.emit({ host, component: 'desk', kind: 'letter.missed', subject: letter });
      });
      carry(office, letter, late, posted);
      post(office, host, number + 1);
    });
  });
}

function carry({ world, outcome }: Office, letter: string, late: ScheduledStep, posted: EventIdentity): void {
  if (world.draw('network', 'road', 'loss', letter).happens(ratio(1, 20))) {
    outcome.lost += 1;
    world.emit({ host: 'network', component: 'road', kind: 'letter.lost', subject: letter, details: { posted } });
    return;
  }
  const transit = world.draw('network', 'road', 'transit', letter).between(1, 35) * 1000;
  world.schedule(transit, 'deliver a letter', () => {
    outcome.delivered += 1;
    world.cancel(late);
    world.emit({ host: 'network', component: 'road', kind: 'letter.delivered', subject: letter, details: { transit } });
  });
}
