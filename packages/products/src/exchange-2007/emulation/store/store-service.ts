import { Program, type ServiceContext } from '@scanclash/simulator';
import type { ExchangeHost } from '../exchange-host.ts';
import { InformationStore } from './information-store.ts';
import { STORE_PORT, type StoreCall, type StoreReply } from './store-protocol.ts';

/** How long the store asks for at its stop. It says so once: who sees the same checkpoint later sees that it hangs. */
const STOP_HINT = 60_000_000;

/**
 * MSExchangeIS. On a cluster node it mounts nothing by itself; on a server of its own all databases.
 * At its stop it dismounts what is mounted, and waits for that as long as it takes.
 */
export function runStore(exchange: ExchangeHost, service: ServiceContext): void {
  const { host, settings } = exchange;
  settings.takeEffect('service-start');
  const store = new InformationStore(exchange, new Program(host, service.process));
  exchange.store = store;
  host.processes.onExit(service.process, () => {
    if (exchange.store === store) exchange.store = undefined;
  });
  host.tcp.listen(service.process, STORE_PORT, (connection) => {
    const reply = (answer: StoreReply, bytes = 0): void => connection.send(answer, bytes);
    connection.onMessage((message) => {
      const asked = message as StoreCall;
      const { call } = asked;
      if ('deliver' in asked) store.deliver(asked.deliver, (outcome) => reply({ call, outcome }));
      else if ('read' in asked) store.read(asked.read, asked.patient, (mailbox) => reply({ call, mailbox }));
      else if ('submit' in asked) {
        exchange.outbox.push(asked.submit);
        exchange.submission?.wake();
        reply({ call, isTaken: true });
      } else {
        const database = store.databases.find(({ group, isOpen }) => isOpen && group.guid === asked.seed)?.snapshot();
        reply({ call, database }, database?.length ?? 0);
      }
    });
  });
  service.onStop((stopped) => {
    service.pending(STOP_HINT);
    store.dismountAll(stopped);
  });
  service.running();
  if (exchange.server?.isClustered !== false) return;
  for (const group of exchange.server.groups) store.mount(group, () => {});
}
