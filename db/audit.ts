/** 审计: what staff looked at or did beyond casework. Rows are only ever added. */

import type { Kysely, Selectable } from 'kysely';
import type { AuditTable, Database } from './tables.ts';

export type AuditRow = Selectable<AuditTable>;

export async function insertAudit(db: Kysely<Database>, row: AuditRow): Promise<void> {
  await db.insertInto('audit').values(row).execute();
}

/** Newest first. `before` is the last row of the page before this one. */
export async function listAudit(
  db: Kysely<Database>,
  { limit, before }: { limit: number; before?: Pick<AuditRow, 'at' | 'id'> | undefined },
): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll();
  if (before !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(before.at, before.id)));
  }
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
