/** Remembers used challenges: in memory, where asking costs nothing, and in the database, so that a restart forgets none. */

import type { Kysely } from 'kysely';
import type { CitizenWrites } from '../../db/citizen-writes.ts';
import { listSpentChallenges } from '../../db/spent-challenges.ts';
import type { Database } from '../../db/tables.ts';
import { instantText } from '../clock.ts';

/** Uses a challenge up, until the instant given; false when it was used before. */
export type Spend = (hash: string, expiresAt: Date) => Promise<boolean>;

/** More challenges than this are not answered within their hour; the oldest are forgotten, so that memory is bounded. */
const most = 500_000;

export async function createSpend(db: Kysely<Database>, writes: CitizenWrites, now: () => Date): Promise<Spend> {
  const known = await listSpentChallenges(db, instantText(now()));
  const spent = new Map(known.map(({ hash, expires_at }) => [hash, expires_at]));
  return async (hash, expiresAt) => {
    if (spent.has(hash)) return false;
    const row = { hash, expires_at: instantText(expiresAt) };
    spent.set(hash, row.expires_at);
    forgetOld(spent, instantText(now()));
    // Shares the transaction of what was sent with the proof. Should it fail, the proof still cannot be used again here.
    writes.spend(row).catch(() => undefined);
    return true;
  };
}

/** Challenges last equally long, so that the first in the map expire first. */
function forgetOld(spent: Map<string, string>, now: string): void {
  for (const [hash, expiresAt] of spent) {
    if (expiresAt > now && spent.size <= most) return;
    spent.delete(hash);
  }
}
