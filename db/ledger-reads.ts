/** Reading what is served of the ledger: tiles, bundles, where an entry is, rules, and the files of the newest publication. */

import type { Kysely, Selectable } from 'kysely';
import type { Database, OpenFileTable } from './tables.ts';

type Db = Kysely<Database>;

/** The hashes of a tile as far as there are any, 32 bytes each. */
export const findTile = async (db: Db, level: number, index: number): Promise<Uint8Array | undefined> =>
  (
    await db
      .selectFrom('ledger_tile')
      .select('hashes')
      .where('level', '=', level)
      .where('idx', '=', index)
      .executeTakeFirst()
  )?.hashes;

/** An entry bundle as far as there is any of it, and how many entries it has. */
export const findBundle = (db: Db, index: number): Promise<{ width: number; bytes: Uint8Array } | undefined> =>
  db.selectFrom('ledger_bundle').select(['width', 'bytes']).where('idx', '=', index).executeTakeFirst();

/** Place in the log of an entry, by the hash of its leaf (base64url); nothing while it waits and when it is unknown. */
export const findLeafIndex = async (db: Db, leaf: string): Promise<number | undefined> =>
  (await db.selectFrom('ledger_leaf').select('idx').where('leaf', '=', leaf).executeTakeFirst())?.idx;

/** The rules as they were logged under a number: the bytes of `/open/rules/<n>.json`, and their hash. */
export const findRules = (db: Db, n: number): Promise<{ hash: string; body: string } | undefined> =>
  db.selectFrom('ledger_rules').select(['hash', 'body']).where('n', '=', n).executeTakeFirst();

/** Numbers of all rules that were logged, oldest first. */
export const listRules = async (db: Db): Promise<number[]> =>
  (await db.selectFrom('ledger_rules').select('n').orderBy('n').execute()).map(({ n }) => n);

/** A file of the newest publication, by its path under `/open/`. */
export const findOpenFile = (db: Db, path: string): Promise<Selectable<OpenFileTable> | undefined> =>
  db.selectFrom('open_file').selectAll().where('path', '=', path).executeTakeFirst();

/** All files of the newest publication, sorted by path. */
export const listOpenFiles = (
  db: Db,
): Promise<Pick<Selectable<OpenFileTable>, 'path' | 'media_type' | 'hash' | 'size'>[]> =>
  db.selectFrom('open_file').select(['path', 'media_type', 'hash', 'size']).orderBy('path').execute();
