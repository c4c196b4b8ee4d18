/** 提醒: each morning in the office hours, whoever has something due soon or overdue is told, once for each date and step. */

import type { Kysely } from 'kysely';
import type { Addressees } from '../../db/notices.ts';
import { recordsDueBefore } from '../../db/department-orders.ts';
import { listRunningCases } from '../../db/running-cases.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import { departmentNames, type DepartmentNames } from '../desk/names.ts';
import { type AlertDate, alertDates, alertStep, type AlertStep } from '../domain/alerts.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { addDays } from '../domain/day.ts';
import { momentOf } from '../moment.ts';
import { type Notification, notify } from '../notify/notify.ts';
import { alertWords } from '#words/supervision.ts';
import type { Job } from './job.ts';

/** Notices in one transaction. */
const atOnce = 50;
/** Records further off than this are not looked at. */
const lookAhead = 30;

/** What is said of one date, to whom it concerns. */
function sayingOf(
  date: Pick<AlertDate, 'what' | 'due' | 'to'> & { id: string; number: string | null; department: string | null },
  step: AlertStep,
  caseId: string | undefined,
  { names, moment }: { names: DepartmentNames; moment: Moment },
): Notification {
  const code = date.to.department ?? date.department;
  return {
    kind: step === 'over' ? 'overdue' : 'due-soon',
    about: `due:${date.id}:${date.what}:${date.due}:${step}`,
    to: date.to as Addressees,
    caseId,
    subject: alertWords.due({
      number: date.number,
      department: code === null ? null : (names.get(code) ?? code),
      what: date.what,
      due: date.due,
      step,
    }),
    day: moment.day,
  };
}

/** Everything that people are to be told of this morning; most of it they may have been told already. */
async function alertsOf(db: Kysely<Database>, moment: Moment): Promise<Notification[]> {
  const names = await departmentNames(db);
  const world = { names, moment };
  const ofCases = (await listRunningCases(db)).flatMap((file) =>
    alertDates(file).flatMap((date) => {
      const step = alertStep(date, moment);
      const { id, number, department } = file;
      return step === undefined ? [] : [sayingOf({ ...date, id, number, department }, step, id, world)];
    }),
  );
  const records = await recordsDueBefore(db, addDays(moment.day, lookAhead));
  const ofRecords = records.flatMap(({ id, kind, number, department, due }) => {
    const what = kind === 'order' ? 'order' : 'pledge';
    const step = alertStep({ due, steps: [3, 1] }, moment);
    return step === undefined
      ? []
      : [sayingOf({ id, number, department, what, due, to: { department } }, step, undefined, world)];
  });
  return [...ofCases, ...ofRecords];
}

export const alerts: Job = {
  name: 'alerts',
  every: 'working-day',
  run: async (context: Context) => {
    const moment = await momentOf(context.db, context.now());
    const sayings = await alertsOf(context.db, moment);
    for (let start = 0; start < sayings.length; start += atOnce) {
      await context.db.transaction().execute(async (trx) => {
        for (const saying of sayings.slice(start, start + atOnce)) await notify(trx, context, saying);
      });
    }
    return `${sayings.length} dates`;
  },
};
