/** 案件编号: each given once, by the year of 受理, without gaps. A gap is a case that somebody took out. */

import { type Day, yearOf } from '../day.ts';
import type { ActEntry } from './entries.ts';
import type { About, Findings } from './findings.ts';
import { newNumberSeries } from './number-series.ts';

export function newCaseNumbers(findings: Findings) {
  const series = newNumberSeries(findings, (year, count) => `${year}-${String(count).padStart(4, '0')}`);
  return {
    /** @param known the number that the case had before */
    check({ act, no, day }: ActEntry, known: string | null, about: About): void {
      const isDue = act === 'takeUp' && known === null;
      if (isDue !== (no !== undefined)) findings.add('number', about);
      if (no === undefined) return;
      const year = no.slice(0, 4);
      if (Number(year) !== yearOf(day)) findings.add('number', { ...about, what: no });
      series.give(year, Number(no.slice(5)), day, { ...about, what: no });
    },

    /** @param today the newest day that the log tells of */
    finish: (today: Day): void => series.finish(today),
  };
}
