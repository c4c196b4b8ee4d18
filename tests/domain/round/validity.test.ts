/** Which ballots are flagged, and which are not. */
import { expect, test } from 'vitest';
import { burstsIn, flagsOf, type RaterBallot } from '../../../server/domain/round/validity.ts';
import { marks, smallRound } from './small-round.ts';

const ballot = (levels: readonly (readonly [number, number])[], seconds?: number): RaterBallot => ({
  id: 'one',
  rows: levels.map(([attitude, effect], index) => ({ department: `d${index}`, marks: marks(attitude, effect) })),
  ...(seconds !== undefined && { seconds }),
});
const times = (count: number, level: readonly [number, number]) => Array.from({ length: count }, () => level);
const rules = (one: RaterBallot): string[] => flagsOf(smallRound, one).map(({ rule }) => rule);

test('ten departments with one and the same level throughout are flagged, nine are not', () => {
  expect(flagsOf(smallRound, ballot(times(10, [3, 3])))).toEqual([
    { ballot: 'one', rule: 'straight-line', rows: 10, detail: { departments: 10, level: 3 } },
  ]);
  expect(rules(ballot(times(9, [3, 3])))).toEqual([]);
  expect(rules(ballot([...times(10, [3, 3]), [3, 2]]))).toEqual([]);
  expect(rules(ballot([...times(10, [3, 3]), [3, 0]])), 'who does not know one item has thought of it').toEqual([]);
  expect(rules(ballot([...times(10, [3, 3]), [0, 0]])), 'abstentions say nothing').toEqual(['straight-line']);
});

test('one department at the very bottom and all others at the very top is flagged', () => {
  expect(rules(ballot([[1, 1], ...times(4, [4, 4])]))).toEqual(['lone-zero']);
  expect(rules(ballot([[1, 1], ...times(3, [4, 4])]))).toEqual([]);
  expect(rules(ballot([[1, 1], [3, 4], ...times(4, [4, 4])]))).toEqual([]);
  expect(rules(ballot([...times(2, [1, 1]), ...times(4, [4, 4])]))).toEqual([]);
});

test('less than two seconds for a row is flagged, where the time is known at all', () => {
  const levels = [
    [3, 4],
    [4, 2],
    [2, 2],
  ] as const;
  expect(rules(ballot(levels, 5))).toEqual(['too-fast']);
  expect(rules(ballot(levels, 6))).toEqual([]);
  expect(rules(ballot(levels))).toEqual([]);
  expect(rules(ballot([], 0))).toEqual([]);
});

test('a day with far more ballots on one department than the other days is flagged', () => {
  const on = (day: number, ballots: number, department = 'c1') => ({ day, department, group: 'clients', ballots });
  const days = [1, 2, 3, 4];
  expect(burstsIn(days, [on(1, 5), on(2, 60), on(3, 10), on(4, 5)])).toEqual([
    { ...on(2, 60), others: 20, otherDays: 3 },
  ]);
  expect(burstsIn(days, [on(1, 12), on(2, 60), on(3, 24), on(4, 10)])).toEqual([]);
  expect(burstsIn(days, [on(2, 29)])).toEqual([]);
  expect(burstsIn(days, [on(2, 30)])).toHaveLength(1);
  expect(burstsIn([1, 2], [on(2, 300)]), 'two days tell nothing').toEqual([]);
  expect(burstsIn(days, [on(2, 60), on(1, 60, 'c2'), on(3, 60, 'c2')]).map(({ department }) => department)).toEqual([
    'c1',
  ]);
});
