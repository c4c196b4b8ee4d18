/** Accounts of staff, their sessions, and failed sign-ins. */

import type { Kysely, Selectable, Updateable } from 'kysely';
import type { StaffRole } from '../server/domain/roles.ts';
import type { AccountTable, Database } from './tables.ts';

export interface Account {
  id: string;
  username: string;
  displayName: string;
  role: StaffRole;
  departmentCode: string | null;
  /** argon2id in PHC format. */
  passwordHash: string;
  mustChangePassword: boolean;
  /** Instant; a disabled account cannot sign in and has no sessions. */
  disabledAt: string | null;
  createdAt: string;
}

export interface Session {
  /** SHA-256 of the cookie's token. */
  tokenHash: string;
  accountId: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

export async function findAccount(db: Kysely<Database>, id: string): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromAccountRow(row);
}

/** By the name that people sign in with; names are stored in lower case. */
export async function findAccountByUsername(db: Kysely<Database>, username: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where('username', '=', username.toLowerCase())
    .executeTakeFirst();
  return row && fromAccountRow(row);
}

/** All accounts by username, disabled ones included. */
export async function listAccounts(db: Kysely<Database>): Promise<Account[]> {
  return (await db.selectFrom('account').selectAll().orderBy('username').execute()).map(fromAccountRow);
}

/** Names of accounts by id, for histories. */
export async function accountNames(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('account')
    .select(['id', 'display_name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.display_name]));
}

/** @throws an error that `isUniqueViolation` knows when the username is taken */
export async function insertAccount(db: Kysely<Database>, account: Account): Promise<void> {
  await db.insertInto('account').values(toAccountRow(account)).execute();
}

/** Changes an account; what is not given stays. Changing the password or disabling it ends all its sessions. */
export async function updateAccount(
  db: Kysely<Database>,
  id: string,
  change: Partial<Omit<Account, 'id' | 'createdAt'>>,
): Promise<void> {
  const columns = changedColumns(change);
  if (Object.keys(columns).length > 0) await db.updateTable('account').set(columns).where('id', '=', id).execute();
  if (change.passwordHash !== undefined || typeof change.disabledAt === 'string') await deleteSessionsOf(db, id);
}

export async function insertSession(db: Kysely<Database>, session: Session): Promise<void> {
  await db
    .insertInto('session')
    .values({
      token_hash: session.tokenHash,
      account_id: session.accountId,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** The session of a token with its account, unless it has expired or the account is disabled. `now` is an instant. */
export async function findSession(
  db: Kysely<Database>,
  tokenHash: string,
  now: string,
): Promise<{ session: Session; account: Account } | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .selectAll('account')
    .select(['token_hash', 'last_seen_at', 'expires_at', 'session.created_at as session_created_at'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    account: fromAccountRow(row),
    session: {
      tokenHash: row.token_hash,
      accountId: row.id,
      createdAt: row.session_created_at,
      lastSeenAt: row.last_seen_at,
      expiresAt: row.expires_at,
    },
  };
}

/** Notes that a session was used, and until when it lasts now. */
export async function touchSession(
  db: Kysely<Database>,
  tokenHash: string,
  now: string,
  expiresAt: string,
): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: now, expires_at: expiresAt })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function deleteSession(db: Kysely<Database>, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
}

/** Ends all sessions of an account, except one that may go on. */
export async function deleteSessionsOf(db: Kysely<Database>, accountId: string, except = ''): Promise<void> {
  await db.deleteFrom('session').where('account_id', '=', accountId).where('token_hash', '<>', except).execute();
}

/** Removes sessions that ended before `now`. @returns how many */
export async function deleteExpiredSessions(db: Kysely<Database>, now: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('session').where('expires_at', '<=', now).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Failed sign-ins of an account from one device (the hash of its cookie; empty for devices without one). */
export async function findSignInFailures(
  db: Kysely<Database>,
  accountId: string,
  device: string,
): Promise<{ failures: number; blockedUntil: string | null }> {
  const row = await db
    .selectFrom('sign_in_failure')
    .select(['failures', 'blocked_until'])
    .where('account_id', '=', accountId)
    .where('device', '=', device)
    .executeTakeFirst();
  return { failures: row?.failures ?? 0, blockedUntil: row?.blocked_until ?? null };
}

/** Adds one failure and says how many there are now; `blockedUntil` gets that number and gives the instant of the next try. */
export async function addSignInFailure(
  db: Kysely<Database>,
  accountId: string,
  device: string,
  blockedUntil: (failures: number) => string | null,
): Promise<{ failures: number; blockedUntil: string | null }> {
  const { failures } = await db
    .insertInto('sign_in_failure')
    .values({ account_id: accountId, device, failures: 1, blocked_until: null })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'device'])
        .doUpdateSet((eb) => ({ failures: eb('sign_in_failure.failures', '+', 1) })),
    )
    .returning('failures')
    .executeTakeFirstOrThrow();
  const until = blockedUntil(failures);
  await db
    .updateTable('sign_in_failure')
    .set({ blocked_until: until })
    .where('account_id', '=', accountId)
    .where('device', '=', device)
    .execute();
  return { failures, blockedUntil: until };
}

/** Whether somebody signed in to this account from this device before. */
export async function isKnownDevice(db: Kysely<Database>, accountId: string, device: string): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_failure')
    .select('device')
    .where('account_id', '=', accountId)
    .where('device', '=', device)
    .executeTakeFirst();
  return row !== undefined;
}

/** Knows a device from now on, without failures, after a sign-in that worked. */
export async function rememberDevice(db: Kysely<Database>, accountId: string, device: string): Promise<void> {
  const clean = { failures: 0, blocked_until: null };
  await db
    .insertInto('sign_in_failure')
    .values({ account_id: accountId, device, ...clean })
    .onConflict((conflict) => conflict.columns(['account_id', 'device']).doUpdateSet(clean))
    .execute();
}

const toAccountRow = (account: Account): AccountTable => ({
  id: account.id,
  username: account.username.toLowerCase(),
  display_name: account.displayName,
  role: account.role,
  department_code: account.departmentCode,
  password_hash: account.passwordHash,
  must_change_password: account.mustChangePassword ? 1 : 0,
  disabled_at: account.disabledAt,
  created_at: account.createdAt,
});

const changedColumns = (change: Partial<Account>): Updateable<AccountTable> => ({
  ...(change.username !== undefined && { username: change.username.toLowerCase() }),
  ...(change.displayName !== undefined && { display_name: change.displayName }),
  ...(change.role !== undefined && { role: change.role }),
  ...(change.departmentCode !== undefined && { department_code: change.departmentCode }),
  ...(change.passwordHash !== undefined && { password_hash: change.passwordHash }),
  ...(change.mustChangePassword !== undefined && { must_change_password: change.mustChangePassword ? 1 : 0 }),
  ...(change.disabledAt !== undefined && { disabled_at: change.disabledAt }),
});

const fromAccountRow = (row: Selectable<AccountTable>): Account => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  role: row.role,
  departmentCode: row.department_code,
  passwordHash: row.password_hash,
  mustChangePassword: row.must_change_password === 1,
  disabledAt: row.disabled_at,
  createdAt: row.created_at,
});
