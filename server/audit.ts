/** Writes the audit trail: what staff looked at or did beyond casework, whose own history is in its events. */

import type { Kysely } from 'kysely';
import { hasAudit, insertAudit } from '../db/audit.ts';
import type { Database } from '../db/tables.ts';
import { instantText, later, sinceMidnight } from './clock.ts';
import type { Context } from './context.ts';
import { newId } from './ids.ts';

/** Everything that the trail tells of. */
export const auditActs = [
  'sign-in',
  'sign-in.failed',
  'sign-out',
  'password.changed',
  'text.opened',
  'contact.opened',
  'case.erased',
  'opinion.recorded',
  'list.exported',
  'ballot.removed',
  'letter.code',
  'appeal.asked',
  'appeal.granted',
  'appeal.refused',
  'account.created',
  'account.edited',
  'account.disabled',
  'account.enabled',
  'account.reset',
  'department.created',
  'department.edited',
  'class.created',
  'class.edited',
  'city.edited',
  'calendar.entered',
  'channel.created',
  'channel.edited',
  'channel.tested',
  'channel.retried',
  'channel.removed',
  'deadline.changed',
  'hours.changed',
  'setup',
] as const;
export type AuditAct = (typeof auditActs)[number];

/**
 * Adds a line to the trail.
 * @param subject what it was about: a case, an account, a department; never what somebody typed
 * @param db a transaction, where the line must stand or fall with what it tells of
 */
export async function audit(
  context: Context,
  accountId: string | null,
  act: AuditAct,
  subject: string,
  db: Kysely<Database> = context.db,
): Promise<void> {
  await insertAudit(db, {
    id: newId(context.random),
    at: instantText(context.now()),
    account_id: accountId,
    act,
    subject,
  });
}

/** The same for what is looked at again and again: one line for each person, subject and day of the city says as much. */
export async function auditOnceADay(
  context: Context,
  accountId: string,
  act: AuditAct,
  subject: string,
): Promise<void> {
  const now = context.now();
  const since = instantText(later(now, -sinceMidnight(now)));
  if (!(await hasAudit(context.db, { accountId, act, subject, since }))) await audit(context, accountId, act, subject);
}
