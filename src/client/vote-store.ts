/**
 * What this phone keeps of a vote, from the code to the receipts. Written before anything leaves the phone, so that a killed browser goes on where it
 * was. What was marked is erased once the box has it; what cancels a ballot stays until its holder takes it away.
 */

import type { Day } from '../../server/domain/day.ts';
import type { Marks } from '../../server/domain/trust/ballot.ts';

/**
 * How far a vote is: marks are being made; committed to and perhaps asked tickets for, and from here on they cannot change; tickets are here;
 * ballots are in the box, receipts are here; marks are in the box, too.
 */
export type Stage = 'marking' | 'sealed' | 'ticketed' | 'cast' | 'done';

/** A ballot on one department. */
export interface KeptBallot {
  /** Commitment, lock, and the key to the lock: base64url. */
  c: string;
  z: string;
  w: string;
  /** What opens it; erased once the box has it. */
  open?: { marks: Marks; salt: string };
  /** What the signer gets, and what undoes the blinding (hexadecimal); gone once the ticket is here. */
  blinded?: { request: string; inverse: string };
  /** The ticket. */
  s?: string;
  /** The signed 回执 of the box, as it came. */
  receipt?: { leaf: string; note: string; by: Day };
  isCancelled?: true;
}

export interface KeptVote {
  /** Preimage of the line in the roster: names the vote on this phone. */
  redemption: string;
  round: string;
  title: string;
  closesOn: Day;
  roster: string;
  stage: Stage;
  /** Departments that were picked to be rated, and what was said of them so far: level by item, that of the whole under {@link overall}. */
  picked: string[];
  marks: Record<string, Record<string, number>>;
  /** 先领票: stop when the tickets are here. */
  waits: boolean;
  ballots: Record<string, KeptBallot>;
}

/** Stands for 总体评价 among the items of {@link KeptVote.marks}. */
export const overall = '';

const prefix = 'wanping-vote-';

/** Whether this browser keeps what it is told to keep. */
export function keepsThings(): boolean {
  try {
    localStorage.setItem(`${prefix}try`, '1');
    localStorage.removeItem(`${prefix}try`);
    return true;
  } catch {
    return false;
  }
}

const read = (key: string): KeptVote | undefined => {
  try {
    const vote = JSON.parse(localStorage.getItem(key) ?? 'null') as KeptVote | null;
    return typeof vote?.redemption === 'string' && typeof vote.stage === 'string' ? vote : undefined;
  } catch {
    return undefined;
  }
};

/** The vote as it is kept now: another tab may have gone on with it. */
export const keptVote = (redemption: string): KeptVote | undefined => read(prefix + redemption);

/** Every vote of this phone, those of the round that closes last first. */
export function keptVotes(): KeptVote[] {
  const votes: KeptVote[] = [];
  try {
    for (const key of Object.keys(localStorage)) {
      const vote = key.startsWith(prefix) ? read(key) : undefined;
      if (vote !== undefined) votes.push(vote);
    }
  } catch {
    // A browser that keeps nothing.
  }
  return votes.sort((a, b) => (a.closesOn < b.closesOn ? 1 : -1));
}

/** @throws DOMException when the phone has no room left, or keeps nothing: then nothing must be sent */
export const keepVote = (vote: KeptVote): void => localStorage.setItem(prefix + vote.redemption, JSON.stringify(vote));

export const forgetVote = (redemption: string): void => localStorage.removeItem(prefix + redemption);
