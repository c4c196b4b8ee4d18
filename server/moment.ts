/** What the rules know of the world at this instant: the city's day, its calendar, and the allowances in force. */

import type { Kysely } from 'kysely';
import { loadCalendar } from '../db/calendar.ts';
import { policyOn } from '../db/policy.ts';
import type { Database } from '../db/tables.ts';
import { dayOf } from './clock.ts';
import type { Moment } from './domain/deadline-policy.ts';

export async function momentOf(db: Kysely<Database>, now: Date): Promise<Moment> {
  const day = dayOf(now);
  return { day, calendar: await loadCalendar(db), policy: await policyOn(db, day) };
}
