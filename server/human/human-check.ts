/** What proves that a person, and not a program, sends something: the interface, whoever stands behind it. */

import type { Challenge } from 'altcha-lib';
import type { Day } from '../domain/day.ts';
import type { VerdictReason } from '../domain/vocabulary.ts';

/** What the forms carry: field `altcha` and, with Turnstile, field `cf-turnstile-response`. Neither: no JavaScript. */
export interface HumanProof {
  altcha?: string | undefined;
  turnstile?: string | undefined;
}

/** What a proof is asked for; it is bound to it, so that it serves for nothing else. */
export type HumanAction = 'rate' | 'opinion' | 'photo' | 'mark';

/**
 * `flag` is counted apart and never deleted; `reject` is refused with `human-check-failed`.
 * `verifier-unreachable` is a flag too: the verifier's failure is not the citizen's.
 */
export type HumanResult =
  | { verdict: 'pass'; reason: Extract<VerdictReason, 'proof' | 'turnstile'> }
  | { verdict: 'flag'; reason: Exclude<VerdictReason, 'proof' | 'turnstile'> }
  | { verdict: 'reject'; reason: 'wrong' | 'expired' | 'used' };

export interface HumanChallenge {
  /** The proof of work (ALTCHA v2); its answer is base64 JSON of `{ challenge, solution }`. */
  altcha: Challenge;
  /** Where Turnstile is configured: the key for its widget, which is offered beside the proof of work. */
  turnstileSiteKey: string | null;
}

export interface HumanCheck {
  challenge(action: HumanAction): Promise<HumanChallenge>;
  /**
   * Checks a proof and uses it up: the same one never passes twice.
   * @param rated for ratings: whose they are, so that a burst of them on one day is flagged
   */
  check(proof: HumanProof, action: HumanAction, rated?: { department: string; day: Day }): Promise<HumanResult>;
}
