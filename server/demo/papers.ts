/** What each act of a case is given: the papers that departments and the office write, made of the sentence patterns. */

import { type CaseFile, confirmationRound } from '../domain/case-file.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { FieldValues, Measure } from '../domain/fields.ts';
import { lock, type Locks, preimage } from '../domain/receipt.ts';
import type { Nature, RevisitAnswer, Topic } from '../domain/vocabulary.ts';
import { formatDayShort } from '#words/calendar.ts';
import type { Fill } from './data/fills.ts';
import type { Pattern } from './data/opinions.ts';
import * as replies from './data/replies.ts';
import type { Random } from './random.ts';

/** What is written about: the 意见 and who is to act on it. */
export interface Matter {
  publicText: string;
  pattern: Pattern;
  topic: Topic;
  telephone: string;
  fill: Fill;
  /** The receipt code of the author; a demonstration may know it. */
  code: string;
  locks: Locks;
}

/** Ids of uploads, one more at each call. */
export type NewFile = () => string;

export type Papers = ReturnType<typeof papersFor>;

export function papersFor(matter: Matter, random: Random, newFile: NewFile) {
  const { pattern, telephone } = matter;
  const section = random.pick(replies.sections);
  const fill = (text: string): string => matter.fill(text).replaceAll('{section}', section);
  const one = (list: readonly string[]): string => fill(random.pick(list));
  const done = fill(pattern.done);
  const evidence = (): string[] => Array.from({ length: random.between(1, 2) }, newFile);
  const signedBy = (): string => random.pick(replies.signatures);

  /** 会商 is held where duties are disputed, which is not always. */
  const consulted = (): FieldValues =>
    random.chance(40) ? { consultation: one(replies.consultations), attendees: [...replies.consulted] } : {};

  const measures = (until: Day): Measure[] =>
    done
      .split(/[，；]/)
      .slice(0, 3)
      .map((what) => ({ what, section, by: until }));

  return {
    takeUp: (): FieldValues => ({ publicText: matter.publicText, topic: matter.topic, kind: pattern.kind }),
    assign: (to: string, nature: Nature, coDepartments: string[], keyItem: boolean): FieldValues => ({
      department: to,
      nature,
      demand: one(replies.demands),
      ...(coDepartments.length > 0 && { coDepartments }),
      ...(keyItem && { keyItem }),
    }),
    accept: (): FieldValues => ({ contactPerson: `${section}负责人`, telephone }),
    requestReturn: (suggested: string): FieldValues => {
      const [reason, grounds] = random.pick(replies.returnReasons);
      return { reason, grounds, suggestedDepartment: suggested, signedBy: signedBy() };
    },
    grantReturn: (): FieldValues => ({ ruling: one(replies.returnsGranted), ...consulted() }),
    refuseReturn: (): FieldValues => ({ ruling: one(replies.returnsRefused), ...consulted() }),
    transfer: (): FieldValues => ({ ruling: one(replies.transfers) }),
    join: (coDepartments: string[]): FieldValues => ({
      coDepartments,
      demand: '请在五个工作日内向主办单位提出协办意见',
    }),
    assist: (): FieldValues => ({ opinion: one(replies.assists) }),
    plan: (until: Day): FieldValues => ({
      cause: random.pick(replies.causes[matter.topic]),
      goal: one(replies.goals),
      measures: measures(until),
      leader: random.pick(replies.leaders),
      plannedDay: until,
      contactPerson: `${section}负责人`,
      telephone,
    }),
    progress: (percent: number): FieldValues => ({
      progress: one(replies.progress),
      percent,
      ...(random.chance(12) && { difficulty: one(replies.difficulties) }),
    }),
    requestExtension: (until: Day): FieldValues => {
      const [reason, workDone] = random.pick(replies.extensions);
      return { reason, workDone, until, signedBy: signedBy() };
    },
    grantExtension: (): FieldValues => ({ ruling: one(replies.extensionRulings) }),
    refuseExtension: (): FieldValues => ({ ruling: one(replies.extensionRefusals) }),
    ask: (): FieldValues => ({ question: one(replies.questions) }),
    reply: (): FieldValues => ({ answer: one(replies.answers) }),
    claim: (day: Day, assignedOn: Day): FieldValues => ({
      outcome: fill(random.pick(replies.outcomes))
        .replaceAll('{done}', done)
        .replaceAll('{day1}', formatDayShort(addDays(assignedOn, 1)))
        .replaceAll('{day2}', formatDayShort(day)),
      evidence: evidence(),
      signedBy: signedBy(),
    }),
    explain: (): FieldValues => {
      const [explanation, legalBasis] = random.pick(replies.explanations);
      return { explanation: fill(explanation), legalBasis, signedBy: signedBy() };
    },
    putOnAccount: (day: Day): FieldValues => {
      const [suspensionCause, explanation, nextStep] = random.pick(replies.suspensions);
      return { suspensionCause, explanation, nextStep, reviewDay: addDays(day, 182), signedBy: signedBy() };
    },
    passAccount: (): FieldValues => ({ opinion: '未整改原因属实，同意挂账并公开说明，半年内复核' }),
    reviewAccount: (): FieldValues => ({ opinion: one(replies.accountReviews) }),
    resume: (): FieldValues => ({ reason: one(replies.resumptions) }),
    passReview: (): FieldValues => ({ opinion: one(replies.reviewOpinions) }),
    sendBack: (): FieldValues => ({ reason: one(replies.sendBackReasons) }),
    check: (): FieldValues => ({ finding: one(replies.findings), place: one(replies.places) }),
    failCheck: (): FieldValues => ({ finding: one(replies.failedFindings), place: one(replies.places) }),
    proceed: (isChecked: boolean): FieldValues => ({
      opinion: one(isChecked ? replies.proceedChecked : replies.proceedOpinions),
    }),
    closeByPanel: (): FieldValues => ({
      panel: [...random.pick(replies.panels)],
      ruling: one(replies.panelRulings),
      evidence: evidence(),
    }),
    closeByTransfer: (): FieldValues => {
      const [receivingBody, ruling] = random.pick(replies.handovers);
      return { panel: [...random.pick(replies.panels)], receivingBody, ruling, evidence: evidence() };
    },
    urge: (): FieldValues => ({ demand: replies.urgings[1] ?? '' }),
    supervise: (level: 2 | 3, replyBy: Day): FieldValues => {
      const [reason, demand] = random.pick(replies.supervisions);
      return { level, reason, demand, replyBy };
    },
    list: (replyBy: Day): FieldValues => ({ reason: replies.listing[0], demand: replies.listing[1], replyBy }),
    answerOrder: (): FieldValues => ({ orderReply: one(replies.orderReplies), signedBy: signedBy() }),
    delist: (): FieldValues => ({ finding: replies.delisting[0], opinion: replies.delisting[1] }),
    revisit: (revisitAnswer: RevisitAnswer): FieldValues => ({
      revisitAnswer,
      revisitWay: 'phone',
      // Whoever was not reached has said nothing of it.
      ...(revisitAnswer !== 'unreachable' && {
        solved: revisitAnswer === 'satisfied' ? 'yes' : revisitAnswer === 'dissatisfied' ? 'no' : 'partly',
        contacted: revisitAnswer !== 'dissatisfied',
      }),
    }),
    /** The author's word with the proof of it: a lock that is really opened, or an answer that somebody could have read. */
    word:
      (answer: 'y' | 'n', how: 'lock' | 'seen') =>
      (file: CaseFile): FieldValues => {
        const round = confirmationRound(file);
        const secret = preimage(matter.code, round, answer);
        const closed = (answer === 'y' ? matter.locks.yes : matter.locks.no)[round - 1];
        if (lock(secret) !== closed) throw new Error('A receipt code does not open its own lock');
        const comment = one(
          answer === 'n' ? replies.disputes : file.result === 'D' ? replies.understandings : replies.confirmations,
        );
        return { proof: how === 'lock' ? `lock:${secret}` : 'seen', ...(comment !== '' && { comment }) };
      },
  };
}
