/** Challenges of the proof of work that were used, so that none is used twice, also after a restart. */

import type { Kysely, Transaction } from 'kysely';
import { rowsRunner } from './row-runner.ts';
import type { Database, SpentChallengeTable } from './tables.ts';

/** Makes the function that stores used challenges inside a transaction. */
export const spentStore = (
  db: Kysely<Database>,
): ((trx: Transaction<Database>, rows: SpentChallengeTable[]) => Promise<void>) =>
  rowsRunner(db, (executor, rows: SpentChallengeTable[]) =>
    executor
      .insertInto('spent_challenge')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing()),
  );

/** Those that somebody could still try to use again; `now` is an instant. */
export async function listSpentChallenges(db: Kysely<Database>, now: string): Promise<SpentChallengeTable[]> {
  return db.selectFrom('spent_challenge').selectAll().where('expires_at', '>', now).execute();
}

export async function deleteExpiredChallenges(db: Kysely<Database>, now: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('spent_challenge').where('expires_at', '<=', now).executeTakeFirst();
  return Number(numDeletedRows);
}
