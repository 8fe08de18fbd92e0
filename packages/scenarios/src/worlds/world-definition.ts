import type { Plain } from '@scanclash/core';
import type { WindowsVersion } from '@scanclash/simulator';

/** A host of a world and what is installed on it, with the settings that this world wants, by path. */
export interface HostDefinition {
  readonly windows: WindowsVersion;
  readonly address: string;
  /** Drive letters with volumes; C: when left out. */
  readonly drives?: readonly string[];
  /** Product id → settings. */
  readonly products: Readonly<Record<string, Readonly<Record<string, Plain>>>>;
}

/** The hosts that a scenario plays on. A scenario only says what differs. */
export interface WorldDefinition {
  readonly id: string;
  readonly title: string;
  /** The host that settings and stimuli mean where they name none. */
  readonly subject: string;
  readonly startsAt: string;
  readonly hosts: Readonly<Record<string, HostDefinition>>;
  /** Mail domain → host that takes its mail. */
  readonly mail: Readonly<Record<string, string>>;
}
