/** Records beside the cases as far as the ledger tells of them, which is what is published of them. */

import type { Kysely, Transaction } from 'kysely';
import type { FieldValues } from '../server/domain/fields.ts';
import { noMarks } from '../server/domain/pledges.ts';
import { factsAfter, type RecordFacts } from '../server/domain/record-facts.ts';
import { publicRecordWords, type WordedAct } from '../server/domain/record-words.ts';
import { type RecordKind, recordKindOf } from '../server/domain/records.ts';
import type { Canonical } from '../server/domain/trust/canonical.ts';
import type { TextLine } from '../server/domain/trust/open-data.ts';
import { type MarkEntry, openFields } from '../server/domain/trust/record-entry.ts';
import type { PendingRow } from './ledger-pending.ts';
import type { Database } from './tables.ts';

type Db = Kysely<Database>;

const rowsAtOnce = 500;

/** How far the ledger tells of records, by record; ids of cases are passed over. */
export async function loggedSeqOfRecords(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  for (let start = 0; start < ids.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('record')
      .select(['id', 'logged_seq'])
      .where('id', 'in', ids.slice(start, start + rowsAtOnce))
      .execute();
    for (const { id, logged_seq } of rows) known.set(id, logged_seq);
  }
  return known;
}

/** The ledger tells of these records up to these events now. */
export async function raiseLoggedSeqOfRecords(
  trx: Transaction<Database>,
  reached: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [id, seq] of reached)
    await trx.updateTable('record').set({ logged_seq: seq }).where('id', '=', id).execute();
}

/** Marks that may be entered up to a day (or whatever the day), sorted by leaf: only once the ledger tells that they are asked for. */
export function pendingMarks(db: Db, until: string | undefined, limit: number): Promise<PendingRow[]> {
  let query = db
    .selectFrom('ledger_pending')
    .innerJoin('record', 'record.id', 'ledger_pending.case_id')
    .innerJoin('record_event', (join) =>
      join.onRef('record_event.record_id', '=', 'record.id').onRef('record_event.seq', '=', 'record.logged_seq'),
    )
    .where('ledger_pending.kind', '=', 'citizen')
    .where('ledger_pending.seq', 'is', null)
    .where('record_event.to_state', '=', 'marking');
  if (until !== undefined) query = query.where('ledger_pending.due', '<=', until);
  return query.selectAll('ledger_pending').orderBy('leaf').limit(limit).execute();
}

/** Whether marks of a 公开承诺 wait. */
export const hasPendingMarks = async (db: Db, recordId: string): Promise<boolean> =>
  (await db
    .selectFrom('ledger_pending')
    .select('leaf')
    .where('case_id', '=', recordId)
    .where('seq', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Every record that is in the ledger, sorted by id. */
export async function loggedRecordFacts(db: Db): Promise<RecordFacts[]> {
  const rows = await db
    .selectFrom('record_event')
    .innerJoin('record', 'record.id', 'record_event.record_id')
    .select(['record_id', 'kind', 'number', 'logged_seq', 'record_event.seq', 'act', 'to_state', 'day', 'given'])
    .whereRef('record_event.seq', '<=', 'record.logged_seq')
    .orderBy('record_id')
    .orderBy('record_event.seq')
    .execute();
  const facts = new Map<string, RecordFacts>();
  for (const { record_id: id, kind, number, act, to_state, day, given } of rows) {
    const table = recordKindOf(kind as RecordKind);
    facts.set(
      id,
      factsAfter(facts.get(id), {
        id,
        kind: kind as RecordKind,
        to: to_state,
        day,
        ...(table.acts[act]?.numbers === true && number !== null && { number }),
        open: openFields(JSON.parse(given) as FieldValues),
      }),
    );
  }
  for (const [id, counts] of await loggedMarks(db)) {
    const one = facts.get(id);
    if (one !== undefined) facts.set(id, { ...one, marks: counts });
  }
  return [...facts.values()];
}

/** The marks that are in the ledger, by record. */
async function loggedMarks(db: Db): Promise<Map<string, NonNullable<RecordFacts['marks']>>> {
  const rows = await db
    .selectFrom('pledge_mark')
    .select(['record_id', 'mark', 'is_apart'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy(['record_id', 'mark', 'is_apart'])
    .execute();
  const counts = new Map(rows.map(({ record_id }) => [record_id, { ...noMarks }]));
  const add = (id: string, name: keyof typeof noMarks, count: number): void => {
    const known = counts.get(id);
    if (known !== undefined) known[name] += count;
  };
  for (const { record_id, mark, is_apart, count } of rows)
    add(record_id, is_apart === 1 ? 'apart' : mark, Number(count));
  const waiting = await db
    .selectFrom('ledger_pending')
    .select('entry')
    .where('kind', '=', 'citizen')
    .where('seq', 'is', null)
    .execute();
  for (const { entry } of waiting) {
    const { p, m, f } = JSON.parse(entry) as MarkEntry;
    add(p, f ? 'apart' : m, -1);
  }
  return counts;
}

/** The published words of records, record by record. */
export async function* publishedRecordTexts(db: Db): AsyncGenerator<TextLine> {
  let after = '';
  for (;;) {
    const records = await db
      .selectFrom('record')
      .select(['id', 'kind', 'logged_seq'])
      .where('number', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(recordsAtOnce)
      .execute();
    if (records.length === 0) return;
    const ids = records.map(({ id }) => id);
    const [acts, texts] = [await actsOf(db, ids), await textsOf(db, ids)];
    for (const { id, kind, logged_seq } of records) {
      const logged = (acts.get(id) ?? []).filter(({ n }) => n <= logged_seq);
      const words = texts.get(id) ?? new Map<string, Word>();
      const said = logged.map((act) => ({
        ...act,
        words: [...words.values()].filter(({ seq }) => seq === act.n).map(({ field }) => field),
      }));
      for (const place of publicRecordWords(kind as RecordKind, said)) {
        const word = words.get(place);
        if (word !== undefined) yield { id, n: word.seq, f: word.field, v: word.content, s: word.salt };
      }
    }
    after = ids.at(-1) ?? after;
  }
}

/** Records in memory at a time. */
const recordsAtOnce = 200;

interface Word {
  seq: number;
  field: string;
  /** As it was committed to. */
  content: Canonical;
  salt: string;
}

async function actsOf(db: Db, ids: readonly string[]): Promise<Map<string, Omit<WordedAct, 'words'>[]>> {
  const rows = await db
    .selectFrom('record_event')
    .select(['record_id', 'seq', 'act'])
    .where('record_id', 'in', [...ids])
    .orderBy('seq')
    .execute();
  const acts = Map.groupBy(rows, ({ record_id }) => record_id);
  return new Map([...acts].map(([id, list]) => [id, list.map(({ seq, act }) => ({ n: seq, act }))]));
}

async function textsOf(db: Db, ids: readonly string[]): Promise<Map<string, Map<string, Word>>> {
  const rows = await db
    .selectFrom('record_text')
    .selectAll()
    .where('record_id', 'in', [...ids])
    .orderBy('seq')
    .orderBy('field')
    .execute();
  const texts = new Map<string, Map<string, Word>>(ids.map((id) => [id, new Map()]));
  for (const { record_id, seq, field, value, salt, published } of rows) {
    const content = JSON.parse(published ?? value) as Canonical;
    texts.get(record_id)?.set(`${seq}.${field}`, { seq, field, content, salt });
  }
  return texts;
}

/** Different whenever the published words of records may be. */
export async function recordTextsVersion(db: Db): Promise<string> {
  const { records, logged } = await db
    .selectFrom('record')
    .select((eb) => [
      eb.fn.countAll<number>().as('records'),
      eb.fn.coalesce(eb.fn.sum<number>('logged_seq'), eb.lit(0)).as('logged'),
    ])
    .executeTakeFirstOrThrow();
  return `${records}.${logged}`;
}
