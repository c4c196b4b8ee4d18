/** Cosignatures of witnesses on checkpoints, as signature lines; the last few of each witness are kept, and one a day. */

import { type Kysely, sql } from 'kysely';
import { newestCheckpoint } from './ledger-log.ts';
import type { Database } from './tables.ts';

type Db = Kysely<Database>;

/** A witness says that at some time this was the largest tree it had seen. */
export interface Cosignature {
  /** Name of the witness's key. */
  witness: string;
  size: number;
  /** POSIX time in seconds, by the witness's clock. */
  time: number;
  /** Signature line with its newline (c2sp.org/signed-note). */
  line: string;
}

/** Of each witness this many cosignatures are kept whatever their day. */
const newestKept = 10;
/** Seconds by which the city's day begins before that of UTC. */
const ahead = 8 * 60 * 60;
const day = 24 * 60 * 60;

/** Number of the city's day. As text in the statement: SQLite divides whole numbers as such only where they are not parameters. */
const dayOf = (table: string) => sql`((${sql.ref(`${table}.seen_at`)} + ${sql.lit(ahead)}) / ${sql.lit(day)})`;

/** Stores a cosignature in place of an older one of the same tree, and drops what is no longer needed of this witness. */
export async function storeCosignature(db: Db, { witness, size, time, line }: Cosignature): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('ledger_cosignature')
      .values({ witness, size, seen_at: time, line })
      .onConflict((conflict) => conflict.columns(['witness', 'size']).doUpdateSet({ seen_at: time, line }))
      .execute();
    const oldestOfNewest = await trx
      .selectFrom('ledger_cosignature')
      .select('size')
      .where('witness', '=', witness)
      .orderBy('size', 'desc')
      .offset(newestKept - 1)
      .limit(1)
      .executeTakeFirst();
    if (oldestOfNewest === undefined) return;
    await trx
      .deleteFrom('ledger_cosignature')
      .where('witness', '=', witness)
      .where('size', '<', oldestOfNewest.size)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('ledger_cosignature as later')
            .select('later.size')
            .whereRef('later.witness', '=', 'ledger_cosignature.witness')
            .whereRef('later.size', '>', 'ledger_cosignature.size')
            .where(sql<boolean>`${dayOf('later')} = ${dayOf('ledger_cosignature')}`),
        ),
      )
      .execute();
  });
}

/** The signature lines on the checkpoint of this size, sorted by witness. */
export async function cosignaturesOf(db: Db, size: number): Promise<string[]> {
  const rows = await db
    .selectFrom('ledger_cosignature')
    .select('line')
    .where('size', '=', size)
    .orderBy('witness')
    .execute();
  return rows.map(({ line }) => line);
}

/** The newest cosignature of each witness, sorted by name: who vouches for how much, and since when. */
export async function latestCosignatures(db: Db): Promise<Cosignature[]> {
  const rows = await db
    .selectFrom('ledger_cosignature as one')
    .selectAll()
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ledger_cosignature as later')
            .select('later.size')
            .whereRef('later.witness', '=', 'one.witness')
            .whereRef('later.size', '>', 'one.size'),
        ),
      ),
    )
    .orderBy('witness')
    .execute();
  return rows.map(({ witness, size, seen_at: time, line }) => ({ witness, size, time, line }));
}

/** The newest checkpoint as it is served: the note with the cosignatures that there are on exactly this one. */
export async function checkpointWithCosignatures(db: Db): Promise<string | undefined> {
  const newest = await newestCheckpoint(db);
  return newest && newest.note + (await cosignaturesOf(db, newest.size)).join('');
}
