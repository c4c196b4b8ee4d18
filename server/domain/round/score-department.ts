/** The figures of one department: its score with its interval, satisfaction, its groups and channels. */

import { ballotChannels } from '../vocabulary.ts';
import { wilson } from '../wilson.ts';
import { annualScore } from './annual.ts';
import { printed } from './fraction.ts';
import type { RoundDepartment, RoundPlan } from './plan.ts';
import type { Rankable } from './rank.ts';
import type { CellCounts, ChannelScore, DepartmentResult, ResultsInput, Standing } from './results.ts';
import {
  channelCounts,
  type GroupTally,
  intervalOf,
  isOpen,
  itemScore,
  itemsOver,
  scoreOf,
  sumLevels,
  tallyGroups,
} from './scoring.ts';
import { share, sum } from './shares.ts';

/** 满意率 and 很满意: by 总体评价 where it is asked, else by all marks of all items. */
const satisfactionOf = (
  plan: RoundPlan,
  groups: readonly GroupTally[],
): Pick<DepartmentResult, 'satisfied' | 'verySatisfied'> => {
  const levels = sumLevels(
    groups.flatMap((group) => (plan.asksOverall ? [group.overall] : group.items.map(({ counts }) => counts.levels))),
  );
  const times = (these: RoundPlan['scale']['levels']): number => sum(these.map(({ level }) => levels[level] ?? 0));
  const [part, of] = [times(plan.scale.levels.filter(({ isSatisfied }) => isSatisfied)), times(plan.scale.levels)];
  // Several marks of one person are one witness and no more: the interval counts people.
  const people = Math.min(of, sum(groups.map(({ substantive }) => substantive)));
  return {
    satisfied: { ...share(part, of), ...wilson(of === 0 ? 0 : Math.floor((part * people) / of), people) },
    verySatisfied: share(times(plan.scale.levels.slice(0, 1)), of),
  };
};

/** A department before it is placed in its class; with the exact figures that are only printed rounded. */
export interface Scored {
  result: DepartmentResult;
  exact?: Rankable;
}

const channelScores = (plan: RoundPlan, cells: readonly CellCounts[]): ChannelScore[] =>
  ballotChannels.flatMap((channel) => {
    const own = cells.filter((cell) => cell.channel === channel);
    if (own.length === 0) return [];
    const groups = tallyGroups(plan, own);
    const score = scoreOf(groups);
    return [
      {
        channel,
        counts: channelCounts(plan, channel),
        ballots: sum(own.map(({ ballots }) => ballots)),
        hidden: sum(own.map((cell) => (isOpen(plan, cell) ? 0 : cell.ballots))),
        substantive: sum(groups.map(({ substantive }) => substantive)),
        abstained: sum(groups.map(({ abstained }) => abstained)),
        items: itemsOver(plan, groups),
        ...(score && { score: printed(score) }),
      },
    ];
  });

const standingOf = (plan: RoundPlan, department: RoundDepartment, n: number, hasScore: boolean): Standing => {
  if (department.isExempt === true) return 'exempt';
  if (!hasScore) return 'withheld';
  if (n < plan.minimums.ranked) return 'few';
  return plan.classes.some(({ code, isRanked }) => code === department.classCode && isRanked) ? 'ranked' : 'unranked';
};

/** All figures of one department, but for its place. */
export function scoreDepartment(plan: RoundPlan, input: ResultsInput, department: RoundDepartment): Scored {
  const cells = input.cells.filter((cell) => cell.department === department.code);
  const groups = tallyGroups(
    plan,
    cells.filter(({ channel }) => channelCounts(plan, channel)),
  );
  const counted = groups.filter(({ counts }) => counts);
  const score = scoreOf(counted);
  const interval = score && intervalOf(counted, score);
  const n = sum(counted.map(({ substantive }) => substantive));
  const abstained = sum(counted.map((group) => group.abstained));
  const inputs = input.annual?.find((one) => one.department === department.code);
  const annual = score && plan.annual && inputs && annualScore(plan.annual, score, inputs);
  const result: DepartmentResult = {
    department: department.code,
    classCode: department.classCode,
    standing: standingOf(plan, department, n, score !== undefined),
    n,
    ...(score && { score: printed(score) }),
    ...(interval && { interval: { low: printed(interval.low), high: printed(interval.high) } }),
    ...satisfactionOf(plan, counted),
    unknown: share(abstained, abstained + n),
    items: itemsOver(plan, counted),
    overall: sumLevels(counted.map(({ overall }) => overall)),
    groups: groups.map((group) => ({
      group: group.group,
      counts: group.counts,
      substantive: group.substantive,
      abstained: group.abstained,
      items: group.items.map(itemScore),
      ...(group.score && { score: printed(group.score) }),
    })),
    channels: channelScores(plan, cells),
    ...(annual && { annual }),
  };
  return { result, ...(score && interval && { exact: { department: department.code, score, ...interval } }) };
}
