/** What the acts of the workflow ask for: every field a form may have, with its limits. Forms, API checks and OpenAPI are made from this. */

import {
  type FiledExit,
  filedExits,
  natures,
  opinionKinds,
  otherChannels,
  revisitAnswers,
  suspensionCauses,
  topics,
} from './vocabulary.ts';

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
  | { kind: 'proof' };

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
  // 申请销号
  outcome: { kind: 'text', max: 2000 },
  evidence: { kind: 'files', min: 1, max: 10 },
  legalBasis: { kind: 'text', max: 500 },
  explanation: { kind: 'text', max: 2000 },
  suspensionCause: { kind: 'choice', of: suspensionCauses },
  nextStep: { kind: 'text', max: 1000 },
  reviewDay: { kind: 'day' },
  // 核查、研判、移交
  place: { kind: 'line', max: 100 },
  finding: { kind: 'text', max: 1000 },
  panel: { kind: 'names', min: 3, max: 15 },
  receivingBody: { kind: 'line', max: 100 },
  // 督办
  level: { kind: 'level', of: [2, 3] },
  replyBy: { kind: 'day' },
  // 与意见人往来
  question: { kind: 'text', max: 500 },
  answer: { kind: 'text', max: 1000 },
  comment: { kind: 'text', max: 500 },
  proof: { kind: 'proof' },
  revisitAnswer: { kind: 'choice', of: revisitAnswers },
  solved: { kind: 'choice', of: ['yes', 'partly', 'no'] },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

/** Whether a field holds words that somebody wrote. They are kept apart from the history, so that they can be erased. */
export const isWords = (name: FieldName): boolean => ['line', 'text', 'names', 'measures'].includes(fields[name].kind);

type ValueOf<F> = F extends { kind: 'choice'; of: readonly (infer C)[] }
  ? C
  : F extends { kind: 'level'; of: readonly (infer L)[] }
    ? L
    : F extends { kind: 'measures' }
      ? Measure[]
      : F extends { kind: 'names' | 'files' | 'departments' }
        ? string[]
        : F extends { kind: 'yes-no' }
          ? boolean
          : F extends { kind: 'percent' }
            ? number
            : string;

/** What an act was given, field by field. Fields that were not given are absent. */
export type FieldValues = { [N in FieldName]?: ValueOf<(typeof fields)[N]> };
