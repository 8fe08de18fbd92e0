import type { Process } from '../windows/process-table.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import { CLUSTER_PORT } from './cluster-figures.ts';
import type { Member } from './membership.ts';

/** Looks which other nodes have a cluster service that answers; `done` when all have answered, or do not. */
export function searchMembers(
  host: SimulatedHost,
  process: Process,
  others: readonly Member[],
  done: (reached: readonly Member[]) => void,
): void {
  const reached: Member[] = [];
  // Held open until all were asked.
  let open = others.length + 1;
  const answered = (): void => {
    open -= 1;
    if (open === 0) done(reached);
  };
  for (const other of others) {
    host.tcp.connect(process, other.name, CLUSTER_PORT, (result) => {
      if (result.ok) {
        reached.push(other);
        result.connection.close();
      }
      answered();
    });
  }
  answered();
}
