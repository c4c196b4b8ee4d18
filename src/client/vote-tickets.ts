/** The cryptography of a vote on the phone: closes a ballot over its marks, has it signed blindly, and makes the ticket of the answer. */

import { levelsOf, type RoundPlan } from '../../server/domain/round/plan.ts';
import { abstention, readMarks } from '../../server/domain/round/marks.ts';
import {
  ballotEntry,
  lockOf,
  type Marks,
  marksCommitment,
  ticketMessage,
  ticketSaltLength,
} from '../../server/domain/trust/ballot.ts';
import { blind, type RsaPublicKey, toNumber, unblind } from '../../server/domain/trust/blind-rsa.ts';
import { type Canonical, canonicalJson } from '../../server/domain/trust/canonical.ts';
import { fromBase64Url, toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { leafOf, portableSha256 } from '../../server/domain/trust/hash.ts';
import { type KeptBallot, overall } from './vote-store.ts';

/** What a ballot is about. */
export interface Subject {
  /** Id of the round, code of the rater group, code of the department. */
  p: string;
  g: string;
  d: string;
}

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** A public key of tickets from its modulus in base64url; nothing when that is no modulus. */
export function ticketKey(n: string): RsaPublicKey | undefined {
  const bytes = fromBase64Url(n);
  return bytes?.length === 256 ? { n: toNumber(bytes), e: 65_537n } : undefined;
}

/** What a ballot says: levels by item as they were chosen, whatever was left out as 不了解. */
export function marksOf(plan: RoundPlan, chosen: Readonly<Record<string, number>> = {}): Marks {
  const levels = levelsOf(plan);
  const level = (code: string): number => {
    const value = chosen[code] ?? 0;
    return levels.includes(value) ? value : 0;
  };
  const x = Object.fromEntries(plan.items.map(({ code }) => [code, level(code)]));
  return readMarks(plan, { r: plan.asksOverall ? level(overall) : 0, x }) ?? abstention;
}

/** Closes a ballot and blinds it. The work of one department: some milliseconds, some dozens on a slow phone. */
export function closeBallot(subject: Subject, marks: Marks, key: RsaPublicKey): KeptBallot {
  const salt = toBase64Url(random(32));
  const w = toBase64Url(random(32));
  const ballot = { c: marksCommitment(portableSha256, marks, salt), z: lockOf(portableSha256, w) };
  const message = utf8ToBytes(ticketMessage({ ...subject, ...ballot }));
  for (;;) {
    const number = toNumber(random(256));
    // Uniform below the modulus: what is not below it is thrown again.
    if (number >= key.n || number < 2n) continue;
    const { request, inverse } = blind(key, message, { salt: new Uint8Array(ticketSaltLength), blind: number });
    return {
      ...ballot,
      w,
      open: { marks, salt },
      blinded: { request: toBase64Url(request), inverse: inverse.toString(16) },
    };
  }
}

/** The ticket out of the answer of the signer; nothing when it is no signature of this key on this ballot. */
export function ticketOf(subject: Subject, ballot: KeptBallot, key: RsaPublicKey, signed: string): string | undefined {
  const answer = fromBase64Url(signed);
  if (answer === undefined || ballot.blinded === undefined) return undefined;
  const blinded = {
    request: fromBase64Url(ballot.blinded.request) ?? new Uint8Array(0),
    inverse: BigInt(`0x${ballot.blinded.inverse}`),
  };
  const message = utf8ToBytes(ticketMessage({ ...subject, c: ballot.c, z: ballot.z }));
  const ticket = unblind(key, message, answer, blinded, ticketSaltLength);
  return ticket && toBase64Url(ticket);
}

/** Hash of the entry that a ballot becomes in the log. */
export const leafOfBallot = (subject: Subject, { c, z, s = '' }: KeptBallot): string =>
  leafOf(portableSha256, canonicalJson(ballotEntry({ ...subject, c, z, s }) as unknown as Canonical));
