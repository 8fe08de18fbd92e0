/**
 * Everything that has to hold before a change goes in: `npm test`, or `npm test -- <vitest filter>`.
 *
 * The checks come first and are cached by turbo; then vitest runs once for all packages. The last line counts tests:
 * `N passed, N failed, N skipped`. A check that fails, a test file that does not load and an error outside any test
 * count as one failure each, so that the line never reads well when the exit code does not.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { commandOf, runNode, runTurbo } from './command.mjs';
import { countTests } from './test-count.mjs';

/** How scripts/real-hosts.sh ends where there is no container engine. */
const NO_ENGINE = 69;

/** What a failure of each check means, and what to do. */
const CHECKS = [
  { task: 'build', name: 'build', advice: 'tsc -b found errors in the sources' },
  { task: 'typecheck', name: 'types of tests', advice: 'npm run typecheck' },
  { task: 'lint', name: 'lint', advice: 'npm run lint' },
  { task: 'format:check', name: 'format', advice: 'npm run format repairs it' },
  { task: 'knip', name: 'unused code', advice: 'npm run knip: delete what nothing uses, declare what is missing' },
];

/** @type {string[]} */
const failures = [];

for (const { task, name, advice } of CHECKS) {
  const start = performance.now();
  process.stdout.write(name.padEnd(16));
  const { status, output } = await runTurbo(['run', task, '--output-logs=errors-only', '--log-prefix=none'], {
    quiet: true,
  });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${seconds(start)}`);
  if (status === 0) continue;
  console.log(output);
  failures.push(`${name}: ${advice}`);
}

const folder = mkdtempSync(join(tmpdir(), 'scanclash-test-'));
const resultFile = join(folder, 'vitest.json');
const filters = process.argv.slice(2);
const status = await runTests();
const count = countTests(readResult(), status);
if (status === NO_ENGINE) count.failures.splice(0, 1, 'real hosts: without a container engine they cannot be tried');
rmSync(folder, { recursive: true, force: true });
failures.push(...count.failures);

if (failures.length > 0) console.log(`\nFAILED\n${failures.map((failure) => `  - ${failure}`).join('\n')}`);
const checksFailed = failures.length - count.failures.length;
console.log(`\n${count.passed} passed, ${count.failed + checksFailed} failed, ${count.skipped} skipped`);
process.exitCode = failures.length === 0 ? 0 : 1;

/**
 * Runs vitest beside a container engine, for the suite of real hosts. Without one that suite is skipped on a person's
 * machine, and CI fails: a suite that is skipped looks green.
 *
 * @returns {Promise<number>} exit code
 */
async function runTests() {
  const vitest = commandOf('vitest', 'vitest.mjs');
  const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`, ...filters];
  const wantsHosts = filters.length === 0 || filters.some((filter) => filter.includes('hosts'));
  if (wantsHosts && process.platform !== 'win32') {
    const isCi = (process.env['CI'] ?? '') !== '';
    const within = ['bash', 'scripts/real-hosts.sh', ...(isCi ? ['--install'] : [])];
    const { status } = await runNode(vitest, words, { quiet: false, within });
    if (status !== NO_ENGINE || isCi) return status;
  }
  return (await runNode(vitest, words, { quiet: false })).status;
}

/** @returns {unknown} undefined where vitest ended before it wrote its result */
function readResult() {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} start */
function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
