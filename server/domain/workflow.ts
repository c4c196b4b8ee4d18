/**
 * The whole life of a case, from 意见 to 销号, as one table.
 * Buttons, API checks, the database's check constraint, the headings of forms and docs/workflow.md are all made from it.
 *
 * How to read a line: the act may be done while the case is in one of the states `from`, by one of the roles `by`; it needs the
 * fields `needs` and may take the fields `may`; afterwards the case is in state `to` (`stays` where it does not move). It starts and
 * stops the clocks named, `pauses` or `resumes` the completion clock, is refused unless every guard in `when` holds, and writes the
 * ledger entry `ledger`. `shown` says whether the public sees that it happened.
 */

import { type Clock, departmentStates, type State, workingStates } from './case-file.ts';
import type { FieldName } from './fields.ts';
import type { Guard } from './guards.ts';
import type { Role } from './roles.ts';

/** Type of the entry that an act writes (docs/ledger.md); `none` only for what would tell a clue from other 意见 that were filed. */
export type LedgerEntry =
  | 'none'
  | 'case.new'
  | 'case.text'
  | 'case.reject'
  | 'case.merge'
  | 'case.assign'
  | 'case.claim'
  | 'case.confirm'
  | 'case.verify'
  | 'case.reopen'
  | 'case.close'
  | 'case.step'
  | 'erase';

export interface Act {
  from: readonly State[];
  to: State | 'stays';
  by: readonly Role[];
  needs?: readonly FieldName[];
  may?: readonly FieldName[];
  starts?: readonly Clock[];
  stops?: readonly Clock[];
  pauses?: true;
  resumes?: true;
  when?: readonly Guard[];
  ledger: LedgerEntry;
  shown?: true;
}

export const workflow = {
  // ── 收到意见 ──────────────────────────────────────────────────────────────────────────────────────────────────────
  submit: { from: [], to: 'received', by: ['citizen', 'clerk', 'director'], ledger: 'case.new' },

  // ── 梳理：八个出口 ────────────────────────────────────────────────────────────────────────────────────────────────
  takeUp: {
    from: ['received'],
    to: 'triaged',
    by: ['clerk', 'director'],
    needs: ['publicText', 'topic', 'kind'],
    ledger: 'case.text',
    shown: true,
  },
  /** From the same states as `seal` and with the same effects, so that nobody can tell from the ledger which of the two it was. */
  file: {
    from: ['received', 'triaged', 'returning', 'merged'],
    to: 'filed',
    by: ['clerk', 'director'],
    needs: ['exit', 'reason'],
    may: ['otherChannel'],
    stops: ['accept', 'return', 'ruling', 'plan', 'complete', 'reply'],
    ledger: 'case.reject',
  },
  merge: {
    from: ['received', 'triaged'],
    to: 'merged',
    by: ['clerk', 'director'],
    needs: ['target'],
    may: ['reason'],
    when: ['targetTakesReporters'],
    ledger: 'case.merge',
  },
  unmerge: { from: ['merged'], to: 'received', by: ['clerk', 'director'], needs: ['reason'], ledger: 'case.merge' },
  seal: {
    from: ['received', 'triaged', 'returning', 'merged'],
    to: 'sealed',
    by: ['clerk', 'director'],
    needs: ['reason'],
    stops: ['accept', 'return', 'ruling', 'plan', 'complete', 'reply'],
    ledger: 'case.reject',
  },
  receiveClue: { from: ['sealed'], to: 'stays', by: ['discipline'], may: ['comment'], ledger: 'none' },
  reconsider: { from: ['filed'], to: 'received', by: ['director'], needs: ['reason'], ledger: 'case.step' },

  // ── 交办、签收、退回、转办 ────────────────────────────────────────────────────────────────────────────────────────
  assign: {
    from: ['triaged'],
    to: 'assigned',
    by: ['clerk', 'director'],
    needs: ['department', 'nature'],
    may: ['coDepartments', 'demand', 'keyItem'],
    starts: ['accept', 'return', 'plan', 'complete'],
    ledger: 'case.assign',
    shown: true,
  },
  accept: {
    from: ['assigned'],
    to: 'accepted',
    by: ['liaison', 'handler', 'deputy', 'head'],
    may: ['contactPerson', 'telephone'],
    stops: ['accept', 'return'],
    when: ['leads'],
    ledger: 'case.step',
    shown: true,
  },
  requestReturn: {
    from: ['assigned'],
    to: 'returning',
    by: ['liaison', 'head'],
    needs: ['reason', 'grounds', 'suggestedDepartment'],
    may: ['signedBy'],
    starts: ['ruling'],
    pauses: true,
    when: ['leads', 'notReturnedBefore', 'withinReturnClock'],
    ledger: 'case.step',
    shown: true,
  },
  grantReturn: {
    from: ['returning'],
    to: 'triaged',
    by: ['director'],
    needs: ['ruling'],
    may: ['consultation', 'attendees'],
    stops: ['accept', 'return', 'ruling', 'plan', 'complete', 'reply'],
    ledger: 'case.step',
    shown: true,
  },
  refuseReturn: {
    from: ['returning'],
    to: 'accepted',
    by: ['director'],
    needs: ['ruling'],
    may: ['consultation', 'attendees'],
    stops: ['accept', 'return', 'ruling'],
    resumes: true,
    ledger: 'case.step',
    shown: true,
  },
  transfer: {
    from: workingStates,
    to: 'triaged',
    by: ['director'],
    needs: ['ruling'],
    may: ['consultation', 'attendees'],
    stops: ['accept', 'return', 'plan', 'complete', 'reply'],
    ledger: 'case.step',
    shown: true,
  },

  // ── 整改：会办、方案、进展、延期 ──────────────────────────────────────────────────────────────────────────────────
  join: {
    from: workingStates,
    to: 'stays',
    by: ['clerk', 'director'],
    needs: ['coDepartments'],
    may: ['demand'],
    ledger: 'case.step',
    shown: true,
  },
  /** 解除协办: who was asked by mistake, or is not needed any more; the case can go on without them. */
  endHelp: {
    from: workingStates,
    to: 'stays',
    by: ['clerk', 'director'],
    needs: ['coDepartments', 'reason'],
    when: ['joint', 'helping'],
    ledger: 'case.step',
    shown: true,
  },
  assist: {
    from: workingStates,
    to: 'stays',
    by: ['liaison', 'handler'],
    needs: ['opinion'],
    when: ['helpsOnly'],
    ledger: 'case.step',
  },
  plan: {
    from: ['accepted'],
    to: 'planned',
    by: ['liaison', 'handler', 'deputy', 'head'],
    needs: ['goal', 'measures', 'leader', 'plannedDay'],
    may: ['cause', 'contactPerson', 'telephone'],
    stops: ['plan'],
    when: ['leads'],
    ledger: 'case.step',
    shown: true,
  },
  progress: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'rectifying',
    by: ['liaison', 'handler', 'deputy', 'head'],
    needs: ['progress', 'percent'],
    may: ['difficulty'],
    stops: ['plan'],
    when: ['leads', 'plannedUnlessImmediate'],
    ledger: 'case.step',
    shown: true,
  },
  /** 结果类别 B: being solved, or put into a plan. The case stays open, with the day of its next stage. */
  stage: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['liaison', 'deputy', 'head'],
    needs: ['explanation', 'stageDay', 'signedBy'],
    may: ['legalBasis'],
    when: ['leads', 'plannedUnlessImmediate'],
    ledger: 'case.step',
    shown: true,
  },
  requestExtension: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['liaison', 'deputy', 'head'],
    needs: ['reason', 'workDone', 'until', 'signedBy'],
    when: ['leads', 'notExtendedBefore', 'askedEarlyEnough', 'extensionNotTooLong'],
    ledger: 'case.step',
  },
  signExtension: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['head'],
    may: ['comment'],
    when: ['leads', 'extensionUnsigned'],
    ledger: 'case.step',
  },
  grantExtension: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['director'],
    needs: ['ruling'],
    when: ['extensionSigned'],
    ledger: 'case.step',
    shown: true,
  },
  refuseExtension: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['director'],
    needs: ['ruling'],
    when: ['extensionAsked'],
    ledger: 'case.step',
  },
  ask: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['liaison', 'handler', 'clerk'],
    needs: ['question'],
    pauses: true,
    when: ['leads', 'noQuestionOpen'],
    ledger: 'case.step',
  },
  reply: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['citizen'],
    needs: ['answer'],
    resumes: true,
    when: ['questionOpen'],
    ledger: 'case.step',
  },
  endQuestion: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['system'],
    resumes: true,
    when: ['questionOpen', 'questionRanOut'],
    ledger: 'case.step',
  },

  // ── 申请销号：三种结果 ────────────────────────────────────────────────────────────────────────────────────────────
  claim: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'claimed',
    by: ['liaison', 'deputy', 'head'],
    needs: ['outcome', 'evidence', 'signedBy'],
    may: ['measuresDone', 'prevention'],
    starts: ['review'],
    stops: ['plan'],
    pauses: true,
    when: ['leads', 'plannedUnlessImmediate', 'noQuestionOpen', 'helpersDone', 'signedHighEnough'],
    ledger: 'case.claim',
    shown: true,
  },
  explain: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'claimed',
    by: ['liaison', 'deputy', 'head'],
    needs: ['explanation', 'legalBasis', 'signedBy'],
    may: ['evidence'],
    starts: ['review'],
    stops: ['plan'],
    pauses: true,
    when: ['leads', 'noQuestionOpen', 'helpersDone', 'signedHighEnough'],
    ledger: 'case.claim',
    shown: true,
  },
  putOnAccount: {
    from: ['accepted', 'planned', 'rectifying'],
    to: 'claimed',
    by: ['deputy', 'head', 'liaison'],
    needs: ['suspensionCause', 'explanation', 'nextStep', 'reviewDay', 'signedBy'],
    may: ['evidence'],
    starts: ['review'],
    stops: ['plan'],
    pauses: true,
    when: ['leads', 'noQuestionOpen', 'signedHighEnough'],
    ledger: 'case.claim',
    shown: true,
  },

  // ── 评议办审核、独立核实、征询意见人、公示、销号 ──────────────────────────────────────────────────────────────────
  beginReview: {
    from: ['claimed'],
    to: 'verifying',
    by: ['clerk', 'director'],
    when: ['secondPerson'],
    ledger: 'case.step',
  },
  sendBack: {
    from: ['verifying'],
    to: 'rectifying',
    by: ['clerk', 'director'],
    needs: ['reason'],
    stops: ['review'],
    resumes: true,
    when: ['secondPerson'],
    ledger: 'case.reopen',
    shown: true,
  },
  /** 抽中现场核查: the lot fell on this case (a 抽查 record says how); also after 销号. */
  draw: {
    from: ['claimed', 'verifying', 'asking', 'notice', 'closed'],
    to: 'stays',
    by: ['system'],
    needs: ['sample'],
    when: ['notDrawn', 'solvedOrExplained'],
    ledger: 'case.step',
    shown: true,
  },
  check: {
    from: ['verifying', 'asking', 'notice', 'closed'],
    to: 'stays',
    by: ['supervisor'],
    needs: ['finding'],
    may: ['place', 'evidence', 'signature'],
    when: ['solvedOrExplained', 'drawnIfClosed'],
    ledger: 'case.verify',
    shown: true,
  },
  failCheck: {
    from: ['verifying', 'asking', 'notice'],
    to: 'rectifying',
    by: ['supervisor'],
    needs: ['finding'],
    may: ['place', 'evidence', 'signature'],
    stops: ['review', 'answer', 'notice'],
    resumes: true,
    ledger: 'case.verify',
    shown: true,
  },
  /** 抽查不合格: a closed case that was drawn does not hold; it is worked on again. */
  overturn: {
    from: ['closed'],
    to: 'rectifying',
    by: ['supervisor'],
    needs: ['finding'],
    may: ['place', 'evidence', 'signature'],
    starts: ['complete'],
    when: ['drawn'],
    ledger: 'case.verify',
    shown: true,
  },
  passReview: {
    from: ['verifying'],
    to: 'asking',
    by: ['clerk', 'director'],
    needs: ['opinion'],
    starts: ['answer'],
    stops: ['review'],
    when: ['secondPerson', 'solvedOrExplained', 'hasEvidence', 'siteChecked'],
    ledger: 'case.step',
    shown: true,
  },
  passAccount: {
    from: ['verifying'],
    to: 'suspended',
    by: ['clerk', 'director'],
    needs: ['opinion'],
    starts: ['account'],
    stops: ['review', 'complete'],
    when: ['secondPerson', 'cannotBeSolvedNow'],
    ledger: 'case.step',
    shown: true,
  },
  confirm: {
    from: ['asking'],
    to: 'notice',
    by: ['citizen'],
    needs: ['proof'],
    may: ['comment'],
    starts: ['notice'],
    stops: ['answer'],
    ledger: 'case.confirm',
    shown: true,
  },
  dispute: {
    from: ['asking'],
    to: 'rectifying',
    by: ['citizen'],
    needs: ['proof'],
    may: ['comment'],
    stops: ['answer'],
    resumes: true,
    ledger: 'case.confirm',
    shown: true,
  },
  /** 认可 of somebody whose 意见 was merged: kept with their own 意见, while the case waits for the word of its own author. */
  agree: {
    from: ['merged'],
    to: 'stays',
    by: ['citizen'],
    needs: ['proof'],
    may: ['comment'],
    ledger: 'case.confirm',
  },
  proceed: {
    from: ['asking'],
    to: 'notice',
    by: ['clerk', 'director'],
    needs: ['opinion'],
    starts: ['notice'],
    stops: ['answer'],
    when: ['secondPerson', 'silentOrChecked'],
    ledger: 'case.step',
    shown: true,
  },
  close: {
    from: ['notice'],
    to: 'closed',
    by: ['clerk', 'director'],
    stops: ['notice', 'complete', 'reply'],
    when: ['secondPerson', 'noticeOver', 'hasEvidence', 'helpersDone', 'siteChecked'],
    ledger: 'case.close',
    shown: true,
  },
  closeByPanel: {
    from: ['rectifying'],
    to: 'notice',
    by: ['director'],
    needs: ['panel', 'ruling', 'evidence'],
    starts: ['notice'],
    pauses: true,
    when: ['secondPerson', 'claimedBefore', 'reworkedBefore', 'noQuestionOpen', 'helpersDone'],
    ledger: 'case.step',
    shown: true,
  },
  /** 延期销号: what is left is done later, by the day named, and looked at again then. */
  closeByExtension: {
    from: ['rectifying'],
    to: 'notice',
    by: ['director'],
    needs: ['panel', 'ruling', 'until', 'evidence'],
    starts: ['notice'],
    pauses: true,
    when: ['secondPerson', 'claimedBefore', 'reworkedBefore', 'noQuestionOpen', 'helpersDone'],
    ledger: 'case.step',
    shown: true,
  },
  closeByTransfer: {
    from: ['rectifying'],
    to: 'notice',
    by: ['director'],
    needs: ['panel', 'receivingBody', 'ruling', 'evidence'],
    starts: ['notice'],
    pauses: true,
    when: ['secondPerson', 'claimedBefore', 'reworkedBefore', 'noQuestionOpen', 'helpersDone'],
    ledger: 'case.step',
    shown: true,
  },
  reopen: {
    from: ['closed'],
    to: 'rectifying',
    by: ['citizen', 'supervisor', 'director'],
    needs: ['reason'],
    may: ['proof'],
    starts: ['complete'],
    when: ['reopenedInTime'],
    ledger: 'case.reopen',
    shown: true,
  },

  // ── 挂账 ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  reviewAccount: {
    from: ['suspended'],
    to: 'stays',
    by: ['clerk', 'director'],
    needs: ['opinion'],
    starts: ['account'],
    ledger: 'case.step',
    shown: true,
  },
  resume: {
    from: ['suspended'],
    to: 'rectifying',
    by: ['liaison', 'head', 'clerk', 'director'],
    needs: ['reason'],
    starts: ['complete'],
    stops: ['account'],
    when: ['leads'],
    ledger: 'case.step',
    shown: true,
  },

  // ── 督办：是标记，不是状态 ────────────────────────────────────────────────────────────────────────────────────────
  urge: {
    from: workingStates,
    to: 'stays',
    by: ['clerk', 'director', 'system'],
    may: ['demand'],
    ledger: 'case.step',
  },
  supervise: {
    from: workingStates,
    to: 'stays',
    by: ['director'],
    needs: ['level', 'reason', 'demand', 'replyBy'],
    starts: ['reply'],
    ledger: 'case.step',
    shown: true,
  },
  list: {
    from: workingStates,
    to: 'stays',
    by: ['director'],
    needs: ['reason', 'demand', 'replyBy'],
    starts: ['reply'],
    when: ['notListed'],
    ledger: 'case.step',
    shown: true,
  },
  /** 约谈建议: the office proposes; whether it is done is not for the software. */
  talk: {
    from: workingStates,
    to: 'stays',
    by: ['director'],
    needs: ['reason', 'demand', 'leader', 'replyBy'],
    starts: ['reply'],
    when: ['supervisedInRed'],
    ledger: 'case.step',
    shown: true,
  },
  answerOrder: {
    from: departmentStates,
    to: 'stays',
    by: ['liaison', 'deputy', 'head'],
    needs: ['orderReply', 'signedBy'],
    stops: ['reply'],
    when: ['leads', 'orderOpen'],
    ledger: 'case.step',
    shown: true,
  },
  delist: {
    from: ['assigned', 'accepted', 'planned', 'rectifying', 'claimed', 'verifying', 'asking', 'notice', 'closed'],
    to: 'stays',
    by: ['director'],
    needs: ['finding', 'opinion'],
    when: ['listed', 'rectifiedAndVerified'],
    ledger: 'case.step',
    shown: true,
  },
  escalate: {
    from: ['triaged', 'assigned', 'accepted', 'planned', 'rectifying'],
    to: 'stays',
    by: ['director', 'system'],
    needs: ['reason', 'leader'],
    when: ['threeReworksOrTransfers'],
    ledger: 'case.step',
    shown: true,
  },

  // ── 回访、文本、删除 ──────────────────────────────────────────────────────────────────────────────────────────────
  revisit: {
    from: ['asking', 'notice', 'closed'],
    to: 'stays',
    by: ['clerk', 'director'],
    // Somebody who was not reached has said nothing of what was solved.
    needs: ['revisitAnswer'],
    may: ['solved', 'revisitWay', 'contacted', 'attitude', 'comment', 'handling'],
    ledger: 'case.step',
  },
  /** 工作日历 was changed: every running deadline is counted anew. */
  recalculate: {
    from: ['triaged', ...departmentStates],
    to: 'stays',
    by: ['system'],
    when: ['datesMove'],
    ledger: 'case.step',
  },
  redactText: {
    from: ['triaged', ...departmentStates],
    to: 'stays',
    by: ['clerk', 'director'],
    needs: ['publicText', 'reason'],
    when: ['notErased'],
    ledger: 'case.text',
  },
  erase: {
    from: ['received', 'triaged', ...departmentStates, 'filed', 'merged'],
    to: 'stays',
    by: ['director'],
    needs: ['reason'],
    when: ['notErased'],
    ledger: 'erase',
    shown: true,
  },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof workflow;
export const actNames = Object.keys(workflow) as ActName[];

/** The line of the table for an act, in its general shape. */
export const actOf = (name: ActName): Act => workflow[name];
