/** Counting ballots into cells of department, rater group and channel; a cell that is too small stays closed. */

import { type BallotChannel, ballotChannels } from '../vocabulary.ts';
import { isSubstantive, readMarks } from './marks.ts';
import type { RoundPlan } from './plan.ts';
import type { CellCounts, OpenedCell } from './results.ts';

/** `count` ballots of one cell that say the same. */
export interface BallotCount {
  department: string;
  group: string;
  channel: BallotChannel;
  /** The marks as they were opened; absent when the ballot was never opened. */
  marks?: unknown;
  count: number;
}

interface Cell extends OpenedCell {
  department: string;
  group: string;
  channel: BallotChannel;
  ballots: number;
  items: Record<string, Record<string, number>>;
  overall: Record<string, number>;
}

const count = (levels: Record<string, number>, level: number, more: number): void => {
  levels[level] = (levels[level] ?? 0) + more;
};

function add(plan: RoundPlan, cell: Cell, { marks: said, count: more }: BallotCount): void {
  cell.ballots += more;
  if (said === undefined) {
    cell.unopened += more;
    return;
  }
  const marks = readMarks(plan, said);
  if (marks === undefined) cell.malformed += more;
  else if (!isSubstantive(marks)) cell.abstained += more;
  else {
    cell.substantive += more;
    for (const [item, level] of Object.entries(marks.x)) count((cell.items[item] ??= {}), level, more);
    if (plan.asksOverall) count(cell.overall, marks.r, more);
  }
}

/**
 * Counts ballots (without those taken back or excluded, in any order) into cells, in the order of the plan. A cell with fewer
 * substantive ballots than `minimums.cell` comes out closed: the number of its ballots, and nothing of what they say.
 */
export function tally(plan: RoundPlan, ballots: Iterable<BallotCount>): CellCounts[] {
  const cells = new Map<string, Cell>();
  for (const ballot of ballots) {
    const { department, group, channel } = ballot;
    const key = JSON.stringify([department, group, channel]);
    const cell = cells.get(key) ?? {
      department,
      group,
      channel,
      ballots: 0,
      substantive: 0,
      abstained: 0,
      malformed: 0,
      unopened: 0,
      items: {},
      overall: {},
    };
    add(plan, cell, ballot);
    cells.set(key, cell);
  }
  const place = ({ department, group, channel }: Cell): number[] => [
    plan.departments.findIndex(({ code }) => code === department),
    plan.groups.findIndex(({ code }) => code === group),
    ballotChannels.indexOf(channel),
  ];
  return [...cells.values()]
    .map((cell) => ({ cell, at: place(cell) }))
    .sort(({ at: a }, { at: b }) => a.map((one, index) => one - (b[index] ?? 0)).find((step) => step !== 0) ?? 0)
    .map(({ cell: { department, group, channel, ballots: all, ...opened } }) => ({
      department,
      group,
      channel,
      ballots: all,
      ...(opened.substantive >= plan.minimums.cell && { opened }),
    }));
}
