import type { FileCalls } from '../ese/file-calls.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { StorageGroup } from '../storage-group.ts';
import { STORE_PORT, type StoreCall, type StoreReply } from '../store/store-protocol.ts';

/**
 * Fetches the whole database from the store of the active node, as an online backup would, and throws the logs of this
 * node away; `done` with why not, where that failed.
 * @source CCR-HELP: seeding. @assumed HOLE-store-calls
 */
export function seedDatabase(
  exchange: ExchangeHost,
  calls: FileCalls,
  from: { readonly node: string; readonly group: StorageGroup },
  done: (failure: string | undefined) => void,
): void {
  const { host } = exchange;
  const { program } = calls;
  const { node, group } = from;
  host.tcp.connect(program.process, node, STORE_PORT, (connected) => {
    if (!connected.ok) return done(`${node} cannot be reached: ${connected.error.text}`);
    const { connection } = connected;
    let isAnswered = false;
    const finish = (failure: string | undefined): void => {
      if (isAnswered) return;
      isAnswered = true;
      done(failure);
    };
    connection.onClosed(() => finish(`the connection to ${node} has ended`));
    connection.onMessage((message) => {
      const reply = message as StoreReply;
      if (!('database' in reply) || reply.database === undefined) return finish('the database is not mounted');
      const files = exchange.logsOf(group);
      const listed = host.files.list(files.folder, `${files.prefix}*.log`);
      const logs = listed.ok ? listed.entries.map(({ name }) => `${files.folder}\\${name}`) : [];
      for (const log of logs) program.remove(log, () => {});
      program.write(exchange.databaseOf(group), reply.database, (written) => {
        finish(written.ok ? undefined : `the database cannot be written: ${written.error.text}`);
        connection.close();
      });
    });
    connection.send({ call: 1, seed: group.guid } satisfies StoreCall);
  });
}
