/** Which score every department had, so that the means of the classes are those that the city is known for. */

import { type ClassCode, classes, departments } from '../data/departments.ts';
import { type Random } from '../random.ts';
import { best, classMeans, worst } from './numbers-2025.ts';

/** Thousandths of a point above the mean: some stand out, most are close together. */
const ahead = [3400, 3130, 2870];
const behind = [-3300, -3650, -4120];
const spread = 800;

/** Scores of one class, best first; their mean is exactly that of the class. */
function scoresOf(classCode: ClassCode, count: number, random: Random): number[] {
  const mean = classMeans[classCode];
  const middle = count - ahead.length - behind.length;
  const offsets = [
    ...ahead.map((one) => one + random.between(-60, 60)),
    ...Array.from({ length: middle }, (_, index) => spread - Math.round((2 * spread * index) / (middle - 1))),
    ...behind.map((one) => one + random.between(-60, 60)),
  ];
  const scores = offsets.map((offset) => mean + offset);
  const isOf = (one: { department: string }): boolean =>
    departments.some(({ code, classCode: of }) => code === one.department && of === classCode);
  if (isOf(best)) scores[0] = best.score;
  if (isOf(worst)) scores[count - 1] = worst.score;
  // What is missing to the mean is shared out among those in the middle.
  let missing = mean * count - scores.reduce((sum, score) => sum + score, 0);
  for (let index = 0; missing !== 0; index += 1) {
    const at = ahead.length + (index % middle);
    const step = Math.sign(missing);
    scores[at] = (scores[at] ?? 0) + step;
    missing -= step;
  }
  return scores;
}

/** Scores in thousandths, by department. */
export function scores2025(random: Random): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { code: classCode } of classes) {
    const codes = departments.filter((one) => one.classCode === classCode).map(({ code }) => code);
    const fixed = [best.department, worst.department];
    const others = random.shuffled(codes.filter((code) => !fixed.includes(code)));
    const order = [
      ...(codes.includes(best.department) ? [best.department] : []),
      ...others,
      ...(codes.includes(worst.department) ? [worst.department] : []),
    ];
    for (const [place, score] of scoresOf(classCode, order.length, random).entries())
      scores.set(order[place] ?? '', score);
  }
  return scores;
}
