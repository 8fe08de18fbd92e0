/**
 * The port on which EdgeTransport.exe takes calls of other Exchange servers.
 * @assumed HOLE-store-calls: it stands for RPC with its endpoint mapper.
 */
export const HUB_PORT = 6010;

/** GUID of the storage group whose mail is to be delivered once more. */
export interface HubCall {
  readonly deliverAgain: string;
}

/** Messages that are delivered again. */
export interface HubReply {
  readonly messages: number;
}
