/** What the conditions of 满意机关创建 look at, and awards whose terms are over. */

import type { Kysely } from 'kysely';
import { openStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import { listedDepartments } from './department-orders.ts';
import { listRecords, type StoredRecord } from './records.ts';
import type { Database } from './tables.ts';

/** Records of a kind that are read at once; a city has fewer. */
const most = 10_000;
/** 挂牌督办 as a level of a case. */
const listedLevel = 4;

/** Numbers of the 一票否决建议 about a department that were approved since the beginning of a 评议年度. */
export async function vetoesOf(db: Kysely<Database>, department: string, sinceYear: number): Promise<string[]> {
  const { records } = await listRecords(db, { kind: 'use', department, states: ['approved'], limit: most });
  return records
    .filter(({ file, year }) => file.body.useKind === 'veto' && year >= sinceYear)
    .flatMap(({ file }) => file.number ?? [])
    .sort();
}

/** How many 挂牌 of a department nobody has lifted: its open cases, and the department itself. */
export async function listedOf(db: Kysely<Database>, department: string, day: Day): Promise<number> {
  const { cases } = await db
    .selectFrom('case_file')
    .where('department', '=', department)
    .where('supervision', '=', listedLevel)
    .where('state', 'in', openStates)
    .select((eb) => eb.fn.countAll<number>().as('cases'))
    .executeTakeFirstOrThrow();
  return Number(cases) + ((await listedDepartments(db, day)).has(department) ? 1 : 0);
}

/** Awards whose term ended before a day. */
export async function awardsOver(db: Kysely<Database>, day: Day): Promise<StoredRecord[]> {
  const { records } = await listRecords(db, { kind: 'award', states: ['awarded', 'warned'], limit: most });
  return records.filter(({ file }) => (file.body.termUntil ?? '9999') < day);
}
