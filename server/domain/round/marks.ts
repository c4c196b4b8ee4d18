/** Whether what a ballot says fits the questionnaire. The phone, the server and the verifier ask this one judge. */

import type { Marks } from '../trust/ballot.ts';
import { levelsOf, type RoundPlan } from './plan.ts';

/** What of a plan decides over marks. */
export type Questionnaire = Pick<RoundPlan, 'items' | 'scale' | 'asksOverall'>;

/** 弃权: a ballot that rates nothing says exactly this. */
export const abstention: Marks = { r: 0, x: {} };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether at least one item was rated. A ballot that only has an overall mark rates nothing that the score is made of. */
export const isSubstantive = ({ x }: Marks): boolean => Object.values(x).some((level) => level > 0);

/**
 * Reads marks as they came from outside.
 * Every item has exactly one level, 不了解 (0) among them, and so has 总体评价 (0 where it is not asked); who rates nothing at all hands in {@link abstention}.
 * @returns the marks; nothing when an item is missing, unknown, or has a level that the scale does not have
 */
export function readMarks(questionnaire: Questionnaire, value: unknown): Marks | undefined {
  if (!isObject(value) || Object.keys(value).length !== 2) return undefined;
  const { r, x } = value;
  if (typeof r !== 'number' || !isObject(x)) return undefined;
  const codes = Object.keys(x);
  if (codes.length === 0) return r === 0 ? abstention : undefined;

  const levels = levelsOf(questionnaire);
  if (!(questionnaire.asksOverall ? levels : [0]).includes(r)) return undefined;
  if (codes.length !== questionnaire.items.length) return undefined;
  const marks: Record<string, number> = {};
  for (const { code } of questionnaire.items) {
    const level = Object.hasOwn(x, code) ? x[code] : undefined;
    if (typeof level !== 'number' || !levels.includes(level)) return undefined;
    marks[code] = level;
  }
  // All of it 不了解 has one spelling only, so that an abstention cannot be told from another.
  if (r === 0 && Object.values(marks).every((level) => level === 0)) return undefined;
  return { r, x: marks };
}
