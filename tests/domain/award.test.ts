/** Conditions of 满意机关, and how long an award stands. */
import { expect, test } from 'vitest';
import { conditionsOf, isEnough, longestTerm } from '../../server/domain/award.ts';

const facts = { vetoes: [], rectification: { numerator: 90, denominator: 100, percent: '90.0' }, listed: 0 };
const unmet = (given: object): string[] =>
  conditionsOf({ ...facts, ...given }).flatMap(({ condition, isMet }) => (isMet ? [] : [condition]));

test('who meets everything meets everything, with 90 percent and no less', () => {
  expect(unmet({})).toEqual([]);
  expect(unmet({ rectification: { numerator: 8999, denominator: 10_000, percent: '90.0' } })).toEqual(['rectified']);
  expect(unmet({ rectification: { numerator: 0, denominator: 0, percent: null } })).toEqual([]);
});

test('each fact against a department is told by its own condition', () => {
  expect(unmet({ vetoes: ['澜评用〔2026〕0001号'] })).toEqual(['no-veto']);
  expect(unmet({ listed: 2 })).toEqual(['not-listed']);
});

test.each([
  ['85.000', true],
  ['84.999', false],
  ['100.000', true],
  ['9.999', false],
  ['85', true],
])('a score of %s is enough: %s', (score, enough) => {
  expect(isEnough(score)).toBe(enough);
});

test('an award ends two years later at the latest, after a leap day on the last of February', () => {
  expect(longestTerm('2026-11-30')).toBe('2028-11-30');
  expect(longestTerm('2028-02-29')).toBe('2030-02-28');
});
