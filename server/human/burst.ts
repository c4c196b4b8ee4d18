/** Many ratings of one department on one day: not refused, but counted apart until somebody has looked. */

import type { Kysely } from 'kysely';
import type { Database } from '../../db/tables.ts';
import { countRatings } from '../../db/rating-days.ts';
import { addDays, type Day } from '../domain/day.ts';

/** A day with no more than this is never a burst. */
const usualLeast = 20;
/** Times the average of the days before. */
const timesUsual = 10;
/** Days that the average is taken over. */
const daysBefore = 28;

/** From which number of ratings on a day on they are flagged, given how many the four weeks before had. */
export const burstFrom = (ratingsBefore: number): number =>
  Math.max(usualLeast, Math.ceil((timesUsual * ratingsBefore) / daysBefore));

/** Counts a rating that passed, and says whether it is one of a burst. */
export type IsBurst = (department: string, day: Day) => Promise<boolean>;

/** Asks the database once for each department and day, and counts on from there. */
export function createBurstCheck(db: Kysely<Database>): IsBurst {
  let today: Day = '';
  let counts = new Map<string, Promise<{ today: number; from: number }>>();
  const ask = async (department: string, day: Day): Promise<{ today: number; from: number }> => ({
    today: await countRatings(db, department, day, day),
    from: burstFrom(await countRatings(db, department, addDays(day, -daysBefore), addDays(day, -1))),
  });
  return async (department, day) => {
    if (day !== today) {
      today = day;
      counts = new Map();
    }
    let asked = counts.get(department);
    if (asked === undefined) {
      asked = ask(department, day);
      counts.set(department, asked);
    }
    const count = await asked;
    count.today += 1;
    return count.today > count.from;
  };
}
