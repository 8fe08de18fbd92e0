import type { FailoverCluster } from '../../failover-cluster/failover-cluster.ts';
import { clusterFailed } from './cluster-answers.ts';
import type { ClusterOption } from './cluster-options.ts';
import { type ConsoleOutput, prints } from './console-program.ts';

/**
 * Asks for something that takes its time. Without `/wait` it is answered as soon as it is on its way; with it, when it has
 * come to rest, or the seconds behind the colon are over.
 *
 * @param show - What is printed then.
 */
export function clusterRequest(
  cluster: FailoverCluster,
  options: readonly ClusterOption[],
  ask: (answered: (error: number) => void) => void,
  show: () => string,
  done: (output: ConsoleOutput) => void,
): void {
  const wait = options.find(({ name }) => name === 'wait');
  let isAnswered = false;
  const answer = (error: number): void => {
    if (isAnswered) return;
    isAnswered = true;
    done(error === 0 ? prints(show()) : clusterFailed(error));
  };
  ask(answer);
  if (wait === undefined) return answer(0);
  const seconds = Number(wait.value ?? Number.NaN);
  if (Number.isSafeInteger(seconds) && seconds >= 0) {
    cluster.world.schedule(seconds * 1_000_000, 'cluster wait', () => answer(0));
  }
}
