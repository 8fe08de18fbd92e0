import type { SmtpTransaction } from '@scanclash/simulator';
import type { Delivery, DeliveryOutcome, ReadMailbox } from '../running-services.ts';

/**
 * The port on which store.exe takes calls.
 * @assumed HOLE-store-calls: all calls go over one connection to this port, which stands for RPC with its endpoint mapper.
 */
export const STORE_PORT = 6001;

/** What Hub Transport servers, clients and the replication service of the other node ask of a store. */
export type StoreCall =
  | { readonly call: number; readonly deliver: Delivery }
  | { readonly call: number; readonly read: string; readonly patient: boolean }
  | { readonly call: number; readonly submit: SmtpTransaction }
  | { readonly call: number; readonly seed: string };

export type StoreReply =
  | { readonly call: number; readonly outcome: DeliveryOutcome }
  | { readonly call: number; readonly mailbox: ReadMailbox | undefined }
  | { readonly call: number; readonly isTaken: boolean }
  | { readonly call: number; readonly database: Uint8Array | undefined };
