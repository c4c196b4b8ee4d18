/** The plan of a round that can be frozen: nothing is missing any more. */

import type { Kysely } from 'kysely';
import { findRound, reportsOf, rosterSizes } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { Problem } from '../problem.ts';
import { checkList } from './check-list.ts';
import { directoryOf, planOf } from './draft-plan.ts';

/** @throws Problem `validation` with everything that is missing, `not-found` where there is no such round */
export async function readyPlan(db: Kysely<Database>, id: string, now: Date): Promise<RoundPlan> {
  const round = await findRound(db, id);
  if (round === undefined) throw new Problem('not-found');
  const plan = await planOf(db, round);
  const missing = checkList(plan, {
    sizes: await rosterSizes(db, id),
    reports: new Set(Object.keys(await reportsOf(db, id))),
    directory: await directoryOf(db),
    today: dayOf(now),
  }).filter(({ blocks }) => blocks);
  if (missing.length > 0) {
    throw new Problem('validation', {
      errors: missing.map(({ part, text }) => ({ pointer: `#/plan/${part}`, detail: text })),
    });
  }
  return plan;
}
