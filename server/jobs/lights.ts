/** 亮灯: every night the lights of cases that changed, every month those of departments, each with what it was decided on. */

import type { Kysely } from 'kysely';
import { listHistories } from '../../db/case-days.ts';
import { findCase } from '../../db/case-files.ts';
import { listClasses, listDepartments } from '../../db/departments.ts';
import {
  insertLightChanges,
  insertMonthLights,
  type LightChange,
  type MonthLight,
  newestLightMonth,
  newestLights,
} from '../../db/lights.ts';
import { listedDepartments } from '../../db/department-orders.ts';
import { listRunningCases } from '../../db/running-cases.ts';
import { findSetting, getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { addDays, assessmentYear, type Day, endOfMonth, monthOf } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { countByDepartment, departmentLight, noCases, sumOfClass } from '../domain/department-lights.ts';
import { caseOn, casesOn, type History } from '../domain/history.ts';
import { judge } from '../domain/lights.ts';
import { momentOf } from '../moment.ts';
import type { Job } from './job.ts';

const isOther = (
  before: LightChange | undefined,
  { light, reasons }: Pick<LightChange, 'light' | 'reasons'>,
): boolean => before === undefined || before.light !== light || before.reasons.join() !== reasons.join();

/** Stores the lights of cases that are others than when they were last stored. @returns how many */
export async function noteLights(db: Kysely<Database>, moment: Moment): Promise<number> {
  const newest = await newestLights(db);
  const files = (await listRunningCases(db)).filter(({ state }) => state !== 'triaged');
  const running = new Set(files.map(({ id }) => id));
  // What was finished since, and what was taken back from its department.
  for (const id of newest.keys()) {
    const stored = running.has(id) ? undefined : await findCase(db, id);
    if (stored !== undefined) files.push(stored.file);
  }
  const changes = files.flatMap((file): LightChange[] => {
    const change = { caseId: file.id, since: moment.day, ...judge(file, moment) };
    return isOther(newest.get(file.id), change) ? [change] : [];
  });
  await insertLightChanges(db, changes);
  return changes.length;
}

/** The month after another one. */
const monthAfter = (month: string): string => monthOf(addDays(endOfMonth(`${month}-01`), 1));

/** Months that are over and have no lights yet, oldest first; a city that is new begins with the last one. */
async function monthsToDecide(db: Kysely<Database>, today: Day): Promise<string[]> {
  const last = monthOf(addDays(`${monthOf(today)}-01`, -1));
  const newest = await newestLightMonth(db);
  const months: string[] = [];
  for (let month = newest === undefined ? last : monthAfter(newest); month <= last; month = monthAfter(month))
    months.push(month);
  return months;
}

/** The lights of all active departments for a month, on the cases as they stood at its end. */
async function lightsOfMonth(
  db: Kysely<Database>,
  histories: readonly History[],
  month: string,
  decidedOn: Day,
): Promise<MonthLight[]> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const end = endOfMonth(`${month}-01`);
  const counts = countByDepartment(casesOn(histories, end), end, yearStartsOn);
  // Before the first 交办 there is nothing to show a light for.
  if (counts.size === 0) return [];
  const listed = await listedDepartments(db, end);
  const departments = await listDepartments(db);
  const classes = new Map(
    (await listClasses(db)).map(({ code }) => [
      code,
      sumOfClass(
        departments.filter(({ classCode }) => classCode === code).map((one) => counts.get(one.code) ?? noCases),
      ),
    ]),
  );
  return departments.map(({ code, classCode }) => {
    const own = counts.get(code) ?? noCases;
    const ofClass = classes.get(classCode) ?? noCases;
    const withOrders = { ...own, listed: own.listed + (listed.has(code) ? 1 : 0) };
    return { department: code, month, decidedOn, ...departmentLight(withOrders, ofClass) };
  });
}

/** The first day of the 评议年度 that a day belongs to. */
const yearBegin = (day: Day, yearStartsOn: string): Day => `${assessmentYear(day, yearStartsOn)}-${yearStartsOn}`;

/** Decides the lights of some months. @returns how many there are now */
async function decideMonths(
  db: Kysely<Database>,
  months: readonly string[],
  decidedOn: (month: string) => Day,
): Promise<number> {
  const [first] = months;
  if (first === undefined) return 0;
  const { yearStartsOn } = await getSetting(db, 'city');
  const histories = await listHistories(db, yearBegin(`${first}-01`, yearStartsOn));
  let decided = 0;
  for (const month of months) {
    const lights = await lightsOfMonth(db, histories, month, decidedOn(month));
    await insertMonthLights(db, lights);
    decided += lights.length;
  }
  return decided;
}

export const caseLights: Job = {
  name: 'lights',
  every: 'daily',
  run: async ({ db, now }) => `${await noteLights(db, await momentOf(db, now()))} changes`,
};

export const monthLights: Job = {
  name: 'month-lights',
  every: 'daily',
  run: async ({ db, now }) => {
    if ((await findSetting(db, 'city')) === undefined) return 'not set up yet';
    const { day } = await momentOf(db, now());
    return `${await decideMonths(db, await monthsToDecide(db, day), () => day)} lights`;
  },
};

/** The lights that a case would have been given night after night. */
function lightsThrough(history: History, from: Day, moment: Moment): LightChange[] {
  const changes: LightChange[] = [];
  for (let day = from; day <= moment.day; day = addDays(day, 1)) {
    const file: CaseFile | undefined = caseOn(history, day);
    if (file === undefined || file.assignedOn === null) continue;
    const change = { caseId: file.id, since: day, ...judge(file, { ...moment, day }) };
    if (isOther(changes.at(-1), change)) changes.push(change);
  }
  return changes;
}

/**
 * Stores the lights that a city with a history would have by now: of its open cases since they were 交办, and of its departments for the
 * months of the 评议年度 that are over. For a city whose history was taken over as a whole.
 */
export async function fillLights(db: Kysely<Database>, moment: Moment): Promise<void> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const begin = yearBegin(moment.day, yearStartsOn);
  const running = new Map((await listRunningCases(db)).map((file) => [file.id, file.assignedOn]));
  const histories = (await listHistories(db, moment.day)).filter(
    ({ beginning: { id } }) => typeof running.get(id) === 'string',
  );
  await insertLightChanges(
    db,
    histories.flatMap((history) => lightsThrough(history, running.get(history.beginning.id) ?? moment.day, moment)),
  );
  const months: string[] = [];
  for (let month = monthOf(begin); month < monthOf(moment.day); month = monthAfter(month)) months.push(month);
  await decideMonths(db, months, (month) => addDays(endOfMonth(`${month}-01`), 1));
}
