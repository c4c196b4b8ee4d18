/** Whether tickets were signed by the keys of a round. Checking one costs a tenth of a millisecond, so that whoever has several processors may use them. */

import { toNumber, verifiesPss } from './blind-rsa.ts';
import { fromBase64Url, utf8ToBytes } from './encoding.ts';
import { ticketSaltLength } from './ballot.ts';

/** One ticket: the modulus of its key in base64url, what it signs, and the signature in base64url. */
export interface TicketJob {
  n: string;
  message: string;
  signature: string;
}

/** Says of each ticket whether it is good, in the order given. */
export type CheckTickets = (jobs: readonly TicketJob[]) => Promise<readonly boolean[]>;

/** Exponent of all keys of tickets. */
const exponent = 65_537n;

/** One after another, wherever there is BigInt. */
export const portableTickets: CheckTickets = (jobs) => Promise.resolve(jobs.map(isTicket));

function isTicket({ n, message, signature }: TicketJob): boolean {
  const [modulus, bytes] = [fromBase64Url(n), fromBase64Url(signature)];
  return (
    modulus !== undefined &&
    bytes !== undefined &&
    verifiesPss({ n: toNumber(modulus), e: exponent }, utf8ToBytes(message), bytes, ticketSaltLength)
  );
}

/** Tickets that are handed over together, and parts that may be on their way at once. */
const together = 256;
const atOnce = 16;

/** Gathers tickets as they are read, and has them checked in parts. */
export function newTicketQueue(check: CheckTickets) {
  const bad: string[] = [];
  const running = new Set<Promise<void>>();
  let jobs: (TicketJob & { of: string })[] = [];

  function send(): void {
    const part = jobs;
    jobs = [];
    const answer = check(part.map(({ n, message, signature }) => ({ n, message, signature }))).then((good) => {
      for (const [place, { of }] of part.entries()) if (good[place] !== true) bad.push(of);
      running.delete(answer);
    });
    // Whoever waits for it hears of a failure.
    answer.catch(() => undefined);
    running.add(answer);
  }

  return {
    /** @param of names the ticket in {@link finish} */
    async add(of: string, job: TicketJob): Promise<void> {
      jobs.push({ of, ...job });
      if (jobs.length < together) return;
      send();
      if (running.size >= atOnce) await Promise.race(running);
    },

    /** @returns the names of all tickets that are not good */
    async finish(): Promise<string[]> {
      if (jobs.length > 0) send();
      await Promise.all(running);
      return bad;
    },
  };
}
