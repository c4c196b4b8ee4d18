/**
 * The entry of one open-channel rating: commitments that only the sender's token can explain until the rating is opened. Runs on the phone,
 * too, which can so check that what is in the log is what it sent.
 */

import type { RatingItem, RatingLevel, RatingTag } from '../vocabulary.ts';
import { canonicalBytes, type Canonical } from './canonical.ts';
import { concatBytes, toBase64Url, utf8ToBytes } from './encoding.ts';
import type { RatingEntry, RatingFlag } from './entries.ts';
import type { TreeHash } from './hash.ts';

/** What was rated. */
export interface RatedContent {
  department: string;
  /** 评议年度. */
  year: number;
  level: RatingLevel;
  items: Partial<Record<RatingItem, RatingLevel>>;
  tags: readonly RatingTag[];
  /** Why it is counted apart, if it is. */
  flag: RatingFlag | null;
}

const labelled = ({ hash }: TreeHash, label: string, bytes: Uint8Array): Uint8Array =>
  hash(concatBytes(utf8ToBytes(`${label}\n`), bytes));

/** 32 bytes that only the token's holder could make; the server keeps them until the rating is opened, and not the token. */
export const ratingSecret = (hash: TreeHash, token: string): Uint8Array =>
  labelled(hash, 'wmpy-rating/1', utf8ToBytes(token));

const commitTo = (tree: TreeHash, content: Canonical, salt: Uint8Array): string =>
  toBase64Url(tree.hash(concatBytes(salt, canonicalBytes(content))));

/** The commitment that an opening (`{r: level}` with this salt) must match. */
export const levelCommitment = (hash: TreeHash, level: number, salt: Uint8Array): string =>
  commitTo(hash, { r: level }, salt);

/**
 * The entry of a rating, and the salt that opens its `c`. Everything else that the entry says goes into that salt: whoever sends a token again
 * with other content has made another rating, and no two entries ever have the same `c`.
 */
export function ratingOpening(
  hash: TreeHash,
  content: RatedContent,
  secret: Uint8Array,
): { entry: RatingEntry; salt: Uint8Array } {
  const { level, items, tags, flag } = content;
  const rest = {
    t: 'rating' as const,
    d: content.department,
    y: content.year,
    e: commitTo(hash, { items: items as Canonical, tags }, labelled(hash, 'wmpy-rating-detail/1', secret)),
    ...(level === 0 && { u: true as const }),
    ...(flag !== null && { f: flag }),
  };
  const salt = labelled(hash, 'wmpy-rating-level/1', concatBytes(secret, canonicalBytes(rest)));
  return { entry: { ...rest, c: levelCommitment(hash, level, salt) }, salt };
}

/** The entry of a rating. */
export const ratingEntry = (hash: TreeHash, content: RatedContent, secret: Uint8Array): RatingEntry =>
  ratingOpening(hash, content, secret).entry;
