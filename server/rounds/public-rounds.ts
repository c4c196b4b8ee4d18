/** Rounds as everybody may know of them: from the day on which their plan is frozen. */

import type { Kysely } from 'kysely';
import { findRound, isOut, listRounds, reportsOf, type StoredRound } from '../../db/rounds.ts';
import { getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { issuerForPhones } from '../issuer/address.ts';
import type { PublicRound, PublicRoundLine } from '../schemas/rounds.ts';
import { freezeEntry } from './freeze-entry.ts';
import { recordKindWords } from '#words/records.ts';
import { roundKindWords } from '#words/rounds.ts';

/** Hashes that the act of freezing binds. */
export interface FrozenRound {
  rules: string;
  reports: string;
  keys: string;
  roster: string;
}

export async function listPublicRounds(db: Kysely<Database>): Promise<PublicRoundLine[]> {
  const rounds = await listRounds(db, { published: true });
  return rounds.flatMap(({ plan, ...round }) => (plan === undefined ? [] : [lineOf(round, plan)]));
}

/** Nothing for a round that is still (or again) in the works. */
export async function publicRound(
  { db, env, now }: Pick<Context, 'db' | 'env' | 'now'>,
  id: string,
): Promise<PublicRound | undefined> {
  const round = await findRound(db, id);
  if (round?.plan === undefined || !isOut(round.record.file)) return undefined;
  const { plan, resultsHash } = round;
  const { frozenRound, recheckUntil } = round.record.file.body;
  const { organizer, telephone } = await getSetting(db, 'city');
  return {
    ...lineOf(round, plan),
    plan,
    reports: await reportsOf(db, id),
    files: frozenRound === undefined ? null : filesOf(id, frozenRound as unknown as FrozenRound),
    freeze: (await freezeEntry(db, id)) ?? null,
    issuer: issuerForPhones(env),
    office: { name: organizer, telephone },
    results: {
      isPublished: resultsHash !== null,
      hash: resultsHash,
      recheckUntil: typeof recheckUntil === 'string' ? recheckUntil : null,
    },
    today: dayOf(now()),
  };
}

const filesOf = (id: string, hashes: FrozenRound): PublicRound['files'] => {
  const file = (name: keyof FrozenRound) => ({ path: `/open/rounds/${id}/${name}.json`, hash: hashes[name] });
  return { rules: file('rules'), reports: file('reports'), keys: file('keys'), roster: file('roster') };
};

const lineOf = ({ record: { file } }: Pick<StoredRound, 'record'>, plan: RoundPlan): PublicRoundLine => ({
  id: file.id,
  number: file.number ?? '',
  title: plan.title,
  kind: plan.kind,
  kindName: roundKindWords[plan.kind],
  state: file.state,
  stateName: recordKindWords.round.states[file.state] ?? file.state,
  opensOn: plan.opensOn,
  closesOn: plan.closesOn,
  year: plan.year,
  department: file.department,
});
