/** A round as the box needs it while votes come in: whether it is open, and the keys that tickets are checked with. Kept in memory, for it is asked at every vote. */

import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { findRoundStanding } from '../../db/ballots.ts';
import { roundFile } from '../../db/round-files.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import type { TicketKey } from '../domain/round/issuer.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { type BallotEntry, ticketMessage, ticketSaltLength } from '../domain/trust/ballot.ts';
import { Problem } from '../problem.ts';

export interface VotingRound {
  plan: RoundPlan;
  /** Whether the key of its group and department signed the ballot. */
  isTicket: (ballot: BallotEntry) => boolean;
}

type Known = VotingRound & { rulesHash: string | null };

/** By database, because tests have several cities in one process. */
const kept = new WeakMap<Context['db'], Map<string, Known>>();

/**
 * The round, if it takes votes now.
 * @throws Problem `not-found` for a round that is not there or not frozen, `round-not-open` before it opens and after it closes
 */
export async function votingRound({ db, now }: Pick<Context, 'db' | 'now'>, id: string): Promise<VotingRound> {
  const standing = await findRoundStanding(db, id);
  if (standing === undefined || standing.state === 'drafted' || standing.state === 'dropped')
    throw new Problem('not-found');
  if (standing.state !== 'open') throw new Problem('round-not-open');
  const rounds = kept.get(db) ?? new Map<string, Known>();
  kept.set(db, rounds);
  let round = rounds.get(id);
  if (round === undefined || round.rulesHash !== standing.rules_hash) {
    round = { rulesHash: standing.rules_hash, ...(await read(db, id, standing.plan)) };
    rounds.set(id, round);
  }
  const today = dayOf(now());
  if (today < round.plan.opensOn || today > round.plan.closesOn) throw new Problem('round-not-open');
  return round;
}

async function read(db: Context['db'], id: string, plan: string): Promise<VotingRound> {
  // The keys that were frozen, and the ledger tells of: not what the issuer may say by now.
  const file = await roundFile(db, id, 'keys.json');
  const listed = file === undefined ? [] : (JSON.parse(Buffer.from(file.bytes).toString('utf8')) as TicketKey[]);
  const moduli = new Map(listed.map(({ group, department, n }) => [`${group}/${department}`, n]));
  const keys = new Map<string, KeyObject>();
  const keyOf = (name: string): KeyObject | undefined => {
    const modulus = moduli.get(name);
    const known = keys.get(name);
    if (known !== undefined || modulus === undefined) return known;
    const key = createPublicKey({ key: { kty: 'RSA', n: modulus, e: 'AQAB' }, format: 'jwk' });
    keys.set(name, key);
    return key;
  };
  return {
    plan: JSON.parse(plan) as RoundPlan,
    isTicket: (ballot) => {
      const key = keyOf(`${ballot.g}/${ballot.d}`);
      if (key === undefined) return false;
      return verify(
        'sha384',
        Buffer.from(ticketMessage(ballot), 'utf8'),
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: ticketSaltLength },
        Buffer.from(ballot.s, 'base64url'),
      );
    },
  };
}
