import { joinPath } from '@scanclash/core';

/** A log that holds this many bytes is full. @source LOG-SHIPPING: 1 MB in Exchange 2007. */
export const LOG_BYTES = 1_048_576;

/** The names of the files of a storage group: its logs in one folder, its database in another. */
export class LogFiles {
  readonly folder: string;
  /** `E00` */
  readonly prefix: string;

  constructor(folder: string, prefix: string) {
    this.folder = folder;
    this.prefix = prefix;
  }

  /** The log that is written to. */
  get current(): string {
    return joinPath(this.folder, `${this.prefix}.log`);
  }
  /** The log that is prepared to come next. */
  get next(): string {
    return joinPath(this.folder, `${this.prefix}tmp.log`);
  }
  get checkpoint(): string {
    return joinPath(this.folder, `${this.prefix}.chk`);
  }

  /** @source LOG-SHIPPING: eight hexadecimal digits in Exchange 2007. */
  closed(generation: number): string {
    return joinPath(this.folder, closedName(this.prefix, generation));
  }
}

export function closedName(prefix: string, generation: number): string {
  return `${prefix}${generation.toString(16).toUpperCase().padStart(8, '0')}.log`;
}

/** The generation in the name of a closed log; undefined for any other name. */
export function generationIn(name: string): number | undefined {
  const digits = /^E[0-9a-f]{2}([0-9a-f]{8})\.log$/i.exec(name)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
