/** 文号 of printed papers: given once, without gaps, in the transaction of the event that the paper is about. */

import type { Kysely, Transaction } from 'kysely';
import { yearOf } from '../server/domain/day.ts';
import { numberedActs, type PaperKind, paperKindOf } from '../server/domain/paper-numbers.ts';
import type { ActName } from '../server/domain/workflow.ts';
import { lockLog } from './ledger-log.ts';
import { nextNumber } from './numbers.ts';
import type { Database, PaperNumberTable } from './tables.ts';

const counterOf = (kind: PaperNumberTable['kind'], year: number): string => `paper-${kind}-${year}`;

/** The next number of a kind of paper in a year, from 1, for an event of a case or of a record. Others who want one wait until this transaction ends. */
export async function givePaperNumber(
  trx: Transaction<Database>,
  kind: PaperNumberTable['kind'],
  year: number,
  caseId: string,
  seq: number,
): Promise<number> {
  const n = await nextNumber(trx, counterOf(kind, year));
  await trx.insertInto('paper_number').values({ kind, year, n, case_id: caseId, seq }).execute();
  return n;
}

/** Numbers the paper that an act makes; nothing for acts that make none. */
export async function numberPaperOf(
  trx: Transaction<Database>,
  event: { caseId: string; seq: number; act: ActName; day: string },
): Promise<void> {
  const kind = paperKindOf(event.act);
  if (kind !== undefined) await givePaperNumber(trx, kind, yearOf(event.day), event.caseId, event.seq);
}

export interface GivenNumber {
  kind: PaperKind;
  year: number;
  n: number;
}

/** Numbers of the papers of a case, by the event they are about. */
export async function paperNumbersOf(db: Kysely<Database>, caseId: string): Promise<Map<number, GivenNumber>> {
  return (await paperNumbersOfCases(db, [caseId])).get(caseId) ?? new Map();
}

/** Numbers of the papers of several cases, by case and event. */
export async function paperNumbersOfCases(
  db: Kysely<Database>,
  caseIds: readonly string[],
): Promise<Map<string, Map<number, GivenNumber>>> {
  const found = new Map<string, Map<number, GivenNumber>>();
  for (let start = 0; start < caseIds.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('paper_number')
      .selectAll()
      .where('case_id', 'in', caseIds.slice(start, start + rowsAtOnce))
      .where('kind', '!=', 'record')
      .execute();
    for (const { case_id, seq, kind, year, n } of rows) {
      const ofCase = found.get(case_id) ?? new Map<number, GivenNumber>();
      found.set(case_id, ofCase.set(seq, { kind: kind as PaperKind, year, n }));
    }
  }
  return found;
}

/** Rows in one statement: PostgreSQL takes 65,535 parameters at most, SQLite 32,766. */
const rowsAtOnce = 1000;

/**
 * Numbers the papers of all events that have none yet, in the order in which the events were recorded, as if each had been numbered then:
 * for a city whose history was taken over as a whole. Numbers that were given before stay, and the new ones follow them.
 * @returns how many were given
 */
export async function numberPapers(trx: Transaction<Database>): Promise<number> {
  const events = await trx
    .selectFrom('case_event')
    .leftJoin('paper_number', (join) =>
      join
        .onRef('paper_number.case_id', '=', 'case_event.case_id')
        .onRef('paper_number.seq', '=', 'case_event.seq')
        .on('paper_number.kind', '!=', 'record'),
    )
    .select(['case_event.case_id', 'case_event.seq', 'case_event.act', 'case_event.day'])
    .where('case_event.act', 'in', numberedActs)
    .where('paper_number.n', 'is', null)
    .orderBy('case_event.at')
    .orderBy('case_event.case_id')
    .orderBy('case_event.seq')
    .execute();
  const last = new Map<string, number>();
  const rows: PaperNumberTable[] = [];
  for (const { case_id, seq, act, day } of events) {
    const kind = paperKindOf(act as ActName);
    if (kind === undefined) continue;
    const year = yearOf(day);
    const counter = counterOf(kind, year);
    const n = (last.get(counter) ?? (await lastNumber(trx, counter))) + 1;
    last.set(counter, n);
    rows.push({ kind, year, n, case_id, seq });
  }
  for (let start = 0; start < rows.length; start += rowsAtOnce)
    await trx
      .insertInto('paper_number')
      .values(rows.slice(start, start + rowsAtOnce))
      .execute();
  for (const [name, value] of last)
    await trx
      .insertInto('counter')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  return rows.length;
}

/** The same for a city whose history is older than such numbers, once: where none has been given yet. Several processes may start together. */
export async function numberOldPapers(db: Kysely<Database>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await lockLog(trx);
    const given = await trx
      .selectFrom('paper_number')
      .select('n')
      .where('kind', '!=', 'record')
      .limit(1)
      .executeTakeFirst();
    return given === undefined ? numberPapers(trx) : 0;
  });
}

async function lastNumber(trx: Transaction<Database>, counter: string): Promise<number> {
  const row = await trx.selectFrom('counter').select('value').where('name', '=', counter).executeTakeFirst();
  return row?.value ?? 0;
}
