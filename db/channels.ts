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
