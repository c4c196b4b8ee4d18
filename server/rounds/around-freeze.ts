/** Keys of tickets for a round: made by the issuer before its plan is frozen, destroyed when it is thawed or dropped. */

import { claimJob, releaseJob } from '../../db/jobs.ts';
import { rosterLines } from '../../db/rounds.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { instantText, later } from '../clock.ts';
import type { TicketKey } from '../domain/round/issuer.ts';
import { departmentsOf, keysNeeded, type RoundPlan } from '../domain/round/plan.ts';
import { type Canonical, canonicalJson } from '../domain/trust/canonical.ts';
import { toBase64Url, utf8ToBytes } from '../domain/trust/encoding.ts';
import { Problem } from '../problem.ts';
import type { Around } from '../records/around.ts';
import { roundErrors } from '#words/round-desk.ts';
import { readyPlan } from './ready-plan.ts';

/** Keys of tickets with what they were made for. */
export interface PreparedKeys {
  keys: TicketKey[];
  /** Of plan and rosters: what has changed in the meantime has no keys. */
  basis: string;
}

/** After this time nobody waits any more for keys that a process has begun to make. */
const keysAtMost = 15 * 60 * 1000;

/** Says which plan and which rosters keys were made for. */
export const basisOf = (plan: RoundPlan, lines: Readonly<Record<string, readonly string[]>>): string =>
  toBase64Url(nativeSha256.hash(utf8ToBytes(canonicalJson({ plan: plan as unknown as Canonical, lines }))));

/** Two who freeze at once would each have keys made, and only one of them has those that the issuer signs with. */
const freeze: Around = async ({ context, id, ask }, act) => {
  const { db, issuer, now } = context;
  const name = `freeze:${id}`;
  const at = now();
  if (!(await claimJob(db, name, instantText(at), instantText(later(at, -keysAtMost)))))
    throw new Problem('not-in-this-state', { detail: roundErrors.freezing });
  try {
    await ask();
    const plan = await readyPlan(db, id, now());
    const lines = await rosterLines(db, id);
    const needed = keysNeeded(plan);
    const { round, opensOn, closesOn, ticketsUntil } = plan;
    const keys =
      needed.length === 0
        ? []
        : await issuer
            .prepare({
              round,
              opensOn,
              closesOn,
              ...(ticketsUntil !== undefined && { ticketsUntil }),
              keys: needed,
              rosters: plan.rosters.map((rule) => ({ ...rule, departments: departmentsOf(plan, rule) })),
              lines,
            })
            .catch(() => {
              throw new Problem('not-in-this-state', { detail: roundErrors.issuer });
            });
    return await act({ keys, basis: basisOf(plan, lines) } satisfies PreparedKeys);
  } finally {
    await releaseJob(db, name);
  }
};

/** What was to be frozen is not any more: nobody is to take a ticket with its codes. Where that fails, the next keys take their place. */
const takeKeysBack: Around = async ({ context, id }, act) => {
  const file = await act();
  await context.issuer.destroy(id).catch(() => undefined);
  return file;
};

export const freezeArounds: Readonly<Record<string, Around>> = {
  'round.freeze': freeze,
  'round.thaw': takeKeysBack,
  'round.drop': takeKeysBack,
};
