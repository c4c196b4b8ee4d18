/** Whose word it was: a `lock:` proof must open the right lock of the right code (docs/ledger.md §2), and every lock is made once. */

import { type CaseFile, confirmationRound } from '../case-file.ts';
import { opensLock } from '../receipt.ts';
import type { ActEntry, NewCaseEntry } from './entries.ts';
import type { About, Findings } from './findings.ts';

/** A case as far as proofs are concerned. */
export interface LockOwner {
  born: Pick<NewCaseEntry, 'by' | 's' | 'y' | 'x'>;
  /** Cases that were at any time merged into this one. */
  joined: Set<LockOwner>;
}

interface Waiting {
  about: About;
  owner: LockOwner;
  secret: string;
  round: number;
}

const prefix = 'lock:';
/** Somebody beside the author may know the code: it was written down by staff, or passed through the server. */
const isSeen = ({ born }: LockOwner): boolean => born.s === true || born.by !== 'citizen';

const opens = (locks: readonly string[], round: number, secret: string): boolean =>
  opensLock(locks[round - 1] ?? '', secret);

/** Checks proofs as the acts come; those of authors whose merging is not in the log yet wait for `finish`. */
export function newLockChecks(findings: Findings) {
  const known = new Set<string>();
  const waiting: Waiting[] = [];

  /** Everybody whose 意见 became part of this case, itself included. */
  function everybody(owner: LockOwner, seen = new Set<LockOwner>()): Set<LockOwner> {
    if (seen.has(owner)) return seen;
    seen.add(owner);
    for (const other of owner.joined) everybody(other, seen);
    return seen;
  }

  return {
    /** Takes the locks of a new case; two cases with the same lock have one owner, who then speaks for both. */
    take({ y, x }: Pick<NewCaseEntry, 'y' | 'x'>, about: About): void {
      for (const lock of [...y, ...x]) {
        if (known.has(lock)) findings.add('lock-repeated', about);
        known.add(lock);
      }
    },

    /** @param before the case before the act */
    check(entry: ActEntry, owner: LockOwner, before: CaseFile, about: About): void {
      const proof = entry.g?.['proof'];
      if (proof === undefined) {
        // Staff may reopen a case by virtue of office; a citizen only by showing whose case it is.
        if (entry.act === 'reopen' && entry.by === 'citizen') findings.add('proof-missing', about);
        return;
      }
      if (entry.by !== 'citizen') findings.add('actor', { ...about, what: 'proof' });
      if (typeof proof !== 'string' || !proof.startsWith(prefix)) return;
      const secret = proof.slice(prefix.length);
      const round = confirmationRound(before);
      if (entry.act === 'confirm' || entry.act === 'agree') {
        if (isSeen(owner)) findings.add('lock-of-seen-code', about);
        // Which round the case had reached that this one was merged into, the order of the log does not say; any of the author's own will do.
        const rounds = entry.act === 'agree' ? [1, 2, 3] : [round];
        if (!rounds.some((one) => opens(owner.born.y, one, secret))) findings.add('lock-closed', about);
      } else if (opens(owner.born.x, round, secret)) {
        if (isSeen(owner)) findings.add('lock-of-seen-code', about);
      } else {
        waiting.push({ about, owner, secret, round });
      }
    },

    finish(): void {
      for (const { about, owner, secret, round } of waiting.splice(0)) {
        const opened = [...everybody(owner)].find(({ born }) => opens(born.x, round, secret));
        if (opened === undefined) findings.add('lock-closed', about);
        else if (isSeen(opened)) findings.add('lock-of-seen-code', about);
      }
    },
  };
}
