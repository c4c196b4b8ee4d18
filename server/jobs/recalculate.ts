/** Counts anew what somebody set on the old calendar while a new one was just being entered. */

import { findSetting } from '../../db/settings.ts';
import { dayOf } from '../clock.ts';
import { addDays } from '../domain/day.ts';
import { pagesOfMoved, recalculate } from '../desk/recalculate.ts';
import type { Job } from './job.ts';

export const recalculateDates: Job = {
  name: 'recalculate',
  every: 'hour',
  run: async ({ db, now, pages }) => {
    const entered = await findSetting(db, 'calendarEntered');
    // An act takes seconds; who began one on the old calendar has ended it long before the day after.
    if (entered === undefined || entered.day < addDays(dayOf(now()), -1)) return 'no new calendar';
    const moved = await db.transaction().execute((trx) => recalculate(trx, now()));
    pages.changed(...pagesOfMoved(moved));
    return `${moved.length} cases`;
  },
};
