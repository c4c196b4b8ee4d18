/** A real city with two departments on a database of its own, for tests that start the built server on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { insertAccount } from '../../db/accounts.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { newPostgresDatabase } from './databases.ts';
import { addCity } from './lived.ts';
import { type Server, startServer } from './server.ts';

export interface RealCity extends AsyncDisposable {
  readonly dataDir: string;
  /** Starts the server, or starts it again. */
  start(): Promise<Server>;
  /** Its database, which the caller must `destroy()`. */
  open(): Kysely<Database>;
}

/** @param kind which of the two databases it uses */
export async function realCity(kind: 'SQLite' | 'PostgreSQL'): Promise<RealCity> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wanping-real-'));
  const url = kind === 'SQLite' ? `sqlite:${join(dataDir, 'wanping.sqlite')}` : await newPostgresDatabase();
  const open = () => openDatabase(url);
  const db = open();
  await migrateToLatest(db);
  await addCity(db);
  await setSetting(db, 'mode', 'real');
  // Somebody has set it up; nobody knows the password.
  await insertAccount(db, {
    id: 'administrator',
    username: 'administrator',
    displayName: '系统管理员',
    role: 'administrator',
    departmentCode: null,
    passwordHash: '',
    mustChangePassword: false,
    disabledAt: null,
    createdAt: '2026-01-01T00:00:00Z',
  });
  await db.destroy();
  return {
    dataDir,
    open,
    start: () => startServer({ dataDir, env: { ALTCHA_COST: '100', ...(kind !== 'SQLite' && { DATABASE_URL: url }) } }),
    [Symbol.asyncDispose]: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
