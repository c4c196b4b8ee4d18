/** 案件编号: each given once, by the year of 受理, without gaps. A gap is a case that somebody took out. */

import { addDays, type Day, yearOf } from '../day.ts';
import type { ActEntry } from './entries.ts';
import type { About, Findings } from './findings.ts';

/** Days after which a number must be in the log: a receipt week has ten days at most, and nobody should be blamed for a long weekend. */
const patience = 31;

export function newCaseNumbers(findings: Findings) {
  const years = new Map<number, Map<number, Day>>();
  return {
    /** @param known the number that the case had before */
    check({ act, no, day }: ActEntry, known: string | null, about: About): void {
      const isDue = act === 'takeUp' && known === null;
      if (isDue !== (no !== undefined)) findings.add('number', about);
      if (no === undefined) return;
      const year = Number(no.slice(0, 4));
      if (year !== yearOf(day)) findings.add('number', { ...about, what: no });
      const given = years.get(year) ?? new Map<number, Day>();
      years.set(year, given);
      const count = Number(no.slice(5));
      if (given.has(count)) findings.add('number-repeated', { ...about, what: no });
      given.set(count, day);
    },

    /** @param today the newest day that the log tells of */
    finish(today: Day): void {
      for (const [year, given] of years) {
        // Numbers up to the last one that was given long enough ago must all be there.
        const last = [...given].reduce(
          (most, [count, day]) => (addDays(day, patience) < today ? Math.max(most, count) : most),
          0,
        );
        for (let count = 1; count < last; count += 1) {
          if (!given.has(count)) findings.add('number-missing', { what: `${year}-${String(count).padStart(4, '0')}` });
        }
      }
    },
  };
}
