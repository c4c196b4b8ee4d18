/** Words of 公开承诺: the public pages, the marks of citizens, the printed sheet, and the hot topics at the desk. */

import type { Day } from '../../domain/day.ts';
import type { PledgeCounts, PublicPledgeState } from '../../domain/pledges.ts';
import type { Mark } from '../../domain/vocabulary.ts';
import { formatDate, formatDay } from './calendar.ts';

export const markWords: Record<Mark, string> = { satisfied: '满意', fairly: '基本满意', dissatisfied: '不满意' };

export const pledgeStateWords: Record<PublicPledgeState, string> = {
  published: '兑现中',
  marking: '群众测评中',
  kept: '已兑现',
};

export const pledgeWords = {
  title: '公开承诺',
  description: '各单位就群众反映集中的问题公开作出的整改承诺：做什么、谁负责、什么时候完成，完成以后由群众测评。',
  lead: '群众反映集中的问题，由单位主要负责人公开承诺整改。到期做没做到，您说了算。',
  filters: {
    department: '单位',
    anyDepartment: '全部单位',
    state: '进度',
    anyState: '全部',
    year: '评议年度',
    anyYear: '全部年度',
    button: '查找',
    clear: '清除条件',
  },
  count: (count: string): string => `共 ${count} 项`,
  none: '没有符合条件的公开承诺。可以少选几个条件。',
  nothing: '还没有公开承诺。评议办会从群众反映集中的问题里提出，由单位主要负责人公开承诺。',
  badQuery: '查找条件有误，请重新选择。',
  next: '下一页',
  first: '回到第一页',
  by: (day: Day): string => `${formatDate(day)}前完成`,
  overdue: (day: Day): string => `${formatDate(day)}已到期，还没有完成`,
  percent: (percent: number): string => `进展 ${percent}%`,
  responsible: (leader: string, post: string, telephone: string): string => `${post}${leader}，电话 ${telephone}`,
  ofDepartment: '公开承诺',
  ofDepartmentNone: '这个单位还没有公开承诺。',
  all: '全部公开承诺',

  one: {
    notFound: '没有这项公开承诺',
    notFoundNote: '编号可能抄错了，或者这项承诺还没有公布。请从公开承诺列表里找。',
    number: '编号',
    department: '承诺单位',
    matter: '群众反映的问题',
    goal: '整改目标',
    measures: '整改措施',
    measure: (what: string, section: string, by: Day): string => `${what}（${section}，${formatDate(by)}前）`,
    planned: '完成时限',
    promised: (day: Day): string => `原定 ${formatDate(day)}`,
    leader: '承诺责任人',
    telephone: '联系电话',
    watchTelephone: '监督电话',
    noWatch: '未公布',
    published: '公布日期',
    state: '进度',
    progress: '进展',
    noProgress: '单位还没有报进展。',
    difficulty: (text: string): string => `困难：${text}`,
    carried: '结转',
    carriedTo: (day: Day): string => `结转到 ${formatDate(day)}`,
    outcome: '完成情况',
    outcomeNote: '这是单位的说法，是否属实看群众测评和评议办的意见。',
    evidence: (count: number): string => `佐证材料 ${count} 份，由评议办查验。`,
    opinion: '评议办意见',
    kept: (day: Day): string => `${formatDate(day)}确认兑现`,
    marks: '群众测评',
    marksColumn: '人数',
    marksUntil: (day: Day): string => `测评到 ${formatDay(day)}止`,
    marksNone: '单位完成以后开始测评。',
    marksFew: '测评还不到 10 人，满 10 人才公布。',
    marksTotal: (count: string): string => `${count} 人测评`,
    marksApart: (count: string): string => `另有 ${count} 人没有通过验证，另行计数，没有删除。`,
    cases: '对应的公开案件',
    casesHidden: (count: number): string => `另有 ${count} 件还没有公开。`,
    print: '打印公示表',
    ledger: '每一步都写进存证本，改不了也删不掉。',
  },

  mark: {
    title: '做到了吗？您来评',
    question: '您对这项承诺的兑现满意吗？',
    hint: '不记名。每部手机评一次，评后不能改。',
    button: '提交测评',
    confirmTitle: '请确认您的测评',
    confirmLead: '还没有提交。确认无误后请按“确认提交”。',
    confirmButton: '确认提交',
    change: '返回修改',
    chosen: '您的测评',
    done: '测评已收下',
    doneText: (mark: string): string => `您评的是“${mark}”。明天写进存证本，满 10 人后公布。`,
    repeated: '这部手机已经评过了',
    repeatedText: (mark: string): string => `第一次评的是“${mark}”，以第一次为准。`,
    back: '回到这项承诺',
    missing: '请选择满意程度',
    closed: '这项承诺现在不在测评期内。单位说做到了以后，开放测评十五天。',
  },

  paper: {
    title: '公开承诺公示表',
    rows: {
      number: '编号',
      department: '单位',
      matter: '群众意见（归纳）',
      goal: '整改目标',
      measures: '整改措施',
      planned: '完成时限',
      leader: '承诺责任人（姓名、职务）',
      telephone: '联系电话',
      watchTelephone: '监督电话',
      progress: '进展',
      outcome: '完成情况',
      marks: '群众测评',
    },
    marks: (counts: Record<Mark, number>): string =>
      `满意 ${counts.satisfied}，基本满意 ${counts.fairly}，不满意 ${counts.dissatisfied}`,
    noMarks: '尚无（不足 10 人不公布）',
    address: (address: string): string => `网上公示：${address}`,
  },

  topics: {
    title: '承诺建议',
    lead: '本评议年度群众反映最集中的问题：同一单位、同一类别有效意见三件以上。办得不能只是一件一件改的，建议拟成公开承诺。',
    columns: {
      department: '单位',
      topic: '类别',
      cases: '有效意见',
      open: '还没办结',
      pledges: '已有承诺',
      act: '办理',
    },
    unit: '件',
    draft: '拟承诺',
    see: '看意见',
    none: '本评议年度还没有同一单位、同一类别三件以上的有效意见。',
    year: (year: number): string => `${year} 评议年度`,
    kept: (counts: PledgeCounts, percent: string | null): string =>
      counts.all === 0
        ? '本评议年度还没有公布公开承诺。'
        : `本评议年度公布公开承诺 ${counts.all} 项，到期 ${counts.due} 项，已兑现 ${counts.kept} 项${percent === null ? '' : `，兑现率 ${percent}%`}${counts.carried === 0 ? '' : `；结转 ${counts.carried} 项`}。`,
    keptNote:
      '兑现率 = 已兑现 ÷ 到期。到期按最初公布的完成时限算，结转不改；评议办确认了才算兑现；到期不足 10 项不列比率。这个数只在工作台看，不对外公布。',
    records: '全部公开承诺（含草拟的）',
    public: '公众看到的公开承诺',
    own: '这里只列你单位的。',
    matter: (department: string, topic: string, cases: number): string =>
      `${department}“${topic}”方面的有效意见 ${cases} 件。群众主要反映：`,
    proposedTitle: (topic: string): string => `整改“${topic}”方面的突出问题`,
  },
} as const;

export const pledgeErrors = {
  stillMarking: (until: Day): string => `群众测评到 ${formatDate(until)}才结束，结束以后再确认。`,
  notMarking: '这项承诺现在不在测评期内。',
} as const;
