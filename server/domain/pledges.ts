/** 公开承诺: the short form of its number, its marks, and from when on they are told. */

import type { Day } from './day.ts';
import { marks, type Mark } from './vocabulary.ts';

/** States in which a pledge is public, in the order of its life. */
export const publicPledgeStates = ['published', 'marking', 'kept'] as const;
export type PublicPledgeState = (typeof publicPledgeStates)[number];

/** Fewer marks than this are not told: they would say what single people think. */
export const fewestMarks = 10;

/** What citizens said at the end; `apart` are those sent without proof that a person sends them. */
export type MarkCounts = Record<Mark, number> & { apart: number };

export const noMarks: MarkCounts = { satisfied: 0, fairly: 0, dissatisfied: 0, apart: 0 };

/** Marks that count. */
export const markTotal = (counts: MarkCounts): number => marks.reduce((sum, mark) => sum + counts[mark], 0);

/** 「2026-0007」 of 澜评诺〔2026〕0007号: how a number stands in an address. */
export const shortNumber = (number: string): string =>
  /〔(\d{4})〕(\d{4,9})号$/u.exec(number)?.slice(1).join('-') ?? '';

/** The end of a 文号 that an address names: 诺〔2026〕0007号; nothing for an address that names none. */
export function numberEnding(sign: string, short: string): string | undefined {
  const [, year, n] = /^(\d{4})-(\d{4,9})$/.exec(short) ?? [];
  return year === undefined || n === undefined ? undefined : `${sign}〔${year}〕${n}号`;
}

/** What 兑现率 is counted from: the day first promised, how often it was carried on (结转), and when it was found to be kept. */
export interface PledgeCourse {
  promisedOn: Day;
  carried: number;
  keptOn: Day | null;
}

/** 公开承诺兑现率 = 已兑现 ÷ 到期承诺. A pledge is due on the day first promised: carrying it on moves its work, not this day. */
export interface PledgeCounts {
  all: number;
  due: number;
  /** Of those that are due. */
  kept: number;
  /** Of those that are due, carried on at least once. */
  carried: number;
}

export function countPledges(courses: readonly PledgeCourse[], today: Day): PledgeCounts {
  const due = courses.filter(({ promisedOn }) => promisedOn < today);
  return {
    all: courses.length,
    due: due.length,
    kept: due.filter(({ keptOn }) => keptOn !== null).length,
    carried: due.filter(({ carried }) => carried > 0).length,
  };
}
