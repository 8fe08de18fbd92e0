import { LATENCY, type SmallNetwork, smallNetwork } from '../../../network/test/small-network.ts';
import type { FileHandle, OpenRequest, OpenResult } from '../../files/index.ts';
import type { Process } from '../../process-table.ts';
import type { SimulatedHost } from '../../simulated-host.ts';

export const MESSAGE = 'D:\\Spool\\Invirus\\A000000001.MSG';
export const ON_STATION = '\\\\MAIL01\\Spool\\Invirus\\A000000001.MSG';
/** TCP, negotiation, session setup and tree connect, once for each server. */
export const SETUP = 8 * LATENCY;
/** The four bytes of the message. */
export const CONTENT = 1;

export interface Office extends SmallNetwork {
  /** The desktop scanner of the workstation. */
  readonly scanner: Process;
  readonly modus: Process;
  /** Notes an answer with its time: `1800 ok`, `400 error 32`. */
  readonly answers: string[];
}

/** A server that shares its spool, with one message, and a workstation with a scanner. */
export function office(): Office {
  const net = smallNetwork(({ server }) => {
    server.files.install(MESSAGE, 'mail');
    server.smb.addShare('Spool', 'D:\\Spool');
  });
  const scanner = net.station.run('C:\\McAfee\\McShield.exe');
  const modus = net.server.run('C:\\Modus\\MODUSCAN.EXE');
  return { ...net, scanner, modus, answers: [] };
}

type Wishes = Partial<OpenRequest> & { readonly path: string };

export function open(net: Office, host: SimulatedHost, wishes: Wishes): { handle?: FileHandle; result?: OpenResult } {
  const opened: { handle?: FileHandle; result?: OpenResult } = {};
  const request: OpenRequest = {
    process: host === net.server ? net.modus : net.scanner,
    access: 'read',
    share: { read: true, write: true, delete: true },
    disposition: 'open-existing',
    ...wishes,
  };
  const since = net.world.now;
  host.files.open(request, (result) => {
    net.answers.push(`${net.world.now - since} ${result.ok ? 'ok' : `error ${result.error.code}`}`);
    opened.result = result;
    if (result.ok) opened.handle = result.handle;
  });
  return opened;
}

export const textOf = (bytes: Uint8Array | undefined): string => String.fromCharCode(...(bytes ?? []));
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

export function renameOnServer(net: Office): string {
  let outcome = 'no answer';
  const to = 'D:\\Spool\\Incoming\\A000000001.MSG';
  net.server.files.rename({ process: net.modus, path: MESSAGE, to, replaceExisting: true }, (result) => {
    outcome = result.ok ? 'ok' : `error ${result.error.code}`;
  });
  return outcome;
}
