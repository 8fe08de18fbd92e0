import type { Program } from '@scanclash/simulator';

/**
 * Looks again and again. Where a look finds nothing to do the program sleeps to its next tick; ticks stay on the grid of
 * its start, so that a longer nap changes nothing that a scanner or a rule could notice.
 */
export function poll(program: Program, interval: number, label: string, look: () => void): void {
  const tick = () => {
    look();
    program.after(interval, label, tick);
  };
  tick();
}
