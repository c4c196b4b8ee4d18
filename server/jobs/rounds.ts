/** What the clockwork does for rounds: opens and closes them on their days, brings used codes to the ledger, takes keys and orders away that nobody needs any more. */

import { forgetOrderOfVotes, listRoundsIn } from '../../db/ballots.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { collectRedemptions } from '../issuer/collect-redemptions.ts';
import { issuerForPhones } from '../issuer/address.ts';
import { Problem } from '../problem.ts';
import { performRecordAct } from '../records/perform-record-act.ts';
import type { Job } from './job.ts';

interface Dated {
  id: string;
  seq: number;
  state: string;
  opensOn: Day;
  closesOn: Day;
}

const roundsIn = async (db: Context['db'], ...states: string[]): Promise<Dated[]> =>
  (await listRoundsIn(db, states)).map(({ plan, ...round }) => {
    const { opensOn, closesOn } = JSON.parse(plan) as RoundPlan;
    return { ...round, opensOn, closesOn };
  });

/** Opens what is frozen when its first day begins, and closes it when its last one is over. */
const openAndClose: Job = {
  name: 'rounds',
  every: 'minute',
  run: async (context) => {
    const today = dayOf(context.now());
    const done = { open: 0, close: 0 };
    for (const { id, seq, state, opensOn, closesOn } of await roundsIn(context.db, 'frozen', 'open')) {
      const act = state === 'frozen' ? 'open' : 'close';
      const isDue = act === 'open' ? opensOn <= today && today <= closesOn : closesOn < today;
      if (!isDue) continue;
      try {
        await performRecordAct(context, { role: 'system' }, { id, seq, kind: 'round', act, given: {} });
        done[act] += 1;
      } catch (error) {
        // Somebody was quicker; or the log does not tell of the frozen plan yet, and nobody votes before it does.
        if (!(error instanceof Problem) || !['conflict', 'not-in-this-state'].includes(error.problem)) throw error;
      }
    }
    return `${done.open} opened, ${done.close} closed`;
  },
};

/** Where phones ask the issuer themselves, this server does not see which codes they use. */
const fetchRedemptions: Job = {
  name: 'redemptions',
  every: 'ten-minutes',
  run: async (context) => {
    if (issuerForPhones(context.env) === null) return 'tickets are given here';
    let used = 0;
    for (const { id } of await roundsIn(context.db, 'open')) used += await collectRedemptions(context, id);
    return `${used} codes used`;
  },
};

/** Days after the last one on which the order of votes is still wiped: votes are entered, and tables emptied, the day after it. */
const daysAfter = 3;

/** Pages of a database remember in which order rows came; while people vote they are written anew every night. */
const forgetOrder: Job = {
  name: 'vote-order',
  every: 'daily',
  run: async ({ db, now }) => {
    const today = dayOf(now());
    const rounds = await roundsIn(db, 'open', 'closed', 'reviewed', 'published');
    const isRecent = rounds.some(({ opensOn, closesOn }) => opensOn < today && today <= addDays(closesOn, daysAfter));
    if (!isRecent) return 'nobody votes';
    await forgetOrderOfVotes(db);
    return 'written anew';
  },
};

/** A final round needs no more tickets: its private keys are destroyed, and with them what the issuer knew of its codes. */
const destroyKeys: Job = {
  name: 'ticket-keys',
  every: 'daily',
  run: async ({ db, issuer, now }) => {
    const since = addDays(dayOf(now()), -daysKept);
    const final = (await roundsIn(db, 'final', 'dropped')).filter(({ closesOn }) => closesOn >= since);
    for (const { id } of final) await issuer.destroy(id);
    return `${final.length} rounds`;
  },
};

/** An issuer that could not be reached is asked again for so long. */
const daysKept = 400;

export const roundJobs: readonly Job[] = [openAndClose, fetchRedemptions];
export const roundNightJobs: readonly Job[] = [destroyKeys, forgetOrder];
