/**
 * The entry of one open-channel rating: commitments that only the sender's token can explain until the rating is opened. Runs on the phone,
 * too, which can so check that what is in the log is what it sent.
 */

import type { RatingItem, RatingLevel, RatingTag } from '../vocabulary.ts';
import { type Canonical, canonicalJson } from './canonical.ts';
import { toBase64Url } from './encoding.ts';
import type { RatingEntry, RatingFlag } from './entries.ts';
import { saltedHash, type TreeHash } from './hash.ts';

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

/** From which the salts of a rating are made, in base64url: only the token's holder could make it. The server keeps it and not the token. */
export const ratingSecret = (tree: TreeHash, token: string): string => saltedHash(tree, '', `wmpy-rating/1\n${token}`);

/** The commitment that an opening (`{r: level}` with this salt) must match. */
export const levelCommitment = (tree: TreeHash, level: number, salt: Uint8Array): string =>
  saltedHash(tree, toBase64Url(salt), canonicalJson({ r: level }));

/**
 * The entry of a rating, as canonical JSON too, and the salt that opens its `c`, in base64url. Everything else that the entry says goes into
 * that salt: whoever sends a token again with other content has made another rating, and no two entries ever have the same `c`.
 */
export function ratingOpening(
  tree: TreeHash,
  content: RatedContent,
  secret: string,
): { entry: RatingEntry; text: string; salt: string } {
  const { level, items, tags, flag } = content;
  const detailSalt = saltedHash(tree, '', `wmpy-rating-detail/1\n${secret}`);
  const rest = {
    t: 'rating' as const,
    d: content.department,
    y: content.year,
    e: saltedHash(tree, detailSalt, canonicalJson({ items: items as Canonical, tags })),
    ...(level === 0 && { u: true as const }),
    ...(flag !== null && { f: flag }),
  };
  const restText = canonicalJson(rest);
  const salt = saltedHash(tree, '', `wmpy-rating-level/1\n${secret}\n${restText}`);
  const c = saltedHash(tree, salt, canonicalJson({ r: level }));
  // `c` is the first of the keys, so that what was hashed stands behind it as it is.
  return { entry: { ...rest, c }, text: `{"c":"${c}",${restText.slice(1)}`, salt };
}

/** The entry of a rating. */
export const ratingEntry = (tree: TreeHash, content: RatedContent, secret: string): RatingEntry =>
  ratingOpening(tree, content, secret).entry;
