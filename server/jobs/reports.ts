/** Reminds departments of the 整改月报 of the month that is over: shortly before it is due, and once when it is late. */

import { addWorkingDays } from '../domain/calendar.ts';
import { monthOf } from '../domain/day.ts';
import { previousMonth, reportDue } from '../domain/monthly-report.ts';
import { momentOf } from '../moment.ts';
import { notify } from '../notify/notify.ts';
import { reportStandings } from '../reports/board.ts';
import { reportWords } from '#words/reports.ts';
import type { Job } from './job.ts';

/** Working days before the day it is due on which a department is told. */
const ahead = 2;

export const remindOfReports: Job = {
  name: 'reports',
  every: 'working-day',
  run: async (context) => {
    const { db, now } = context;
    const moment = await momentOf(db, now());
    const month = previousMonth(monthOf(moment.day));
    const due = reportDue(moment.calendar, month);
    const isLate = moment.day > due;
    if (!isLate && addWorkingDays(moment.calendar, moment.day, ahead) < due) return 'not yet';
    return db.transaction().execute(async (trx) => {
      const waiting = (await reportStandings(trx, moment, [month])).filter(
        ({ state }) => state === 'missing' || state === 'returned',
      );
      for (const { department } of waiting) {
        await notify(trx, context, {
          kind: isLate ? 'overdue' : 'due-soon',
          // The same on every later day, so that each is told once before and once after.
          about: `report:${month}:${department.code}`,
          to: { department: department.code, roles: ['liaison', 'handler'] },
          subject: reportWords.monthly.reminder(month, due),
          day: moment.day,
        });
      }
      return `${waiting.length} departments`;
    });
  },
};
