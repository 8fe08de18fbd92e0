import { defineConfig } from 'vitest/config';

/** Packages are imported from their sources: no build is needed to test. */
const conditions = ['scanclash:source'];
const resolve = { conditions };
const ssr = { resolve: { conditions, externalConditions: conditions } };

const unit = (name: string, root: string) => ({
  resolve,
  ssr,
  test: {
    name,
    root,
    include: ['{src,test}/**/*.test.ts'],
    exclude: ['test/hosts/**'],
    isolate: false,
    testTimeout: 30_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      unit('@scanclash/core', 'packages/core'),
      unit('@scanclash/transports', 'packages/transports'),
      unit('@scanclash/simulator', 'packages/simulator'),
      unit('@scanclash/products', 'packages/products'),
      unit('@scanclash/scenarios', 'packages/scenarios'),
      unit('scanclash', 'apps/cli'),
      unit('@scanclash/bench', 'bench'),
      unit('repository', 'scripts'),
      // Real hosts in containers: `scripts/real-hosts.sh npx vitest run --project hosts`; skipped without an engine.
      {
        resolve,
        ssr,
        test: {
          name: 'hosts',
          root: 'apps/cli/test/hosts',
          include: ['*.test.ts'],
          // For the slowest machine: what has to be fast says so itself.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
