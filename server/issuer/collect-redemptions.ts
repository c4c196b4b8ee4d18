/** Brings the codes that were used at the issuer to the ledger: whoever counts ballots counts them against these. */

import { waitForLog } from '../../db/vote-waiting.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';

/**
 * Makes every code of a round that was used wait for the ledger, unless it does or is in it.
 * @returns how many codes were used so far
 * @throws Problem `issuer-unreachable`
 */
export async function collectRedemptions(
  { db, issuer, now }: Pick<Context, 'db' | 'issuer' | 'now'>,
  round: string,
): Promise<number> {
  const used = await issuer.redemptions(round);
  const entries = used.map(({ roster, redemption }) => ({ t: 'redeem', p: round, g: roster, r: redemption }) as const);
  await db.transaction().execute((trx) => waitForLog(trx, entries, dayOf(now())));
  return used.length;
}
