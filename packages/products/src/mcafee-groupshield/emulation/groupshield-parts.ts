import type { HostSettings, ScannedItem, ScanVerdict, SimulatedHost } from '@scanclash/simulator';
import type { GroupshieldContext } from '../context.ts';

/** Where an item is met: in a mailbox, or on its way to one. */
export type Place = 'store' | 'transport';

/** Something that a library has been asked. */
export interface ScanCall {
  readonly item: ScannedItem;
  readonly place: Place;
  readonly answer: (verdict: ScanVerdict) => void;
}

/** The scanner of the running service, as libraries see it. */
export interface RunningScanner {
  scan(call: ScanCall): void;
}

/** What the parts of GroupShield on one host know of each other. */
export interface GroupshieldParts {
  readonly host: SimulatedHost;
  readonly context: GroupshieldContext;
  readonly settings: HostSettings<GroupshieldContext>;
  readonly scanner: RunningScanner | undefined;
  isOn(mechanism: string): boolean;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the declaration decides, the caller knows it
  assume<T extends number | boolean>(name: string): T;
}
