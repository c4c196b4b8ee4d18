/** The light of a case (server/domain/lights.ts) as a condition of SQL, so that lists can be narrowed down to one; a test holds the two together. */

import { type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { addWorkingDays } from '../server/domain/calendar.ts';
import { finishedStates, workingStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { Moment } from '../server/domain/deadline-policy.ts';
import { behindFrom, farBehindAbove, type Light, soonWithin } from '../server/domain/lights.ts';
import type { Database } from './tables.ts';

type Builder = ExpressionBuilder<Database, 'case_file'>;
type Condition = ReturnType<Builder['and']>;

/** Whether the light of a case is this one. */
export function hasLight(eb: Builder, light: Light, { calendar, day }: Moment, kind: 'sqlite' | 'postgres'): Condition {
  const runs = [eb('state', 'in', workingStates), eb('paused_on', 'is', null)];
  const isRed = eb.or([
    eb('due_complete', '<', day),
    eb('reworks', '>=', 2),
    liesBehind(eb, farBehindAbove + 1, day, kind),
  ]);
  const isYellow = eb.or([
    eb('due_complete', '<=', addWorkingDays(calendar, day, soonWithin)),
    liesBehind(eb, behindFrom, day, kind),
    eb.and([eb('state', '=', 'accepted'), eb('return_locked', '=', 1), eb('transfers', '=', 0)]),
  ]);
  switch (light) {
    case 'account':
      return eb.and([eb('state', '=', 'suspended')]);
    case 'done':
      return eb.and([eb('state', 'in', finishedStates)]);
    case 'waiting':
      return eb.or([
        eb('state', 'not in', [...workingStates, ...finishedStates, 'suspended']),
        eb.and([eb('state', 'in', workingStates), eb('paused_on', 'is not', null)]),
      ]);
    case 'overdue':
      return eb.and([...runs, isRed]);
    case 'soon':
      return eb.and([...runs, not(isRed), isYellow]);
    case 'normal':
      return eb.and([...runs, not(isRed), not(isYellow)]);
  }
}

/** What is unknown, because a date is missing, is not so. */
const not = (condition: Condition) => sql<SqlBool>`not coalesce(${condition}, false)`;

/** The reported progress lies so many percentage points or more behind the plan: `pointsBehind` in lights.ts, in whole numbers. */
function liesBehind(eb: Builder, points: number, day: Day, kind: 'sqlite' | 'postgres'): Condition {
  const { whole, gone } = kind === 'sqlite' ? courseInSqlite(day) : courseInPostgres(day);
  return eb.and([
    eb('state', 'in', ['planned', 'rectifying']),
    eb('nature', '<>', 'IMMEDIATE'),
    eb('due_complete', 'is not', null),
    sql<SqlBool>`${whole} > 0`,
    sql<SqlBool>`${gone} > 0`,
    sql<SqlBool>`100 * (case when ${gone} < ${whole} then ${gone} else ${whole} end) >= (percent + ${points}) * ${whole}`,
  ]);
}

/** Days of the completion clock in all and so far, without those on which it stood still. */
interface Course {
  whole: RawBuilder<number>;
  gone: RawBuilder<number>;
}

function courseInSqlite(day: Day): Course {
  const stood = sql`(select coalesce(sum(max(0, julianday(json_extract(value, '$.pausedTo')) - julianday(json_extract(value, '$.pausedFrom')))), 0)
    from json_each(clocks, '$.complete.adjustments') where json_extract(value, '$.pausedFrom') is not null)`;
  const since = sql`julianday(json_extract(clocks, '$.complete.from')) + ${stood}`;
  return { whole: sql`(julianday(due_complete) - (${since}))`, gone: sql`(julianday(${day}) - (${since}))` };
}

function courseInPostgres(day: Day): Course {
  const complete = sql`(cast(clocks as jsonb) -> 'complete')`;
  const stood = sql`(select coalesce(sum(greatest(0, cast(one ->> 'pausedTo' as date) - cast(one ->> 'pausedFrom' as date))), 0)
    from jsonb_array_elements(coalesce(${complete} -> 'adjustments', '[]')) as one where one ? 'pausedFrom')`;
  const since = sql`cast(${complete} ->> 'from' as date)`;
  return {
    whole: sql`(cast(due_complete as date) - ${since} - ${stood})`,
    gone: sql`(cast(${day} as date) - ${since} - ${stood})`,
  };
}
