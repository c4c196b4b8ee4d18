/** Words of the printed ballot (评议票) and of the page on which it is made ready. */

import type { Day } from '../../domain/day.ts';
import { formatDay } from './calendar.ts';

export const ballotPaperWords = {
  page: {
    title: '打印评议票',
    lead: '评议票从这次评议的问卷直接生成。填好下面几项，点“生成”，再打印。票号只用来核对发出、收回的张数。',
    group: '评议人类别',
    channel: '用在哪里',
    channels: { paper: '邮寄或当面发放', hall: '会场' },
    department: '评哪些单位',
    allDepartments: (count: number): string => `这一类要评的全部 ${count} 个单位`,
    first: '起始票号',
    copies: '张数',
    copiesHint: (most: number): string => `一次最多 ${most} 张；再多请分几次，票号接着往下排`,
    wrongFirst: '起始票号应为 1 到 999999 之间的整数',
    wrongCopies: (most: number): string => `张数应为 1 到 ${most} 之间的整数`,
    make: '生成',
    print: '打印',
    back: '评议活动',
    notReady: '还不能打印：方案里还没有要评的单位、题目或者评议人类别。',
    hall: '用手机的会场码和小票由邀请单位在自己的电脑上做（npm run invite，加 --window 和 --slips），不经过网站。',
    pages: (copies: number, pages: number): string =>
      `共 ${copies} 张票，每张 ${pages} 页，另附一页不编号的意见条。双面打印时请从每张票的第 1 页起另起一张纸。`,
    sample: '方案还没有冻结，打出来的是样张，不能发。',
  },
  /** Needs no number: who writes words and who ticks marks must not be found out from paper that lies side by side. */
  title: '评议票',
  sample: '样张 不能作为评议票使用',
  group: (name: string): string => `评议人类别：${name}`,
  batch: '批次：',
  hall: '会场票',
  serial: (number: string): string => `票号 ${number}`,
  place: (page: number, of: number): string => `第 ${page} 页 共 ${of} 页`,
  deadline: (day: Day): string => `请在 ${formatDay(day)}前交回`,
  inHall: '请在会场投入票箱',
  how: [
    '每个单位每一项在一个等次下打“√”，只打一个。看错了请在旁边签“改”字，重打一个；同一行打两个“√”的，这个单位不计。',
    '不了解的打在“不了解”下，或者整个单位留空：不影响它的得分。',
  ],
  anonymous:
    '本票不记名。请不要写姓名和任何记号。票号只用来核对张数，不登记谁拿了哪一张。评议单位看不到单张票；不满十张的不公布、不计分。',
  item: '评议项目',
  unknown: '不了解',
  overall: '总体评价',
  opinion: {
    title: '意见条',
    lead: '意见和评议票分开收、分开存，谁也对不上是哪张票。请单独投入意见箱，或者另行寄回。不写也可以。',
    department: '涉及单位',
    text: '意见建议',
    example: '具体事例（时间、地点、经过）',
    contact: '愿意让评议办联系您的，写联系方式（只给评议办看，办结后删除）',
  },
} as const;
