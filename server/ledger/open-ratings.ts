/** A rating of the open channel as the ledger has it: its entry, what opens it, and the day by which it is in. */

import type { Transaction } from 'kysely';
import { nativeSha256 } from '../../db/native-hash.ts';
import { contentOf, secretOf, type StoredRating } from '../../db/rating-rows.ts';
import type { NewRating } from '../../db/rating-writes.ts';
import type { Database } from '../../db/tables.ts';
import { addDays, assessmentYear, type Day, weekday } from '../domain/day.ts';
import { canonicalJson } from '../domain/trust/canonical.ts';
import { toBase64Url, utf8ToBytes } from '../domain/trust/encoding.ts';
import { asCanonical, type RatingFlag } from '../domain/trust/entries.ts';
import { leafHash } from '../domain/trust/hash.ts';
import { ratingEntry, ratingSecret } from '../domain/trust/rating-entry.ts';
import { idOfToken } from '../ids.ts';

/** Ratings in memory at a time. */
const ratingsAtOnce = 1000;

/** Ratings are entered with others, and at the latest on the Monday after. */
export const ratingIncludeBy = (day: Day): Day => addDays(day, 8 - (weekday(day) || 7));

const leafOf = (entry: string): string => toBase64Url(leafHash(nativeSha256, utf8ToBytes(entry)));

/** A rating with its entry, ready to be stored. `yearStartsOn` is the first day of the 评议年度, `MM-DD`, of some month. */
export function ratingToStore(
  { token, ...given }: Omit<NewRating, 'id' | 'year' | 'secret' | 'entry' | 'leaf' | 'includeBy'> & { token: string },
  yearStartsOn: string,
): NewRating {
  const { departmentCode: department, day, level, items, tags, verdict, verdictReason } = given;
  const year = assessmentYear(day, yearStartsOn);
  const secret = ratingSecret(nativeSha256, token);
  const flag = verdict === 'flag' ? (verdictReason as RatingFlag) : null;
  const content = { department, year, level, items, tags, flag };
  const entry = canonicalJson(asCanonical(ratingEntry(nativeSha256, content, secret)));
  return {
    ...given,
    id: idOfToken(token),
    year,
    secret: toBase64Url(secret),
    entry,
    leaf: leafOf(entry),
    includeBy: ratingIncludeBy(day),
  };
}

/** The entry of a rating that is stored, as canonical JSON. */
export const entryOfStored = (row: StoredRating): string =>
  canonicalJson(asCanonical(ratingEntry(nativeSha256, contentOf(row), secretOf(row))));

/**
 * Gives ratings from before the ledger the entries that they lack; they wait with the others from then on.
 * To be called once, before the first rating is entered.
 */
export async function adoptRatings(
  trx: Transaction<Database>,
  { day, random, yearStartsOn }: { day: Day; random: (length: number) => Uint8Array; yearStartsOn: string },
): Promise<void> {
  for (;;) {
    const rows = await trx.selectFrom('rating').selectAll().where('secret', 'is', null).limit(ratingsAtOnce).execute();
    for (const row of rows) {
      const secret = toBase64Url(random(32));
      const year = assessmentYear(`${row.month}-01`, yearStartsOn);
      const entry = entryOfStored({ ...row, secret, year });
      const leaf = leafOf(entry);
      await trx.updateTable('rating').set({ secret, year, leaf }).where('id', '=', row.id).execute();
      await trx
        .insertInto('ledger_pending')
        .values({ leaf, kind: 'rating', due: ratingIncludeBy(day), entry })
        .execute();
    }
    if (rows.length < ratingsAtOnce) return;
  }
}
