import type { EventIdentity, Process, ScannedItem, ScanVerdict, VirusScanningLibrary } from '@scanclash/simulator';
import type { GroupshieldParts, Place, RunningScanner, ScanCall } from './groupshield-parts.ts';

interface OpenCall extends ScanCall {
  readonly caller: Process;
}

/**
 * The library that Exchange loads into its own process. It scans nothing itself: it hands on to the service of GroupShield,
 * and waits.
 *
 * @assumed HOLE-groupshield-hang: what it does while the service does not run. By the mechanism it waits without an end,
 * and asks anew what the service has not come back with; without it, it says that an item is clean.
 */
export class GroupshieldLibrary implements VirusScanningLibrary {
  readonly #groupshield: GroupshieldParts;
  readonly #place: Place;
  /** Calls that have not come back, in their order. */
  readonly #open = new Set<OpenCall>();

  constructor(groupshield: GroupshieldParts, place: Place) {
    this.#groupshield = groupshield;
    this.#place = place;
  }

  scan(caller: Process, item: ScannedItem, done: (verdict: ScanVerdict) => void): void {
    const call: OpenCall = {
      caller,
      item,
      place: this.#place,
      answer: (verdict) => {
        if (!this.#open.delete(call)) return;
        if (this.#groupshield.host.processes.isRunning(caller)) done(verdict);
      },
    };
    this.#open.add(call);
    const { scanner } = this.#groupshield;
    if (scanner === undefined) this.#withoutService([call]);
    else scanner.scan(call);
  }

  obstacle(): EventIdentity | undefined {
    const { host, context, scanner } = this.#groupshield;
    return scanner === undefined ? host.services.since(context.service) : undefined;
  }

  serviceIsHere(scanner: RunningScanner): void {
    for (const call of this.#open) {
      if (this.#groupshield.host.processes.isRunning(call.caller)) scanner.scan(call);
      else this.#open.delete(call);
    }
  }

  serviceGone(): void {
    this.#withoutService([...this.#open]);
  }

  #withoutService(calls: readonly OpenCall[]): void {
    if (this.#groupshield.isOn('library-waits-for-service')) {
      const { host } = this.#groupshield;
      for (const { item } of calls)
        host.emit('groupshield', 'groupshield.scan-waits', item.mailbox, {}, this.obstacle());
    } else for (const call of calls) call.answer('clean');
  }
}
