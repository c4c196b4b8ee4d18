/** Who has a case open just now, so that two people do not do the same thing. Minutes old at most. */

import type { Kysely } from 'kysely';
import type { StaffRole } from '../server/domain/roles.ts';
import type { Database } from './tables.ts';

export interface Present {
  displayName: string;
  role: StaffRole;
  department: string | null;
}

/** Notes that an account has a case open. */
export async function notePresence(db: Kysely<Database>, caseId: string, accountId: string, at: string): Promise<void> {
  await db
    .insertInto('presence')
    .values({ case_id: caseId, account_id: accountId, seen_at: at })
    .onConflict((conflict) => conflict.columns(['case_id', 'account_id']).doUpdateSet({ seen_at: at }))
    .execute();
}

/** Others who had the case open since an instant. */
export async function listPresent(
  db: Kysely<Database>,
  { caseId, except, since }: { caseId: string; except: string; since: string },
): Promise<Present[]> {
  return db
    .selectFrom('presence')
    .innerJoin('account', 'account.id', 'presence.account_id')
    .select(['display_name as displayName', 'role', 'department_code as department'])
    .where('case_id', '=', caseId)
    .where('account_id', '<>', except)
    .where('seen_at', '>=', since)
    .orderBy('account.id')
    .execute();
}

/** Forgets who was there before an instant. */
export async function purgePresence(db: Kysely<Database>, before: string): Promise<void> {
  await db.deleteFrom('presence').where('seen_at', '<', before).execute();
}
