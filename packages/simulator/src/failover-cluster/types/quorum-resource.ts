import type { ResourceType } from '../resource-type.ts';

/**
 * The quorum resource of a cluster without a shared disk: a majority node set, or a file share witness. Its owner is the
 * first to reach for the witness when nodes are missing.
 *
 * @assumed It stays online as long as the cluster service runs: the votes are counted there, not here.
 */
export const quorumResource = (name: 'Majority Node Set' | 'File Share Witness'): ResourceType => ({
  name,
  open: () => ({
    online: ({ done }) => done(),
    offline: ({ done }) => done(),
    terminate: () => {},
    looksAlive: () => true,
    isAlive: () => true,
  }),
});
