/** A stored rating as the ledger sees it. */

import type { RatedContent } from '../server/domain/trust/rating-entry.ts';
import type { RatingTable } from './tables.ts';

/** A rating that has an entry. */
export type StoredRating = Omit<RatingTable, 'secret' | 'year' | 'leaf'> & { secret: string; year: number };

/** What it says, as its entry has it. */
export const contentOf = (row: StoredRating): RatedContent => ({
  department: row.department_code,
  year: row.year,
  level: row.level,
  items: JSON.parse(row.items) as RatedContent['items'],
  tags: JSON.parse(row.tags) as RatedContent['tags'],
  flag: row.verdict === 'flag' ? (row.verdict_reason as RatedContent['flag']) : null,
});
