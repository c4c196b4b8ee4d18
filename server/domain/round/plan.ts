/**
 * The plan of a 评议活动: who is rated in which class, what is asked, who rates with which weight, what counts. Frozen before it opens, byte for byte
 * (`rules.json`); everything that is computed of a round is computed from it.
 */

import type { Day } from '../day.ts';
import type { BallotChannel, RoundKind } from '../vocabulary.ts';

/** One level of a scale. Codes are whole numbers, the best one highest; 0 is always 不了解 and not in the list. */
export interface ScaleLevel {
  level: number;
  name: string;
  /** 0 to 100, whole. */
  points: number;
  /** Counts as satisfied in 满意率. */
  isSatisfied: boolean;
}

export interface Scale {
  /** Preset that it was copied from: `P5`, `P4-100-70-30`, `P4-100-90-80-60`, `STAR5`. */
  preset: string;
  /** Best first. */
  levels: ScaleLevel[];
}

/** One thing that is asked of every department. */
export interface QuestionItem {
  code: string;
  name: string;
  /** Per cent; the weights of all items sum to 100. */
  weight: number;
}

export interface RoundClass {
  code: string;
  name: string;
  /** Ranked, or 征求意见 only: its departments get opinions and figures, and no rank. */
  isRanked: boolean;
}

export interface RoundDepartment {
  code: string;
  name: string;
  /** Its class in this round. */
  classCode: string;
  /** 免评: named, and not rated. */
  isExempt?: true;
}

/** 评议人类别. */
export interface RaterGroup {
  code: string;
  name: string;
  /** Per cent; the weights of all groups sum to 100. */
  weight: number;
  /** How many are invited, over all channels. */
  invited: number;
  /** The sampling frame, in words: of whom, chosen how. */
  frame: string;
}

/**
 * A list of invitation codes. Codes of one group may be for all departments, for one (those who had to do with it), or for all but one (its own staff).
 */
export interface RosterRule {
  /** Two letters of Crockford's base32, the first two of its codes. */
  roster: string;
  group: string;
  only?: string;
  except?: string;
  /** Number of codes. */
  codes: number;
  /** 会场码: used only within this time of the city (`2026-12-20T09:00`), both ends included. */
  window?: { from: string; until: string };
}

export interface ChannelRule {
  channel: BallotChannel;
  /** Counts in the score, or is only shown apart. */
  isCounted: boolean;
}

/** 年度得分 = these per cent of 评议得分, 整改得分 and 日常得分; parts that do not exist leave, and the weights of the others are scaled up. */
export interface AnnualFormula {
  review: number;
  rectification: number;
  regular: number;
}

export interface Minimums {
  /** Fewer substantive ballots than this in a cell of group, department and channel are neither opened nor counted. */
  cell: number;
  /** A group with fewer than this for a department leaves, and the weights of the others are scaled up. */
  group: number;
  /** A department with fewer than this in all is 样本不足 and not ranked. */
  ranked: number;
}

export interface RoundPlan {
  v: 1;
  /** Id of the round. */
  round: string;
  kind: RoundKind;
  title: string;
  /** 评议年度 that it belongs to. */
  year: number;
  /** First and last day of voting. */
  opensOn: Day;
  closesOn: Day;
  /** 先领票后投票: last day on which tickets are given; absent: as long as the round is open. */
  ticketsUntil?: Day;
  scale: Scale;
  items: QuestionItem[];
  /** 总体评价 is asked, too; it is shown and not in the score. */
  asksOverall: boolean;
  classes: RoundClass[];
  departments: RoundDepartment[];
  groups: RaterGroup[];
  rosters: RosterRule[];
  channels: ChannelRule[];
  minimums: Minimums;
  annual?: AnnualFormula;
}

/** Departments that a code of a roster gives ballots on. */
export const departmentsOf = (plan: Pick<RoundPlan, 'departments'>, { only, except }: RosterRule): string[] =>
  plan.departments
    .filter(({ code, isExempt }) => isExempt !== true && (only === undefined || code === only) && code !== except)
    .map(({ code }) => code);

/** Groups and departments that need a ticket key, in the order of the plan. */
export const keysNeeded = (plan: RoundPlan): { group: string; department: string }[] => {
  const needed = new Map<string, { group: string; department: string }>();
  for (const rule of plan.rosters)
    for (const department of departmentsOf(plan, rule))
      needed.set(`${rule.group}/${department}`, { group: rule.group, department });
  return [...needed.values()];
};

/** Levels that a mark may have, 0 for 不了解 among them. */
export const levelsOf = ({ scale }: Pick<RoundPlan, 'scale'>): number[] => [
  ...scale.levels.map(({ level }) => level),
  0,
];
