/** New opinions: each with its case, the first line of its history, and its photos. */

import type { Insertable, Transaction } from 'kysely';
import type { CaseFile } from '../server/domain/case-file.ts';
import { insertCases, type StoredEvent } from './case-files.ts';
import type { Database, OpinionTable } from './tables.ts';

export interface NewOpinion {
  /** Its `id` is the hash of the token that the phone made; the same opinion sent again has the same id. */
  opinion: Insertable<OpinionTable>;
  /** The case after its first event. */
  caseFile: CaseFile;
  event: StoredEvent;
  /** 评议年度 of the day of receipt, as this city counts it. */
  year: number;
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
  await insertOpinions(
    trx,
    fresh.map(({ opinion }) => opinion),
  );
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

/** Adds opinions whose cases are there already, some hundred at most in one statement. */
export async function insertOpinions(
  trx: Transaction<Database>,
  opinions: readonly Insertable<OpinionTable>[],
): Promise<void> {
  if (opinions.length > 0) await trx.insertInto('opinion').values(opinions).execute();
}
