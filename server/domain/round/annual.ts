/** 年度得分: the score of the round, what became of the year's 意见, and the regular ratings, by the formula that the plan froze. */

import { type Fraction, fraction, printed, readPrinted, weightedMean } from './fraction.ts';
import type { AnnualFormula } from './plan.ts';
import type { AnnualInputs, AnnualScore } from './results.ts';

/** 整改得分 = 100 × (50 % 整改率 + 20 % 按期办结率 + 20 % 回访满意率 + 10 % 按时签收率). A share of nothing leaves, the others are scaled up. */
const rectificationOf = ({ rectified, onTime, revisits, signed }: AnnualInputs): Fraction | undefined =>
  weightedMean(
    [
      { weight: 50, share: rectified },
      { weight: 20, share: onTime },
      { weight: 20, share: revisits },
      { weight: 10, share: signed },
    ].flatMap(({ weight, share: { part, of } }) => (of === 0 ? [] : [{ weight, value: fraction(100 * part, of) }])),
  );

/** 日常得分: the plain mean of what was published of the year's regular ratings. */
const regularOf = ({ regular }: AnnualInputs): Fraction | undefined =>
  weightedMean(regular.map((score) => ({ weight: 1, value: readPrinted(score) })));

/** 年度得分 of a department that has a score in the round. */
export function annualScore(formula: AnnualFormula, review: Fraction, inputs: AnnualInputs): AnnualScore | undefined {
  const rectification = rectificationOf(inputs);
  const regular = regularOf(inputs);
  const score = weightedMean([
    { weight: formula.review, value: review },
    ...(rectification ? [{ weight: formula.rectification, value: rectification }] : []),
    ...(regular ? [{ weight: formula.regular, value: regular }] : []),
  ]);
  if (score === undefined) return undefined;
  return {
    score: printed(score),
    review: printed(review),
    ...(rectification && { rectification: printed(rectification) }),
    ...(regular && { regular: printed(regular) }),
    inputs,
  };
}
