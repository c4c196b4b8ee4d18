/** The printed ballot: every department on one page, once, in order, and no page fuller than paper is long. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layBallot } from '../../../server/domain/round/ballot-pages.ts';
import { copyItems } from '../../../server/domain/round/scales.ts';
import { usualItemWords } from '../../../server/words/zh-CN/questionnaire.ts';
import { smallRound } from './small-round.ts';

const usual = { ...smallRound, items: copyItems(usualItemWords) };
const departments = (count: number): string[] => Array.from({ length: count }, (_, index) => `d${index + 1}`);

test('the usual seven items and the overall mark of 86 departments take eleven pages', () => {
  const { columns, pages } = layBallot(usual, departments(86));
  expect(columns).toBe(2);
  expect(pages.map(({ length }) => length)).toEqual([6, ...Array.from({ length: 10 }, () => 8)]);
});

test('every department stands once, in the order of the plan', () => {
  const questions = fc.array(fc.string({ unit: fc.constantFrom('字', '评'), minLength: 1, maxLength: 20 }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(fc.nat(200), questions, fc.boolean(), (count, names, asksOverall) => {
      const items = names.map((name, index) => ({ code: `i${index}`, name, weight: 1 }));
      const { pages } = layBallot({ ...usual, items, asksOverall }, departments(count));
      expect(pages.flat()).toEqual(departments(count));
      expect(pages.slice(0, -1).every(({ length }) => length > 0)).toBe(true);
    }),
  );
});

test('long names of items, or many levels, get the whole width of the page', () => {
  const long = { ...usual, items: [{ code: 'a', name: '落实中心工作和优化营商环境', weight: 100 }] };
  expect(layBallot(long, departments(4)).columns).toBe(1);
  const [level] = usual.scale.levels;
  const scale = { ...usual.scale, levels: Array.from({ length: 6 }, () => level!) };
  expect(layBallot({ ...usual, scale }, departments(4)).columns).toBe(1);
});
