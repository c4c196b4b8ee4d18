/** What the acts of the workflow ask for: every field a form may have, with its limits. Forms, API checks and OpenAPI are made from this. */

import {
  attitudes,
  inspectionAdvices,
  inspectionGrades,
  inspectionItems,
  inspectionWays,
  marks,
  orderLevels,
  sampleFrames,
  supervisorIdentities,
  ballotChannels,
  exclusionRules,
  recheckResults,
  roundKinds,
  starLevels,
  useKinds,
  type FiledExit,
  filedExits,
  natures,
  opinionKinds,
  otherChannels,
  revisitAnswers,
  revisitWays,
  suspensionCauses,
  topics,
} from './vocabulary.ts';

import type { Canonical } from './trust/canonical.ts';

/** One measure of a 整改方案: what is done, by which section, until when. */
export interface Measure {
  what: string;
  section: string;
  by: string;
}

type Field =
  | { kind: 'line'; max: number }
  | { kind: 'text'; max: number }
  | { kind: 'day' }
  | { kind: 'yes-no' }
  | { kind: 'percent' }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'level'; of: readonly number[] }
  | { kind: 'department' }
  | { kind: 'departments'; max: number }
  | { kind: 'case' }
  | { kind: 'names'; min: number; max: number }
  | { kind: 'measures'; max: number }
  | { kind: 'files'; min: number; max: number }
  | { kind: 'proof' }
  | { kind: 'record' }
  | { kind: 'signature' }
  /** A short public text that is no words of anybody: a month, the number of a lottery, a key. */
  | { kind: 'token'; max: number; form?: 'month' | 'time' | 'key' }
  | { kind: 'count'; min: number; max: number }
  | { kind: 'choices'; of: readonly string[] }
  | { kind: 'cases'; max: number }
  /** Set by the server from what is known, never typed: any canonical value. */
  | { kind: 'derived' };

/** Lengths are in characters, lists in entries; days are `YYYY-MM-DD`; files are ids of uploads made before. */
export const fields = {
  // 梳理
  publicText: { kind: 'text', max: 1000 },
  topic: { kind: 'choice', of: topics },
  kind: { kind: 'choice', of: opinionKinds },
  exit: { kind: 'choice', of: filedExits satisfies readonly FiledExit[] },
  otherChannel: { kind: 'choice', of: otherChannels },
  target: { kind: 'case' },
  reason: { kind: 'text', max: 500 },
  // 交办
  department: { kind: 'department' },
  coDepartments: { kind: 'departments', max: 5 },
  nature: { kind: 'choice', of: natures },
  demand: { kind: 'text', max: 500 },
  keyItem: { kind: 'yes-no' },
  // 退回、会商
  grounds: { kind: 'text', max: 500 },
  suggestedDepartment: { kind: 'department' },
  ruling: { kind: 'text', max: 500 },
  consultation: { kind: 'text', max: 2000 },
  attendees: { kind: 'names', min: 2, max: 20 },
  // 整改方案
  cause: { kind: 'text', max: 1000 },
  goal: { kind: 'text', max: 500 },
  measures: { kind: 'measures', max: 10 },
  leader: { kind: 'line', max: 40 },
  contactPerson: { kind: 'line', max: 40 },
  telephone: { kind: 'line', max: 40 },
  plannedDay: { kind: 'day' },
  // 进展、延期、会办
  progress: { kind: 'text', max: 1000 },
  percent: { kind: 'percent' },
  difficulty: { kind: 'text', max: 500 },
  workDone: { kind: 'text', max: 1000 },
  until: { kind: 'day' },
  signedBy: { kind: 'line', max: 40 },
  opinion: { kind: 'text', max: 1000 },
  stageDay: { kind: 'day' },
  // 申请销号
  outcome: { kind: 'text', max: 2000 },
  evidence: { kind: 'files', min: 1, max: 10 },
  legalBasis: { kind: 'text', max: 500 },
  explanation: { kind: 'text', max: 2000 },
  suspensionCause: { kind: 'choice', of: suspensionCauses },
  nextStep: { kind: 'text', max: 1000 },
  reviewDay: { kind: 'day' },
  measuresDone: { kind: 'text', max: 2000 },
  prevention: { kind: 'text', max: 1000 },
  // 核查、研判、移交
  place: { kind: 'line', max: 100 },
  finding: { kind: 'text', max: 1000 },
  panel: { kind: 'names', min: 3, max: 15 },
  receivingBody: { kind: 'line', max: 100 },
  signature: { kind: 'signature' },
  sample: { kind: 'record' },
  // 督办
  level: { kind: 'level', of: [2, 3] },
  replyBy: { kind: 'day' },
  orderReply: { kind: 'text', max: 2000 },
  // 与意见人往来
  question: { kind: 'text', max: 500 },
  answer: { kind: 'text', max: 1000 },
  comment: { kind: 'text', max: 500 },
  proof: { kind: 'proof' },
  revisitAnswer: { kind: 'choice', of: revisitAnswers },
  solved: { kind: 'choice', of: ['yes', 'partly', 'no'] },
  revisitWay: { kind: 'choice', of: revisitWays },
  contacted: { kind: 'yes-no' },
  attitude: { kind: 'choice', of: attitudes },
  handling: { kind: 'text', max: 500 },
  // 案件以外的记录：公开承诺
  title: { kind: 'line', max: 80 },
  matter: { kind: 'text', max: 1000 },
  leaderPost: { kind: 'line', max: 40 },
  watchTelephone: { kind: 'line', max: 40 },
  cases: { kind: 'cases', max: 200 },
  marksUntil: { kind: 'day' },
  marksCounted: { kind: 'derived' },
  // 明查暗访
  inspectionWay: { kind: 'choice', of: inspectionWays },
  inspectedOn: { kind: 'day' },
  startsAt: { kind: 'token', max: 5, form: 'time' },
  endsAt: { kind: 'token', max: 5, form: 'time' },
  section: { kind: 'line', max: 60 },
  inspectionItems: { kind: 'choices', of: inspectionItems },
  situation: { kind: 'text', max: 2000 },
  problem: { kind: 'text', max: 1000 },
  grade: { kind: 'choice', of: inspectionGrades },
  respondent: { kind: 'line', max: 40 },
  advice: { kind: 'choice', of: inspectionAdvices },
  caseId: { kind: 'derived' },
  // 监督员
  holderName: { kind: 'line', max: 40 },
  holder: { kind: 'derived' },
  identity: { kind: 'choice', of: supervisorIdentities },
  workplace: { kind: 'line', max: 60 },
  certificate: { kind: 'line', max: 40 },
  termFrom: { kind: 'day' },
  termUntil: { kind: 'day' },
  recusals: { kind: 'departments', max: 10 },
  publicKey: { kind: 'token', max: 43, form: 'key' },
  // 督办、函调
  orderLevel: { kind: 'choice', of: orderLevels },
  addressee: { kind: 'line', max: 60 },
  mark: { kind: 'choice', of: marks },
  // 月报、通报、分析
  month: { kind: 'token', max: 7, form: 'month' },
  doneThisMonth: { kind: 'text', max: 2000 },
  nextPlan: { kind: 'text', max: 2000 },
  filledBy: { kind: 'line', max: 40 },
  overview: { kind: 'text', max: 4000 },
  problems: { kind: 'text', max: 4000 },
  requirements: { kind: 'text', max: 4000 },
  typical: { kind: 'text', max: 4000 },
  counted: { kind: 'derived' },
  // 抽查
  frame: { kind: 'choice', of: sampleFrames },
  sampleSize: { kind: 'count', min: 1, max: 200 },
  lottery: { kind: 'token', max: 20 },
  issue: { kind: 'token', max: 20 },
  drawDay: { kind: 'day' },
  frozen: { kind: 'derived' },
  winning: { kind: 'token', max: 40 },
  drawn: { kind: 'derived' },
  // 评议活动
  roundKind: { kind: 'choice', of: roundKinds },
  opensOn: { kind: 'day' },
  closesOn: { kind: 'day' },
  frozenRound: { kind: 'derived' },
  roundCounts: { kind: 'derived' },
  roundResults: { kind: 'derived' },
  recheckUntil: { kind: 'derived' },
  // 收票批次
  round: { kind: 'record' },
  raterGroup: { kind: 'token', max: 20 },
  ballotChannel: { kind: 'choice', of: ballotChannels.filter((channel) => channel !== 'online') },
  batchName: { kind: 'line', max: 60 },
  issued: { kind: 'count', min: 0, max: 100_000 },
  returned: { kind: 'count', min: 0, max: 100_000 },
  batchCounts: { kind: 'derived' },
  batchRows: { kind: 'derived' },
  // 剔除
  exclusionRule: { kind: 'choice', of: exclusionRules },
  flagged: { kind: 'token', max: 60 },
  excluded: { kind: 'derived' },
  // 复核、结果运用
  recheckResult: { kind: 'choice', of: recheckResults },
  useKind: { kind: 'choice', of: useKinds },
  // 满意机关创建
  stars: { kind: 'choice', of: starLevels },
  markPolitics: { kind: 'count', min: 0, max: 100 },
  markTeam: { kind: 'count', min: 0, max: 100 },
  markService: { kind: 'count', min: 0, max: 100 },
  markConduct: { kind: 'count', min: 0, max: 100 },
  markStaff: { kind: 'count', min: 0, max: 100 },
  markInstitutions: { kind: 'count', min: 0, max: 100 },
  markOffice: { kind: 'count', min: 0, max: 100 },
  markCulture: { kind: 'count', min: 0, max: 100 },
  conditions: { kind: 'derived' },
  publicScore: { kind: 'derived' },
  siteScore: { kind: 'count', min: 0, max: 100 },
  supervisorScore: { kind: 'count', min: 0, max: 100 },
  noticeUntil: { kind: 'derived' },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

/** How a token of a form is written: `2026-11`, `09:30`, 32 bytes in base64url. */
export const tokenForms = {
  month: /^\d{4}-(?:0[1-9]|1[0-2])$/,
  time: /^(?:[01]\d|2[0-3]):[0-5]\d$/,
  key: /^[\w-]{43}$/,
} as const;

/** The form of a token; nothing for any other field. */
export const tokenFormOf = (name: FieldName): keyof typeof tokenForms | undefined => {
  const field: Field = fields[name];
  return field.kind === 'token' ? field.form : undefined;
};

/** Whether a field holds words that somebody wrote. They are kept apart from the history, so that they can be erased. */
export const isWords = (name: FieldName): boolean => ['line', 'text', 'names', 'measures'].includes(fields[name].kind);

type ValueOf<F> = F extends { kind: 'choice'; of: readonly (infer C)[] }
  ? C
  : F extends { kind: 'level'; of: readonly (infer L)[] }
    ? L
    : F extends { kind: 'measures' }
      ? Measure[]
      : F extends { kind: 'names' | 'files' | 'departments' | 'cases' | 'choices' }
        ? string[]
        : F extends { kind: 'yes-no' }
          ? boolean
          : F extends { kind: 'percent' | 'count' }
            ? number
            : F extends { kind: 'derived' }
              ? Canonical
              : string;

/** What an act was given, field by field. Fields that were not given are absent. */
export type FieldValues = { [N in FieldName]?: ValueOf<(typeof fields)[N]> };

/** Blank is what a form leaves out: nothing, white space, an empty list. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}
