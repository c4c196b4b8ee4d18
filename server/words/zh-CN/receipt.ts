/** Words of the 存证回执 on the slip. */

import type { Day } from '../../domain/day.ts';
import { formatDate, formatDay } from './calendar.ts';

const what = { opinion: '意见', rating: '评价' } as const;

/** What stands on the slip from the beginning. */
export const receiptSlip = {
  title: '存证回执',
  promise: (kind: 'opinion' | 'rating', by: Day): string =>
    `您的${what[kind]}将在 ${formatDay(by)}以前存入公开存证本。存入以后，谁删改它，这部手机再打开本站时就会发现。`,
  until: (by: Day): string => `最迟 ${formatDate(by)}存入公开存证本`,
  secret: {
    rating: '存证回执不显示您打了什么分，请勿交给他人。',
    opinion: '存证回执不显示您写了什么，也不能用来查进度。',
  },
  fold: '存证编号和签名',
  leaf: '存证编号',
  noNote: '签名的回执这次没有取到。存证编号同样可以用来查对。',
  link: '到核验页查对',
} as const;

/** What the script adds. Travels to every phone that sends something, and is kept short. */
export const receiptWords = {
  title: '存证回执',
  leaf: '存证编号',
  checked: {
    rating: '手机已核对：存证的就是您刚才的评价。',
    opinion: '手机已核对：存证的就是上面的公开版文字，和由您的回执码算出的锁。',
  },
  kept: '以后打开本站时，这部手机会自动复核。',
  notKept: '这个浏览器不保存内容，请自己存下存证回执，以后到核验页查对。',
  copy: '复制存证回执',
  copied: '已复制',
  text: '存成文字',
  qr: '显示二维码',
  qrLabel: '存证回执的二维码',
  fileNote: '凭这段文字，谁都可以在核验页查对：到期没有存入，或者存入后被删改，都会显出来。',
} as const;
