/** A rating of the open channel as the ledger has it: its entry, what opens it, and the day by which it is in. */

import { nativeSha256 } from '../../db/native-hash.ts';
import { contentOf, type StoredRating } from '../../db/rating-rows.ts';
import type { NewRating } from '../../db/rating-writes.ts';
import { assessmentYear, mondayAfter } from '../domain/day.ts';
import type { RatingFlag } from '../domain/trust/entries.ts';
import { leafOf } from '../domain/trust/hash.ts';
import { ratingOpening, ratingSecret } from '../domain/trust/rating-entry.ts';
import { idOfToken } from '../ids.ts';

/** Ratings are entered with others, and at the latest on the Monday after. */
export const ratingIncludeBy = mondayAfter;

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
  const entry = ratingOpening(nativeSha256, content, secret).text;
  return {
    ...given,
    id: idOfToken(token),
    year,
    secret,
    entry,
    leaf: leafOf(nativeSha256, entry),
    includeBy: ratingIncludeBy(day),
  };
}

/** The entry of a rating that is stored, as canonical JSON. */
export const entryOfStored = (row: StoredRating): string =>
  ratingOpening(nativeSha256, contentOf(row), row.secret).text;
