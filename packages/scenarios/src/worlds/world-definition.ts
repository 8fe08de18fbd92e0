import type { Plain } from '@scanclash/core';
import type { Emulation, WindowsVersion } from '@scanclash/simulator';

/** A host of a world and what is installed on it, with the settings that this world wants, by path. */
export interface HostDefinition {
  /** Who is logged on: mapped drives belong to a user. */
  readonly user?: string;
  readonly windows: WindowsVersion;
  /** 64-bit Windows; 32-bit where it is left out. */
  readonly wow64?: boolean;
  readonly address: string;
  /** Drive letters with volumes; C: when left out. */
  readonly drives?: readonly string[];
  /** Folders at which a volume of its own, without a letter, is mounted. */
  readonly mounts?: readonly string[];
  /** Product id → settings. */
  readonly products: Readonly<Record<string, Readonly<Record<string, Plain>>>>;
}

/** A failover cluster of some hosts. Products add their groups and resources to it. */
export interface ClusterDefinition {
  /** Its network name, in capitals: `CLU01`. */
  readonly name: string;
  readonly address: string;
  /** Hosts of this world, in the order of their ids; all of one version of Windows. */
  readonly nodes: readonly string[];
  /** The host, no node itself, that offers the file share witness. */
  readonly witness?: string;
}

/** The hosts that a scenario plays on. A scenario only says what differs. */
export interface WorldDefinition {
  readonly id: string;
  readonly title: string;
  /** The host that settings and stimuli mean where they name none. */
  readonly subject: string;
  readonly startsAt: string;
  readonly hosts: Readonly<Record<string, HostDefinition>>;
  readonly clusters?: readonly ClusterDefinition[];
  /** Mail domain → host that takes its mail. */
  readonly mail: Readonly<Record<string, string>>;
  /** Products that its hosts may have beside the built-in ones. */
  readonly emulations?: readonly Emulation[];
}

/** The ids of the products on a host. Windows itself is on each. */
export const productsOf = (host: HostDefinition): readonly string[] => ['windows', ...Object.keys(host.products)];
