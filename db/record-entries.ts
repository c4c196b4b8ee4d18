/** What the ledger is told of acts on records: an entry for each, with commitments to the words, whose salts are stored where they can be erased. */

import { randomBytes } from 'node:crypto';
import type { Insertable, Transaction } from 'kysely';
import type { RecordEvent } from '../server/domain/advance-record.ts';
import { addDays } from '../server/domain/day.ts';
import { type FieldName, fields } from '../server/domain/fields.ts';
import type { Canonical } from '../server/domain/trust/canonical.ts';
import { commit } from '../server/domain/trust/commitment.ts';
import { committedRecordWords, recordEntry } from '../server/domain/trust/record-entry.ts';
import { fileHashes } from './files.ts';
import { pendingRow } from './ledger-pending.ts';
import type { Database, LedgerPendingTable, RecordTextTable } from './tables.ts';

/** The words of an event as they are stored, and the entry that waits. Of files, their hashes (hex) are committed to. */
export async function recordEntryOf(
  trx: Transaction<Database>,
  event: RecordEvent,
): Promise<{ texts: RecordTextTable[]; waiting: Insertable<LedgerPendingTable> }> {
  const { recordId, kind, seq, day, given } = event;
  const words: Record<string, Canonical> = committedRecordWords(kind, given);
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    if (fields[name].kind === 'files' && value !== undefined) words[name] = await fileHashes(trx, value as string[]);
  }
  const texts: RecordTextTable[] = [];
  const commitments: Record<string, string> = {};
  for (const [field, content] of Object.entries(words)) {
    const salt = randomBytes(32);
    commitments[field] = commit(content, salt);
    const value = JSON.stringify(fields[field as FieldName].kind === 'files' ? content : given[field as FieldName]);
    const committed = JSON.stringify(content);
    texts.push({
      record_id: recordId,
      seq,
      field,
      value,
      salt: salt.toString('base64url'),
      published: committed === value ? null : committed,
    });
  }
  const isCitizen = event.actor.role === 'citizen';
  const waiting = pendingRow(recordEntry(event, commitments), {
    kind: isCitizen ? 'citizen' : 'staff',
    due: isCitizen ? addDays(day, 1) : '',
    caseId: recordId,
    seq,
  });
  return { texts, waiting };
}
