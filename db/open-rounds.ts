/** Rounds (评议活动) as the ledger tells of them, which is what the open data list. */

import type { Kysely } from 'kysely';
import type { RecordFile } from '../server/domain/records.ts';
import type { RoundPlan } from '../server/domain/round/plan.ts';
import { isListedRound, type RoundLine } from '../server/domain/trust/round-files.ts';
import { listRoundFiles } from './round-files.ts';
import type { Database } from './tables.ts';

/** Every round whose plan is frozen, sorted by id, with its files. */
export async function openRounds(db: Kysely<Database>): Promise<RoundLine[]> {
  const rows = await db
    .selectFrom('record')
    .innerJoin('record_event', (join) =>
      join.onRef('record_event.record_id', '=', 'record.id').onRef('record_event.seq', '=', 'record.logged_seq'),
    )
    .innerJoin('round_plan', 'round_plan.round_id', 'record.id')
    .where('record.kind', '=', 'round')
    .select(['record.id', 'record.number', 'record.department', 'record_event.to_state as state', 'round_plan.plan'])
    .orderBy('record.id')
    .execute();
  const files = Map.groupBy(await listRoundFiles(db), ({ round_id }) => round_id);
  const lines: RoundLine[] = [];
  for (const { id, number, department, state, plan: text } of rows) {
    const publication = await publicationOf(db, id);
    if (!isListedRound({ number, state }) || number === null) continue;
    const { title, kind, year, opensOn, closesOn } = JSON.parse(text) as RoundPlan;
    lines.push({
      id,
      number,
      title,
      kind,
      year,
      opensOn,
      closesOn,
      state,
      department,
      publication,
      files: (files.get(id) ?? []).map(({ path, hash, size }) => ({ path, bytes: size, sha256: hash })),
    });
  }
  return lines;
}

/** The publication that a result took its inputs of 年度得分 from, as the newest one in the ledger says. */
async function publicationOf(db: Kysely<Database>, round: string): Promise<number | null> {
  const row = await db
    .selectFrom('record_event')
    .innerJoin('record', 'record.id', 'record_event.record_id')
    .select('given')
    .where('record_event.record_id', '=', round)
    .where('act', 'in', ['publish', 'correct'])
    .whereRef('record_event.seq', '<=', 'record.logged_seq')
    .orderBy('record_event.seq', 'desc')
    .executeTakeFirst();
  const { roundResults } = (row === undefined ? {} : JSON.parse(row.given)) as RecordFile['body'];
  return ((roundResults ?? {}) as { publication?: number }).publication ?? null;
}
