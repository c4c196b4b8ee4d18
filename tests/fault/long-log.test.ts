/** A log that grows long: every entry stays proven, a restart goes on where it ended, and memory does not grow with it. `npm run bench` does it with a million. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { growLongLog, tidy } from '../../tools/bench/ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'wanping-long-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Several times the 256 × 256 entries of one tile of the second level, so that there is a third. */
const long = 140_000;

test('十四万条：哪一条、哪一段历史都能证明；重新打开接着写；内存不随条数增长', { timeout: 600_000 }, () => {
  const file = join(folder, 'long.sqlite');
  const made = growLongLog(file, long, tidy);
  console.log(`${(long / made.seconds).toFixed(0)} entries a second, ${made.fileMegabytes.toFixed(0)} MB`, made.memory);
  expect(made).toMatchObject({ size: long, appended: long, proofs: { inclusion: 200, consistency: 200 } });
  // A tree of objects would take 1 KB for each entry, and so 70 MB for the second half.
  expect(made.memory.atEnd - made.memory.atHalf).toBeLessThan(50);
  expect(made.memory.peak).toBeLessThan(200);
  const again = growLongLog(file, long + 300);
  expect(again).toMatchObject({ size: long + 300, appended: 300, proofs: { inclusion: 200, consistency: 200 } });
  expect(again.memory.peak).toBeLessThan(200);
});
