/** Counting: SQL gives whole numbers, server/domain/figures.ts makes every published number of them. */

import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { openStates, workingStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { Closing } from '../server/domain/counting.ts';
import type { CountRow } from '../server/domain/figures.ts';
import { noRatings, type RatingCounts } from '../server/domain/rating-figures.ts';
import type { Basis } from '../server/domain/vocabulary.ts';
import type { Database } from './tables.ts';

type Cases = ExpressionBuilder<Database, 'case_file'>;
type Which = 'all' | 'settled';

/** How many rows of a group a condition holds for; one that is unknown (null) does not hold. */
const many = (condition: Expression<SqlBool>) => sql<number>`sum(case when ${condition} then 1 else 0 end)`;

/** The conditions of the counts, by the names that server/domain/figures.ts explains them under. */
const conditions = (eb: Cases, asOf: Day) => {
  const effective = eb('exit', '=', 'EFFECTIVE');
  const closed = eb('state', '=', 'closed');
  const closedAs = (result: 'A' | 'D') => eb.and([closed, eb('result', '=', result)]);
  // A case that failed a check starts over and forgets it; its history does not.
  const failedCheck = eb.exists(
    eb
      .selectFrom('case_event')
      .select('case_event.seq')
      .whereRef('case_event.case_id', '=', 'case_file.id')
      .where('case_event.act', 'in', ['failCheck', 'overturn']),
  );
  const resolvedOn = (basis: Basis) => eb.and([closedAs('A'), eb('basis', '=', basis)]);
  return {
    effective,
    citizen: resolvedOn('citizen'),
    independent: resolvedOn('independent'),
    office: resolvedOn('office'),
    explained: closedAs('D'),
    claimed: eb.and([effective, eb('claims', '>', 0), eb.or([eb('result', 'is', null), eb('result', '=', 'A')])]),
    open: eb('state', 'in', openStates),
    overdue: eb.and([eb('state', 'in', workingStates), eb('paused_on', 'is', null), eb('due_complete', '<', asOf)]),
    suspended: eb('state', '=', 'suspended'),
    returned: eb('returns', '>', 0),
    extended: eb('extensions', '>', 0),
    reworked: eb('reworks', '>', 0),
    assigned: eb('assigned_on', 'is not', null),
    acceptedInTime: eb('accepted_on', '<=', eb.ref('due_accept')),
    closedInTime: eb.and([closed, eb('on_time', '=', 1)]),
    checked: eb.and([effective, eb.or([eb('checked', 'is not', null), failedCheck])]),
    checkPassed: eb.and([effective, eb('checked', '=', 'passed'), eb.not(failedCheck)]),
    revisitDue: eb.and([closed, eb('has_contact', '=', 1)]),
    revisited: eb.and([closed, eb('revisit', 'in', ['satisfied', 'fairly', 'dissatisfied'])]),
    revisitSatisfied: eb.and([closed, eb('revisit', 'in', ['satisfied', 'fairly'])]),
    answeredSeen: eb.and([eb('answer', 'is not', null), eb('answer_proof', '=', 'seen')]),
    erased: eb('erased', '=', 1),
  };
};

/** Cases of which everything is in the ledger; the others are counted from what is there of them (logged-cases.ts). */
const isSettled = (eb: Cases) =>
  eb.and([
    eb('logged_seq', '>', 0),
    eb.not(
      eb.exists(
        eb
          .selectFrom('ledger_pending')
          .select('ledger_pending.leaf')
          .whereRef('ledger_pending.case_id', '=', 'case_file.id'),
      ),
    ),
  ]);

/**
 * The cube that all figures are summed from: counts by 评议年度, month of receipt, department (the one that has the case, else
 * the one its author named) and topic. Groups without a case are left out.
 * @param asOf the day on which 超期 is judged
 * @param which all cases as they are now, or only those of which everything is in the ledger
 */
export async function countRows(db: Kysely<Database>, asOf: Day, which: Which = 'all'): Promise<CountRow[]> {
  const month = sql<string>`substr(received_on, 1, 7)`;
  const department = sql<string>`coalesce(department, named, '')`;
  const topic = sql<string>`coalesce(topic, '')`;
  const rows = await db
    .selectFrom('case_file')
    .select(['year', month.as('month'), department.as('of_department'), topic.as('of_topic')])
    .select((eb) => eb.fn.countAll<number>().as('received'))
    .select((eb) => Object.entries(conditions(eb, asOf)).map(([name, condition]) => many(condition).as(name)))
    .$if(which === 'settled', (query) => query.where(isSettled))
    .groupBy(['year', month, department, topic])
    .execute();
  return rows.map((row) => {
    const { of_department, of_topic, citizen, independent, office, ...counts } = row as typeof row & ConditionCounts;
    return { ...counts, department: of_department, topic: of_topic, resolved: { citizen, independent, office } };
  });
}

type ConditionCounts = Record<keyof ReturnType<typeof conditions>, number>;

/**
 * The cases closed in each month of a 评议年度, whenever they were received.
 * @param startsOn first day of the 评议年度, `MM-DD`
 */
export async function closingsByMonth(
  db: Kysely<Database>,
  year: number,
  startsOn = '12-01',
  which: Which = 'all',
): Promise<Closing[]> {
  const month = sql<string>`substr(closed_on, 1, 7)`;
  const rows = await db
    .selectFrom('case_file')
    .where('state', '=', 'closed')
    .where('closed_on', '>=', `${year}-${startsOn}`)
    .where('closed_on', '<', `${year + 1}-${startsOn}`)
    .select(month.as('month'))
    .select((eb) => {
      const { citizen, independent, office, explained } = conditions(eb, '');
      return [
        many(citizen).as('citizen'),
        many(independent).as('independent'),
        many(office).as('office'),
        many(explained).as('explained'),
      ];
    })
    .$if(which === 'settled', (query) => query.where(isSettled))
    .groupBy(month)
    .orderBy(month)
    .execute();
  return rows.map(({ month: of, explained, ...resolved }) => ({ month: of, resolved, explained }));
}

/** Opened ratings of a 评议年度 by department, with those counted apart beside them. Departments without an opened one are left out. */
export async function ratingCounts(
  db: Kysely<Database>,
  year: number,
): Promise<({ department: string } & RatingCounts)[]> {
  const rows = await db
    .selectFrom('rating_total')
    .select(['department_code', 'is_apart', 'level', 'ratings'])
    .where('year', '=', year)
    .orderBy('department_code')
    .execute();
  const groups = new Map<string, RatingCounts>();
  for (const { department_code, is_apart, level, ratings } of rows) {
    const counts = groups.get(department_code) ?? {
      levels: { ...noRatings.levels },
      apart: { ...noRatings.apart },
    };
    counts[is_apart === 1 ? 'apart' : 'levels'][level] += ratings;
    groups.set(department_code, counts);
  }
  return [...groups].map(([department, counts]) => ({ department, ...counts }));
}

/** How many ratings a department got on each day, days without one left out: what the rule for bursts looks at. */
export async function ratingsByDay(
  db: Kysely<Database>,
  department: string,
  { from, to }: { from: Day; to: Day },
): Promise<{ day: Day; ratings: number }[]> {
  return db
    .selectFrom('rating_day')
    .select(['day', 'ratings'])
    .where('department_code', '=', department)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute();
}
