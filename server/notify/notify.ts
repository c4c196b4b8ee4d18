/** Tells people of the desk: notices for their inboxes and, in the same transaction, messages for the channels that carry such. */

import type { Transaction } from 'kysely';
import { listChannels } from '../../db/channels.ts';
import { type Addressees, findAddressees, insertNotices } from '../../db/notices.ts';
import { insertMessages } from '../../db/outbox.ts';
import type { Database } from '../../db/tables.ts';
import { beginningOf, instantOf, instantText, later } from '../clock.ts';
import type { Context } from '../context.ts';
import { addDays, type Day } from '../domain/day.ts';
import { isOutside, type NoticeKind } from '../domain/notices.ts';
import { idOfToken } from '../ids.ts';

export interface Notification {
  kind: NoticeKind;
  /** What it is about, such as `<case>:<seq>`: who is told twice of the same with the same kind is told once. */
  about: string;
  to: Addressees;
  /** Id of the case that it links to. */
  caseId?: string | undefined;
  /** Id of the record that it links to. */
  recordId?: string | undefined;
  /** Number, department, act and dates only; never what a citizen wrote or left. */
  subject: string;
  /** The city's day. */
  day: Day;
  /** A citizen caused it: only the day is kept, and what leaves the desk leaves the next morning, so that nobody learns the hour. */
  byCitizen?: boolean | undefined;
}

/** When what a citizen caused leaves the desk: at eight in the morning of the next day. */
const morning = 8 * 60 * 60 * 1000;

/**
 * Tells people of something. Call it in the transaction of the act that it tells of, so that both happen or neither; calling it
 * again with the same `kind` and `about` changes nothing.
 */
export async function notify(
  trx: Transaction<Database>,
  { now }: Pick<Context, 'now'>,
  { kind, about, to, caseId, recordId, subject, day, byCitizen = false }: Notification,
): Promise<void> {
  const at = byCitizen ? day : instantText(now());
  const accounts = await findAddressees(trx, to);
  await insertNotices(
    trx,
    accounts.map((account) => ({
      id: idOfToken(`notice\n${kind}\n${about}\n${account}`),
      account_id: account,
      kind,
      subject,
      case_id: caseId ?? null,
      record_id: recordId ?? null,
      day,
      at,
      read_at: null,
    })),
  );
  if (!isOutside(kind)) return;
  const department = to.department ?? null;
  const channels = (await listChannels(trx)).filter(
    (channel) => channel.isActive && channel.events.includes(kind) && (channel.department ?? department) === department,
  );
  await insertMessages(
    trx,
    channels.map(({ id }) => ({
      id: idOfToken(`message\n${kind}\n${about}\n${department ?? ''}\n${id}`),
      channelId: id,
      message: { kind, subject, caseId: caseId ?? null, recordId: recordId ?? null, department, day },
    })),
    { madeAt: at, nextAt: byCitizen ? morningAfter(day) : at },
  );
}

const morningAfter = (day: Day): string => instantText(later(instantOf(beginningOf(addDays(day, 1))), morning));
