/** How many ratings a department got on which days; what the burst rule looks at. */

import type { Kysely } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { Database } from './tables.ts';

/** Ratings of a department from one day to another, both included. */
export async function countRatings(db: Kysely<Database>, department: string, from: Day, to: Day): Promise<number> {
  const row = await db
    .selectFrom('rating_day')
    .select((eb) => eb.fn.sum<number | string | null>('ratings').as('count'))
    .where('department_code', '=', department)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
