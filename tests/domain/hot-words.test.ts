import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hotWords } from '../../server/domain/hot-words.ts';

test('what several texts have in common comes out whole, and not its pieces', () => {
  const found = hotWords([
    '桃园路夜市油烟直排，楼上开不了窗',
    '夜市油烟直排没人管',
    '夏天夜市油烟直排，请处理',
    '公交站牌不准',
  ]);
  expect(found[0]).toEqual({ word: '夜市油烟直排', texts: 3 });
  expect(found.map(({ word }) => word)).not.toContain('油烟');
});

test('a word that also stands outside a longer one is counted in all its texts', () => {
  const found = hotWords(['窗口少', '窗口关', '窗口乱', '政务窗口', '政务窗口', '政务窗口']);
  expect(found[0]).toEqual({ word: '窗口', texts: 6 });
});

test('digits, letters, joining words and everyday words are no hot words', () => {
  const texts = ['希望解决这个问题2026年', '希望解决ABC的问题', '希望尽快解决问题'];
  for (const { word } of hotWords(texts)) expect(word).toMatch(/^\p{Script=Han}+$/u);
  expect(hotWords(texts).map(({ word }) => word)).not.toContain('希望');
  expect(hotWords(['的的的', '的的的', '的的的'])).toEqual([]);
});

test('two texts are too few to say anything, and nothing comes of nothing', () => {
  expect(hotWords(['路灯坏了', '路灯坏了'])).toEqual([]);
  expect(hotWords([])).toEqual([]);
});

test('every hot word stands in as many of the texts as is said, and their order does not matter', () => {
  const text = fc.array(fc.constantFrom(...'路灯窗口排队公交油烟，的1'), { maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const found = hotWords(texts);
      for (const { word, texts: count } of found) {
        expect(count).toBe(texts.filter((one) => one.includes(word)).length);
        expect(count).toBeGreaterThanOrEqual(3);
      }
      expect(hotWords(texts.toReversed())).toEqual(found);
    }),
  );
});
