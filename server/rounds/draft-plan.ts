/** The plan of a round as it stands: while it is in the works its name and days are those of its record. */

import type { Kysely } from 'kysely';
import { listClasses, listDepartments } from '../../db/departments.ts';
import type { StoredRound } from '../../db/rounds.ts';
import { getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { assessmentYear } from '../domain/day.ts';
import type { RecordFile } from '../domain/records.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { type Actor, isOfficeRole } from '../domain/roles.ts';
import { type Directory, startingPlan } from './starting-plan.ts';

type Db = Kysely<Database>;

export const directoryOf = async (db: Db): Promise<Directory> => ({
  classes: await listClasses(db),
  departments: await listDepartments(db),
});

/** The plan; of a round that nobody has prepared anything for, what a plan begins with. */
export async function planOf(db: Db, { record: { file }, title, plan }: StoredRound): Promise<RoundPlan> {
  if (file.state !== 'drafted' && plan !== undefined) return plan;
  const { roundKind: kind = 'annual', opensOn = '', closesOn = '' } = file.body;
  const facts = { round: file.id, kind, title, opensOn, closesOn };
  if (plan !== undefined) return { ...plan, ...facts };
  const { yearStartsOn } = await getSetting(db, 'city');
  const year = assessmentYear(opensOn, yearStartsOn);
  return startingPlan({ ...facts, year, department: file.department }, await directoryOf(db));
}

/** Whether somebody prepares this round now: the office, and of 部门自主评议 the department itself. */
export function mayPrepare({ state, department }: Pick<RecordFile, 'state' | 'department'>, actor: Actor): boolean {
  if (state !== 'drafted') return false;
  if (isOfficeRole(actor.role)) return true;
  return ['liaison', 'head'].includes(actor.role) && department !== null && department === actor.department;
}
