/** Ballots read twice: whatever people type, what counts was read alike by two or decided by a third, and a batch that counts adds up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundPlan } from '../../../server/domain/round/plan.ts';
import { isSubstantive, readMarks } from '../../../server/domain/round/marks.ts';
import {
  ballotForm,
  differenceOf,
  marksOf,
  reconcile,
  settled,
  tidyBallot,
  type WrittenBallot,
  voidOf,
} from '../../../server/domain/round/written-ballot.ts';
import type { VoidReason } from '../../../server/domain/vocabulary.ts';

const departments = ['a', 'b', 'c', 'd', 'e'];
const plan: RoundPlan = {
  v: 1,
  round: 'r',
  kind: 'annual',
  title: '评议',
  year: 2026,
  opensOn: '2026-12-01',
  closesOn: '2026-12-31',
  scale: {
    preset: 'P4-100-70-30',
    levels: [
      { level: 3, name: '满意', points: 100, isSatisfied: true },
      { level: 2, name: '基本满意', points: 70, isSatisfied: true },
      { level: 1, name: '不满意', points: 30, isSatisfied: false },
    ],
  },
  items: [
    { code: 'i1', name: '态度', weight: 50 },
    { code: 'i2', name: '效率', weight: 50 },
  ],
  asksOverall: true,
  classes: [{ code: 'k', name: '类', isRanked: true }],
  departments: [
    ...departments.map((code) => ({ code, name: code, classCode: 'k' })),
    { code: 'x', name: 'x', classCode: 'k', isExempt: true as const },
  ],
  groups: [{ code: 'g', name: '组', weight: 100, invited: 100, frame: '全体' }],
  rosters: [],
  channels: [{ channel: 'paper', isCounted: true }],
  minimums: { cell: 10, group: 10, ranked: 30 },
};
const form = ballotForm(plan, 'g', 'paper');

const cells = fc.array(fc.constantFrom(-1, 0, 1, 2, 3), { minLength: 3, maxLength: 3 });
const rows = fc.dictionary(fc.constantFrom(...departments), cells);
const voids = fc.constantFrom<VoidReason | null>(null, null, null, 'blank', 'spoiled', 'repeated');
const typed = fc.record({ void: voids, rows });

const tidied = (ballot: WrittenBallot): WrittenBallot => {
  const outcome = tidyBallot(plan, form, ballot);
  if ('faults' in outcome) throw new Error('The ballot does not fit');
  return outcome.ballot;
};

test('on paper every department that is not exempt has a row; where codes are for one department, only what was asked', () => {
  expect(form).toEqual({ departments, asksAll: true });
  expect(ballotForm(plan, 'g', 'telephone').asksAll).toBe(false);
  const narrow = { ...plan, rosters: [{ roster: 'AB', group: 'g', only: 'b', codes: 1 }] };
  expect(ballotForm(narrow, 'g', 'paper')).toEqual({ departments: ['b'], asksAll: false });
});

test('a row with two marks in one cell is void as a row, and says nothing else', () => {
  const ballot = tidied({ void: null, rows: { a: [3, -1, 2], b: [3, 3, 3], c: [2, 2, 0] } });
  expect(ballot.rows).toEqual({ a: [-1], b: [3, 3, 3], c: [2, 2, 0] });
  expect(voidOf(plan, form, ballot)).toBeNull();
  expect(marksOf(plan, form, ballot)).toEqual([
    ['b', { r: 3, x: { i1: 3, i2: 3 } }],
    ['c', { r: 0, x: { i1: 2, i2: 2 } }],
    ['d', { r: 0, x: {} }],
    ['e', { r: 0, x: {} }],
  ]);
});

test('what does not fit the questionnaire is told by department and column', () => {
  const faults = tidyBallot(plan, form, { void: null, rows: { a: [3, 9, 0], x: [1, 1, 1], b: [1] } });
  expect(faults).toEqual({
    faults: [
      { department: 'a', column: 'i2', why: 'level' },
      { department: 'x', why: 'department' },
      { department: 'b', why: 'columns' },
    ],
  });
});

describe('whatever is typed', () => {
  test('rows that count fit the questionnaire, and a valid ballot rates something', () => {
    fc.assert(
      fc.property(typed, (given) => {
        const ballot = tidied(given);
        const marks = marksOf(plan, form, ballot);
        for (const [, one] of marks) expect(readMarks(plan, one)).toEqual(one);
        if (voidOf(plan, form, ballot) === null) expect(marks.some(([, one]) => isSubstantive(one))).toBe(true);
      }),
    );
  });

  test('two alike agree; what a third decides is what both agreed on and else the word of the third', () => {
    fc.assert(
      fc.property(typed, typed, rows, (one, other, third) => {
        const [first, second] = [tidied(one), tidied(other)];
        expect(differenceOf(plan, form, first, first)).toEqual({ kind: 'none' });
        const difference = differenceOf(plan, form, first, second);
        expect(differenceOf(plan, form, second, first).kind).toBe(difference.kind);
        if (difference.kind !== 'rows') return;
        const full = Object.fromEntries(departments.map((code) => [code, third[code] ?? [0, 0, 0]]));
        const outcome = settled(plan, form, { first, second }, { void: null, rows: full });
        const decided = difference.rows.map(({ department }) => department);
        if (!('ballot' in outcome)) throw new Error(`Not decided: ${outcome.missing.join()}`);
        for (const code of departments)
          if (!decided.includes(code)) expect(outcome.ballot.rows[code]).toEqual(first.rows[code]);
      }),
    );
  });

  test('a batch that counts adds up, and one that does not is told why', () => {
    const count = fc.nat(40);
    fc.assert(
      fc.property(
        fc.record({ issued: count, returned: count, valid: count, blank: count, spoiled: count, undecided: fc.nat(2) }),
        ({ issued, returned, valid, blank, spoiled, undecided }) => {
          const outcome = reconcile({ issued, returned }, { void: { blank, spoiled }, valid, undecided });
          const addsUp = returned <= issued && undecided === 0 && returned === valid + blank + spoiled;
          expect('valid' in outcome).toBe(addsUp);
          if (returned > issued) expect(outcome).toEqual({ fault: 'more-returned' });
        },
      ),
    );
  });
});
