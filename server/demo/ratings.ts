/** 公众日常评价 of a year: about as satisfied as the cities that publish theirs, with departments hardly anybody knows. */

import { addDays, type Day } from '../domain/day.ts';
import {
  type RatingItem,
  type RatingLevel,
  type RatingTag,
  ratingItems,
  ratingTags,
  type VerdictReason,
} from '../domain/vocabulary.ts';
import { type ClassCode, departments } from './data/departments.ts';
import { type Random, randomFrom } from './random.ts';
import { inProportion } from './totals.ts';

export interface DemoRating {
  id: string;
  department: string;
  day: Day;
  level: RatingLevel;
  items: Partial<Record<RatingItem, RatingLevel>>;
  tags: RatingTag[];
  flag: Extract<VerdictReason, 'no-proof' | 'burst'> | null;
}

export const ratingsInAll = 30_000;
const seed = 20_251_201;

/** In a hundred: who answer 不了解, and satisfied ones among the others. After the published scores of real cities by kind of department. */
const shapes: Record<ClassCode, { unknown: number; satisfied: number; weight: number }> = {
  A: { unknown: 35, satisfied: 96, weight: 2 },
  B: { unknown: 22, satisfied: 95, weight: 5 },
  C: { unknown: 6, satisfied: 92, weight: 13 },
  D: { unknown: 7, satisfied: 94, weight: 16 },
  E: { unknown: 28, satisfied: 96, weight: 4 },
  F: { unknown: 9, satisfied: 91, weight: 11 },
};
/** Departments that hardly anybody rates: for them no number is published, or none but the sample's size. */
const scarce: Record<string, number> = {
  swfj: 6,
  tzb: 8,
  dangxiao: 19,
  wgc: 21,
  gxs: 24,
  bianban: 17,
  rfb: 26,
  tjdcd: 14,
};
/** One day on which somebody had many praise a department at once: flagged, counted apart, not deleted. */
const burst = { department: 'tcgs', day: '2026-06-18', ratings: 58 };

const praises: readonly RatingTag[] = ratingTags.slice(0, 4);
const complaints: readonly RatingTag[] = ratingTags.slice(4);

/** All ratings from 2025-12-01 to 2026-11-30, department by department. */
export function makeRatings(): DemoRating[] {
  const random = randomFrom(seed);
  const plentiful = departments.filter(({ code }) => !(code in scarce));
  const rest = ratingsInAll - Object.values(scarce).reduce((sum, count) => sum + count, 0) - burst.ratings;
  const weights = plentiful.map(
    ({ classCode, effective }) => (shapes[classCode].weight * 20 + effective * 12) * random.between(70, 130),
  );
  const counts = new Map(
    [...plentiful.map(({ code }) => code), ...Object.keys(scarce)].map((code) => [code, scarce[code] ?? 0]),
  );
  inProportion(rest, weights).forEach((count, index) => counts.set(plentiful[index]?.code ?? '', count));

  const ratings: DemoRating[] = [];
  for (const { code, classCode, effective } of departments) {
    const shape = shapes[classCode];
    // Who is complained about most is not rated best.
    const satisfied = shape.satisfied * 10 + random.between(-25, 20) - Math.min(effective, 60) / 3;
    for (let number = 0; number < (counts.get(code) ?? 0); number += 1) {
      const level = random.chance(shape.unknown) ? 0 : levelOf(random, satisfied);
      ratings.push({ ...ratingOf(random, code, dayOf(random), level), flag: random.chance(0.9) ? 'no-proof' : null });
    }
  }
  for (let number = 0; number < burst.ratings; number += 1)
    ratings.push({ ...ratingOf(random, burst.department, burst.day, 5), flag: 'burst' });
  return random.shuffled(ratings);
}

/** A third of those who are satisfied are very much so, most are plainly, the rest just about. */
function levelOf(random: Random, satisfiedInThousand: number): RatingLevel {
  if (random.below(1000) >= satisfiedInThousand) return random.chance(66) ? 2 : 1;
  const shade = random.below(100);
  return shade < 33 ? 5 : shade < 76 ? 4 : 3;
}

function ratingOf(random: Random, department: string, day: Day, level: RatingLevel): Omit<DemoRating, 'flag'> {
  const items: DemoRating['items'] = {};
  if (level > 0 && random.chance(38)) {
    for (const item of ratingItems) {
      if (random.chance(70)) items[item] = near(random, level);
    }
  }
  const tags = level > 0 && random.chance(34) ? [random.pick(level >= 3 ? praises : complaints)] : [];
  return { id: Buffer.from(random.bytes(32)).toString('base64url'), department, day, level, items, tags };
}

const levels: readonly RatingLevel[] = [1, 2, 3, 4, 5];
const near = (random: Random, level: RatingLevel): RatingLevel => {
  const index = levels.indexOf(level) + (random.chance(25) ? random.pick([-1, 1]) : 0);
  return levels[Math.min(Math.max(index, 0), levels.length - 1)] ?? level;
};

/** More in December and January, when the round draws people; the others over the year. */
const dayOf = (random: Random): Day =>
  random.chance(30) ? addDays('2025-12-01', random.below(62)) : addDays('2025-12-01', random.below(365));
