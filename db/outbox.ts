/** What is to leave the desk: written in the transaction of what it tells of, taken by whichever process sends it. */

import type { Selectable, Transaction } from 'kysely';
import type { NoticeKind } from '../server/domain/notices.ts';
import type { Database, OutboxTable } from './tables.ts';

/** What a message says, whatever the service it goes to. Nothing of it comes from a citizen. */
export interface Message {
  kind: NoticeKind;
  subject: string;
  /** Id of the case, for the link. */
  caseId: string | null;
  /** Code of the department that is told; null for the office. */
  department: string | null;
  day: string;
}

export type OutboxRow = Omit<Selectable<OutboxTable>, 'payload'> & { payload: Message };

/** Adds messages that wait from `nextAt` on; one that is there already stays as it is. */
export async function insertMessages(
  trx: Transaction<Database>,
  rows: readonly { id: string; channelId: string; message: Message }[],
  { madeAt, nextAt }: { madeAt: string; nextAt: string },
): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('outbox')
    .values(
      rows.map(({ id, channelId, message }) => ({
        id,
        channel_id: channelId,
        payload: JSON.stringify(message),
        state: 'waiting' as const,
        attempts: 0,
        next_at: nextAt,
        last_error: '',
        made_at: madeAt,
        sent_at: null,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
