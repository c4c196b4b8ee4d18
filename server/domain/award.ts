/** 满意机关创建: the conditions of an application, each with what it was decided on, and the terms of an award. */

import type { Day } from './day.ts';
import type { Rate } from './figures.ts';

export const awardConditions = [
  'no-veto', // no approved 一票否决建议
  'rectified', // 整改率 at least 90 %
  'not-listed', // no 挂牌督办
] as const;
export type AwardCondition = (typeof awardConditions)[number];

/** 整改率 that is asked for, per cent. */
export const rectifiedLeast = 90;
/** 群众评议分 that is asked for. */
export const publicLeast = 85;
/** Working days of 公示, and years that an award stands. */
export const awardNoticeDays = 5;
export const awardYears = 2;

/** What the conditions are decided on. */
export interface AwardFacts {
  /** 一票否决建议 approved in this 评议年度 or the one before, by number. */
  vetoes: readonly string[];
  /** 整改率 of the department as last published. */
  rectification: Pick<Rate, 'numerator' | 'denominator' | 'percent'>;
  /** 挂牌 that nobody has lifted: of cases, and of the department itself. */
  listed: number;
}

/** One condition: whether it is met, and what that was decided on. Canonical: it is written in the ledger. */
export interface ConditionLine {
  condition: AwardCondition;
  isMet: boolean;
  /** Numbers of vetoes; 整改率 as numerator and denominator; how many are 挂牌. */
  on: string[];
}

/** Each condition with its outcome. A department with nothing to rectify meets the 整改率. */
export function conditionsOf({ vetoes, rectification, listed }: AwardFacts): ConditionLine[] {
  const { numerator, denominator } = rectification;
  return [
    { condition: 'no-veto', isMet: vetoes.length === 0, on: [...vetoes] },
    {
      condition: 'rectified',
      isMet: numerator * 100 >= denominator * rectifiedLeast,
      on: [String(numerator), String(denominator)],
    },
    { condition: 'not-listed', isMet: listed === 0, on: [String(listed)] },
  ];
}

/** Where 群众评议分 comes from. */
export interface PublicScore {
  /** Id and 文号 of the round. */
  round: string;
  number: string;
  /** Three decimals. */
  score: string;
}

/** Whether a score, three decimals, is at least what is asked for. Whole numbers only, so that everybody gets the same. */
export const isEnough = (score: string): boolean => {
  const [whole = '0', part = ''] = score.split('.');
  return Number(whole) * 1000 + Number(part.padEnd(3, '0').slice(0, 3)) >= publicLeast * 1000;
};

/** The last day on which an award given on a day may end. */
export const longestTerm = (day: Day): Day => {
  const sameDay = `${Number(day.slice(0, 4)) + awardYears}${day.slice(4)}`;
  // 29 February has no anniversary in two years.
  return sameDay.endsWith('-02-29') ? `${sameDay.slice(0, 4)}-02-28` : sameDay;
};
