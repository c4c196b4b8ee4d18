/** The lines of `results.csv`: one a department, in the order of the plan. */

import type { RoundPlan } from '../round/plan.ts';
import type { DepartmentResult, RoundResults } from '../round/results.ts';
import type { Row } from './tables.ts';

const line = (plan: RoundPlan, one: DepartmentResult): Row => ({
  department: one.department,
  name: plan.departments.find(({ code }) => code === one.department)?.name ?? '',
  class: one.classCode,
  standing: one.standing,
  n: one.n,
  score: one.score ?? null,
  score_low: one.interval?.low ?? null,
  score_high: one.interval?.high ?? null,
  rank: one.rank ?? null,
  tier: one.tier ?? null,
  satisfied: one.satisfied.part,
  very_satisfied: one.verySatisfied.part,
  rated: one.satisfied.of,
  unknown: one.unknown.part,
  asked: one.unknown.of,
  annual_score: one.annual?.score ?? null,
  annual_review: one.annual?.review ?? null,
  annual_rectification: one.annual?.rectification ?? null,
  annual_regular: one.annual?.regular ?? null,
});

export const resultRows = (plan: RoundPlan, { departments }: RoundResults): Row[] =>
  departments.map((one) => line(plan, one));
