/**
 * What the server works out for 反馈 and 复核: until when a department may ask, by when it is answered. A department asks once at a time, of a round in
 * which it was rated; the round is not final while anybody waits for an answer, nor while a changed result is not corrected.
 * Three and ten working days after 杭州市绩效管理条例 (2015) art. 25.
 */

import type { Kysely } from 'kysely';
import { loadCalendar } from '../../db/calendar.ts';
import { nextNumber } from '../../db/numbers.ts';
import { findRound } from '../../db/rounds.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import { listRecordEvents, type StoredRecord, type StoredRecordEvent } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { addWorkingDays } from '../domain/calendar.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { recheckErrors } from '#words/rechecks.ts';

type Db = Kysely<Database>;

/** Working days to ask for 复核 after the letters went out, and to answer. */
const toAsk = 3;
const toAnswer = 10;

const notNow = (detail: string): Problem => new Problem('not-in-this-state', { detail });
const wrong = (field: string, detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: `#/given/${field}`, detail }] });

/** `due` of a round on the day of its letters. */
const hear: Derive = async ({ trx, day }) => ({
  recheckUntil: addWorkingDays(await loadCalendar(trx), day, toAsk),
});

const apply: Derive = async ({ trx, given, day }) => {
  const round = await findRound(trx, given.round ?? '');
  if (round?.plan === undefined) throw wrong('round', recheckErrors.noRound);
  const { state, body, id } = round.record.file;
  const until = body.recheckUntil;
  if (state !== 'appealed' || typeof until !== 'string') throw notNow(recheckErrors.notOpen);
  if (day > until) throw notNow(recheckErrors.late(until));
  const rated = round.plan.departments.find(({ code }) => code === given.department);
  if (rated === undefined || rated.isExempt === true) throw wrong('round', recheckErrors.notRated);
  // Two who ask for the same department at the same moment must not both find that nobody has: one waits here for the other.
  await nextNumber(trx, 'rechecks');
  const waiting = await recordsOfRound(trx, 'recheck', id);
  if (waiting.some(({ file }) => file.state === 'applied' && file.department === given.department))
    throw notNow(recheckErrors.twice);
  return { replyBy: addWorkingDays(await loadCalendar(trx), day, toAnswer) };
};

export const recheckDerivations: Readonly<Record<string, Derive>> = { 'round.hear': hear, 'recheck.apply': apply };

/**
 * Before a round is final: every request is answered, and what was found wrong is corrected.
 * @throws Problem `not-in-this-state` while that is not so
 */
export async function refuseWhileRechecked(db: Db, { file }: Pick<StoredRecord, 'file'>): Promise<void> {
  const rechecks = await recordsOfRound(db, 'recheck', file.id);
  const open = rechecks.filter(({ file: { state } }) => state === 'applied').length;
  if (open > 0) throw notNow(recheckErrors.stillOpen(open));
  const changed = rechecks.filter(({ file: { body } }) => ['changed', 'void'].includes(body.recheckResult ?? ''));
  const corrected = lastOf(await listRecordEvents(db, file), 'correct');
  for (const recheck of changed) {
    const decided = lastOf(await listRecordEvents(db, recheck.file), 'decide');
    if (corrected === '' || decided > corrected) throw notNow(recheckErrors.notCorrected(recheck.file.number ?? ''));
  }
}

/** The instant of the last such act; empty before it. */
const lastOf = (events: readonly StoredRecordEvent[], act: string): string =>
  events.findLast((event) => event.act === act)?.at ?? '';
