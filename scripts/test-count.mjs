/**
 * The part of vitest's JSON report that is counted.
 *
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { name: string, status: string, message?: string,
 *     assertionResults: { fullName: string, status: string }[] }[],
 * }} VitestReport
 */

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} TestCount */

/**
 * Counts a run of vitest so that it has failures exactly where vitest's exit code says so.
 *
 * @param {unknown} report undefined where vitest ended before it wrote one
 * @param {number} exitCode
 * @returns {TestCount} failures: a line for each, its length being `failed`
 */
export function countTests(report, exitCode) {
  if (report === undefined) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`vitest wrote no result (exit code ${exitCode})`] };
  }
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = /** @type {VitestReport} */ (report);
  const failures = testResults.flatMap((file) => {
    const tests = file.assertionResults.filter(({ status }) => status === 'failed');
    if (file.status === 'failed' && tests.length === 0) return [`${file.name}: ${firstLine(file.message)}`];
    return tests.map(({ fullName }) => `${file.name}: ${fullName}`);
  });
  if (failures.length === 0 && numPassedTests === 0) failures.push('no test ran');
  if (failures.length === 0 && exitCode !== 0)
    failures.push(`vitest failed outside of any test (exit code ${exitCode})`);
  return { passed: numPassedTests, failed: failures.length, skipped: numPendingTests + numTodoTests, failures };
}

/** @param {string | undefined} message */
function firstLine(message) {
  return message?.split('\n', 1)[0] || 'the file did not load';
}
