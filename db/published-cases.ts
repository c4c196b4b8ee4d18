/** Cases that everybody may read: from 交办 on, never what is still being sorted, was filed, merged or sealed. */

import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { departmentStates, openStates, workingStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { Topic } from '../server/domain/vocabulary.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

export interface PublishedFilter {
  department?: string | undefined;
  topic?: Topic | undefined;
  year?: number | undefined;
  state?: 'open' | 'overdue' | 'resolved' | 'explained' | 'suspended' | undefined;
  /** 案件编号, or words of the public text, all of which must occur. Taken as they are: no wildcards. */
  text?: string | undefined;
}

/** Place of a case in the list: newest taken up first, then by number. */
export interface PublishedPlace {
  takenUpOn: Day;
  number: string;
}

/** One page of the list after a place, and how many cases there are in all. `today` decides what is overdue. */
export async function listPublishedCases(
  db: Kysely<Database>,
  filter: PublishedFilter,
  { today, after, limit }: { today: Day; after?: PublishedPlace | undefined; limit: number },
): Promise<{ items: StoredCase[]; count: number }> {
  const matching = db.selectFrom('case_file').where((eb) => eb.and(conditions(eb, filter, today)));
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  let query = matching.selectAll();
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('taken_up_on', '<', after.takenUpOn),
        eb.and([eb('taken_up_on', '=', after.takenUpOn), eb('number', '<', after.number)]),
      ]),
    );
  }
  const rows = await query.orderBy('taken_up_on', 'desc').orderBy('number', 'desc').limit(limit).execute();
  return { items: rows.map(toStoredCase), count: Number(count) };
}

/** By 案件编号; nothing when there is no such case or it is not published. */
export async function findPublishedCase(db: Kysely<Database>, number: string): Promise<StoredCase | undefined> {
  const row = await db
    .selectFrom('case_file')
    .selectAll()
    .where('number', '=', number)
    .where('state', 'in', departmentStates)
    .executeTakeFirst();
  return row && toStoredCase(row);
}

const openAndPublished = openStates.filter((state) => (departmentStates as readonly string[]).includes(state));

function conditions(eb: ExpressionBuilder<Database, 'case_file'>, filter: PublishedFilter, today: Day) {
  const { department, topic, year, state, text } = filter;
  const words = (text ?? '').split(/\s+/u).filter(Boolean);
  return [
    eb('state', 'in', departmentStates),
    eb('number', 'is not', null),
    ...(department === undefined ? [] : [eb('department', '=', department)]),
    ...(topic === undefined ? [] : [eb('topic', '=', topic)]),
    ...(year === undefined ? [] : [eb('year', '=', year)]),
    ...(state === 'open' ? [eb('state', 'in', openAndPublished)] : []),
    ...(state === 'overdue'
      ? [eb('state', 'in', workingStates), eb('paused_on', 'is', null), eb('due_complete', '<', today)]
      : []),
    ...(state === 'resolved' ? [eb('state', '=', 'closed'), eb('result', '=', 'A')] : []),
    ...(state === 'explained' ? [eb('state', '=', 'closed'), eb('result', '=', 'D')] : []),
    ...(state === 'suspended' ? [eb('state', '=', 'suspended')] : []),
    ...words.map((word) => {
      const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
      return eb.or([eb('number', '=', word), sql<boolean>`${eb.ref('public_text')} like ${pattern} escape '\\'`]);
    }),
  ];
}
