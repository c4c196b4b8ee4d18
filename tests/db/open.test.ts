/** Opening a database and bringing it up to date, and what is said when that cannot be done. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema as first } from '../../db/migrations/001-first.ts';
import { schema as ledger } from '../../db/migrations/002-ledger.ts';
import { schema as casework } from '../../db/migrations/003-casework.ts';
import { migrateToLatest, ours } from '../../db/migrate.ts';
import { DatabaseProblem, databaseKind, isUniqueViolation, openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/tables.ts';
import { states } from '../../server/domain/case-file.ts';
import { staffRoles } from '../../server/domain/roles.ts';
import * as vocabulary from '../../server/domain/vocabulary.ts';
import { databases } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wanping-open-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const problemOf = async (action: () => unknown): Promise<string> => {
  try {
    await action();
  } catch (error) {
    return error instanceof DatabaseProblem ? error.code : String(error);
  }
  return 'none';
};

describe.each(databases)('the schema on $name', ({ name, open }) => {
  const tables = async (db: Kysely<Database>): Promise<string[]> =>
    (await db.introspection.getTables()).map((table) => table.name).sort();

  test('bringing a database up to date a second time changes nothing', async () => {
    const db = await open();
    const before = await tables(db);
    await migrateToLatest(db);
    expect(await tables(db)).toEqual(before);
    expect(before).toContain('case_file');
    expect(databaseKind(db)).toBe(name === 'SQLite' ? 'sqlite' : 'postgres');
    await db.destroy();
  });

  test('a migration that fails half-way leaves nothing behind', async () => {
    const db = await open();
    const before = await tables(db);
    const half = {
      up: async (trx: Kysely<unknown>) => {
        await trx.schema.createTable('half').addColumn('a', 'text').execute();
        await trx.schema.createTable('department').addColumn('a', 'text').execute();
      },
    };
    const fine = { up: (trx: Kysely<unknown>) => trx.schema.createTable('fine').addColumn('a', 'text').execute() };
    await expect(migrateToLatest(db, { ...ours, '998-fine': fine, '999-half': half })).rejects.toThrow(
      'already exists',
    );
    expect(await tables(db)).toEqual(before);
    await migrateToLatest(db, { ...ours, '998-fine': fine });
    expect(await tables(db)).toEqual([...before, 'fine'].sort());
    await db.destroy();
  });

  test('a database of a newer version is refused and not touched', async () => {
    const db = await open();
    const newer = { up: (trx: Kysely<unknown>) => trx.schema.createTable('newer').addColumn('a', 'text').execute() };
    await migrateToLatest(db, { ...ours, '999-newer': newer });
    expect(await problemOf(() => migrateToLatest(db))).toBe('newer-version');
    await db.destroy();
  });

  test('a row that is there already is told apart from other mistakes', async () => {
    const db = await open();
    const add = () => db.insertInto('counter').values({ name: 'a', value: 1 }).execute();
    await add();
    await expect(add()).rejects.toSatisfy(isUniqueViolation);
    const wrong = sql`insert into counter (name) values ('b')`.execute(db);
    await expect(wrong).rejects.toSatisfy((error) => !isUniqueViolation(error));
    await db.destroy();
  });

  test('text is sorted by its bytes, and counts are numbers', async () => {
    const db = await open();
    for (const name of ['b', 'A', 'a', '乙', 'B-1', 'B1'])
      await db.insertInto('counter').values({ name, value: 1 }).execute();
    const rows = await db.selectFrom('counter').select('name').orderBy('name').execute();
    expect(rows.map((row) => row.name)).toEqual(['A', 'B-1', 'B1', 'a', 'b', '乙']);
    const all = await db
      .selectFrom('counter')
      .select((eb) => eb.fn.countAll().as('all'))
      .executeTakeFirst();
    expect(all).toEqual({ all: 6 });
    await db.destroy();
  });
});

test('what the schema allows is what the rules know', () => {
  const source = first;
  const allowed = (table: string, column: string): string[] => {
    const body = new RegExp(`create table ${table} \\(([^;]*)\\)`).exec(source)?.[1] ?? '';
    const list = new RegExp(`^  ${column} .*check \\(${column} in \\((.*)\\)\\)`, 'm').exec(body)?.[1] ?? '';
    return list.split(', ').map((value) => value.replaceAll("'", ''));
  };
  const { bases, channels, closures, natures, opinionKinds, results, revisitAnswers } = vocabulary;
  const { suspensionCauses, topics, triageExits, verdictReasons, verdicts } = vocabulary;
  const lists: Record<string, readonly string[]> = {
    state: states,
    channel: channels,
    kind: opinionKinds,
    topic: topics,
  };
  Object.assign(lists, { exit: triageExits, nature: natures, result: results, suspension_cause: suspensionCauses });
  Object.assign(lists, { revisit: revisitAnswers, basis: bases });
  for (const [column, list] of Object.entries(lists))
    expect({ [column]: allowed('case_file', column) }).toEqual({ [column]: list });
  expect(casework).toContain(`check (closed_how in (${closures.map((name) => `'${name}'`).join(', ')}))`);
  expect(allowed('account', 'role')).toEqual(staffRoles);
  for (const table of ['rating', 'opinion']) {
    expect(allowed(table, 'verdict')).toEqual(verdicts);
    expect(allowed(table, 'verdict_reason')).toEqual(verdictReasons);
  }
  expect(allowed('opinion', 'kind')).toEqual(opinionKinds);
});

test('tables that voters write keep no order of arrival', () => {
  const voters = ['rating', 'opinion', 'spent_challenge', 'case_file', 'case_event'];
  for (const table of [...voters, 'ledger_pending', 'ledger_leaf', 'opened_rating']) {
    expect(first + ledger).toMatch(new RegExp(`create table ${table} \\([^;]*\\) without rowid;`));
  }
});

test('a new file is made, with its folder, and waits for the disk at every commit', async () => {
  const db = openDatabase(`sqlite:${join(folder, 'a', 'b', 'city.db')}`);
  await migrateToLatest(db);
  const pragma = async (name: string): Promise<unknown> =>
    Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0];
  expect(await pragma('journal_mode')).toBe('wal');
  expect(await pragma('synchronous')).toBe(2);
  expect(await pragma('foreign_keys')).toBe(1);
  await db.destroy();
});

test('a file that is something else is refused and left as it is', async () => {
  const path = join(folder, 'letter.db');
  writeFileSync(path, 'Dear all, this is not a database at all. '.repeat(100));
  expect(await problemOf(() => openDatabase(`sqlite:${path}`))).toBe('not-a-database');
});

test('a place where nothing can be written is refused', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await problemOf(() => openDatabase(`sqlite:${join(folder, 'file', 'city.db')}`))).toBe('read-only');
  expect(await problemOf(() => openDatabase(`sqlite:${folder}`))).toBe('read-only');
  expect(await problemOf(() => openDatabase('sqlite:/proc/city.db'))).toBe('read-only');
});

test('a PostgreSQL that does not answer is unreachable', async () => {
  const nobody = openDatabase(`postgres://postgres@127.0.0.1:${await freePort()}/city`);
  expect(await problemOf(() => migrateToLatest(nobody))).toBe('unreachable');
  await nobody.destroy();
});

test('an address that is neither is a mistake of the settings', () => {
  expect(() => openDatabase('mysql://host/city')).toThrow('starts with sqlite: or postgres://');
});
