/** Suggested duplicates. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestDuplicates } from '../../server/domain/similarity.ts';

const lamp = '人民路路灯从三月坏到现在，晚上一片黑。';
const others = [
  { id: 'queue', text: '上午十点取号，前面只有九个人，等了一个半小时，六个窗口开了三个，能不能高峰多开窗口。' },
  { id: 'bus', text: '18 路晚上七点以后要等四十分钟，电子站牌不准。' },
  { id: 'road', text: '人民路坑洼不平，下雨天积水很深。' },
  { id: 'meal', text: '社区养老助餐点中午十一点半就没菜了，希望增加份数。' },
];

describe('duplicates', () => {
  test('the same complaint in other words is suggested, other complaints are not', () => {
    const found = suggestDuplicates(lamp, [
      ...others,
      { id: 'twin', text: '人民路路灯从三月份坏到现在 晚上一片黑，没人修！' },
      { id: 'cousin', text: '人民路的路灯从三月坏到现在了，晚上一片漆黑。' },
    ]);
    expect(found.map(({ id }) => id)).toEqual(['twin', 'cousin']);
  });

  test('width, case, spaces and punctuation make no difference', () => {
    expect(
      suggestDuplicates('APP 打不开,1号窗口也没人', [{ id: 'x', text: 'ａｐｐ打不开。１号窗口，也没人！' }]),
    ).toEqual([{ id: 'x', likeness: 1 }]);
  });

  test('short texts are compared by pairs of characters', () => {
    expect(
      suggestDuplicates('路灯坏了', [
        { id: 'x', text: '路灯又坏了' },
        { id: 'y', text: '水管漏了' },
      ]),
    ).toEqual([{ id: 'x', likeness: 0.4 }]);
    expect(suggestDuplicates('脏', [{ id: 'x', text: '脏！' }])).toEqual([{ id: 'x', likeness: 1 }]);
  });

  test('an empty text resembles nothing', () => {
    expect(suggestDuplicates('', [{ id: 'x', text: '' }, ...others], 0)).toEqual([]);
    expect(suggestDuplicates('。。。', [{ id: 'x', text: '！！' }], 0)).toEqual([]);
  });

  test('at most five are suggested, equal ones in the order of their ids', () => {
    const same = ['f', 'b', 'd', 'a', 'g', 'c', 'e'].map((id) => ({ id, text: lamp }));
    expect(suggestDuplicates(lamp, same).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(suggestDuplicates(lamp, same, 0.35, 2).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('the order of the candidates makes no difference, and likeness is mutual and never above 1', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'路灯坏了窗口等很久'), maxLength: 30 });
    const anyCandidates = fc.uniqueArray(fc.record({ id: fc.uuid(), text: anyText }), { selector: ({ id }) => id });
    fc.assert(
      fc.property(anyText, anyCandidates, (text, candidates) => {
        const found = suggestDuplicates(text, candidates, 0, 99);
        expect(suggestDuplicates(text, [...candidates].reverse(), 0, 99)).toEqual(found);
        for (const { id, likeness } of found) {
          expect(likeness > 0 && likeness <= 1).toBe(true);
          const other = candidates.find((candidate) => candidate.id === id)?.text ?? '';
          expect(suggestDuplicates(other, [{ id, text }], 0)).toEqual([{ id, likeness }]);
        }
      }),
    );
  });
});
