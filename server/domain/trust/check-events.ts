/**
 * Holds `/open/events.ndjson` and `.csv` against the log, line by line while the log is read: they must tell the entries about cases up to the
 * newest publication, and nothing else.
 */

import { canonicalJson, type Canonical } from './canonical.ts';
import type { CaseEntry } from './entries.ts';
import type { Findings } from './findings.ts';
import { linesOf, readJsonLine } from './mirror.ts';
import { readCsv } from './read-csv.ts';
import { eventRow, isCell } from './tables.ts';
import type { PlacedEntry } from './walk-log.ts';

const path = 'open/events.ndjson';
const tablePath = 'open/events.csv';

/** An entry about a case in its place. */
export type PlacedCaseEntry = PlacedEntry & { entry: CaseEntry };

/** @param files their bytes; nothing where there is none */
export function newEventCheck(
  files: { lines: Uint8Array | undefined; table: Uint8Array | undefined },
  findings: Findings,
) {
  if (files.lines === undefined) findings.add('file-missing', { path });
  if (files.table === undefined) findings.add('file-missing', { path: tablePath });
  const lines = linesOf(files.lines ?? new Uint8Array(0));
  const tableLines = linesOf(files.table ?? new Uint8Array(0));
  const head = String(tableLines.next().value ?? '');
  const names = readCsv(`${head}\n`)?.names ?? [];
  let line = 0;
  let next: { index: number; text: string } | undefined;
  let endedAt: number | undefined;

  /** The next line that can be read; those that cannot are findings. */
  function advance(): void {
    next = undefined;
    for (;;) {
      const { done, value } = lines.next();
      if (done === true) return;
      line += 1;
      const { i, ...entry } = readJsonLine(value) ?? {};
      if (typeof i === 'number') {
        next = { index: i, text: textOf(entry) };
        return;
      }
      findings.add('event-line', { path, line });
    }
  }

  /** The line of the table that belongs to the line just told. */
  function compareTable({ index, entry }: PlacedCaseEntry): void {
    const row = eventRow(index, entry);
    const cells = readCsv(`${head}\n${String(tableLines.next().value ?? '')}\n`)?.rows[0];
    const columns = new Set([...names, ...Object.keys(row)]);
    if (cells === undefined || [...columns].some((name) => !cells.has(name) || !isCell(cells.get(name), row[name]))) {
      findings.add('event-line', { path: tablePath, line: line + 1, index });
    }
  }
  advance();

  return {
    /** Takes the next entry about a case. */
    take(placed: PlacedCaseEntry): void {
      const { index, text } = placed;
      while (next !== undefined && next.index < index) {
        findings.add('event-line', { path, line });
        advance();
      }
      if (next === undefined) {
        endedAt ??= index;
      } else if (next.index === index) {
        if (next.text !== text) findings.add('event-line', { path, line, index });
        compareTable(placed);
        advance();
      } else {
        findings.add('event-missing', { path, index });
      }
    },

    /** @param size of the log at the newest publication; what came later may be missing */
    finish(size: number): void {
      if (endedAt !== undefined && endedAt < size) findings.add('event-missing', { path, index: endedAt });
      for (; next !== undefined; advance()) findings.add('event-line', { path, line });
      if (tableLines.next().done !== true) findings.add('event-line', { path: tablePath, line: line + 2 });
    },
  };
}

function textOf(entry: Record<string, unknown>): string {
  try {
    return canonicalJson(entry as Canonical);
  } catch {
    return '';
  }
}
