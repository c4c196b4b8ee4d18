/** What is computed of a round, and from what: the counts that go in, the figures that come out. */

import type { BallotChannel, ExclusionRule, VoidReason } from '../vocabulary.ts';
import { compareFractions, type Fraction, printed, readPrinted, weightedMean } from './fraction.ts';
import type { RoundPlan } from './plan.ts';
import { rankClass } from './rank.ts';
import { type Scored, scoreDepartment } from './score-department.ts';
import { isOpen } from './scoring.ts';
import { sum, sumShares } from './shares.ts';
import { turnout } from './turnout.ts';

/** How often each level was chosen, by level (`'4': 120`); 0 for 不了解 among them. Levels that nobody chose may be absent. */
export type LevelCounts = Readonly<Record<string, number>>;

/** What the opened ballots of a cell say. */
export interface OpenedCell {
  /** Rows that rate at least one item. Only these are tallied below. */
  substantive: number;
  /** Rows that rate nothing: 弃权, counted for 不了解率 only. */
  abstained: number;
  /** Opened rows that do not fit the questionnaire: shown, never counted. */
  malformed: number;
  /** Ballots of the cell that nobody ever opened: shown, never counted. */
  unopened: number;
  /** Marks of the substantive rows, by item. */
  items: Readonly<Record<string, LevelCounts>>;
  /** 总体评价 of the substantive rows; empty where it is not asked. */
  overall: LevelCounts;
}

/** Ballots of one rater group on one department by one channel, without those taken back or excluded. */
export interface CellCounts {
  department: string;
  group: string;
  channel: BallotChannel;
  /** All ballots of the cell, whatever they say. */
  ballots: number;
  /** Absent when the cell is too small to be opened: then nothing of it is counted. */
  opened?: OpenedCell;
}

/** People (not rows) of one rater group on one channel. */
export interface TurnoutCounts {
  group: string;
  channel: BallotChannel;
  /** Invitation codes made, papers handed out, numbers dialled. */
  issued: number;
  /** Codes used, papers and interviews that came back. */
  returned: number;
  /** Void ones among those returned, by reason. */
  void: Readonly<Partial<Record<VoidReason, number>>>;
  /** Those excluded as a whole (异常剔除), by rule. */
  excluded: Readonly<Partial<Record<ExclusionRule, number>>>;
}

/** A share before it is printed: `part` of `of`. */
export interface Share {
  part: number;
  of: number;
}

/** What 年度得分 needs of a department besides its score of this round. */
export interface AnnualInputs {
  department: string;
  /** 整改率, 按期办结率, 回访满意率, 按时签收率 of the year; a share of nothing leaves. */
  rectified: Share;
  onTime: Share;
  revisits: Share;
  signed: Share;
  /** Scores of the department in the 日常评议 of the year as published (`'93.214'`). None: the part leaves. */
  regular: readonly string[];
}

/** Everything that {@link computeResults} is told beside the frozen plan. */
export interface ResultsInput {
  cells: readonly CellCounts[];
  turnout: readonly TurnoutCounts[];
  /** Rows that voters took back. */
  cancelled: number;
  /** Rows taken out by confirmed exclusions. */
  excludedRows: number;
  /** By department, where the plan has a formula for 年度得分. */
  annual?: readonly AnnualInputs[];
}

/** A share as it is printed: `percent` with one decimal, half up; absent when it is a share of nothing. */
export interface PrintedShare extends Share {
  percent?: string;
}

/** A share that is an estimate, with its 95 % Wilson interval as shares of 1 (`'0.9412'`). */
export interface EstimatedShare extends PrintedShare {
  low: string;
  high: string;
}

/** One item of the questionnaire within one group. */
export interface ItemScore {
  item: string;
  /** Rows that gave a level. */
  n: number;
  /** Rows that gave 不了解. */
  unknown: number;
  /** Sum of the points of those levels: the score is `points` ÷ `n`. */
  points: number;
  /** How often each level was chosen, 0 among them. */
  levels: LevelCounts;
  /** 3 decimals, half up; absent when nobody gave a level. */
  score?: string;
}

/** A group (or one channel of all groups) with its scores by item. */
export interface PartScore {
  substantive: number;
  abstained: number;
  items: ItemScore[];
  /** Mean of the items by their weights; 3 decimals, half up. */
  score?: string;
}

export interface GroupScore extends PartScore {
  group: string;
  /** Whether it has enough ballots to count for this department. */
  counts: boolean;
}

/** What came by one channel alone, whether the plan counts it or only shows it. */
export interface ChannelScore extends PartScore {
  channel: BallotChannel;
  counts: boolean;
  /** All ballots of the channel on the department, also those of cells that stay closed. */
  ballots: number;
  /** Of them, those in cells too small to be opened. */
  hidden: number;
}

/** Three decimals each, between 0 and 100. */
export interface Interval {
  low: string;
  high: string;
}

/** 年度得分 with all that it is made of; parts that do not exist are absent and leave the formula. */
export interface AnnualScore {
  score: string;
  review: string;
  rectification?: string;
  regular?: string;
  inputs: AnnualInputs;
}

/**
 * `ranked`; `unranked`: its class is 征求意见 only; `few`: 样本不足, figures without a rank; `withheld`: too few ballots to say anything;
 * `exempt`: 免评, nobody was asked.
 */
export type Standing = 'ranked' | 'unranked' | 'few' | 'withheld' | 'exempt';

export interface DepartmentResult {
  department: string;
  classCode: string;
  standing: Standing;
  /** Substantive ballots that count. */
  n: number;
  /** 3 decimals, half up. Absent with `withheld` and `exempt`, as everything that follows from it. */
  score?: string;
  /** 95 %. */
  interval?: Interval;
  /** Place within its class; equal scores share it (1, 2, 2, 4). */
  rank?: number;
  /** 梯队 within its class: departments whose intervals overlap are in the same one. */
  tier?: number;
  /** 满意率, 很满意 (the best level) and 不了解率 over the ballots that count. */
  satisfied: EstimatedShare;
  verySatisfied: PrintedShare;
  unknown: PrintedShare;
  /** Items over all groups that count, weighted like the score; `points` and `n` are plain sums. */
  items: ItemScore[];
  /** 总体评价 over the groups that count; empty where it is not asked. */
  overall: LevelCounts;
  groups: GroupScore[];
  channels: ChannelScore[];
  annual?: AnnualScore;
}

export interface ClassResult {
  classCode: string;
  isRanked: boolean;
  /** Departments in it with enough ballots to be ranked; the mean, `max` and `min` are of these. */
  departments: number;
  mean?: string;
  max?: string;
  min?: string;
  /** Sums over all its departments. */
  satisfied: PrintedShare;
  verySatisfied: PrintedShare;
  unknown: PrintedShare;
  /** Plain means of the departments' scores by item, what a department's profile is compared with. */
  items: { item: string; score: string }[];
}

/** People: how many were asked, answered, and were valid. `valid` = `returned` − void − excluded. */
export interface Turnout {
  issued: number;
  returned: number;
  void: Partial<Record<VoidReason, number>>;
  excluded: Partial<Record<ExclusionRule, number>>;
  valid: number;
  /** `returned` of those invited (of a channel: of those issued). */
  returnRate: PrintedShare;
  /** `valid` of those returned. */
  validRate: PrintedShare;
}

export interface GroupTurnout extends Turnout {
  group: string;
  /** As the plan says. */
  invited: number;
  channels: (Turnout & { channel: BallotChannel })[];
}

/** Ballots as rows: one rater on one department. `ballots` = `hidden` + `unopened` + `malformed` + `abstained` + `substantive`. */
export interface RowCounts {
  /** Without those cancelled and excluded. */
  ballots: number;
  cancelled: number;
  excluded: number;
  /** In cells too small to be opened. */
  hidden: number;
  hiddenCells: number;
  unopened: number;
  malformed: number;
  abstained: number;
  substantive: number;
  /** Substantive ones that a score rests on. */
  counted: number;
}

export interface RoundResults {
  v: 1;
  round: string;
  title: string;
  year: number;
  rows: RowCounts;
  turnout: {
    invited: number;
    total: Turnout;
    groups: GroupTurnout[];
    channels: (Turnout & { channel: BallotChannel })[];
  };
  /** Of the whole round. `max` and `min` are of ranked departments. */
  overall: {
    max?: string;
    min?: string;
    satisfied: PrintedShare;
    verySatisfied: PrintedShare;
    unknown: PrintedShare;
  };
  /** In the order of the plan. */
  classes: ClassResult[];
  /** In the order of the plan. */
  departments: DepartmentResult[];
}

const rangeOf = (scores: readonly Fraction[]): { max?: string; min?: string } => {
  const bestFirst = [...scores].sort((a, b) => compareFractions(b, a));
  const [max, min] = [bestFirst[0], bestFirst.at(-1)];
  return max && min ? { max: printed(max), min: printed(min) } : {};
};

const meanOf = (scores: readonly Fraction[]): string | undefined => {
  const mean = weightedMean(scores.map((value) => ({ weight: 1, value })));
  return mean && printed(mean);
};

const shares = (
  results: readonly DepartmentResult[],
): Pick<ClassResult, 'satisfied' | 'verySatisfied' | 'unknown'> => ({
  satisfied: sumShares(results.map(({ satisfied }) => satisfied)),
  verySatisfied: sumShares(results.map(({ verySatisfied }) => verySatisfied)),
  unknown: sumShares(results.map(({ unknown }) => unknown)),
});

function classResult(
  plan: RoundPlan,
  { code, isRanked }: RoundPlan['classes'][number],
  all: readonly Scored[],
): ClassResult {
  const own = all.filter(({ result }) => result.classCode === code);
  const enough = own.filter(({ result }) => result.standing === 'ranked' || result.standing === 'unranked');
  const scores = enough.flatMap(({ exact }) => (exact ? [exact.score] : []));
  const mean = meanOf(scores);
  return {
    classCode: code,
    isRanked,
    departments: enough.length,
    ...(mean && { mean }),
    ...rangeOf(scores),
    ...shares(own.map(({ result }) => result)),
    items: plan.items.flatMap(({ code: item }) => {
      const printedScores = enough.flatMap(({ result }) => result.items.find((one) => one.item === item)?.score ?? []);
      const score = meanOf(printedScores.map(readPrinted));
      return score ? [{ item, score }] : [];
    }),
  };
}

/** Places and tiers, class by class. Only departments that are `ranked` have one. */
const placed = (plan: RoundPlan, all: readonly Scored[]): DepartmentResult[] => {
  const places = plan.classes.flatMap(({ code }) =>
    rankClass(
      all.flatMap(({ result, exact }) =>
        result.classCode === code && result.standing === 'ranked' && exact ? [exact] : [],
      ),
    ),
  );
  return all.map(({ result }) => {
    const place = places.find(({ department }) => department === result.department);
    return { ...result, ...(place && { rank: place.rank, tier: place.tier }) };
  });
};

const rowCounts = (plan: RoundPlan, { cells, cancelled, excludedRows }: ResultsInput, counted: number): RowCounts => {
  const opened = cells.flatMap((cell) => (isOpen(plan, cell) && cell.opened ? [cell.opened] : []));
  const closed = cells.filter((cell) => !isOpen(plan, cell));
  return {
    ballots: sum(cells.map(({ ballots }) => ballots)),
    cancelled,
    excluded: excludedRows,
    hidden: sum(closed.map(({ ballots }) => ballots)),
    hiddenCells: closed.length,
    unopened: sum(opened.map(({ unopened }) => unopened)),
    malformed: sum(opened.map(({ malformed }) => malformed)),
    abstained: sum(opened.map(({ abstained }) => abstained)),
    substantive: sum(opened.map(({ substantive }) => substantive)),
    counted,
  };
};

/**
 * All figures of a round, from the plan as frozen and the counts of its ballots. Only whole numbers and exact fractions are used, so that anybody who
 * recomputes it gets the same digits.
 */
export function computeResults(plan: RoundPlan, input: ResultsInput): RoundResults {
  const scored = plan.departments.map((department) => scoreDepartment(plan, input, department));
  const departments = placed(plan, scored);
  const range = rangeOf(
    scored.flatMap(({ result, exact }) => (result.standing === 'ranked' && exact ? [exact.score] : [])),
  );
  return {
    v: 1,
    round: plan.round,
    title: plan.title,
    year: plan.year,
    rows: rowCounts(plan, input, sum(departments.map(({ n }) => n))),
    turnout: turnout(plan, input.turnout),
    overall: { ...range, ...shares(departments) },
    classes: plan.classes.map((one) => classResult(plan, one, scored)),
    departments,
  };
}
