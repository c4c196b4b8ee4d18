/** 收件箱: what each account has been told, read or not. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { NoticeKind } from '../server/domain/notices.ts';
import { isDepartmentRole, type StaffRole } from '../server/domain/roles.ts';
import type { Database, NoticeTable } from './tables.ts';

export type NoticeRow = Omit<Selectable<NoticeTable>, 'kind'> & { kind: NoticeKind };

/** Who is meant, all of them together. */
export interface Addressees {
  /** Ids of accounts. */
  accounts?: readonly string[] | undefined;
  /** Everybody with one of these roles; where `department` is given, of the department roles only those of that department. */
  roles?: readonly StaffRole[] | undefined;
  /** Code of a department; without `roles` its 联络员 and 主要负责人 are meant. */
  department?: string | undefined;
  /** Accounts that need not be told, because they did it themselves or may not act. */
  except?: readonly string[] | undefined;
}

const ofDepartment = ['liaison', 'head'] as const satisfies StaffRole[];

/** Ids of the accounts that are meant, without those that are disabled. */
export async function findAddressees(db: Kysely<Database>, to: Addressees): Promise<string[]> {
  const roles = to.roles ?? (to.department === undefined ? [] : ofDepartment);
  const accounts = to.accounts ?? [];
  if (roles.length + accounts.length === 0) return [];
  const rows = await db
    .selectFrom('account')
    .select(['id', 'role', 'department_code'])
    .where('disabled_at', 'is', null)
    .where((eb) => eb.or([eb('role', 'in', ['', ...roles] as StaffRole[]), eb('id', 'in', ['', ...accounts])]))
    .execute();
  return rows
    .filter(
      ({ id, role, department_code }) =>
        accounts.includes(id) ||
        to.department === undefined ||
        !isDepartmentRole(role) ||
        department_code === to.department,
    )
    .map(({ id }) => id)
    .filter((id) => to.except?.includes(id) !== true);
}

/** Adds notices; one that is there already stays as it is, read or not. */
export async function insertNotices(trx: Transaction<Database>, rows: readonly NoticeRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await trx
      .insertInto('notice')
      .values(rows.slice(from, from + rowsAtOnce))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

const rowsAtOnce = 100;

/** Newest first. `before` is the last row of the page before this one. */
export async function listNotices(
  db: Kysely<Database>,
  accountId: string,
  {
    limit,
    unread = false,
    kind,
    before,
  }: {
    limit: number;
    unread?: boolean;
    kind?: NoticeKind | undefined;
    before?: Pick<NoticeRow, 'at' | 'id'> | undefined;
  },
): Promise<NoticeRow[]> {
  let query = db.selectFrom('notice').selectAll().where('account_id', '=', accountId);
  if (unread) query = query.where('read_at', 'is', null);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (before !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(before.at, before.id)));
  }
  const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows as NoticeRow[];
}

/** A notice, if it is one of this account's. */
export async function findNotice(db: Kysely<Database>, accountId: string, id: string): Promise<NoticeRow | undefined> {
  const row = await db
    .selectFrom('notice')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row as NoticeRow | undefined;
}

export async function countUnread(db: Kysely<Database>, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Notes that an account has read one notice of its own, or all of them. @returns how many had not been read */
export async function markRead(
  db: Kysely<Database>,
  accountId: string,
  which: { id: string } | 'all',
  at: string,
): Promise<number> {
  let query = db.updateTable('notice').set({ read_at: at }).where('account_id', '=', accountId);
  query = query.where('read_at', 'is', null);
  if (which !== 'all') query = query.where('id', '=', which.id);
  return Number((await query.executeTakeFirstOrThrow()).numUpdatedRows);
}

/** Removes what is older than a day of the city, read or not. @returns how many */
export async function purgeNotices(db: Kysely<Database>, before: string): Promise<number> {
  return Number((await db.deleteFrom('notice').where('day', '<', before).executeTakeFirstOrThrow()).numDeletedRows);
}
