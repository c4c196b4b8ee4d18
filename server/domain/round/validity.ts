/**
 * Published rules by which ballots are flagged: 疑似异常. A flag is a question to a person and never drops anything. Rules that look at several rows of one
 * rater work only where rows belong together, which is in batches; a ballot from a phone is one row and belongs to nobody.
 */

import type { Marks } from '../trust/ballot.ts';
import type { ExclusionRule } from '../vocabulary.ts';
import { isSubstantive } from './marks.ts';
import type { RoundPlan } from './plan.ts';

/** One rater's rows, as they came in a batch. */
export interface RaterBallot {
  id: string;
  rows: readonly { department: string; marks: Marks }[];
  /** How long the whole ballot took, where that is known. */
  seconds?: number;
}

/** A flag on one ballot, with the numbers that it rests on. */
export interface BallotFlag {
  ballot: string;
  rule: ExclusionRule;
  /** Rows that rate something. */
  rows: number;
  detail: Readonly<Record<string, number>>;
}

/** The numbers in the rules; they are printed with the rules. */
export const validityLimits = {
  /** `straight-line`: one level for every item of at least this many departments. */
  sameDepartments: 10,
  /** `lone-zero`: one department all worst, at least this many others all best. */
  otherDepartments: 4,
  /** `too-fast`: less than this for each row, in seconds. */
  secondsPerRow: 2,
  /** `burst`: at least this many ballots on one department in one daily batch of the ledger, */
  burstBallots: 30,
  /** and more than this many times the mean of the other days. */
  burstTimes: 4,
  /** Fewer days tell nothing of what is usual. */
  burstDays: 3,
} as const;

/** The one level of a row; nothing when it has several, or any 不了解. */
const oneLevel = ({ x }: Marks): number | undefined => {
  const levels = [...new Set(Object.values(x))];
  return levels.length === 1 && levels[0] !== 0 ? levels[0] : undefined;
};

/** Flags on one ballot, by every rule that it meets. */
export function flagsOf(plan: Pick<RoundPlan, 'scale'>, { id, rows, seconds }: RaterBallot): BallotFlag[] {
  const rated = rows.filter(({ marks }) => isSubstantive(marks));
  const flags: BallotFlag[] = [];
  const flag = (rule: ExclusionRule, detail: Record<string, number>): void => {
    flags.push({ ballot: id, rule, rows: rated.length, detail });
  };

  const levels = rated.map(({ marks }) => oneLevel(marks));
  const [first] = levels;
  if (rated.length >= validityLimits.sameDepartments && first !== undefined && levels.every((one) => one === first))
    flag('straight-line', { departments: rated.length, level: first });

  const best = plan.scale.levels[0]?.level;
  const worst = plan.scale.levels.at(-1)?.level;
  const lowest = levels.filter((one) => one === worst).length;
  const highest = levels.filter((one) => one === best).length;
  if (lowest === 1 && highest === rated.length - 1 && highest >= validityLimits.otherDepartments)
    flag('lone-zero', { departments: rated.length });

  if (seconds !== undefined && rated.length > 0 && seconds < validityLimits.secondsPerRow * rated.length)
    flag('too-fast', { seconds, rows: rated.length });
  return flags;
}

/** Ballots on one department by one group that entered the ledger in one daily batch. */
export interface DayBallots {
  day: number;
  department: string;
  group: string;
  ballots: number;
}

export interface Burst extends DayBallots {
  /** Ballots of all the other days on the same department by the same group, and how many days these are. */
  others: number;
  otherDays: number;
}

/**
 * `burst`: days on which far more ballots on one department came than on the others.
 * @param days every daily batch of the round's ballots in the ledger, by its number; also those without a ballot on the department count as days
 */
export function burstsIn(days: readonly number[], ballots: readonly DayBallots[]): Burst[] {
  const all = new Set(days);
  if (all.size < validityLimits.burstDays) return [];
  return ballots.flatMap((one) => {
    const others = ballots
      .filter(({ day, department, group }) => department === one.department && group === one.group && day !== one.day)
      .reduce((sum, other) => sum + other.ballots, 0);
    const otherDays = all.size - 1;
    const isMany = one.ballots * otherDays > validityLimits.burstTimes * others;
    return one.ballots >= validityLimits.burstBallots && isMany ? [{ ...one, others, otherDays }] : [];
  });
}
