/** What is stored of an 意见 that comes in, the same whether its author sent it or the office wrote it down (代录). */

import type { NewOpinion } from '../db/opinion-writes.ts';
import { getSetting } from '../db/settings.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import { applyEvent, firstEvent } from './domain/advance.ts';
import { newCaseFile } from './domain/case-file.ts';
import { assessmentYear, receiptWeek } from './domain/day.ts';
import { contactPurgeDay } from './domain/opinion.ts';
import { type Locks, receiptNumber } from './domain/receipt.ts';
import { redact } from './domain/redaction.ts';
import type { Actor } from './domain/roles.ts';
import type { Channel, OpinionKind, Verdict, VerdictReason } from './domain/vocabulary.ts';
import { newId } from './ids.ts';

export interface IncomingOpinion {
  /** Hash of the token with which it was sent. */
  id: string;
  channel: Channel;
  kind: OpinionKind;
  text: string;
  mayPublish: boolean;
  contact?: string | null | undefined;
  /** Code of the department it is about. */
  department: string | null;
  viewHash: string;
  locks: Locks;
  /** Salt of the commitment to the text, 32 bytes in base64url; absent: made here. */
  textSalt?: string | undefined;
  /** The server made or saw the receipt code. */
  codeSeen: boolean;
  verdict: Verdict;
  reason: VerdictReason;
  photos: readonly string[];
}

/**
 * The rows of a new opinion, its case and the first line of its history.
 * @param by who sent it
 * @param at instant of the act of staff; of a citizen only the day
 */
export async function newOpinion(
  { contacts, db, ledger, now, random }: Context,
  given: IncomingOpinion,
  by: Actor,
  at: string,
): Promise<NewOpinion> {
  const day = dayOf(now());
  const file = newCaseFile({
    id: newId(random),
    channel: given.channel,
    kind: given.kind,
    named: given.department,
    receivedOn: day,
  });
  const event = firstEvent(file, by);
  return {
    opinion: {
      id: given.id,
      case_id: file.id,
      view_hash: given.viewHash,
      receipt_number: receiptNumber(given.viewHash),
      locks: JSON.stringify(given.locks),
      code_seen: given.codeSeen ? 1 : 0,
      received_week: receiptWeek(day).from,
      department_code: given.department,
      kind: given.kind,
      original_text: given.text,
      redacted_text: redact(given.text).text,
      text_salt: given.textSalt ?? Buffer.from(random(32)).toString('base64url'),
      may_publish: given.mayPublish ? 1 : 0,
      sealed_contact: given.contact ? contacts.seal(given.contact) : null,
      contact_purge_after: given.contact ? contactPurgeDay(day) : null,
      verdict: given.verdict,
      verdict_reason: given.reason,
    },
    caseFile: applyEvent(file, event),
    event: { ...event, at },
    enterOn: ledger.enterOn(day),
    year: assessmentYear(day, (await getSetting(db, 'city')).yearStartsOn),
    photos: given.photos,
  };
}
