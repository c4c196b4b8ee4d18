/** What a ballot may say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abstention, isSubstantive, readMarks } from '../../../server/domain/round/marks.ts';
import { marks, smallRound } from './small-round.ts';

test('a row with one level for each item is read as it is', () => {
  expect(readMarks(smallRound, marks(4, 3, 2))).toEqual({ r: 2, x: { attitude: 4, effect: 3 } });
  expect(readMarks(smallRound, marks(4, 0))).toEqual(marks(4, 0));
});

test('who knows nothing of a department hands in one and the same abstention', () => {
  expect(readMarks(smallRound, { r: 0, x: {} })).toEqual(abstention);
  expect(readMarks(smallRound, marks(0, 0)), 'the same said with zeros').toBeUndefined();
});

test.each([
  ['an item is missing', { r: 0, x: { attitude: 4 } }],
  ['an item is not asked', { r: 0, x: { attitude: 4, effect: 3, charm: 4 } }],
  ['another item stands in the place of one', { r: 0, x: { attitude: 4, charm: 4 } }],
  ['a level does not exist', marks(5, 3)],
  ['a level is a fraction', marks(2.5, 3)],
  ['a level is negative', marks(-1, 3)],
  ['a level is a text', { r: 0, x: { attitude: '4', effect: 3 } }],
  ['the overall level does not exist', marks(4, 4, 9)],
  ['the overall level stands alone', { r: 3, x: {} }],
  ['something is added', { r: 0, x: { attitude: 4, effect: 4 }, name: 'x' }],
  ['something is missing', { x: { attitude: 4, effect: 4 } }],
  ['it is a list', [0, {}]],
  ['it is nothing', null],
])('%s: the row does not count', (_, value) => {
  expect(readMarks(smallRound, value)).toBeUndefined();
});

test('an overall level where none is asked does not count', () => {
  expect(readMarks({ ...smallRound, asksOverall: false }, marks(4, 4, 3))).toBeUndefined();
  expect(readMarks({ ...smallRound, asksOverall: false }, marks(4, 4))).toEqual(marks(4, 4));
});

test('only a rated item makes a row count, an overall mark alone does not', () => {
  expect(isSubstantive(marks(0, 1))).toBe(true);
  expect(isSubstantive(marks(0, 0, 4))).toBe(false);
  expect(isSubstantive(abstention)).toBe(false);
});

test('whatever comes from outside, nothing breaks, and what is read is read the same again', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const read = readMarks(smallRound, value);
      if (read !== undefined) expect(readMarks(smallRound, read)).toEqual(read);
    }),
  );
});
