/** Lots that nobody can steer: the same for everybody who repeats the arithmetic, by hand or by shell. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalWinning,
  drawLots,
  fitsLottery,
  frameHash,
  frameText,
  isInFrame,
  readFrozen,
} from '../../server/domain/lottery.ts';
import { newCaseFile } from '../../server/domain/case-file.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const root = 'Rw6Q2N0G6VyMxY7r0yO9nGmY1J3b2v8bJ1pM2c3dE4U';
const winning = '02 07 11 19 24 33+05';
const idList = fc.uniqueArray(fc.stringMatching(/^[\w-]{1,22}$/), { maxLength: 60 });

describe('抽取', () => {
  test('和公布的三行命令算出的一样：种子是总值和号码的哈希，哈希最小的抽中', () => {
    const ids = ['b', 'a', 'd', 'c'];
    const seed = sha(`wmpy-lots/1\n${root}\n${winning}\n`);
    const byHand = ids.toSorted((a, b) => (sha(`${seed}\n${a}\n`) < sha(`${seed}\n${b}\n`) ? -1 : 1));
    expect(drawLots({ root, winning, ids, size: 2 })).toEqual(byHand.slice(0, 2));
    expect(frameHash(ids)).toBe(sha('a\nb\nc\nd\n'));
    expect(frameText(ids)).toBe('a\nb\nc\nd\n');
  });

  test('不论名单怎么排，抽中的都一样，个数不多不少，都在名单里', () => {
    fc.assert(
      fc.property(idList, fc.nat(20), (ids, size) => {
        const drawn = drawLots({ root, winning, ids, size });
        expect(drawLots({ root, winning, ids: ids.toReversed(), size })).toEqual(drawn);
        expect(drawn).toHaveLength(Math.min(size, ids.length));
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((id) => ids.includes(id))).toBe(true);
      }),
    );
  });

  test('多抽几个，先抽中的不变；拿掉一个没有抽中的，抽中的也不变', () => {
    fc.assert(
      fc.property(idList, fc.integer({ min: 1, max: 10 }), (ids, size) => {
        const drawn = drawLots({ root, winning, ids, size });
        expect(drawLots({ root, winning, ids, size: size + 1 }).slice(0, size)).toEqual(drawn);
        const others = ids.filter((id) => !drawn.includes(id)).slice(1);
        expect(drawLots({ root, winning, ids: [...drawn, ...others], size })).toEqual(drawn);
      }),
    );
  });

  test('号码换一个，或者总值换一个字，抽中的就不同', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `case-${at}`);
    const drawn = drawLots({ root, winning, ids, size: 20 });
    expect(drawLots({ root, winning: '02 07 11 19 24 33+06', ids, size: 20 })).not.toEqual(drawn);
    expect(drawLots({ root: `S${root.slice(1)}`, winning, ids, size: 20 })).not.toEqual(drawn);
  });

  test('每个都一样容易抽中：号码变来变去，谁也不多谁也不少', () => {
    const ids = Array.from({ length: 10 }, (_, at) => `case-${at}`);
    const times = new Map<string, number>();
    for (let round = 0; round < 2000; round += 1) {
      for (const id of drawLots({ root, winning: `${round}`, ids, size: 2 })) times.set(id, (times.get(id) ?? 0) + 1);
    }
    for (const id of ids) expect(Math.abs((times.get(id) ?? 0) - 400)).toBeLessThan(100);
  });
});

describe('开奖号码的写法', () => {
  test.each([
    ['33 2,07、11 19 24 + 5', winning],
    ['０２　０７　１１　１９　２４　３３＋０５', winning],
    ['02 07 11 19 24 33|05', winning],
    ['7', '07'],
    ['123 9', '09 123'],
  ])('%s 写成 %s', (typed, written) => {
    expect(canonicalWinning(typed)).toBe(written);
  });

  test.each(['', '红球 02', '02 07 +', '02..07 x', '1234'])('%s 不是号码', (typed) => {
    expect(canonicalWinning(typed)).toBeUndefined();
  });

  test('写好的再写一次不变', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1 }), { minLength: 1 }),
        (groups) => {
          const written = canonicalWinning(groups.map((group) => group.join(' ')).join('+')) ?? '';
          expect(canonicalWinning(written)).toBe(written);
        },
      ),
    );
  });

  test('双色球是六个红球一个蓝球，不重复，不出界；不认识的彩票不管', () => {
    expect(fitsLottery('双色球', winning)).toBe(true);
    for (const wrong of ['02 07 11 19 24+05', '02 02 11 19 24 33+05', '02 07 11 19 24 34+05', '02 07 11 19 24 33+17'])
      expect(fitsLottery('双色球', wrong)).toBe(false);
    expect(fitsLottery('超级大乐透', '03 08 16 22 35+04 09')).toBe(true);
    expect(fitsLottery('体彩', '1 2 3')).toBe(true);
  });
});

describe('范围', () => {
  const file = {
    ...newCaseFile({ id: 'x', channel: 'web', kind: 'criticism', named: null, receivedOn: '2026-10-12' }),
    state: 'asking',
    result: 'A',
  } as const;

  test('单位说已经办好、还没有人证实的，才在范围里', () => {
    expect(isInFrame('claimed', file)).toBe(true);
    expect(isInFrame('claimed', { ...file, state: 'closed' })).toBe(true);
    expect(isInFrame('claimed', { ...file, answer: 'yes', answerProof: 'seen' })).toBe(true);
    for (const other of [
      { ...file, answer: 'yes', answerProof: 'lock' } as const,
      { ...file, checked: 'passed' } as const,
      { ...file, drawn: true },
      { ...file, result: 'D' } as const,
      { ...file, state: 'rectifying' } as const,
    ])
      expect(isInFrame('claimed', other)).toBe(false);
  });

  test('归档和归并的在另一个范围里；线索在存证本里看上去也是归档', () => {
    for (const state of ['filed', 'merged', 'sealed'] as const) {
      expect(isInFrame('filed', { ...file, state })).toBe(true);
      expect(isInFrame('claimed', { ...file, state })).toBe(false);
    }
  });

  test('公告的写法不全、多一项、写错的，读不出来', () => {
    const frozen = { size: 3, root, count: 2, ids: frameHash(['a', 'b']) };
    expect(readFrozen(frozen)).toEqual(frozen);
    for (const wrong of [
      null,
      [],
      { ...frozen, size: 'x' },
      { ...frozen, root: 'x' },
      { ...frozen, ids: 'x' },
      { ...frozen, of: [1] },
      { ...frozen, more: 1 },
    ])
      expect(readFrozen(wrong)).toBeUndefined();
  });
});
