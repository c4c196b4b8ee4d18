/** What an issuer of its own does every night: it writes its tables anew, so that they do not tell in which order codes were used. */

import type { Kysely } from 'kysely';
import { forgetOrderOfVotes } from '../../db/ballots.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';

/** @returns a function to be called now and then, which does it when a new day has begun since the last time */
export function issuerNights(db: Kysely<Database>, now: () => Date): () => Promise<void> {
  let day = dayOf(now());
  return async () => {
    if (dayOf(now()) === day) return;
    day = dayOf(now());
    await forgetOrderOfVotes(db);
  };
}
