/** Challenges of the proof of work that were used, so that none is used twice, also after a restart. */

import type { Kysely, Transaction } from 'kysely';
import type { Database, SpentChallengeTable } from './tables.ts';

export async function insertSpentChallenges(
  trx: Transaction<Database>,
  rows: readonly SpentChallengeTable[],
): Promise<void> {
  await trx
    .insertInto('spent_challenge')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Those that somebody could still try to use again; `now` is an instant. */
export async function listSpentChallenges(db: Kysely<Database>, now: string): Promise<SpentChallengeTable[]> {
  return db.selectFrom('spent_challenge').selectAll().where('expires_at', '>', now).execute();
}

export async function deleteExpiredChallenges(db: Kysely<Database>, now: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('spent_challenge').where('expires_at', '<=', now).executeTakeFirst();
  return Number(numDeletedRows);
}
