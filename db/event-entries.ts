/** What the ledger is told of events: an entry for each, with commitments to the words, whose salts are stored where they can be erased. */

import { randomBytes } from 'node:crypto';
import type { Insertable, Transaction } from 'kysely';
import type { CaseFile } from '../server/domain/case-file.ts';
import { addDays, type Day } from '../server/domain/day.ts';
import { isWords } from '../server/domain/fields.ts';
import { commit } from '../server/domain/trust/commitment.ts';
import { actEntry, committedWords, inLedgerForm } from '../server/domain/trust/entries.ts';
import { givenFields, type StoredEvent } from './event-rows.ts';
import { fileHashes } from './files.ts';
import { pendingRow } from './ledger-pending.ts';
import { rulesInForce } from './ledger-rules.ts';
import type { Database, EventTextTable, LedgerPendingTable } from './tables.ts';

/** Where the hashes of evidence are kept among the words: the field itself holds ids of files. */
export const evidenceHashes = 'evidence';

/** An event as it is recorded. */
export interface Recording {
  event: StoredEvent;
  before: CaseFile;
  /** An author could be reached; told with `close`. */
  reachable: boolean;
}

/** What is stored of the words of events, and what the ledger is to tell. */
export async function entriesOf(
  trx: Transaction<Database>,
  recordings: readonly Recording[],
  hashOf?: (file: string) => string | undefined,
): Promise<{ texts: EventTextTable[]; waiting: Insertable<LedgerPendingTable>[] }> {
  const rules = await rulesInForce(trx);
  const texts: EventTextTable[] = [];
  const waiting: Insertable<LedgerPendingTable>[] = [];
  for (const { event, before, reachable } of recordings) {
    const words = await saltedWords(trx, event, hashOf);
    texts.push(...words.map(({ row }) => row));
    const entry = actEntry(event, {
      before,
      rules,
      reachable,
      words: Object.fromEntries(words.map(({ row, commitment }) => [row.field, commitment])),
      targetSeq: event.given.target === undefined ? undefined : await seqOn(trx, event.given.target, event.day),
    });
    if (entry === undefined) continue;
    const isCitizen = event.actor.role === 'citizen';
    waiting.push(
      pendingRow(entry, {
        kind: isCitizen ? 'citizen' : 'staff',
        due: isCitizen ? addDays(event.day, 1) : '',
        caseId: event.caseId,
        seq: event.seq,
      }),
    );
  }
  return { texts, waiting };
}

/** The words of an event with their commitments; of evidence, the hashes of the files stand for the files. */
async function saltedWords(
  trx: Transaction<Database>,
  event: StoredEvent,
  hashOf?: (file: string) => string | undefined,
): Promise<{ row: EventTextTable; commitment: string }[]> {
  const { given } = event;
  const words = committedWords(given);
  const stored = new Map<string, unknown>(givenFields(event).filter(([name]) => isWords(name)));
  if (given.evidence !== undefined) {
    const hashes = hashOf ? given.evidence.map((id) => hashOf(id) ?? id) : await fileHashes(trx, given.evidence);
    words[evidenceHashes] = hashes;
    stored.set(evidenceHashes, hashes);
  }
  return Object.entries(words).map(([field, content]) => {
    const salt = randomBytes(32);
    const value = stored.get(field);
    const isCovered = typeof value === 'string' && typeof content === 'string' && content !== inLedgerForm(value);
    const row: EventTextTable = {
      case_id: event.caseId,
      seq: event.seq,
      field,
      value: JSON.stringify(value),
      salt: salt.toString('base64url'),
      published: isCovered ? content : null,
    };
    return { row, commitment: commit(content, salt) };
  });
}

/** How many events a case had on a day. */
async function seqOn(trx: Transaction<Database>, caseId: string, day: Day): Promise<number> {
  const row = await trx
    .selectFrom('case_event')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('case_id', '=', caseId)
    .where('day', '<=', day)
    .executeTakeFirst();
  return row?.seq ?? 0;
}
