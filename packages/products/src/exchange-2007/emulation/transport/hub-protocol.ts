import type { SmtpTransaction } from '@scanclash/simulator';

/**
 * The port on which EdgeTransport.exe takes calls of other Exchange servers.
 * @assumed HOLE-store-calls: it stands for RPC with its endpoint mapper.
 */
export const HUB_PORT = 6010;

/** A message that a client has written, or the GUID of the storage group whose mail is to be delivered once more. */
export type HubCall = { readonly submit: SmtpTransaction } | { readonly deliverAgain: string };

/** Messages that were taken, or are delivered again. */
export interface HubReply {
  readonly messages: number;
}
