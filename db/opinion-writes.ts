/** New opinions: each with its case, the first line of its history, and its photos. */

import type { Insertable, Transaction } from 'kysely';
import type { CaseFile } from '../server/domain/case-file.ts';
import { type Day, receiptWeek } from '../server/domain/day.ts';
import type { Locks } from '../server/domain/receipt.ts';
import { commit } from '../server/domain/trust/commitment.ts';
import { inLedgerForm, type NewCaseEntry, newCaseEntry } from '../server/domain/trust/entries.ts';
import { insertCases, type StoredEvent } from './case-files.ts';
import { insertPending, pendingRow } from './ledger-pending.ts';
import type { Database, LedgerPendingTable, OpinionTable } from './tables.ts';

export interface NewOpinion {
  /** Its `id` is the hash of the token that the phone made; the same opinion sent again has the same id. */
  opinion: Insertable<OpinionTable>;
  /** The case after its first event. */
  caseFile: CaseFile;
  event: StoredEvent;
  /** 评议年度 of the day of receipt, as this city counts it. */
  year: number;
  /** Day on which the ledger may tell that it came in. */
  enterOn: Day;
  /** Ids of photos uploaded before; those already taken by another opinion are left alone. */
  photos: readonly string[];
}

type Result = 'stored' | 'repeated' | 'receipt-taken';

/** Stores opinions that are not there yet, and says of each what became of it, in the order given. */
export async function storeOpinions(trx: Transaction<Database>, given: readonly NewOpinion[]): Promise<Result[]> {
  const known = await trx
    .selectFrom('opinion')
    .select(['id', 'view_hash', 'receipt_number'])
    .where((eb) =>
      eb.or([
        eb(
          'id',
          'in',
          given.map(({ opinion }) => opinion.id),
        ),
        eb(
          'view_hash',
          'in',
          given.map(({ opinion }) => opinion.view_hash),
        ),
        eb(
          'receipt_number',
          'in',
          given.map(({ opinion }) => opinion.receipt_number),
        ),
      ]),
    )
    .execute();
  const ids = new Set(known.map((row) => row.id));
  const receipts = new Set(known.flatMap((row) => [row.view_hash, row.receipt_number]));
  const fresh: NewOpinion[] = [];
  const results = given.map((entry): Result => {
    const { id, view_hash, receipt_number } = entry.opinion;
    if (ids.has(id)) return 'repeated';
    if (receipts.has(view_hash) || receipts.has(receipt_number)) return 'receipt-taken';
    ids.add(id);
    receipts.add(view_hash).add(receipt_number);
    fresh.push(entry);
    return 'stored';
  });
  if (fresh.length > 0) await insertFresh(trx, fresh);
  return results;
}

async function insertFresh(trx: Transaction<Database>, fresh: readonly NewOpinion[]): Promise<void> {
  await insertCases(
    trx,
    fresh.map(({ caseFile, event, opinion, year }) => ({
      file: caseFile,
      events: [event],
      notes: { year, hasContact: typeof opinion.sealed_contact === 'string' },
    })),
  );
  await insertOpinions(trx, fresh);
  for (const { opinion, caseFile, photos } of fresh) {
    if (photos.length === 0) continue;
    await trx
      .updateTable('file')
      .set({ opinion_id: opinion.id, case_id: caseFile.id, purge_after: null })
      .where('id', 'in', photos)
      .where('owner', '=', 'citizen')
      .where('opinion_id', 'is', null)
      .execute();
  }
}

/** Adds opinions whose cases are there already, some hundred at most in one statement, and their entries to the ledger. */
export async function insertOpinions(trx: Transaction<Database>, given: readonly Arrival[]): Promise<void> {
  if (given.length === 0) return;
  await trx
    .insertInto('opinion')
    .values(given.map(({ opinion }) => opinion))
    .execute();
  await insertPending(trx, given.map(newCasePending));
}

type Arrival = Pick<NewOpinion, 'opinion' | 'caseFile' | 'event' | 'enterOn'>;

/** The entry of a new case as it waits for its day. */
export const newCasePending = (arrival: Arrival): Insertable<LedgerPendingTable> =>
  pendingRow(entryOf(arrival), {
    kind: 'case.new',
    due: arrival.enterOn,
    caseId: arrival.caseFile.id,
    seq: 1,
  });

/** The entry with which a case begins. It tells the text only to whoever has the salt. */
function entryOf({ opinion, caseFile, event }: Arrival): NewCaseEntry {
  const salt = Buffer.from(opinion.text_salt ?? '', 'base64url');
  return newCaseEntry(event, {
    week: receiptWeek(caseFile.receivedOn).from,
    channel: caseFile.channel,
    kind: opinion.kind,
    named: opinion.department_code ?? null,
    commitment: commit({ text: inLedgerForm(opinion.redacted_text) }, salt),
    locks: JSON.parse(opinion.locks) as Locks,
    codeSeen: opinion.code_seen === 1,
  });
}
