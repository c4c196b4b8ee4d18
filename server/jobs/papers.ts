/** 半月调度 lists and 月考核, made once a period although several servers look. */

import type { Kysely, Transaction } from 'kysely';
import { listHistories } from '../../db/case-days.ts';
import { listDepartments } from '../../db/departments.ts';
import { listMonthLights } from '../../db/lights.ts';
import { insertPaper, listPapers, type PeriodicPaper } from '../../db/periodic.ts';
import { listRunningCases } from '../../db/running-cases.ts';
import { findSetting, getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import { nextWorkingDay } from '../domain/calendar.ts';
import { addDays, assessmentYear, type Day, endOfMonth, monthOf } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { countByDepartment, noCases } from '../domain/department-lights.ts';
import { daysOfHalf, type DispatchContent, dispatchList, halfBefore, halfMonthOf } from '../domain/dispatch.ts';
import { casesOn, type History } from '../domain/history.ts';
import { type CheckContent, checkMonth, nothingChecked } from '../domain/monthly-check.ts';
import { momentOf } from '../moment.ts';
import { notify } from '../notify/notify.ts';
import { alertWords } from '#words/supervision.ts';
import type { Job } from './job.ts';

/** Half months and months that a server which was down for long still makes up for. */
const checksAtMost = 12;

const dispatchOf = (files: Parameters<typeof dispatchList>[0], moment: Moment): PeriodicPaper<DispatchContent> => ({
  kind: 'dispatch',
  period: halfMonthOf(moment.day),
  madeOn: moment.day,
  content: { departments: dispatchList(files, moment) },
});

async function checkOf(
  db: Kysely<Database>,
  histories: readonly History[],
  month: string,
  madeOn: Day,
): Promise<PeriodicPaper<CheckContent>> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const end = endOfMonth(`${month}-01`);
  const counts = checkMonth(histories, month);
  const standing = countByDepartment(casesOn(histories, end), end, yearStartsOn);
  const lights = new Map(
    (await listMonthLights(db, month))
      .filter((one) => one.month === month)
      .map(({ department, light }) => [department, light]),
  );
  const departments = (await listDepartments(db)).map(({ code }) => {
    const { open, overdue } = standing.get(code) ?? noCases;
    return {
      department: code,
      ...(counts.get(code) ?? nothingChecked),
      open,
      overdue,
      light: lights.get(code) ?? null,
    };
  });
  const isIdle = (one: (typeof departments)[number]): boolean =>
    Object.values(one).every((value) => typeof value !== 'number' || value === 0);
  return { kind: 'check', period: month, madeOn, content: { departments: departments.filter((one) => !isIdle(one)) } };
}

/** Months that are over and have no check yet, oldest first. */
async function monthsToCheck(db: Kysely<Database>, today: Day): Promise<string[]> {
  const last = monthOf(addDays(`${monthOf(today)}-01`, -1));
  const [newest] = await listPapers(db, 'check');
  const months: string[] = [];
  for (
    let month = last;
    months.length < checksAtMost && (newest === undefined ? month === last : month > newest.period);
    month = monthOf(addDays(`${month}-01`, -1))
  )
    months.unshift(month);
  return months;
}

/** First day of the 评议年度 in which a month lies: older cases that were finished before it are not looked at. */
async function beginOf(db: Kysely<Database>, month: string): Promise<Day> {
  const { yearStartsOn } = await getSetting(db, 'city');
  return `${assessmentYear(`${month}-01`, yearStartsOn)}-${yearStartsOn}`;
}

/** Tells the office and every department that is in it. */
async function tellOfPaper(
  trx: Transaction<Database>,
  context: Pick<Context, 'now'>,
  paper: PeriodicPaper<DispatchContent> | PeriodicPaper<CheckContent>,
): Promise<void> {
  const { kind, period, madeOn: day } = paper;
  const about = `${kind}:${period}`;
  await notify(trx, context, {
    kind: 'dispatch',
    about,
    to: { roles: ['clerk', 'director'] },
    subject: alertWords.paper(kind, period),
    day,
  });
  for (const part of paper.content.departments) {
    const lines = 'lines' in part ? part.lines.length : undefined;
    await notify(trx, context, {
      kind: 'dispatch',
      about,
      to: { department: part.department },
      subject: alertWords.paper(kind, period, lines),
      day,
    });
  }
}

async function keep(
  context: Context,
  paper: PeriodicPaper<DispatchContent> | PeriodicPaper<CheckContent>,
): Promise<boolean> {
  return context.db.transaction().execute(async (trx) => {
    const isFirst = await insertPaper(trx, paper);
    if (isFirst) await tellOfPaper(trx, context, paper);
    return isFirst;
  });
}

export const periodicPapers: Job = {
  name: 'periodic-papers',
  every: 'working-day',
  run: async (context) => {
    const { db, now } = context;
    if ((await findSetting(db, 'city')) === undefined) return 'not set up yet';
    const moment = await momentOf(db, now());
    let made = 0;
    const [newest] = await listPapers(db, 'dispatch');
    // Of a half month that went by while the server was down there is nothing to speak of any more.
    if (newest?.period !== halfMonthOf(moment.day)) {
      if (await keep(context, dispatchOf(await listRunningCases(db), moment))) made += 1;
    }
    const months = await monthsToCheck(db, moment.day);
    const histories = months[0] === undefined ? [] : await listHistories(db, await beginOf(db, months[0]));
    for (const month of months) {
      if (await keep(context, await checkOf(db, histories, month, moment.day))) made += 1;
    }
    return `${made} papers`;
  },
};

/**
 * Stores the lists that a city with a history would have by now: 调度 of the last half months, checks of the months of the 评议年度 that are over.
 * Call it after the lights were filled. Nobody is told.
 */
export async function fillPapers(db: Kysely<Database>, moment: Moment): Promise<void> {
  const histories = await listHistories(db, await beginOf(db, monthOf(moment.day)));
  let period = halfMonthOf(moment.day);
  for (let count = 0; count < halvesFilled; count += 1, period = halfBefore(period)) {
    const day = nextWorkingDay(moment.calendar, daysOfHalf(period).from);
    if (day <= moment.day) await insertPaper(db, dispatchOf(casesOn(histories, addDays(day, -1)), { ...moment, day }));
  }
  const first = monthOf(await beginOf(db, monthOf(moment.day)));
  for (let month = first; month < monthOf(moment.day); month = monthOf(addDays(endOfMonth(`${month}-01`), 1))) {
    const madeOn = nextWorkingDay(moment.calendar, addDays(endOfMonth(`${month}-01`), 1));
    if (madeOn <= moment.day) await insertPaper(db, await checkOf(db, histories, month, madeOn));
  }
}

/** Half months of 调度 that a taken-over city begins with. */
const halvesFilled = 6;
