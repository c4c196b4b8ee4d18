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

/** Salt of the commitment to the level; published when the rating is opened. */
export const levelSalt = (hash: TreeHash, secret: Uint8Array): Uint8Array =>
  labelled(hash, 'wmpy-rating-level/1', secret);

const commitTo = (tree: TreeHash, content: Canonical, salt: Uint8Array): string =>
  toBase64Url(tree.hash(concatBytes(salt, canonicalBytes(content))));

/** The commitment that an opening (`{r: level}` with this salt) must match. */
export const levelCommitment = (hash: TreeHash, level: number, salt: Uint8Array): string =>
  commitTo(hash, { r: level }, salt);

/** The entry of a rating. */
export function ratingEntry(hash: TreeHash, content: RatedContent, secret: Uint8Array): RatingEntry {
  const detailSalt = labelled(hash, 'wmpy-rating-detail/1', secret);
  const { level, items, tags, flag } = content;
  return {
    t: 'rating',
    d: content.department,
    y: content.year,
    c: levelCommitment(hash, level, levelSalt(hash, secret)),
    e: commitTo(hash, { items: items as Canonical, tags }, detailSalt),
    ...(level === 0 && { u: true as const }),
    ...(flag !== null && { f: flag }),
  };
}
