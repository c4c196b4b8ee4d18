/** 审计: what staff looked at or did beyond casework. Rows are only ever added. */

import type { Kysely, Selectable } from 'kysely';
import type { AuditTable, Database } from './tables.ts';

export type AuditRow = Selectable<AuditTable>;

export async function insertAudit(db: Kysely<Database>, row: AuditRow): Promise<void> {
  await db.insertInto('audit').values(row).execute();
}

/** Whether an account has a line of this act about this subject since an instant. */
export async function hasAudit(
  db: Kysely<Database>,
  { accountId, act, subject, since }: { accountId: string; act: string; subject: string; since: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('id')
    .where('at', '>=', since)
    .where('account_id', '=', accountId)
    .where('act', '=', act)
    .where('subject', '=', subject)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Newest first, of one account or one act where these are given. `before` is the last row of the page before this one. */
export async function listAudit(
  db: Kysely<Database>,
  {
    limit,
    before,
    accountId,
    act,
  }: {
    limit: number;
    before?: Pick<AuditRow, 'at' | 'id'> | undefined;
    accountId?: string | undefined;
    act?: string | undefined;
  },
): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll();
  if (before !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(before.at, before.id)));
  }
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  if (act !== undefined) query = query.where('act', '=', act);
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** The lines between two instants, the first included, oldest first. */
export const auditBetween = (db: Kysely<Database>, from: string, to: string): Promise<AuditRow[]> =>
  db.selectFrom('audit').selectAll().where('at', '>=', from).where('at', '<', to).orderBy('at').orderBy('id').execute();
