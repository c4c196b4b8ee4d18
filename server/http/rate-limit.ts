/** How often the same sender may do something. Kept in memory only, under a key that is forgotten daily; no address is stored. */

import { createHmac } from 'node:crypto';
import { dayOf } from '../clock.ts';
import { Problem } from '../problem.ts';

/** Tries that may come at once, and seconds after which one more is granted. A hall full of people shares one address. */
const allowances = {
  /** What citizens send. */
  post: { atOnce: 600, seconds: 0.5 },
  /** Tickets, ballots and what opens them: three or four requests of each voter. */
  vote: { atOnce: 3000, seconds: 0.1 },
  /** Failed sign-ins. */
  'sign-in': { atOnce: 30, seconds: 20 },
  /** Receipt codes that are nobody's. */
  'wrong-code': { atOnce: 30, seconds: 20 },
  /** Proofs of the ledger, which phones ask for by themselves at every visit. */
  proof: { atOnce: 1200, seconds: 0.25 },
  /** Files of the open data that are made of the whole store while they are sent. */
  bulk: { atOnce: 40, seconds: 15 },
} as const;

/** What is limited. */
export type LimitName = keyof typeof allowances;

export interface RateLimits {
  /**
   * Takes one try from the allowance of a sender's network.
   * @throws Problem `too-many` with Retry-After when there is none left
   */
  take(name: LimitName, network: string): void;
  /** Gives a try back: what succeeded does not count against `sign-in` and `wrong-code`. */
  giveBack(name: LimitName, network: string): void;
}

interface Bucket {
  tries: number;
  /** Instant of the last count, in milliseconds. */
  at: number;
}

/** Most senders remembered; the oldest are forgotten first, so that memory is bounded whatever happens. */
const remembered = 50_000;

export function createRateLimits(now: () => Date, random: (length: number) => Uint8Array): RateLimits {
  let day = '';
  let key = random(32);
  const buckets = new Map<string, Bucket>();

  const bucketOf = (name: LimitName, network: string): Bucket => {
    const instant = now();
    if (dayOf(instant) !== day) {
      day = dayOf(instant);
      key = random(32);
      buckets.clear();
    }
    const id = `${name} ${createHmac('sha256', key).update(network).digest('base64')}`;
    const { atOnce, seconds } = allowances[name];
    const known = buckets.get(id) ?? { tries: atOnce, at: instant.getTime() };
    const tries = Math.min(atOnce, known.tries + (instant.getTime() - known.at) / 1000 / seconds);
    const bucket = { tries, at: instant.getTime() };
    buckets.delete(id);
    buckets.set(id, bucket);
    const oldest = buckets.size > remembered ? buckets.keys().next().value : undefined;
    if (oldest !== undefined) buckets.delete(oldest);
    return bucket;
  };

  return {
    take: (name, network) => {
      const bucket = bucketOf(name, network);
      if (bucket.tries < 1)
        throw new Problem('too-many', { retryAfter: Math.ceil((1 - bucket.tries) * allowances[name].seconds) });
      bucket.tries -= 1;
    },
    giveBack: (name, network) => {
      bucketOf(name, network).tries += 1;
    },
  };
}
