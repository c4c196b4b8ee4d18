/** Holds `/open/records.ndjson` and `.csv` against the records as the log tells of them. */

import type { RecordFacts } from '../record-facts.ts';
import { differences } from './compare.ts';
import type { Findings } from './findings.ts';
import { linesOf, type Mirror, readJsonLine, readText } from './mirror.ts';
import { compareTable, recordRow } from './tables.ts';

const path = 'open/records.ndjson';
const tablePath = 'open/records.csv';

/** @param facts of every record at the newest publication, sorted by id */
export async function checkRecordFiles(
  { mirror, findings }: { mirror: Mirror; findings: Findings },
  facts: readonly RecordFacts[],
): Promise<void> {
  const bytes = await mirror.read(path);
  if (bytes === undefined) findings.add('file-missing', { path });
  const expected = new Map(facts.map((one) => [one.id, one]));
  let line = 0;
  for (const text of bytes === undefined ? [] : linesOf(bytes)) {
    line += 1;
    const published = readJsonLine(text);
    const id = published?.['id'];
    if (published === undefined || typeof id !== 'string') {
      findings.add('file-malformed', { path, line });
      continue;
    }
    const one = expected.get(id);
    expected.delete(id);
    const record = one?.number ?? id;
    if (one === undefined) findings.add('record-invented', { path, line, record });
    for (const { path: field, ...values } of one === undefined ? [] : differences(published, one)) {
      findings.add('record-facts', { path, line, record, what: field.join('.'), ...values });
    }
  }
  for (const { id, number } of expected.values()) findings.add('record-missing', { path, record: number ?? id });
  compareTable(await readText(mirror, tablePath), facts.map(recordRow), { path: tablePath, findings });
}
