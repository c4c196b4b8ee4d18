/**
 * Does acts on many cases once their moment is over: one case after the other, each as if its own form had been sent, by whoever gave
 * the word. Several processes may look for them; each act on many is taken up by one, and each case is acted on once at most, because
 * the count of its events at the time of choosing goes along.
 */

import { findAccount } from '../../db/accounts.ts';
import { type Bulk, type BulkCase, noteBulk, takeBulk } from '../../db/bulk.ts';
import { listEvents } from '../../db/case-files.ts';
import { instantText, later } from '../clock.ts';
import type { Context } from '../context.ts';
import { type BulkAct, bulkHold } from '../domain/bulk.ts';
import type { FieldValues } from '../domain/fields.ts';
import type { Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { performAct } from './perform-act.ts';

/** Milliseconds for which a process that does one is believed to be there. */
const patience = 60_000;

/** Does everything whose moment is over. @returns how many acts on many were finished */
export async function runBulks(context: Context): Promise<number> {
  let finished = 0;
  for (;;) {
    const now = context.now();
    const bulk = await takeBulk(context.db, instantText(now), instantText(later(now, patience)));
    if (bulk === undefined) return finished;
    if (await runBulk(context, bulk)) finished += 1;
  }
}

/** Looks again when what was just held is due. A process that ends before leaves it to the next one, or to the clockwork. */
export function scheduleBulk(context: Context): void {
  setTimeout(() => void runBulks(context).catch(() => undefined), bulkHold * 1000 + 500).unref();
}

/** @returns whether it is finished; not so when somebody else has taken it up meanwhile */
async function runBulk(context: Context, bulk: Bulk): Promise<boolean> {
  const staff = await staffOf(context, bulk.accountId);
  const { id, cases } = bulk;
  const results = [...bulk.results];
  let lease = bulk.heldUntil;
  for (const one of cases.slice(results.length)) {
    results.push({ id: one.id, refusal: staff === undefined ? 'disabled' : await actOn(context, staff, bulk, one) });
    const until = instantText(later(context.now(), patience));
    if (!(await noteBulk(context.db, { id, results }, lease, { until, isOver: false }))) return false;
    lease = until;
  }
  return noteBulk(context.db, { id, results }, lease, { until: instantText(context.now()), isOver: true });
}

/** Who gave the word, as this person may act now. */
async function staffOf({ db }: Context, accountId: string): Promise<Staff | undefined> {
  const account = await findAccount(db, accountId);
  if (account === undefined || account.disabledAt !== null) return undefined;
  const { username, displayName, role, departmentCode, mustChangePassword } = account;
  return { accountId, username, displayName, role, department: departmentCode, mustChangePassword };
}

/** @returns why it did not work; null where it did */
async function actOn(context: Context, staff: Staff, bulk: Bulk, { id, seq }: BulkCase): Promise<string | null> {
  const act = bulk.act as BulkAct;
  try {
    await performAct(context, staff, id, { act, seq, given: bulk.given as FieldValues });
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) return 'failed';
    if (error.problem === 'not-found') return 'gone';
    if (error.problem !== 'conflict') return error.problem;
    return (await wasDone(context, bulk, { id, seq })) ? null : 'moved';
  }
}

/** The next event of the case is this very act by this very person: a process did it and ended before it could say so. */
async function wasDone({ db }: Context, bulk: Bulk, { id, seq }: BulkCase): Promise<boolean> {
  const next = (await listEvents(db, id))[seq];
  return next?.act === bulk.act && next.actor.account === bulk.accountId;
}
