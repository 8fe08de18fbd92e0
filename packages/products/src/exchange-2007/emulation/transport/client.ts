import { joinPath } from '@scanclash/core';
import { Program, type SimulatedHost, type SmtpTransaction } from '@scanclash/simulator';
import type { StoredAttachment } from '../ese/log-content.ts';
import type { MailboxServer, Organisation } from '../organisation.ts';
import type { ReadMailbox } from '../running-services.ts';
import { STORE_PORT, type StoreCall, type StoreReply } from '../store/store-protocol.ts';

const OUTLOOK = 'C:\\Program Files\\Microsoft Office\\Office12\\OUTLOOK.EXE';

/** Calls a store over the network, as Outlook does; `undefined` where it does not answer. */
function callStore(
  host: SimulatedHost,
  server: MailboxServer,
  call: StoreCall,
  bytes: number,
  done: (reply: StoreReply | undefined) => void,
): void {
  const process = host.run(OUTLOOK);
  const finish = (reply: StoreReply | undefined): void => {
    if (!host.processes.isRunning(process)) return;
    done(reply);
    host.processes.exit(process);
  };
  host.tcp.connect(process, server.name, STORE_PORT, (connected) => {
    if (!connected.ok) return finish(undefined);
    const { connection } = connected;
    connection.onClosed(() => finish(undefined));
    connection.onMessage((message) => finish(message as StoreReply));
    connection.send(call, bytes);
  });
}

/** How opening a mailbox ended: with what is in it, with a database that is not mounted, or without an answer. */
export type Visit =
  | { readonly kind: 'read'; readonly mailbox: ReadMailbox }
  | { readonly kind: 'unavailable' | 'broken' };

/** Opens a mailbox over the network, as Outlook does; a device looks without waiting for scans. */
export function openMailbox(
  host: SimulatedHost,
  organisation: Organisation,
  what: { readonly address: string; readonly patient: boolean },
  done: (visit: Visit) => void,
): void {
  const { address, patient } = what;
  callStore(host, serverOf(organisation, address), { call: 1, read: address, patient }, 0, (reply) => {
    if (reply === undefined) return done({ kind: 'broken' });
    const mailbox = 'mailbox' in reply ? reply.mailbox : undefined;
    done(mailbox === undefined ? { kind: 'unavailable' } : { kind: 'read', mailbox });
  });
}

/**
 * Opens attachments, one after the other: Outlook puts each into a file before the program of its type shows it.
 * @assumed HOLE-outlook-attachments: the folder.
 */
export function openAttachments(host: SimulatedHost, attachments: readonly StoredAttachment[]): void {
  const outlook = new Program(host, host.run(OUTLOOK));
  const next = ([attachment, ...rest]: readonly StoredAttachment[]): void => {
    if (attachment === undefined) return outlook.exit();
    const bytes = Uint8Array.from(attachment.content, (character) => character.charCodeAt(0));
    outlook.write(joinPath(host.systemRoot, 'Temp', attachment.name), bytes, () => next(rest));
  };
  next(attachments);
}

/** Sends a message from a mailbox; `done` with whether the store has taken it. */
export function submitMail(
  host: SimulatedHost,
  organisation: Organisation,
  mail: SmtpTransaction,
  done: (isTaken: boolean) => void,
): void {
  const call: StoreCall = { call: 1, submit: mail };
  callStore(host, serverOf(organisation, mail.sender), call, mail.data.length, (reply) => done(reply !== undefined));
}

function serverOf(organisation: Organisation, address: string): MailboxServer {
  const server = organisation.find(address)?.server;
  if (server === undefined) throw new Error(`nobody has the mailbox ${address}`);
  return server;
}
