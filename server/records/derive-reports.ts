/** What the server works out for 整改月报, 月通报 and 意见分析报告: their numbers. A department reports a month once, when it has begun. */

import { nextNumber } from '../../db/numbers.ts';
import { reportsOf } from '../../db/reports.ts';
import { monthOf } from '../domain/day.ts';
import { isMonth, type Month } from '../domain/monthly-report.ts';
import type { Canonical } from '../domain/trust/canonical.ts';
import { Problem } from '../problem.ts';
import { cityAnalysis, cityBulletin } from '../reports/city-reports.ts';
import { monthlyNumbers } from '../reports/monthly.ts';
import { reportErrors } from '#words/reports.ts';
import type { Derive, DeriveQuestion } from './derive.ts';

const wrongMonth = (detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: '#/given/month', detail }] });

/** The month that a record is about: as it is given, or as it was begun. */
function monthIn({ before, given, day }: DeriveQuestion): Month {
  const month = given.month ?? before?.body.month ?? '';
  if (!isMonth(month)) throw wrongMonth(reportErrors.month);
  if (month > monthOf(day)) throw wrongMonth(reportErrors.future);
  return month;
}

/** Numbers as the ledger holds them. */
const counted = (numbers: object): { counted: Canonical } => ({ counted: numbers as unknown as Canonical });

const ofDepartment: Derive = async (question) => {
  const { trx, before, given } = question;
  const month = monthIn(question);
  const department = given.department ?? before?.department ?? '';
  if (before === null) {
    // Two who fill in the same month at the same moment must not both find that nobody has: one waits here for the other.
    await nextNumber(trx, 'reports');
    if ((await reportsOf(trx, { months: [month], department })).length > 0) throw wrongMonth(reportErrors.twice);
  }
  return counted(await monthlyNumbers(trx, department, month));
};

const ofBulletin: Derive = async (question) => {
  const numbers = await cityBulletin(question.trx, monthIn(question));
  if (numbers === undefined) throw wrongMonth(reportErrors.nothingPublished);
  return counted(numbers);
};

const ofAnalysis: Derive = async (question) => counted(await cityAnalysis(question.trx, monthIn(question)));

export const reportDerivations: Readonly<Record<string, Derive>> = {
  'report.fill': ofDepartment,
  'report.refill': ofDepartment,
  'bulletin.draft': ofBulletin,
  'bulletin.redraft': ofBulletin,
  'analysis.draft': ofAnalysis,
  'analysis.redraft': ofAnalysis,
};
