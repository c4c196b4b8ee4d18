/** 期限: how long each step may take, from which day on. Changes are added; what was in force before stays readable. */

import type { Kysely } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { type DeadlinePolicy, policyAfter, type PolicyChange } from '../server/domain/deadline-policy.ts';
import type { Database } from './tables.ts';

/** The allowances in force on a day. */
export const policyOn = async (db: Kysely<Database>, day: Day): Promise<DeadlinePolicy> =>
  policyAfter(await listPolicyChanges(db), day);

/** Every change, oldest first. */
export async function listPolicyChanges(db: Kysely<Database>): Promise<PolicyChange[]> {
  const rows = await db.selectFrom('deadline_policy').selectAll().orderBy('valid_from').orderBy('key').execute();
  return rows.map((row) => ({
    key: row.key as PolicyChange['key'],
    validFrom: row.valid_from,
    amount: row.amount,
    unit: row.unit,
  }));
}

/** Adds a change; a second one for the same step and day corrects the first. */
export async function insertPolicyChange(
  db: Kysely<Database>,
  { key, validFrom, amount, unit }: PolicyChange,
): Promise<void> {
  await db
    .insertInto('deadline_policy')
    .values({ key, valid_from: validFrom, amount, unit })
    .onConflict((conflict) => conflict.columns(['key', 'valid_from']).doUpdateSet({ amount, unit }))
    .execute();
}
