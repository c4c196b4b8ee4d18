/** 督办的阶梯, as far as nobody has to decide: 催办 the working day after the deadline, 提级 after three 重办 or 转办. */

import type { Kysely } from 'kysely';
import { listRunningCases } from '../../db/running-cases.ts';
import { daysOfActs } from '../../db/supervision.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import { performSystemAct } from '../desk/system-act.ts';
import { advance, type Command } from '../domain/advance.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Day } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { isOverdue } from '../domain/lights.ts';
import type { ActName } from '../domain/workflow.ts';
import { momentOf } from '../moment.ts';
import { ladderWords } from '#words/supervision.ts';
import type { Job } from './job.ts';

/** Acts after which a case needs no 催办 for the same deadline any more. */
const pressing: readonly ActName[] = ['urge', 'supervise', 'list', 'talk'];

/** The deadline for which a case is still to be urged. An extension or another round makes another deadline, and may need another 催办. */
async function toUrge(db: Kysely<Database>, files: readonly CaseFile[], day: Day): Promise<Map<string, Day>> {
  const overdue = files.filter((file) => isOverdue(file, day));
  const pressed = await daysOfActs(
    db,
    overdue.map(({ id }) => id),
    pressing,
  );
  const dues = new Map<string, Day>();
  for (const { id, clocks } of overdue) {
    const due = clocks.complete?.due;
    if (due !== undefined && pressed.get(id)?.some((one) => one > due) !== true) dues.set(id, due);
  }
  return dues;
}

/** Urges the departments whose cases ran over, once for each deadline. */
async function urgeOverdue(context: Context, files: readonly CaseFile[], moment: Moment): Promise<number> {
  let done = 0;
  for (const [id, due] of await toUrge(context.db, files, moment.day)) {
    const command = { act: 'urge', given: { demand: ladderWords.urge(due) } } as const;
    if (
      await performSystemAct(context, id, command, moment, async (file, trx) =>
        (await toUrge(trx, [file], moment.day)).has(id),
      )
    )
      done += 1;
  }
  return done;
}

/** Raises what came back again and again. */
async function escalateRepeated(context: Context, files: readonly CaseFile[], moment: Moment): Promise<number> {
  let done = 0;
  for (const file of files) {
    const reason = ladderWords.escalate(file.reworks, file.transfers);
    const command: Command = { act: 'escalate', given: { reason, leader: ladderWords.leader } };
    if (!advance(file, command, { role: 'system' }, moment).ok) continue;
    if (await performSystemAct(context, file.id, command, moment)) done += 1;
  }
  return done;
}

export const ladder: Job = {
  name: 'ladder',
  every: 'working-day',
  run: async (context) => {
    const moment = await momentOf(context.db, context.now());
    const files = await listRunningCases(context.db);
    const urged = await urgeOverdue(context, files, moment);
    return `${urged} urged, ${await escalateRepeated(context, files, moment)} escalated`;
  },
};
