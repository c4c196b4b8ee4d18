/** 调度 lists and monthly checks as they were made: once a period, and never changed. */

import type { Kysely } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { Database } from './tables.ts';

/** 半月调度, 月考核. */
export type PaperKind = 'dispatch' | 'check';
export interface PeriodicPaper<Content = unknown> {
  kind: PaperKind;
  /** `2026-11-1` (to the 15th), `2026-11-2`; of a check `2026-11`. */
  period: string;
  madeOn: Day;
  content: Content;
}

/** @returns whether it is the first of its period; a second one is left out */
export async function insertPaper(db: Kysely<Database>, paper: PeriodicPaper): Promise<boolean> {
  const row = await db
    .insertInto('periodic_paper')
    .values({
      kind: paper.kind,
      period: paper.period,
      made_on: paper.madeOn,
      content: JSON.stringify(paper.content),
    })
    .onConflict((conflict) => conflict.columns(['kind', 'period']).doNothing())
    .returning('period')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findPaper(
  db: Kysely<Database>,
  kind: PaperKind,
  period: string,
): Promise<PeriodicPaper | undefined> {
  const row = await db
    .selectFrom('periodic_paper')
    .selectAll()
    .where('kind', '=', kind)
    .where('period', '=', period)
    .executeTakeFirst();
  return row && { kind, period, madeOn: row.made_on, content: JSON.parse(row.content) as unknown };
}

/** Periods that have a paper, newest first. */
export async function listPapers(db: Kysely<Database>, kind: PaperKind): Promise<{ period: string; madeOn: Day }[]> {
  const rows = await db
    .selectFrom('periodic_paper')
    .select(['period', 'made_on'])
    .where('kind', '=', kind)
    .orderBy('period', 'desc')
    .execute();
  return rows.map(({ period, made_on }) => ({ period, madeOn: made_on }));
}
