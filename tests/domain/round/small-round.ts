/** A small round for tests: two classes, two items, three groups; and ballots made up at random. */

import fc from 'fast-check';
import type { RoundPlan } from '../../../server/domain/round/plan.ts';
import type { ResultsInput } from '../../../server/domain/round/results.ts';
import { copyScale } from '../../../server/domain/round/scales.ts';
import { type BallotCount, tally } from '../../../server/domain/round/tally.ts';
import type { Marks } from '../../../server/domain/trust/ballot.ts';
import { levelWords } from '../../../server/words/zh-CN/questionnaire.ts';

export const smallRound: RoundPlan = {
  v: 1,
  round: 'round-1',
  kind: 'annual',
  title: '测试评议',
  year: 2025,
  opensOn: '2025-12-10',
  closesOn: '2026-01-09',
  scale: copyScale('P4-100-90-80-60', levelWords),
  items: [
    { code: 'attitude', name: '服务态度', weight: 60 },
    { code: 'effect', name: '解决问题成效', weight: 40 },
  ],
  asksOverall: true,
  classes: [
    { code: 'A', name: '党群综合类', isRanked: false },
    { code: 'C', name: '行政执法类', isRanked: true },
  ],
  departments: [
    { code: 'a1', name: '甲', classCode: 'A' },
    { code: 'c1', name: '乙', classCode: 'C' },
    { code: 'c2', name: '丙', classCode: 'C' },
    { code: 'c3', name: '丁', classCode: 'C' },
  ],
  groups: [
    { code: 'clients', name: '服务对象', weight: 50, invited: 400, frame: '按办件记录随机抽取' },
    { code: 'delegates', name: '两代表一委员', weight: 30, invited: 200, frame: '全体' },
    { code: 'residents', name: '市民', weight: 20, invited: 300, frame: '号码随机抽样' },
  ],
  rosters: [
    { roster: 'AA', group: 'clients', codes: 400 },
    { roster: 'BB', group: 'delegates', codes: 200 },
  ],
  channels: [
    { channel: 'online', isCounted: true },
    { channel: 'paper', isCounted: true },
    { channel: 'survey', isCounted: false },
  ],
  minimums: { cell: 10, group: 10, ranked: 30 },
  annual: { review: 70, rectification: 20, regular: 10 },
};

export const marks = (attitude: number, effect: number, overall = 0): Marks => ({
  r: overall,
  x: { attitude, effect },
});

/** The counts of these ballots, as computeResults wants them. */
export const inputOf = (ballots: Iterable<BallotCount>, plan = smallRound): ResultsInput => ({
  cells: tally(plan, ballots),
  turnout: [],
  cancelled: 0,
  excludedRows: 0,
});

const level = fc.constantFrom(0, 1, 2, 3, 4);

/** Ballots of any kind on any department of the small round, also malformed and unopened ones. */
export const anyBallots: fc.Arbitrary<BallotCount[]> = fc.array(
  fc.record({
    department: fc.constantFrom('a1', 'c1', 'c2', 'c3'),
    group: fc.constantFrom('clients', 'delegates', 'residents'),
    channel: fc.constantFrom('online', 'paper', 'survey'),
    marks: fc.oneof(
      { weight: 12, arbitrary: fc.tuple(level, level, level).map(([a, b, r]) => marks(a, b, r)) },
      { weight: 1, arbitrary: fc.constant({ r: 0, x: {} }) },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant({ r: 7, x: { attitude: 9 } }) },
    ),
    count: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 0, maxLength: 60 },
);
