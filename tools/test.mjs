/**
 * `npm test`: installs what is missing, then runs every test. Arguments go to vitest (`npm test -- tests/domain`).
 * The last line is always `N passed, N failed`, with `, N skipped` behind it when some were.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foregroundTool, prepare, run } from './prepare.mjs';

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileResult
 * @param {string} report path of vitest's JSON report
 * @param {number} code vitest's exit code
 */
function closingLine(report, code) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    /** @type {FileResult[]} */
    const files = result.testResults;
    // A file that breaks before its first test has no failed test to count, yet it is a failure.
    const broken = files.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
    );
    counts = {
      passed: result.numPassedTests,
      failed: result.numFailedTests + broken.length,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    // No report: vitest ended before it could write one. The exit code below says so.
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`;
}

const folder = mkdtempSync(join(tmpdir(), 'wanping-test-'));
const report = join(folder, 'report.json');
await run(async () => {
  const node = prepare({ dev: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return foregroundTool(node, 'vitest', ['run', ...reporters, ...process.argv.slice(2)]);
});
console.log(closingLine(report, Number(process.exitCode ?? 0)));
rmSync(folder, { recursive: true, force: true });
