import type { SimulatedHost } from '@scanclash/simulator';
import { closedName } from '../ese/log-files.ts';
import type { StorageGroup } from '../storage-group.ts';

/** The name of the hidden share of a storage group. @source LOG-SHIPPING, COPY-EVENTS: its GUID and a dollar sign. */
export const shareOf = ({ guid }: StorageGroup): string => `${guid}$`;

/** The log folder of a storage group on the other node, as the network shows it. */
export class LogSource {
  readonly node: string;
  readonly folder: string;
  readonly #host: SimulatedHost;
  readonly #prefix: string;

  constructor(host: SimulatedHost, node: string, group: StorageGroup) {
    this.node = node;
    this.folder = `\\\\${node}\\${shareOf(group)}`;
    this.#host = host;
    this.#prefix = group.prefix;
  }

  get current(): string {
    return `${this.folder}\\${this.#prefix}.log`;
  }

  closed(generation: number): string {
    return `${this.folder}\\${closedName(this.#prefix, generation)}`;
  }

  /** Whether there is a log, or undefined where the other node cannot be asked. */
  hasCurrent(): boolean | undefined {
    const listed = this.#host.files.list(this.folder, `${this.#prefix}.log`);
    return listed.ok ? listed.entries.length > 0 : undefined;
  }

  /** The newest closed generation, from one that is known on. */
  newest(from: number): number {
    let newest = from;
    while (this.#host.files.stat(this.closed(newest + 1)) !== undefined) newest += 1;
    return newest;
  }
}
