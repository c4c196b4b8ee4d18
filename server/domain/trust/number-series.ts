/** Numbers that are given once each, from 1 without gaps, in a series of every year. A gap is something that was taken out. */

import { addDays, type Day } from '../day.ts';
import type { About, Findings } from './findings.ts';

/** Days after which a number must be in the log: a receipt week has ten days at most, and nobody should be blamed for a long weekend. */
const patience = 31;

/** @param write how a number of a series is written */
export function newNumberSeries<S extends string>(findings: Findings, write: (series: S, count: number) => string) {
  const known = new Map<S, Map<number, Day>>();
  return {
    give(series: S, count: number, day: Day, about: About): void {
      const given = known.get(series) ?? new Map<number, Day>();
      known.set(series, given);
      if (given.has(count)) findings.add('number-repeated', about);
      given.set(count, day);
    },

    /** @param today the newest day that the log tells of */
    finish(today: Day): void {
      for (const [series, given] of known) {
        // Numbers up to the last one that was given long enough ago must all be there.
        const last = [...given].reduce(
          (most, [count, day]) => (addDays(day, patience) < today ? Math.max(most, count) : most),
          0,
        );
        for (let count = 1; count < last; count += 1) {
          if (!given.has(count)) findings.add('number-missing', { what: write(series, count) });
        }
      }
    },
  };
}
