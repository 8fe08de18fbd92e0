import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from './median.ts';

const command = fileURLToPath(import.meta.resolve('scanclash/bin/scanclash.js'));

/** What people wait for, from the start of the process to its end. */
const ROWS = [
  { name: 'scanclash --help', words: [command, '--help'] },
  { name: 'scanclash run, the whole catalogue', words: [command, 'run'] },
] as const;

/** Prints the median of `rounds` after one to warm up, and the ratio to a Node that does nothing, taking turns with it. */
export function printWholeCommands(rounds = 9): void {
  console.log(`Whole commands, start included, median of ${rounds} rounds`);
  console.log('command                                   s  node -e 0 = 1');
  for (const { name, words } of ROWS) {
    const runs = Array.from({ length: rounds + 1 }, () => ({ ours: seconds(words), bare: seconds(['-e', '0']) }));
    const counted = runs.slice(1);
    const time = median(counted.map(({ ours }) => ours));
    const ratio = median(counted.map(({ ours, bare }) => ours / bare));
    console.log(`${name.padEnd(34)} ${time.toFixed(2).padStart(8)} ${ratio.toFixed(1).padStart(14)}`);
  }
}

function seconds(words: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}`);
  return (performance.now() - start) / 1000;
}
