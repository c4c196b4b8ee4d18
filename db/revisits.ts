/** 回访: cases whose authors left a contact and have not been heard yet, and how often somebody has tried. */

import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

/** States in which an author may be asked: what is closed, and what is about to be. */
const revisitedStates = ['asking', 'notice', 'closed'] as const;

/** Somebody who could not be reached this often is not called again. */
export const revisitAttempts = 3;

export interface RevisitFilter {
  department?: string | undefined;
  limit: number;
  /** The last one of the page before. */
  after?: RevisitPlace | undefined;
}
/** Where a case stands in the list: what is closed first, by the day it was closed. */
export interface RevisitPlace {
  /** Empty while it is not closed. */
  closedOn: string;
  id: string;
}

export interface RevisitLine {
  stored: StoredCase;
  /** Attempts so far, and the day of the last one. */
  attempts: number;
  lastOn: Day | null;
}

type Cases = SelectQueryBuilder<Database, 'case_file', object>;

/** Closed ones sort by their day; those still open come after all of them. */
const closedFirst = sql<string>`coalesce(closed_on, '~')`;

const attempts = sql<number>`(select count(*) from case_event where case_event.case_id = case_file.id and case_event.act = 'revisit')`;
const lastOn = sql<Day | null>`(select max(day) from case_event where case_event.case_id = case_file.id and case_event.act = 'revisit')`;

const waiting = (db: Kysely<Database>, { department }: Pick<RevisitFilter, 'department'>): Cases => {
  const query = db
    .selectFrom('case_file')
    .where('state', 'in', revisitedStates)
    .where((eb) =>
      eb.or([
        eb('revisit', 'is', null),
        eb.and([eb('revisit', '=', 'unreachable'), eb(attempts, '<', revisitAttempts)]),
      ]),
    )
    // Contacts of those who said the same thing, and whose 意见 was merged, count as well.
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('opinion')
        .innerJoin('case_file as own', 'own.id', 'opinion.case_id')
        .where('opinion.sealed_contact', 'is not', null)
        .select((of) => of.fn.coalesce('own.merged_into', 'own.id').as('id')),
    );
  return department === undefined ? query : query.where('department', '=', department);
};

/** One page of the call list, and how many there are in all. */
export async function listRevisits(
  db: Kysely<Database>,
  { after, limit, ...filter }: RevisitFilter,
): Promise<{ items: RevisitLine[]; count: number }> {
  const { count } = await waiting(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  let query = waiting(db, filter)
    .selectAll()
    .select([attempts.as('attempts'), lastOn.as('last_on')])
    .orderBy(closedFirst)
    .orderBy('id')
    .limit(limit);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(${closedFirst}, id) > (${after.closedOn || '~'}, ${after.id})`);
  }
  const rows = await query.execute();
  return {
    count: Number(count),
    items: rows.map(({ attempts: tried, last_on, ...row }) => ({
      stored: toStoredCase(row),
      attempts: Number(tried),
      lastOn: last_on,
    })),
  };
}
