/** 工作日历调整: says beforehand which open cases would move, and moves them, all or none. */

import type { Transaction } from 'kysely';
import { loadCalendar, replaceCalendarYear } from '../../db/calendar.ts';
import { recordEvents } from '../../db/case-files.ts';
import { numberRules, rulesInForce } from '../../db/ledger-rules.ts';
import { listRunningCases, lockRunningCases } from '../../db/running-cases.ts';
import { setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf, instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { advance } from '../domain/advance.ts';
import type { CalendarData } from '../domain/calendar.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { type DateMove, dateMoves, withYear } from '../domain/recalculation.ts';
import { momentOf } from '../moment.ts';
import { notify } from '../notify/notify.ts';
import { alertWords } from '#words/supervision.ts';

/** A case some of whose dates move. */
export interface MovedCase {
  file: CaseFile;
  moves: DateMove[];
}

/** Which open cases would move if this were the notice of the year. Nothing is stored. */
export async function previewYear(
  { db }: Pick<Context, 'db'>,
  year: number,
  days: CalendarData['days'],
): Promise<MovedCase[]> {
  const calendar = withYear(await loadCalendar(db), year, days);
  return (await listRunningCases(db)).flatMap((file) => {
    const moves = dateMoves(file, calendar);
    return moves.length > 0 ? [{ file, moves }] : [];
  });
}

/**
 * Enters the notice of a year, numbers the rules and counts every open case anew: in the caller's transaction, so that nobody ever sees
 * one without the other.
 * @returns the cases that moved
 */
export async function enterYear(
  trx: Transaction<Database>,
  now: Date,
  year: number,
  days: CalendarData['days'],
): Promise<MovedCase[]> {
  await replaceCalendarYear(trx, year, days);
  await setSetting(trx, 'calendarEntered', { day: dayOf(now) });
  // It takes the lock of the log before those of the cases, as everybody does who takes both.
  await numberRules(trx);
  return recalculate(trx, now);
}

/**
 * Counts every open case anew on the calendar as it is; nothing happens where every date stays.
 * @returns the cases that moved
 */
export async function recalculate(trx: Transaction<Database>, now: Date): Promise<MovedCase[]> {
  const moment = await momentOf(trx, now);
  const changes = (await lockRunningCases(trx)).flatMap((file) => {
    const outcome = advance(file, { act: 'recalculate', given: {} }, { role: 'system' }, moment);
    return outcome.ok ? [{ before: file, event: outcome.event, moves: dateMoves(file, moment.calendar) }] : [];
  });
  await recordEvents(trx, changes, instantText(now));
  return changes.map(({ before, moves }) => ({ file: before, moves }));
}

/** Tells each department once that dates of its cases have moved; call it in the transaction in which they did. */
export async function tellOfMoved(
  trx: Transaction<Database>,
  context: Pick<Context, 'now'>,
  moved: readonly MovedCase[],
): Promise<void> {
  const day = dayOf(context.now());
  const rules = await rulesInForce(trx);
  for (const [department, cases] of Map.groupBy(moved, ({ file }) => file.department)) {
    if (department === null) continue;
    await notify(trx, context, {
      kind: 'extension',
      about: `calendar:${rules}`,
      to: { department },
      subject: alertWords.calendar(cases.length),
      day,
    });
  }
}

/** What published pages show of cases that moved. */
export const pagesOfMoved = (moved: readonly MovedCase[]): string[] => [
  ...(moved.length > 0 ? ['figures'] : []),
  ...moved.flatMap(({ file: { number } }) => (number === null ? [] : [`case:${number}`])),
];
