/** The round of the demonstration that is open: who is rated, what each says of itself, who is asked. Everything here is invented. */

import type { RaterGroup } from '../../domain/round/plan.ts';

export const liveRound = {
  title: '2026年冬季日常评议',
  /** Its result belongs to the year that begins on the day after it opens. */
  year: 2026,
  /** Days of its preparation; it is open from the last day of the demonstration. */
  draftedOn: '2026-11-09',
  frozenOn: '2026-11-16',
  closesOn: '2027-03-31',
};

/** What each department says of itself, by its code. */
export const selfReports: Readonly<Record<string, string>> = {
  xzspj:
    '今年把 186 项审批压到三个工作日以内，综合窗口一次受理、一次告知。不足：网上提交的材料仍有退回重交纸质件的，正在取消 23 项纸质复核。下一步：周六上午窗口不停。',
  bdczx:
    '首次登记由五日减为两日，高峰开满六个窗口，取号后平均等候由四十分钟降到十七分钟。不足：周一上午仍有排长队。下一步：推开预约和延时办理。',
  ybj: '异地就医备案全部网上办理，当日生效。不足：个别外地医院刷卡失败，电话难打通。下一步：热线增加八个坐席，每周公布接通率。',
  rsj: '工伤认定一次告知材料清单，补正由三次减到一次。不足：仲裁排期较长。下一步：增设两个派出庭，简易案件三十日内办结。',
  cgj: '夜市油烟集中整治 41 处，安装净化器 380 台。不足：有的摊点反复。下一步：分段包干，办理结果贴在现场，请周边住户打分。',
  jjzd: '42 所学校门口实行高峰护学，重划斑马线 116 处。不足：部分路口信号配时不合理。下一步：每季度公开配时方案征求意见。',
  scjgj: '检查实行扫码亮证，同一企业一年综合查一次。不足：个别人员用语生硬。下一步：检查全程记录，企业可以当场评价。',
};

/** Who is asked, over all channels, and how they were chosen. */
export const groups: readonly RaterGroup[] = [
  {
    code: 'clients',
    name: '服务对象',
    weight: 50,
    invited: 240,
    frame:
      '2026年10月至11月到城市管理局、不动产登记中心办过事的人，从办件清单里各随机抽 120 人；每人只评办过事的单位。',
  },
  {
    code: 'enterprises',
    name: '企业',
    weight: 25,
    invited: 120,
    frame: '市统计名录库里的在营企业，按行业和规模分层随机抽 120 家，由办事人员评。',
  },
  {
    code: 'grassroots',
    name: '基层单位',
    weight: 25,
    invited: 110,
    frame: '全市镇街和社区（村），每个镇街随机抽两个社区（村），由主要负责人评。',
  },
];

/** Rosters of codes for phones; all others are asked on paper. */
export const rosters: readonly { roster: string; group: string; only?: string }[] = [
  { roster: 'FC', group: 'clients', only: 'cgj' },
  { roster: 'FB', group: 'clients', only: 'bdczx' },
  { roster: 'QY', group: 'enterprises' },
  { roster: 'JC', group: 'grassroots' },
];
export const codesEach = 12;
