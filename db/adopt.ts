/** Brings what a city stored before it had a ledger into it. Once: when the log has not begun and there is something already. */

import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { addDays, assessmentYear } from '../server/domain/day.ts';
import { ratingEntry } from '../server/domain/trust/rating-entry.ts';
import { adoptEvents, listEventsOf } from './case-files.ts';
import { toStoredCase } from './case-rows.ts';
import { lockLog, logSize } from './ledger-log.ts';
import { insertPending, pendingRow } from './ledger-pending.ts';
import { nativeSha256 } from './native-hash.ts';
import { newCasePending } from './opinion-writes.ts';
import { contentOf } from './rating-rows.ts';
import { getSetting } from './settings.ts';
import type { Database } from './tables.ts';

const rowsAtOnce = 200;

/** @returns how many cases and ratings were brought in */
export async function adoptHistory(db: Kysely<Database>): Promise<{ cases: number; ratings: number }> {
  return db.transaction().execute(async (trx) => {
    await lockLog(trx);
    if ((await logSize(trx)) > 0) return { cases: 0, ratings: 0 };
    return { cases: await adoptCases(trx), ratings: await adoptRatings(trx) };
  });
}

async function adoptCases(trx: Transaction<Database>): Promise<number> {
  let adopted = 0;
  for (;;) {
    const rows = await trx
      .selectFrom('case_file')
      .selectAll()
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('ledger_pending')
              .select('ledger_pending.leaf')
              .whereRef('ledger_pending.case_id', '=', 'case_file.id'),
          ),
        ),
      )
      .where((eb) =>
        eb.exists(eb.selectFrom('opinion').select('opinion.id').whereRef('opinion.case_id', '=', 'case_file.id')),
      )
      .limit(rowsAtOnce)
      .execute();
    if (rows.length === 0) return adopted;
    const histories = await listEventsOf(
      trx,
      rows.map(({ id }) => id),
    );
    const cases = rows.map(toStoredCase).map((stored) => ({
      ...stored,
      events: histories.get(stored.file.id) ?? [],
      notes: { hasContact: stored.hasContact },
    }));
    await adoptOpinions(trx, cases);
    await adoptEvents(trx, cases);
    adopted += rows.length;
  }
}

async function adoptOpinions(
  trx: Transaction<Database>,
  cases: readonly Parameters<typeof adoptEvents>[1][number][],
): Promise<void> {
  for (const { file, events } of cases) {
    const [event] = events;
    const opinion = await trx
      .selectFrom('opinion')
      .selectAll()
      .where('case_id', '=', file.id)
      .executeTakeFirstOrThrow();
    if (event === undefined) throw new Error(`Case ${file.id} has no history`);
    // Of a text that was erased nothing may be opened any more: its salt is made and forgotten.
    const text_salt = randomBytes(32).toString('base64url');
    await insertPending(trx, [
      newCasePending({ opinion: { ...opinion, text_salt }, caseFile: file, event, enterOn: file.receivedOn }),
    ]);
    if (!file.erased) await trx.updateTable('opinion').set({ text_salt }).where('id', '=', opinion.id).execute();
  }
}

async function adoptRatings(trx: Transaction<Database>): Promise<number> {
  let adopted = 0;
  for (;;) {
    const rows = await trx.selectFrom('rating').selectAll().where('secret', 'is', null).limit(rowsAtOnce).execute();
    if (rows.length === 0) return adopted;
    const { yearStartsOn } = await getSetting(trx, 'city');
    for (const row of rows) {
      const stored = {
        ...row,
        secret: randomBytes(32).toString('base64url'),
        year: assessmentYear(`${row.month}-01`, yearStartsOn),
      };
      const entry = ratingEntry(nativeSha256, contentOf(stored), stored.secret);
      const waiting = pendingRow(entry, { kind: 'rating', due: addDays(`${row.month}-01`, 1) });
      await insertPending(trx, [waiting]);
      await trx
        .updateTable('rating')
        .set({ secret: stored.secret, year: stored.year, leaf: waiting.leaf })
        .where('id', '=', row.id)
        .execute();
    }
    adopted += rows.length;
  }
}
