/** A round ends with all of its used codes in hand, because its ballots are held against them: what the issuer knows is fetched first. */

import { collectRedemptions } from '../issuer/collect-redemptions.ts';
import type { Around } from '../records/around.ts';

const close: Around = async ({ context, id, ask }, act) => {
  await ask();
  await collectRedemptions(context, id);
  return act();
};

export const closeArounds: Readonly<Record<string, Around>> = { 'round.close': close };
