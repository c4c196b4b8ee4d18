/** A 整改月报, 月通报 or analysis as somebody at the desk may read it: its newest words and its numbers. */

import { findRecord, listRecordEvents } from '../../db/records.ts';
import type { Context } from '../context.ts';
import { departmentNames, refOrNull } from '../desk/names.ts';
import type { AnalysisNumbers } from '../domain/analysis.ts';
import { mayReadRecord } from '../domain/advance-record.ts';
import type { BulletinNumbers } from '../domain/bulletin.ts';
import { isOneOf } from '../domain/case-file.ts';
import type { MonthlyNumbers } from '../domain/monthly-report.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { newestOf } from '../records/view-record.ts';
import type { DeskReport } from '../schemas/reports.ts';
import { reportWords } from '#words/reports.ts';

const kinds = ['report', 'bulletin', 'analysis'] as const;
/** Acts with which each kind is done. */
const doneBy = { report: 'approve', bulletin: 'issue', analysis: 'issue' } as const;

/** @throws Problem `not-found` for one that the reader may not know of, and for records of other kinds */
export async function deskReportOf({ db }: Context, staff: Staff, id: string): Promise<DeskReport> {
  const stored = await findRecord(db, id);
  const file = stored?.file;
  if (
    file === undefined ||
    !isOneOf(kinds, file.kind) ||
    !mayReadRecord(file, actorOf(staff), pseudonym(staff.accountId))
  ) {
    throw new Problem('not-found');
  }
  const { kind, body, number, state } = file;
  const events = await listRecordEvents(db, file);
  const words = newestOf(events);
  const names = await departmentNames(db);
  const month = body.month ?? '';
  const titles = {
    report: reportWords.fill.title(month),
    bulletin: reportWords.bulletin.title(month),
    analysis: words.title ?? '',
  };
  const counted = body.counted ?? null;
  const done = events.findLast(({ act, to }) => act === doneBy[kind] && to === state);
  return {
    kind,
    title: titles[kind],
    number,
    month,
    state,
    doneOn: done?.day ?? null,
    department: refOrNull(file.department, names),
    overview: words.overview ?? '',
    problems: words.problems ?? '',
    requirements: words.requirements ?? '',
    typical: words.typical ?? '',
    doneThisMonth: words.doneThisMonth ?? '',
    nextPlan: words.nextPlan ?? '',
    difficulty: words.difficulty ?? '',
    filledBy: words.filledBy ?? '',
    signedBy: done ? (words.signedBy ?? '') : '',
    monthly: kind === 'report' ? (counted as unknown as MonthlyNumbers) : null,
    bulletin: kind === 'bulletin' ? (counted as unknown as BulletinNumbers) : null,
    analysis: kind === 'analysis' ? (counted as unknown as AnalysisNumbers) : null,
    departments: Object.fromEntries(names),
  };
}
