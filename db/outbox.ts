/** What is to leave the desk: written in the transaction of what it tells of, taken by whichever process sends it. */

import { type Kysely, type Selectable, type Transaction } from 'kysely';
import type { NoticeKind } from '../server/domain/notices.ts';
import type { Database, OutboxTable } from './tables.ts';

/** What a message says, whatever the service it goes to. Nothing of it comes from a citizen. */
export interface Message {
  kind: NoticeKind;
  subject: string;
  /** Id of the case or the record that it leads to. */
  caseId: string | null;
  recordId: string | null;
  /** Code of the department that is told; null for the office. */
  department: string | null;
  day: string;
}

export type OutboxRow = Omit<Selectable<OutboxTable>, 'payload'> & { payload: Message };

/** A message in the hands of one process: `attempts` tells its hold from that of any other, earlier or later. */
export type Hold = Pick<OutboxRow, 'id' | 'attempts'>;

const fromRow = (row: Selectable<OutboxTable>): OutboxRow => ({
  ...row,
  payload: JSON.parse(row.payload) as Message,
});

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

/** Messages whose time has come, the longest waiting first. */
export async function dueMessages(db: Kysely<Database>, now: string, limit: number): Promise<OutboxRow[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Messages that a process took and did not give back by `now`: it must have died. */
export async function lapsedMessages(db: Kysely<Database>, now: string): Promise<OutboxRow[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('state', 'in', ['sending', 'handed'])
    .where('next_at', '<=', now)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** Takes a waiting message for one attempt, until `lease`. @returns the hold; undefined when another process was quicker */
export async function takeMessage(db: Kysely<Database>, row: OutboxRow, lease: string): Promise<Hold | undefined> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ state: 'sending', attempts: row.attempts + 1, next_at: lease })
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', row.attempts)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? { id: row.id, attempts: row.attempts + 1 } : undefined;
}

/**
 * Notes that from now on the message may have arrived: to be called, and to be durable, before the first byte of it leaves.
 * @returns false when the hold is over, and nothing may be sent
 */
export async function handMessage(db: Kysely<Database>, hold: Hold, lease: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ state: 'handed', next_at: lease })
    .where('id', '=', hold.id)
    .where('attempts', '=', hold.attempts)
    .where('state', '=', 'sending')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** How an attempt ended, or that it is to be made again; nothing when the hold is over. */
export type Settlement =
  | { state: 'sent'; at: string; note: string }
  | { state: 'waiting'; nextAt: string; error: string; attempts?: number }
  | { state: 'failed'; error: string };

export async function settleMessage(db: Kysely<Database>, hold: Hold, how: Settlement): Promise<void> {
  await db
    .updateTable('outbox')
    .set({
      state: how.state,
      last_error: how.state === 'sent' ? how.note : how.error,
      ...(how.state === 'sent' && { sent_at: how.at }),
      ...(how.state === 'waiting' && { next_at: how.nextAt, attempts: how.attempts ?? hold.attempts }),
    })
    .where('id', '=', hold.id)
    .where('attempts', '=', hold.attempts)
    .where('state', 'in', ['sending', 'handed'])
    .execute();
}

/** Messages that no channel will carry any more. */
export async function failWaiting(db: Kysely<Database>, ids: readonly string[], error: string): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('outbox')
    .set({ state: 'failed', last_error: error })
    .where('id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute();
}

/** How many messages a channel has sent since an instant. */
export async function sentSince(db: Kysely<Database>, channelId: string, since: string): Promise<number> {
  const { count } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('channel_id', '=', channelId)
    .where('sent_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How the messages of each channel stand. */
export interface Traffic {
  waiting: number;
  failed: number;
  sent: number;
  /** Instant of the last one that was sent. */
  lastSent: string | null;
}

export async function trafficByChannel(db: Kysely<Database>): Promise<Map<string, Traffic>> {
  const rows = await db
    .selectFrom('outbox')
    .select((eb) => [
      'channel_id' as const,
      'state' as const,
      eb.fn.countAll<number | string>().as('count'),
      eb.fn.max('sent_at').as('last'),
    ])
    .groupBy(['channel_id', 'state'])
    .execute();
  const all = new Map<string, Traffic>();
  for (const { channel_id, state, count, last } of rows) {
    const traffic = all.get(channel_id) ?? { waiting: 0, failed: 0, sent: 0, lastSent: null };
    if (state === 'failed') traffic.failed += Number(count);
    else if (state === 'sent') traffic.sent += Number(count);
    else traffic.waiting += Number(count);
    if (last !== null && last > (traffic.lastSent ?? '')) traffic.lastSent = last;
    all.set(channel_id, traffic);
  }
  return all;
}

/** Messages of a channel that failed, or did not get through yet, newest first. */
export async function troubledMessages(db: Kysely<Database>, channelId: string, limit: number): Promise<OutboxRow[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where((eb) => eb.or([eb('state', '=', 'failed'), eb.and([eb('state', '=', 'waiting'), eb('attempts', '>', 0)])]))
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Lets messages of a channel that failed be tried once more. @param id one of them; absent: all @returns how many */
export async function retryFailed(
  db: Kysely<Database>,
  channelId: string,
  { now, id }: { now: string; id?: string | undefined },
): Promise<number> {
  let query = db
    .updateTable('outbox')
    .set({ state: 'waiting', next_at: now })
    .where('channel_id', '=', channelId)
    .where('state', '=', 'failed');
  if (id !== undefined) query = query.where('id', '=', id);
  return Number((await query.executeTakeFirstOrThrow()).numUpdatedRows);
}

/** Removes what was settled before a day of the city. @returns how many */
export async function purgeMessages(db: Kysely<Database>, before: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('state', 'in', ['sent', 'failed'])
    .where('made_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function deleteMessagesOf(trx: Transaction<Database>, channelId: string): Promise<void> {
  await trx.deleteFrom('outbox').where('channel_id', '=', channelId).execute();
}
