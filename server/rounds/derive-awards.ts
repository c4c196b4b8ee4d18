/** What the server works out for 满意机关创建: its conditions one by one, the score that people gave, the days of 公示, and the longest term. */

import { loadCalendar } from '../../db/calendar.ts';
import { nextNumber } from '../../db/numbers.ts';
import { listRecords } from '../../db/records.ts';
import { awardNoticeDays, conditionsOf, isEnough, longestTerm } from '../domain/award.ts';
import { addWorkingDays } from '../domain/calendar.ts';
import { addDays } from '../domain/day.ts';
import type { Canonical } from '../domain/trust/canonical.ts';
import { Problem } from '../problem.ts';
import type { Derive, DeriveQuestion } from '../records/derive.ts';
import { awardErrors } from '#words/awards.ts';
import { awardFacts, publicScoreOf } from './award-facts.ts';

const notNow = (detail: string): Problem => new Problem('not-in-this-state', { detail });

/** States of an application or an award that is not over. */
const standing = ['applied', 'checked', 'rated', 'noticed', 'awarded', 'warned'];
/** Days before the end of a term in which the department may apply again. */
const renewableWithin = 183;

const departmentOf = ({ before }: DeriveQuestion): string => before?.department ?? '';

/** One application at a time; whoever has an award applies again in its last half year. */
const apply: Derive = async ({ trx, given, day }) => {
  const department = given.department ?? '';
  // Two who apply for the same department at the same moment must not both find that nobody has: one waits here for the other.
  await nextNumber(trx, 'awards');
  const { records } = await listRecords(trx, { kind: 'award', department, states: standing, limit: 100 });
  const isAwarded = (state: string): boolean => state === 'awarded' || state === 'warned';
  if (records.some(({ file }) => !isAwarded(file.state))) throw notNow(awardErrors.twice);
  const until = records
    .map(({ file }) => file.body.termUntil ?? '')
    .find((term) => term > addDays(day, renewableWithin));
  if (until !== undefined) throw notNow(awardErrors.stillAwarded(until));
  return {};
};

/** Who does not meet every condition is refused by a person, with the reason; nobody passes the check. */
const check: Derive = async (question) => {
  const { trx, day } = question;
  const facts = await awardFacts(trx, departmentOf(question), day);
  const conditions = conditionsOf(facts);
  const missed = conditions.filter(({ isMet }) => !isMet);
  if (missed.length > 0) throw notNow(awardErrors.notMet(missed));
  return { conditions: conditions as unknown as Canonical };
};

const rate: Derive = async (question) => {
  const score = await publicScoreOf(question.trx, departmentOf(question));
  if (score === undefined) throw notNow(awardErrors.noScore);
  if (!isEnough(score.score)) throw notNow(awardErrors.tooLow(score));
  return { publicScore: score as unknown as Canonical };
};

const announce: Derive = async ({ trx, day }) => ({
  noticeUntil: addWorkingDays(await loadCalendar(trx), day, awardNoticeDays),
});

const award: Derive = ({ before, given, day }) => {
  const until = before?.body.noticeUntil;
  if (typeof until === 'string' && day <= until) throw notNow(awardErrors.notice(until));
  const longest = longestTerm(day);
  if ((given.termUntil ?? '') > longest) {
    throw new Problem('validation', {
      errors: [{ pointer: '#/given/termUntil', detail: awardErrors.tooLong(longest) }],
    });
  }
  return Promise.resolve({});
};

export const awardDerivations: Readonly<Record<string, Derive>> = {
  'award.apply': apply,
  'award.check': check,
  'award.rate': rate,
  'award.announce': announce,
  'award.award': award,
};
