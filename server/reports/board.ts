/** Who has reported which month, and who has not: 整改月报 of departments that have cases in hand. */

import type { Kysely } from 'kysely';
import { listDepartments } from '../../db/departments.ts';
import { departmentsWithCases, reportsOf } from '../../db/reports.ts';
import { getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { type Day, monthOf } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { type Month, monthsFrom, previousMonth, reportDue, yearBegins } from '../domain/monthly-report.ts';

/** A department's report of a month, or that it is missing. */
export interface ReportStanding {
  department: { code: string; name: string };
  month: Month;
  due: Day;
  state: 'missing' | 'filled' | 'approved' | 'returned';
  late: boolean;
  record: { id: string; seq: number; number: string | null } | null;
}

/** The months of the 评议年度 that are over, newest first; in its first month the last one of the year before. */
export async function reportMonths(db: Kysely<Database>, { day }: Moment): Promise<Month[]> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const last = previousMonth(monthOf(day));
  const first = monthOf(yearBegins(day, yearStartsOn));
  const months = monthsFrom(first, last).toReversed();
  return months.length === 0 ? [last] : months;
}

/** Where the reports of some months stand: of one department, or of all that had cases in hand. */
export async function reportStandings(
  db: Kysely<Database>,
  moment: Moment,
  months: readonly Month[],
  department?: string,
): Promise<ReportStanding[]> {
  const reports = await reportsOf(db, { months, department });
  const names = new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));
  const standings: ReportStanding[] = [];
  for (const month of months) {
    const codes = new Set(department === undefined ? await departmentsWithCases(db, month) : [department]);
    for (const report of reports) if (report.month === month) codes.add(report.department);
    const due = reportDue(moment.calendar, month);
    // In the order of the directory.
    for (const [code, name] of names) {
      if (!codes.has(code)) continue;
      const report = reports.find((one) => one.month === month && one.department === code);
      const state = (report?.state ?? 'missing') as ReportStanding['state'];
      standings.push({
        department: { code, name },
        month,
        due,
        state,
        late: state !== 'approved' && due < moment.day,
        record: report ? { id: report.id, seq: report.seq, number: report.number } : null,
      });
    }
  }
  return standings;
}
