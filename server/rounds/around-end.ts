/** The end of a round, as far as the ticket issuer has a part in it: its keys are destroyed. */

import type { Around } from '../records/around.ts';

/** Nobody can make a ticket for this round any more. */
const conclude: Around = async ({ context, id }, act) => {
  const file = await act();
  await context.issuer.destroy(id);
  return file;
};

export const endArounds: Readonly<Record<string, Around>> = { 'round.conclude': conclude };
