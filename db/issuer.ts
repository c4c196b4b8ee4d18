/** What a ticket issuer keeps: the rules of a round, its hashed codes with those that were used, and its keys. Nothing of a ballot. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { IssuedRound } from '../server/domain/round/issuer.ts';
import { type Canonical, canonicalJson } from '../server/domain/trust/canonical.ts';
import { saltedHash } from '../server/domain/trust/hash.ts';
import { nativeSha256 } from './native-hash.ts';
import type { Database, IssuerKeyTable } from './tables.ts';

type Db = Kysely<Database>;

/** An issued round as it is kept: without its lines, which are rows. */
export type IssuerRules = Omit<IssuedRound, 'lines'>;

/** A key as it is kept; `sealed` is the private half, and null once it is destroyed. */
export type StoredTicketKey = Omit<Selectable<IssuerKeyTable>, 'round_id'>;

const rowsAtOnce = 200;

async function inChunks<Row>(rows: readonly Row[], insert: (chunk: Row[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) await insert(rows.slice(start, start + rowsAtOnce));
}

/** Whether a code of a round was used. */
export const wasUsed = async (db: Db, round: string): Promise<boolean> =>
  (await db
    .selectFrom('issuer_line')
    .select('line')
    .where('round_id', '=', round)
    .where('redemption', 'is not', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/**
 * Keeps a round with its keys in the place of what was kept of it.
 * @returns `used` when a code was used meanwhile; then nothing is changed
 */
export const replaceIssuerRound = (
  db: Db,
  { lines, ...rules }: IssuedRound,
  keys: readonly StoredTicketKey[],
): Promise<'kept' | 'used'> =>
  db.transaction().execute(async (trx) => {
    const round_id = rules.round;
    if (await wasUsed(trx, round_id)) return 'used';
    for (const table of ['issuer_line', 'issuer_key', 'issuer_round'] as const)
      await trx.deleteFrom(table).where('round_id', '=', round_id).execute();
    // Other processes keep rules and keys in memory, and see by the text that both were made anew.
    const made = saltedHash(nativeSha256, '', keys.map(({ modulus }) => modulus).join());
    await trx
      .insertInto('issuer_round')
      .values({ round_id, rules: canonicalJson({ ...rules, made } as unknown as Canonical) })
      .execute();
    const rows = Object.entries(lines)
      .flatMap(([roster, of]) => of.map((line) => ({ round_id, line, roster, redemption: null, request_hash: null })))
      // In no order but that of the hashes, because PostgreSQL stores rows as they come.
      .sort((a, b) => (a.line < b.line ? -1 : 1));
    await inChunks(rows, (chunk) => trx.insertInto('issuer_line').values(chunk).execute());
    await inChunks(
      keys.map((key) => ({ round_id, ...key })),
      (chunk) => trx.insertInto('issuer_key').values(chunk).execute(),
    );
    return 'kept';
  });

/** The rules of a round as canonical JSON: {@link IssuerRules}, and `made`, which changes with the keys. */
export const findIssuerRules = async (db: Db, round: string): Promise<string | undefined> =>
  (await db.selectFrom('issuer_round').select('rules').where('round_id', '=', round).executeTakeFirst())?.rules;

/** The keys of a group. */
export const listIssuerKeys = (db: Db, round: string, group: string): Promise<StoredTicketKey[]> =>
  db
    .selectFrom('issuer_key')
    .select(['rater_group', 'department', 'modulus', 'sealed'])
    .where('round_id', '=', round)
    .where('rater_group', '=', group)
    .execute();

export interface CodeUse {
  round: string;
  roster: string;
  line: string;
  redemption: string;
  requestHash: string;
  /** Whether a code may be used for the first time now. */
  mayBegin: boolean;
}

/**
 * Uses a code: once, and again only for the very same request.
 * @returns `granted` also for the same request again; `too-late` for a code that was not used while it could be
 */
export async function useCode(
  trx: Transaction<Database>,
  { round, roster, line, redemption, requestHash, mayBegin }: CodeUse,
): Promise<'granted' | 'unknown' | 'already-used' | 'too-late'> {
  const find = () =>
    trx
      .selectFrom('issuer_line')
      .select(['roster', 'request_hash'])
      .where('round_id', '=', round)
      .where('line', '=', line)
      .executeTakeFirst();
  let known = await find();
  if (known === undefined || known.roster !== roster) return 'unknown';
  if (known.request_hash === null) {
    if (!mayBegin) return 'too-late';
    const { numUpdatedRows } = await trx
      .updateTable('issuer_line')
      .set({ redemption, request_hash: requestHash })
      .where('round_id', '=', round)
      .where('line', '=', line)
      .where('redemption', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return 'granted';
    // Another transaction was quicker; what it wrote is there to be read now.
    known = await find();
  }
  return known?.request_hash === requestHash ? 'granted' : 'already-used';
}

/** Codes that were used, sorted by what they left behind. */
export async function listRedemptions(db: Db, round: string): Promise<{ roster: string; redemption: string }[]> {
  const rows = await db
    .selectFrom('issuer_line')
    .select(['roster', 'redemption'])
    .where('round_id', '=', round)
    .where('redemption', 'is not', null)
    .orderBy('redemption')
    .execute();
  return rows.flatMap(({ roster, redemption }) => (redemption === null ? [] : [{ roster, redemption }]));
}

/** Takes away the private halves of the keys of a round, and what was known of its codes. */
export const destroyIssuerKeys = (db: Db, round: string): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await trx.updateTable('issuer_key').set({ sealed: null }).where('round_id', '=', round).execute();
    for (const table of ['issuer_line', 'issuer_round'] as const)
      await trx.deleteFrom(table).where('round_id', '=', round).execute();
  });
