/** Checks that the entry which came back with a slip is what was sent. Runs beside the page. */
import './older-browsers.ts';
import type { Locks } from '../../server/domain/receipt.ts';
import { type Canonical, canonicalJson, readCanonical } from '../../server/domain/trust/canonical.ts';
import { commit } from '../../server/domain/trust/commitment.ts';
import { fromBase64Url, toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import type { NewCaseEntry, RatingEntry } from '../../server/domain/trust/entries.ts';
import { leafHash, portableSha256 } from '../../server/domain/trust/hash.ts';
import { type RatedContent, ratingEntry, ratingSecret } from '../../server/domain/trust/rating-entry.ts';

/** What only the phone knows of what it sent; `text` is what the slip shows as the public version. */
export type Sent =
  | { kind: 'opinion'; locks: Locks; salt: string; text: string }
  | { kind: 'rating'; token: string; content: Omit<RatedContent, 'year' | 'flag'> };

export interface Question {
  /** Canonical JSON, as it came. */
  entry: string;
  sent: Sent;
}
export interface Answer {
  /** Hash of the entry, base64url. */
  leaf: string;
  /** Whether the entry holds what was sent; nothing when this browser cannot tell. */
  isRight: boolean | undefined;
}

function holdsWhatWasSent({ entry, sent }: Question): boolean {
  const read = readCanonical(entry) as unknown;
  if (read === undefined) return false;
  if (sent.kind === 'rating') {
    const { y: year, f: flag = null } = read as RatingEntry;
    const secret = ratingSecret(portableSha256, sent.token);
    const expected = ratingEntry(portableSha256, { ...sent.content, year, flag }, secret);
    return canonicalJson(expected as unknown as Canonical) === entry;
  }
  const { t, by, c, y, x, s } = read as NewCaseEntry;
  const salt = fromBase64Url(sent.salt) ?? new Uint8Array();
  return (
    t === 'case.new' &&
    by === 'citizen' &&
    s === undefined &&
    c === commit({ text: sent.text.normalize('NFC') }, salt) &&
    y.join() === sent.locks.yes.join() &&
    x.join() === sent.locks.no.join()
  );
}

function judge(question: Question): boolean | undefined {
  try {
    return holdsWhatWasSent(question);
  } catch {
    return undefined;
  }
}

/** Judges an entry. */
export function checkSlip(question: Question): Answer {
  const leaf = leafHash(portableSha256, utf8ToBytes(question.entry));
  return { leaf: toBase64Url(leaf), isRight: judge(question) };
}
