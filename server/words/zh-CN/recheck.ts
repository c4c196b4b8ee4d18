/** What the phone says when it checks later whether its 存证回执 were kept. Travels to phones that hold one. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');

export const recheckWords = {
  /** All is well. */
  fine: (all: number, places: readonly number[], waiting: number, until: Day | undefined): string => {
    const where = places.map((index) => number(index)).join('、');
    const entered = all - waiting;
    return [
      entered > 0 &&
        `${number(entered)} 张存证回执已复核，均在存证本中：第 ${where} 条${places.length < entered ? '等' : ''}。`,
      waiting > 0 && `${number(waiting)} 张等待存入${until === undefined ? '' : `，最迟 ${formatDate(until)}`}。`,
    ]
      .filter(Boolean)
      .join('');
  },
  on: (day: Day): string => `复核日期：${formatDate(day)}`,
  title: '存证核对不上',
  what: {
    missing: (by: string): string =>
      `您有一张存证回执，承诺在 ${by === '' ? '约定日期' : formatDate(by)}以前存入，但存证本里没有。`,
    proof: () => '网站给出的存证证明是错的：按证明算不出检查点里的总值。',
    fork: () => '现在的存证本接不上这部手机以前看到的那一本：前面的记录被改过，或者给您看的是另一本。',
    shrunk: () => '现在的存证本比这部手机以前看到的短：有记录被撤掉了。',
    signature: () => '存证本最新的检查点，签名不对。',
    keys: () => '存证本的公钥换了，与这部手机第一次见到的不同。除非主办单位公开说明过，否则不应当发生。',
    slip: () => '存证的内容与您提交的不一致。',
    promise: () => '存证回执的签名不对，或者与您收到的编号、日期不符。',
  } satisfies Record<string, (by: string) => string>,
  calm: '您不用着急，也不用重新提交。请先保存证据，再告诉能查清楚的人。',
  steps: [
    '按“保存证据”，文件里有回执、检查点和网站的答复。',
    '过一会儿再查一次；网络、缓存，或者手机上的日期不对，也可能造成误会。',
    '还是不对，请把证据交给见证单位、人大常委会办公室或者媒体。只凭这个文件他们就能判断。',
  ],
  save: '保存证据',
  again: '再查一次',
  quiet: '我已保存，不再提醒',
  more: '到核验页看看',
  same: '刚刚又查了一次，还是一样。',
  solved: '刚刚又查了一次，现在对上了。',
  noAnswer: '这次没有查成：网络不通或者网站忙，请稍后再试。',
  file: {
    title: '存证核对证据',
    day: '发现日期',
    site: '网站',
    kind: '代号',
    receipts: '存证回执',
    keys: '第一次见到的公钥',
    checkpoint: '上次核对过的检查点',
  },
} as const;
