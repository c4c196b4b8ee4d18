/**
 * Ballots of a round that are cast on a phone: the invitation code, the blind ticket over a commitment to the marks, the lock that cancels it. The
 * pattern of Fujioka, Okamoto and Ohta (1992): commit, have the commitment signed blindly, hand it in, and only then show what it says. Runs on the
 * phone, on the server, in the verifier.
 */

import { canonicalJson } from './canonical.ts';
import { toBase64Url } from './encoding.ts';
import { saltedHash, type TreeHash } from './hash.ts';

/** A code was used: `r` is the preimage of a line of the roster, which the portal cannot invent. */
export interface RedeemEntry {
  t: 'redeem';
  /** Id of the round. */
  p: string;
  /** Number of the roster: two letters of base32. */
  g: string;
  r: string;
}

/** A ballot on one department. What it says is behind `c` until the result is published. */
export interface BallotEntry {
  t: 'ballot';
  p: string;
  /** Code of the rater group. */
  g: string;
  d: string;
  /** Commitment of {@link Marks}. */
  c: string;
  /** SHA-256 of the key that cancels it. */
  z: string;
  /** The blind ticket: RSASSA-PSS signature over {@link ticketMessage} by the key of group and department. */
  s: string;
}

/** The voter took a ballot back: `w` is the preimage of its `z`. */
export interface CancelEntry {
  t: 'cancel';
  p: string;
  c: string;
  w: string;
}

/** What a ballot says of one department: `r` overall, `x` by item; a level of the scale, or 0 for 不了解. All of it 不了解 is `{r: 0, x: {}}`. */
export interface Marks {
  r: number;
  x: Record<string, number>;
}

/** A ballot opened: its commitment, what it says, and the salt (base64url) with which it was committed. */
export interface BallotOpening {
  c: string;
  o: Marks;
  s: string;
}

/** Letters of the secret part of an invitation code, in front of its check letter. */
export const secretLetters = 16;

/** What a used code leaves behind: the preimage of its line in the roster. `code` is its 16 secret letters. */
export const redemptionOf = (tree: TreeHash, round: string, roster: string, code: string): string =>
  saltedHash(tree, '', `wmpy-code/1\n${round}\n${roster}\n${code}`);

/** The line of a roster that a redemption belongs to: SHA-256 of its 32 bytes. */
export const rosterLineOf = (tree: TreeHash, redemption: string): string => saltedHash(tree, redemption, '');

/** The lock of a ballot: SHA-256 of the 32 bytes of the key that cancels it. */
export const lockOf = (tree: TreeHash, cancelKey: string): string => saltedHash(tree, cancelKey, '');

/** The commitment of a ballot; `salt` is 32 random bytes in base64url. */
export const marksCommitment = (tree: TreeHash, { r, x }: Marks, salt: string): string =>
  saltedHash(tree, salt, canonicalJson({ r, x }));

/** What the ticket signs. It covers the commitment itself, so that a ticket cannot be put to another rating. */
export const ticketMessage = ({ p, g, d, c, z }: Pick<BallotEntry, 'p' | 'g' | 'd' | 'c' | 'z'>): string =>
  `wmpy-ticket/1\n${p}\n${g}\n${d}\n${c}\n${z}\n`;

/** RFC 9474: RSABSSA-SHA384-PSSZERO-Deterministic. The message has 256 random bits of its own, so that the signature needs no salt. */
export const ticketSaltLength = 0;

/** The entry of a ballot, made of what the phone hands in. */
export const ballotEntry = (ballot: Omit<BallotEntry, 't'>): BallotEntry => ({ t: 'ballot', ...ballot });

/** SHA-256 over commitments, sorted by bytes, each followed by a line feed: what a batch of written ballots binds. */
export const rowsHash = (tree: TreeHash, commitments: readonly string[]): string =>
  toBase64Url(
    tree.hash(
      new TextEncoder().encode(
        [...commitments]
          .sort()
          .map((c) => `${c}\n`)
          .join(''),
      ),
    ),
  );
