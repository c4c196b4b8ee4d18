/** Rounds (评议活动) in preparation and after: their plans, the self-reports of departments, and the hashed lines of their rosters. */

import type { Kysely, Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { RecordFile } from '../server/domain/records.ts';
import type { RoundPlan } from '../server/domain/round/plan.ts';
import { type Canonical, canonicalJson } from '../server/domain/trust/canonical.ts';
import { findRecord, listRecords, newestRecordWords, type StoredRecord } from './records.ts';
import type { Database } from './tables.ts';

/** A round with what everybody may know of it; what is not in the plan yet is read from its record. */
export interface StoredRound {
  record: StoredRecord;
  title: string;
  /** Nothing before anything was prepared. */
  plan: RoundPlan | undefined;
  /** SHA-256 of `rules.json` as frozen, and of `results.json` as published. */
  rulesHash: string | null;
  resultsHash: string | null;
}

/** The canonical text of a plan: what `rules.json` holds, byte for byte, once it is frozen. */
export const planText = (plan: RoundPlan): string => canonicalJson(plan as unknown as Canonical);

/**
 * Keeps the plan of a round.
 * @param before the plan that the change was made on: `conflict` when another one is stored by now, and then nothing is written; without it, whatever
 *   is stored is replaced
 */
export async function savePlan(
  db: Kysely<Database>,
  plan: RoundPlan,
  before?: RoundPlan,
): Promise<'saved' | 'conflict'> {
  const text = planText(plan);
  if (before === undefined) {
    await db
      .insertInto('round_plan')
      .values({ round_id: plan.round, plan: text, rules_hash: null, results: null, results_hash: null })
      .onConflict((conflict) => conflict.column('round_id').doUpdateSet({ plan: text }))
      .execute();
    return 'saved';
  }
  const { numUpdatedRows } = await db
    .updateTable('round_plan')
    .set({ plan: text })
    .where('round_id', '=', plan.round)
    .where('plan', '=', planText(before))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 0n ? 'conflict' : 'saved';
}

/** Says under which hash the plan was frozen; null when it was thawed. */
export async function setRulesHash(trx: Transaction<Database>, roundId: string, hash: string | null): Promise<void> {
  await trx.updateTable('round_plan').set({ rules_hash: hash }).where('round_id', '=', roundId).execute();
}

/** Rounds, newest first; with `published`, only those that were frozen once and are not in the works again. */
export async function listRounds(
  db: Kysely<Database>,
  { published = false }: { published?: boolean } = {},
): Promise<StoredRound[]> {
  const { records } = await listRecords(db, { kind: 'round', limit: mostRounds });
  return withPlans(
    db,
    records.filter(({ file }) => !published || isOut(file)),
  );
}

/** A city has a handful a year. */
const mostRounds = 1000;

/** Whether everybody may know of a round: it has a number, and nobody is working on it again. */
export const isOut = ({ number, state }: Pick<RecordFile, 'number' | 'state'>): boolean =>
  number !== null && state !== 'drafted';

/** One round by its id. */
export async function findRound(db: Kysely<Database>, roundId: string): Promise<StoredRound | undefined> {
  const record = await findRecord(db, roundId);
  if (record === undefined || record.file.kind !== 'round') return undefined;
  return (await withPlans(db, [record]))[0];
}

async function withPlans(db: Kysely<Database>, records: readonly StoredRecord[]): Promise<StoredRound[]> {
  const ids = records.map(({ file }) => file.id);
  if (ids.length === 0) return [];
  const words = await newestRecordWords(db, ids, ['title']);
  const rows = await db
    .selectFrom('round_plan')
    .select(['round_id', 'plan', 'rules_hash', 'results_hash'])
    .where('round_id', 'in', ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.round_id, row]));
  return records.map((record): StoredRound => {
    const row = byId.get(record.file.id);
    return {
      record,
      title: words.get(record.file.id)?.title ?? '',
      plan: row && (JSON.parse(row.plan) as RoundPlan),
      rulesHash: row?.rules_hash ?? null,
      resultsHash: row?.results_hash ?? null,
    };
  });
}

/** What a department says of itself. */
export interface ReportLine {
  department: string;
  report: string;
  filledOn: Day;
}

/** Self-reports of a round, of all departments or of one. */
export async function reportLines(db: Kysely<Database>, roundId: string, department?: string): Promise<ReportLine[]> {
  let query = db.selectFrom('round_report').selectAll().where('round_id', '=', roundId);
  if (department !== undefined) query = query.where('department', '=', department);
  const rows = await query.orderBy('department').execute();
  return rows.map((row) => ({ department: row.department, report: row.report, filledOn: row.filled_on }));
}

/** What departments say of themselves, by code. */
export const reportsOf = async (db: Kysely<Database>, roundId: string): Promise<Record<string, string>> =>
  Object.fromEntries((await reportLines(db, roundId)).map(({ department, report }) => [department, report]));

/** Keeps the self-report of a department; an empty one takes it away. */
export async function saveReport(
  db: Kysely<Database>,
  roundId: string,
  department: string,
  { report, filledOn }: { report: string; filledOn: Day },
): Promise<void> {
  if (report === '') {
    await db.deleteFrom('round_report').where('round_id', '=', roundId).where('department', '=', department).execute();
    return;
  }
  const row = { report, filled_on: filledOn };
  await db
    .insertInto('round_report')
    .values({ round_id: roundId, department, ...row })
    .onConflict((conflict) => conflict.columns(['round_id', 'department']).doUpdateSet(row))
    .execute();
}

/** Hashed lines of every roster of a round, sorted: the content of `roster.json`. */
export async function rosterLines(db: Kysely<Database>, roundId: string): Promise<Record<string, string[]>> {
  const rows = await db.selectFrom('roster_line').select(['roster', 'line']).where('round_id', '=', roundId).execute();
  const lines: Record<string, string[]> = {};
  for (const { roster, line } of rows) {
    const of = lines[roster] ?? [];
    of.push(line);
    lines[roster] = of;
  }
  for (const of of Object.values(lines)) of.sort();
  return lines;
}

/** How many lines each roster has. */
export async function rosterSizes(db: Kysely<Database>, roundId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('roster_line')
    .select((eb) => ['roster', eb.fn.countAll<number>().as('count')])
    .where('round_id', '=', roundId)
    .groupBy('roster')
    .execute();
  return new Map(rows.map(({ roster, count }) => [roster, Number(count)]));
}

/** Rows of one statement, so that it has far fewer variables than either database takes. */
const linesAtOnce = 500;

/** Puts these lines in the place of those that a roster has; none takes the roster away. */
export async function replaceRoster(
  trx: Transaction<Database>,
  roundId: string,
  roster: string,
  lines: readonly string[],
): Promise<void> {
  await trx.deleteFrom('roster_line').where('round_id', '=', roundId).where('roster', '=', roster).execute();
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    await trx
      .insertInto('roster_line')
      .values(lines.slice(at, at + linesAtOnce).map((line) => ({ round_id: roundId, roster, line })))
      .execute();
  }
}
