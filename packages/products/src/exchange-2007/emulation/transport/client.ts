import type { SimulatedHost } from '@scanclash/simulator';
import type { Organisation } from '../organisation.ts';
import type { ReadMailbox } from '../running-services.ts';
import { STORE_PORT, type StoreCall, type StoreReply } from '../store/store-protocol.ts';

const OUTLOOK = 'C:\\Program Files\\Microsoft Office\\Office12\\OUTLOOK.EXE';

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
  const server = organisation.find(what.address)?.server;
  if (server === undefined) throw new Error(`nobody has the mailbox ${what.address}`);
  const process = host.run(OUTLOOK);
  const finish = (visit: Visit): void => {
    if (!host.processes.isRunning(process)) return;
    done(visit);
    host.processes.exit(process);
  };
  host.tcp.connect(process, server.name, STORE_PORT, (connected) => {
    if (!connected.ok) return finish({ kind: 'broken' });
    const { connection } = connected;
    connection.onClosed(() => finish({ kind: 'broken' }));
    connection.onMessage((message) => {
      const reply = message as StoreReply;
      const mailbox = 'mailbox' in reply ? reply.mailbox : undefined;
      finish(mailbox === undefined ? { kind: 'unavailable' } : { kind: 'read', mailbox });
    });
    connection.send({ call: 1, read: what.address, patient: what.patient } satisfies StoreCall);
  });
}
