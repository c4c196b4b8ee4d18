/** The end of voting and of a round, as far as the ticket issuer has a part in it: it tells which codes were used, and destroys its keys. */

import { type VoteEntry, waitForLog } from '../../db/vote-waiting.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';
import type { Around } from '../records/around.ts';
import { roundEndErrors } from '#words/round-end.ts';

/** Has the ledger told of every code that the issuer says was used. @throws Problem when the issuer cannot be asked */
async function fetchRedemptions({ db, issuer, now }: Context, round: string): Promise<void> {
  const used = await issuer.redemptions(round).catch(() => {
    throw new Problem('not-in-this-state', { detail: roundEndErrors.issuer });
  });
  const entries = used.map(
    ({ roster, redemption }): VoteEntry => ({ t: 'redeem', p: round, g: roster, r: redemption }),
  );
  await db.transaction().execute((trx) => waitForLog(trx, entries, dayOf(now())));
}

/** Asked before, so that voting does not end without the codes; and after, for those that were used in the last moment. The act's entry waits for all. */
const close: Around = async ({ context, id, ask }, act) => {
  await ask();
  await fetchRedemptions(context, id);
  const file = await act();
  await fetchRedemptions(context, id);
  return file;
};

/** Nobody can make a ticket for this round any more. */
const conclude: Around = async ({ context, id }, act) => {
  const file = await act();
  await context.issuer.destroy(id);
  return file;
};

export const endArounds: Readonly<Record<string, Around>> = { 'round.close': close, 'round.conclude': conclude };
