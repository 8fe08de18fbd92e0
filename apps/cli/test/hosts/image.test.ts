import { expect, test } from 'vitest';
import { ContainerHost, hasEngine, USER } from './container-host.ts';

/** Where the heap of each process of Wine begins, the process that asks left out. */
const HEAPS = `for pid in $(pgrep -u ${USER}); do case $(readlink /proc/$pid/exe) in */wine64*) grep -F "[heap]" /proc/$pid/maps 2>/dev/null; esac; done`;

test.skipIf(!hasEngine)('no process of Wine has its heap where Wine needs the addresses', async () => {
  const host = await ContainerHost.start();
  const heaps = (await host.run(`su ${USER} --shell /bin/sh --command '${HEAPS}'`)).trim().split('\n');
  expect(heaps.length).toBeGreaterThan(5);
  for (const line of heaps) expect(Number.parseInt(line, 16)).toBeGreaterThan(2 ** 40);
});
