/** 文号 of records beside the cases: each kind counts by itself in every year, without gaps. */

import { type Day, yearOf } from '../day.ts';
import { recordActOf } from '../records.ts';
import type { About, Findings } from './findings.ts';
import { newNumberSeries } from './number-series.ts';
import type { RecordEntry } from './record-entry.ts';

const pattern = /^(.+)〔(\d{4})〕(\d+)号$/u;

export function newRecordNumbers(findings: Findings) {
  const series = newNumberSeries(
    findings,
    (name, count) => `${name.replace(' ', '〔')}〕${String(count).padStart(4, '0')}号`,
  );
  const orders = new Set<string>();
  return {
    /** @param known the number that the record had before */
    check({ kind, act, no, day }: RecordEntry, known: string | null, about: About): void {
      const isDue = recordActOf(kind, act)?.numbers === true && known === null;
      if (isDue !== (no !== undefined)) findings.add('number', about);
      if (no === undefined) return;
      const [, prefix = '', year = '', count = ''] = pattern.exec(no) ?? [];
      if (Number(year) !== yearOf(day)) findings.add('number', { ...about, what: no });
      // 督办 of departments share their numbers with those of cases, whose papers are not in the log.
      if (kind !== 'order') series.give(`${prefix} ${year}`, Number(count), day, { ...about, what: no });
      else if (orders.has(no)) findings.add('number-repeated', { ...about, what: no });
      else orders.add(no);
    },

    /** @param today the newest day that the log tells of */
    finish: (today: Day): void => series.finish(today),
  };
}
