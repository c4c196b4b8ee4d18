/** What the ticket issuer (发票机) does, wherever it runs: in this process, or as the server of another institution. */

import type { Day } from '../day.ts';
import type { RosterRule } from './plan.ts';

/** A public key of tickets: the modulus of RSA-2048 in base64url; the exponent is 65537. */
export interface TicketKey {
  group: string;
  department: string;
  n: string;
}

export interface IssuedRound {
  round: string;
  opensOn: Day;
  closesOn: Day;
  ticketsUntil?: Day;
  /** Group and department of each key that is to be made. */
  keys: readonly { group: string; department: string }[];
  rosters: readonly (RosterRule & { departments: readonly string[] })[];
  /** Hashed lines of every roster. */
  lines: Readonly<Record<string, readonly string[]>>;
}

export interface IssueRequest {
  round: string;
  roster: string;
  /** The preimage of a line of the roster. */
  redemption: string;
  /** Blinded messages by department, base64url. Exactly the departments of the roster. */
  blinded: Readonly<Record<string, string>>;
}

/** Why no tickets are given. */
export type IssueRefusal =
  | 'unknown-round'
  | 'not-open'
  | 'not-invited'
  | 'already-used'
  | 'outside-window'
  | 'wrong-departments';

export interface Issuer {
  /**
   * Makes the keys of a round and keeps its rosters. Called again before anybody used a code it takes what was there away first. Takes minutes
   * when there are hundreds of keys, and writes in a transaction of its own: never to be called inside one.
   * @throws Error when a code was used already, or the issuer cannot be reached
   */
  prepare(round: IssuedRound): Promise<TicketKey[]>;
  /**
   * Signs what a code asks for. Deterministic: the same request again gets the same answer, another one with the same code is refused.
   * @returns signatures by department, base64url
   */
  issue(request: IssueRequest): Promise<{ signed: Record<string, string> } | { refusal: IssueRefusal }>;
  /** Codes used so far, sorted by `r`, so that the order says nothing. */
  redemptions(round: string): Promise<{ roster: string; redemption: string }[]>;
  /** After the result is final: destroys the private keys. */
  destroy(round: string): Promise<void>;
}
