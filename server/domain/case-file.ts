/** A case as the rules see it: where it stands, who holds it, which clocks run, and what has been claimed and confirmed. */

import type { Deadline } from './calendar.ts';
import type { Day } from './day.ts';
import type {
  Basis,
  Channel,
  Closure,
  Nature,
  OpinionKind,
  Result,
  RevisitAnswer,
  SupervisionLevel,
  SuspensionCause,
  Topic,
  TriageExit,
} from './vocabulary.ts';

/** Every state a case can be in. `received` to `closed` is the main road; the others are its exits and lay-bys. */
export const states = [
  'received', // 待梳理
  'triaged', // 待交办
  'assigned', // 已交办，待签收
  'returning', // 退回审核中
  'accepted', // 已签收
  'planned', // 已定方案
  'rectifying', // 整改中
  'claimed', // 已申请销号（自报）
  'verifying', // 评议办审核中
  'asking', // 征询意见人
  'notice', // 公示中
  'closed', // 已销号／已办结
  'suspended', // 挂账
  'filed', // 不予交办，已归档
  'merged', // 已归并
  'sealed', // 线索密封
] as const;
export type State = (typeof states)[number];

/** States in which the completion clock of the department runs. */
export const workingStates = ['assigned', 'accepted', 'planned', 'rectifying'] as const satisfies State[];
/** States that a department may see: never before 交办, never what was filed, merged or sealed. */
export const departmentStates = [
  'assigned',
  'returning',
  'accepted',
  'planned',
  'rectifying',
  'claimed',
  'verifying',
  'asking',
  'notice',
  'closed',
  'suspended',
] as const satisfies State[];
/** States in which a case is still to be finished. */
export const openStates = [
  'triaged',
  'assigned',
  'returning',
  'accepted',
  'planned',
  'rectifying',
  'claimed',
  'verifying',
  'asking',
  'notice',
] as const satisfies State[];

/** States in which nothing is due any more. */
export const finishedStates = ['closed', 'filed', 'merged', 'sealed'] as const satisfies State[];

export const isOneOf = <T extends string>(list: readonly T[], value: string): value is T =>
  (list as readonly string[]).includes(value);

/** The clocks. Each holds a deadline with its explanation; amounts are in the deadline policy. */
export const clocks = [
  'accept', // 签收
  'return', // 退回申请
  'ruling', // 评议办裁定退回
  'plan', // 整改方案
  'complete', // 办结
  'review', // 销号审核
  'answer', // 意见人答复
  'notice', // 公示
  'account', // 挂账复核
  'reply', // 反馈督办
] as const;
export type Clock = (typeof clocks)[number];

/** One department's part in 会办: its own deadline, which does not stop that of the lead. */
export interface Help {
  due: Deadline;
  doneOn: Day | null;
}

export interface CaseFile {
  id: string;
  /** Count of events so far; an act on an older count is refused as a conflict. */
  seq: number;
  state: State;
  /** 案件编号 such as `2026-0123`, given when the 意见 is taken up. */
  number: string | null;
  channel: Channel;
  kind: OpinionKind;
  topic: Topic | null;
  /** Department the author named; nobody is bound by it. */
  named: string | null;
  receivedOn: Day;
  takenUpOn: Day | null;
  exit: TriageExit | null;
  mergedInto: string | null;

  department: string | null;
  coDepartments: string[];
  /** What each helping department (协办) was asked for by when, and the day on which it said it. */
  help: Readonly<Record<string, Help>>;
  nature: Nature | null;
  keyItem: boolean;
  /** Drawn by lot for a check on the spot. */
  drawn: boolean;
  assignedOn: Day | null;
  assignedBy: string | null;
  acceptedOn: Day | null;
  returns: number;
  /** 评议办 has ruled on a return, or moved the case itself: nobody may ask for a return again. */
  returnLocked: boolean;
  transfers: number;

  clocks: Partial<Record<Clock, Deadline>>;
  /** Day since which the completion clock stands still. */
  pausedOn: Day | null;
  /** A question to the author is open; such a pause counts five working days at most. */
  questionOpen: boolean;
  extensionAsked: Day | null;
  /** The head of the department has signed what is asked. */
  extensionSigned: boolean;
  extensions: number;

  /** 阶段目标 of a case that cannot be finished yet (结果类别 B: 正在解决或已列入计划). */
  stageDay: Day | null;
  percent: number;
  result: Result | null;
  claimedOn: Day | null;
  claims: number;
  evidenceCount: number;
  suspensionCause: SuspensionCause | null;
  reviewedBy: string | null;
  reworks: number;
  /** Finding of somebody independent in this round. */
  checked: 'passed' | 'failed' | null;
  /** Word of the author in this round. */
  answer: 'yes' | 'no' | null;
  /** How the word was proven: a hash lock opened on the phone, or an answer the server could have read. */
  answerProof: 'lock' | 'seen' | null;
  revisit: RevisitAnswer | null;
  supervision: SupervisionLevel;
  escalated: boolean;

  basis: Basis | null;
  closure: Closure | null;
  closedOn: Day | null;
  /** The department claimed on or before its deadline. Set at the claim that led to the closure. */
  onTime: boolean | null;
  erased: boolean;
}

/** A case on the day its 意见 arrives. */
export function newCaseFile(given: {
  id: string;
  channel: Channel;
  kind: OpinionKind;
  named: string | null;
  receivedOn: Day;
}): CaseFile {
  return {
    ...given,
    seq: 0,
    state: 'received',
    number: null,
    topic: null,
    takenUpOn: null,
    exit: null,
    mergedInto: null,
    department: null,
    coDepartments: [],
    help: {},
    nature: null,
    keyItem: false,
    drawn: false,
    assignedOn: null,
    assignedBy: null,
    acceptedOn: null,
    returns: 0,
    returnLocked: false,
    transfers: 0,
    clocks: {},
    pausedOn: null,
    questionOpen: false,
    extensionAsked: null,
    extensionSigned: false,
    extensions: 0,
    stageDay: null,
    percent: 0,
    result: null,
    claimedOn: null,
    claims: 0,
    evidenceCount: 0,
    suspensionCause: null,
    reviewedBy: null,
    reworks: 0,
    checked: null,
    answer: null,
    answerProof: null,
    revisit: null,
    supervision: 0,
    escalated: false,
    basis: null,
    closure: null,
    closedOn: null,
    onTime: null,
    erased: false,
  };
}

/** Confirmation round of the citizen's locks: one more after each rework, three at most. */
export const confirmationRound = (file: CaseFile): 1 | 2 | 3 => Math.min(file.reworks + 1, 3) as 1 | 2 | 3;

/** Who must lead the work: the second rework calls the 分管领导, the third the 主要领导. */
export function responsibleLeader(file: CaseFile): 'section' | 'deputy' | 'head' {
  if (file.escalated || file.reworks >= 3) return 'head';
  return file.reworks >= 2 ? 'deputy' : 'section';
}

/** Whether a department may see the case: it holds or helps with it, and it is past 交办. */
export const mayDepartmentSee = (file: CaseFile, department: string): boolean =>
  isOneOf(departmentStates, file.state) && (file.department === department || file.coDepartments.includes(department));
