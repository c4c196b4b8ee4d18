/** Where notifications go outside the desk: the channels, their addresses and secrets sealed. */

import type { Kysely, Selectable } from 'kysely';
import type { NoticeKind } from '../server/domain/notices.ts';
import type { Database, NotifyChannelTable } from './tables.ts';

export type Channel = Omit<Selectable<NotifyChannelTable>, 'events' | 'is_active'> & {
  /** Kinds of notices that it carries. */
  events: NoticeKind[];
  isActive: boolean;
};

const fromRow = ({ events, is_active, ...row }: Selectable<NotifyChannelTable>): Channel => ({
  ...row,
  events: JSON.parse(events) as NoticeKind[],
  isActive: is_active === 1,
});

/** All of them by name, switched off ones too. */
export async function listChannels(db: Kysely<Database>): Promise<Channel[]> {
  return (await db.selectFrom('notify_channel').selectAll().orderBy('name').orderBy('id').execute()).map(fromRow);
}

export async function findChannel(db: Kysely<Database>, id: string): Promise<Channel | undefined> {
  const row = await db.selectFrom('notify_channel').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** Adds a channel or changes it. */
export async function saveChannel(db: Kysely<Database>, { events, isActive, ...given }: Channel): Promise<void> {
  const { id, ...row } = {
    ...given,
    events: JSON.stringify(events),
    is_active: isActive ? (1 as const) : (0 as const),
  };
  await db
    .insertInto('notify_channel')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export async function deleteChannel(db: Kysely<Database>, id: string): Promise<void> {
  await db.deleteFrom('notify_channel').where('id', '=', id).execute();
}
