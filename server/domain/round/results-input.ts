/** From what the ledger and the open data tell of a round to what its results are computed from. The server and the verifier call this one file. */

import { type CountRow, figuresOf, type Rate, sumCounts } from '../figures.ts';
import type { BallotChannel, ExclusionRule, VoidReason } from '../vocabulary.ts';
import type { RoundPlan } from './plan.ts';
import type { AnnualInputs, Share, TurnoutCounts } from './results.ts';

/** Ballots of one group on one channel: a cell, whatever the department. */
export interface Origin {
  group: string;
  channel: BallotChannel;
}

/** A confirmed 收票批次. */
export interface CountedBatch extends Origin {
  issued: number;
  returned: number;
  void: Readonly<Partial<Record<VoidReason, number>>>;
}

/** A confirmed 剔除, with where its rows came from. An exclusion is about rows of one group and channel; `ballots` of people is told of written ones only. */
export interface CountedExclusion extends Origin {
  rule: ExclusionRule;
  ballots: number;
}

export interface Papers {
  /** Codes used, by roster. */
  redeemed: ReadonlyMap<string, number>;
  batches: readonly CountedBatch[];
  exclusions: readonly CountedExclusion[];
}

type Mutable<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** People by group and channel, in the order in which the plan and the papers name them. */
export function turnoutCounts(plan: RoundPlan, { redeemed, batches, exclusions }: Papers): TurnoutCounts[] {
  const rows = new Map<string, Mutable<TurnoutCounts>>();
  const rowOf = ({ group, channel }: Origin): Mutable<TurnoutCounts> => {
    const key = `${group} ${channel}`;
    const row = rows.get(key) ?? { group, channel, issued: 0, returned: 0, void: {}, excluded: {} };
    rows.set(key, row);
    return row;
  };
  for (const { roster, group, codes } of plan.rosters) {
    const row = rowOf({ group, channel: 'online' });
    row.issued += codes;
    row.returned += redeemed.get(roster) ?? 0;
  }
  for (const batch of batches) {
    const row = rowOf(batch);
    row.issued += batch.issued;
    row.returned += batch.returned;
    const voids: Partial<Record<VoidReason, number>> = { ...row.void };
    for (const [reason, count] of Object.entries(batch.void) as [VoidReason, number][])
      voids[reason] = (voids[reason] ?? 0) + count;
    row.void = voids;
  }
  for (const exclusion of exclusions) {
    // Rows cast with tickets belong to nobody: which of them are of one person, nobody can tell.
    if (exclusion.channel === 'online' || exclusion.ballots === 0) continue;
    const row = rowOf(exclusion);
    row.excluded = {
      ...row.excluded,
      [exclusion.rule]: (row.excluded[exclusion.rule] ?? 0) + exclusion.ballots,
    };
  }
  return [...rows.values()];
}

const shareOf = ({ numerator, denominator }: Rate): Share => ({ part: numerator, of: denominator });

/**
 * What 年度得分 needs of each department of the plan.
 * @param counts the cube of 意见 that a publication was counted from
 * @param regular scores in the 日常评议 of the year as published, by department
 */
export const annualInputs = (
  plan: RoundPlan,
  counts: readonly CountRow[],
  regular: ReadonlyMap<string, readonly string[]>,
): AnnualInputs[] =>
  plan.departments.map(({ code }) => {
    const own = counts.filter(({ year, department }) => year === plan.year && department === code);
    const { rates } = figuresOf(sumCounts(own));
    return {
      department: code,
      rectified: shareOf(rates.rectification),
      onTime: shareOf(rates.onTime),
      revisits: shareOf(rates.revisitSatisfaction),
      signed: shareOf(rates.acceptance),
      regular: regular.get(code) ?? [],
    };
  });
