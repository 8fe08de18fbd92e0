import type { Microseconds, Program } from '@scanclash/simulator';
import type { ExchangeHost } from '../exchange-host.ts';
import type { Member } from '../organisation.ts';
import type { StorageGroup } from '../storage-group.ts';
import { HUB_PORT, type HubCall } from '../transport/hub-protocol.ts';

/** @source DUMPSTER-EVENTS: it is tried for as long as seven days. */
const TRIES_FOR: Microseconds = 7 * 24 * 3_600_000_000;

/** Has a Hub Transport server deliver again what it keeps for a storage group; tried until it answers. */
export function askForDelivery(exchange: ExchangeHost, program: Program, hub: Member, group: StorageGroup): void {
  const { host } = exchange;
  const since = host.world.now;
  const again = (): void => {
    if (host.world.now - since >= TRIES_FOR) return;
    const pause = exchange.assume<number>('delivery-retry') * 60_000_000;
    program.after(pause, 'dumpster request', ask);
  };
  const ask = (): void => {
    host.tcp.connect(program.process, hub.name, HUB_PORT, (connected) => {
      if (!connected.ok) return again();
      const { connection } = connected;
      let isAnswered = false;
      connection.onClosed(() => {
        if (!isAnswered && program.isRunning) again();
      });
      connection.onMessage(() => {
        isAnswered = true;
        connection.close();
      });
      connection.send({ deliverAgain: group.guid } satisfies HubCall);
    });
  };
  ask();
}
