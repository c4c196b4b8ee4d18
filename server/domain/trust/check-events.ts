/** Holds `/open/events.ndjson` against the log, line by line while the log is read: it must tell the entries about cases, and nothing else. */

import { canonicalJson, type Canonical } from './canonical.ts';
import type { Findings } from './findings.ts';
import { linesOf, readJsonLine } from './mirror.ts';

const path = 'open/events.ndjson';

/** @param bytes the file; nothing when there is none */
export function newEventCheck(bytes: Uint8Array | undefined, findings: Findings) {
  const lines = linesOf(bytes ?? new Uint8Array(0));
  let line = 0;
  let next: { index: number; text: string } | undefined;
  let endedAt: number | undefined;
  let missing = 0;

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
  advance();

  return {
    /** Takes the next entry about a case. */
    take(index: number, text: string): void {
      while (next !== undefined && next.index < index) {
        findings.add('event-line', { path, line });
        advance();
      }
      if (next === undefined) {
        endedAt ??= index;
      } else if (next.index === index) {
        if (next.text !== text) findings.add('event-line', { path, line, index });
        advance();
      } else {
        missing += 1;
        findings.add('event-missing', { path, index });
      }
    },

    /** @param size of the log at the newest publication; what came later may be missing */
    finish(size: number): { lines: number; missing: number } {
      if (endedAt !== undefined && endedAt < size) findings.add('event-missing', { path, index: endedAt });
      for (; next !== undefined; advance()) findings.add('event-line', { path, line });
      return { lines: line, missing };
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
