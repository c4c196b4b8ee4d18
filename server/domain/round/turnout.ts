/** How many people were asked, answered, and were valid. */

import { type BallotChannel, ballotChannels } from '../vocabulary.ts';
import type { RoundPlan } from './plan.ts';
import type { RoundResults, Turnout, TurnoutCounts } from './results.ts';
import { share, sum } from './shares.ts';

const sumReasons = <R extends string>(
  all: readonly Readonly<Partial<Record<R, number>>>[],
): Partial<Record<R, number>> => {
  const total: Partial<Record<R, number>> = {};
  for (const counts of all)
    for (const [reason, count] of Object.entries(counts) as [R, number][]) total[reason] = (total[reason] ?? 0) + count;
  return total;
};

const turnoutOf = (rows: readonly TurnoutCounts[], invited?: number): Turnout => {
  const [issued, returned] = [sum(rows.map((row) => row.issued)), sum(rows.map((row) => row.returned))];
  const [voids, excluded] = [sumReasons(rows.map((row) => row.void)), sumReasons(rows.map((row) => row.excluded))];
  const valid = returned - sum(Object.values(voids)) - sum(Object.values(excluded));
  return {
    issued,
    returned,
    void: voids,
    excluded,
    valid,
    returnRate: share(returned, invited ?? issued),
    validRate: share(valid, returned),
  };
};

const turnoutByChannel = (rows: readonly TurnoutCounts[]): (Turnout & { channel: BallotChannel })[] =>
  ballotChannels.flatMap((channel) => {
    const own = rows.filter((row) => row.channel === channel);
    return own.length === 0 ? [] : [{ channel, ...turnoutOf(own) }];
  });

/** Turnout of the whole round, by group and channel. */
export const turnout = ({ groups }: RoundPlan, rows: readonly TurnoutCounts[]): RoundResults['turnout'] => {
  const invited = sum(groups.map((group) => group.invited));
  return {
    invited,
    total: turnoutOf(rows, invited),
    groups: groups.map(({ code, invited: asked }) => {
      const own = rows.filter(({ group }) => group === code);
      return { group: code, invited: asked, ...turnoutOf(own, asked), channels: turnoutByChannel(own) };
    }),
    channels: turnoutByChannel(rows),
  };
};
