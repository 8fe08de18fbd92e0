import { joinPath } from '@scanclash/core';

/**
 * The stages of the spool and its rule of pairs: `.MSG` holds a message, `.RCP` its envelope; the `.RCP` is the trigger.
 * @source KB947 (folders, order, pairs); `Domains` beside `Holding` is assumed (HOLE-domains-folder).
 */
export class Spool {
  readonly folder: string;
  readonly invirus: string;
  readonly incoming: string;
  readonly holding: string;
  readonly domains: string;

  constructor(folder: string) {
    this.folder = folder;
    this.invirus = joinPath(folder, 'Invirus');
    this.incoming = joinPath(folder, 'Incoming');
    this.holding = joinPath(folder, 'Holding');
    this.domains = joinPath(folder, 'Domains');
  }

  domain(name: string): string {
    return joinPath(this.domains, name);
  }

  get folders(): readonly string[] {
    return [this.invirus, this.incoming, this.holding, this.domains];
  }
}

export const messageFile = (folder: string, id: string) => joinPath(folder, `${id}.MSG`);
export const envelopeFile = (folder: string, id: string) => joinPath(folder, `${id}.RCP`);

/** `A000000001.RCP` → `A000000001` */
export const idOf = (fileName: string) => fileName.replace(/\.[^.]+$/, '');

export interface Envelope {
  readonly sender: string;
  readonly recipients: readonly string[];
}

export function writeEnvelope({ sender, recipients }: Envelope): Uint8Array {
  return new TextEncoder().encode([sender, ...recipients, ''].join('\r\n'));
}

export function readEnvelope(bytes: Uint8Array): Envelope {
  const [sender = '', ...recipients] = new TextDecoder()
    .decode(bytes)
    .split('\r\n')
    .filter((line) => line !== '');
  return { sender, recipients };
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
