/** What an act changes in a case beyond its state and its clocks: one small function per act that changes anything. */

import { deadline } from './calendar.ts';
import type { CaseFile, Help } from './case-file.ts';
import { allowanceOf, type Moment } from './deadline-policy.ts';
import type { FieldValues } from './fields.ts';
import { type Question, recountedDates } from './guards.ts';
import type { Basis } from './vocabulary.ts';
import type { ActName } from './workflow.ts';

type Effect = (question: Question) => Partial<CaseFile>;

/** Work starts over: what was claimed, checked and answered in this round no longer counts. */
const nextRound = (file: CaseFile): Partial<CaseFile> => ({
  reworks: file.reworks + 1,
  result: null,
  checked: null,
  answer: null,
  answerProof: null,
  reviewedBy: null,
  closure: null,
  percent: Math.min(file.percent, 90),
});

/** The department no longer holds the case. */
const released: Partial<CaseFile> = {
  department: null,
  coDepartments: [],
  help: {},
  stageDay: null,
  nature: null,
  assignedOn: null,
  assignedBy: null,
  acceptedOn: null,
  pausedOn: null,
  extensionAsked: null,
  extensionSigned: false,
  questionOpen: false,
};

/** 会办: departments that are asked to help from today on, each with its own deadline; those that were asked before keep theirs. */
function helpOf(
  file: Pick<CaseFile, 'help' | 'kind' | 'channel'>,
  departments: readonly string[],
  { calendar, day, policy }: Moment,
): Record<string, Help> {
  const { amount, unit } = allowanceOf(policy, 'help', file);
  return Object.fromEntries(
    departments.map((code) => [code, file.help[code] ?? { due: deadline(calendar, day, amount, unit), doneOn: null }]),
  );
}

/** On whose word a case closes: the author's lock, somebody independent, or at least the office. */
export function basisOf(file: CaseFile): Basis {
  if (file.answer === 'yes' && file.answerProof === 'lock') return 'citizen';
  return file.checked === 'passed' ? 'independent' : 'office';
}

/** The claim was made in time. An extension that was granted has already moved the deadline. */
const inTime = (file: CaseFile, moment: Moment): boolean =>
  file.clocks.complete !== undefined && moment.day <= file.clocks.complete.due;

const claimed =
  (result: NonNullable<CaseFile['result']>): Effect =>
  ({ file, moment, given }) => ({
    result,
    claimedOn: moment.day,
    claims: file.claims + 1,
    onTime: inTime(file, moment),
    evidenceCount: file.evidenceCount + (given.evidence?.length ?? 0),
    extensionAsked: null,
    extensionSigned: false,
    stageDay: null,
    closure: 'ordinary',
    ...(result === 'A' && { percent: 100 }),
  });

/** A lock that was opened proves the author; anything else is an answer that the server could have read. */
const proofOf = (given: FieldValues): 'lock' | 'seen' => (given.proof?.startsWith('lock') ? 'lock' : 'seen');

const unsatisfiedClosure =
  (closure: 'panel' | 'transfer' | 'extension'): Effect =>
  ({ file, given }) => ({
    closure,
    result: 'A',
    extensionAsked: null,
    extensionSigned: false,
    evidenceCount: file.evidenceCount + (given.evidence?.length ?? 0),
  });

export const effects: Partial<Record<ActName, Effect>> = {
  takeUp: ({ given, moment }) => ({
    exit: 'EFFECTIVE',
    takenUpOn: moment.day,
    ...(given.topic && { topic: given.topic }),
    ...(given.kind && { kind: given.kind }),
  }),
  file: ({ given }) => ({ exit: given.exit ?? null, takenUpOn: null, mergedInto: null, ...released }),
  merge: ({ target }) => ({ exit: 'DUPLICATE', mergedInto: target?.id ?? null }),
  unmerge: () => ({ exit: null, mergedInto: null, takenUpOn: null }),
  // A clue stands alone: whoever reads the case it was merged into must not read it there.
  seal: () => ({ exit: 'CLUE', takenUpOn: null, mergedInto: null, ...released }),
  reconsider: () => ({ exit: null }),

  assign: ({ file, given, actor, moment }) => {
    const coDepartments = (given.coDepartments ?? []).filter((code) => code !== given.department);
    return {
      department: given.department ?? null,
      coDepartments,
      ...(coDepartments.length > 0 && { help: helpOf({ ...file, help: {} }, coDepartments, moment) }),
      nature: given.nature ?? null,
      keyItem: given.keyItem ?? false,
      assignedOn: moment.day,
      assignedBy: actor.account ?? null,
    };
  },
  accept: ({ moment }) => ({ acceptedOn: moment.day }),
  requestReturn: ({ file }) => ({ returns: file.returns + 1 }),
  grantReturn: ({ file }) => ({ ...released, transfers: file.transfers + 1, returnLocked: true }),
  refuseReturn: ({ moment }) => ({ returnLocked: true, acceptedOn: moment.day }),
  transfer: ({ file }) => ({ ...released, transfers: file.transfers + 1, returnLocked: true }),
  join: ({ file, given, moment }) => {
    const coDepartments = [...new Set([...file.coDepartments, ...(given.coDepartments ?? [])])].filter(
      (code) => code !== file.department,
    );
    return { coDepartments, help: helpOf(file, coDepartments, moment) };
  },
  endHelp: ({ file, given }) => {
    const left = file.coDepartments.filter((code) => !given.coDepartments?.includes(code));
    return {
      coDepartments: left,
      help: Object.fromEntries(Object.entries(file.help).filter(([code]) => left.includes(code))),
    };
  },
  assist: ({ file, actor, moment }) => {
    const part = file.help[actor.department ?? ''];
    return part === undefined
      ? {}
      : { help: { ...file.help, [actor.department ?? '']: { ...part, doneOn: part.doneOn ?? moment.day } } };
  },
  progress: ({ given }) => ({ percent: given.percent ?? 0 }),
  requestExtension: ({ given, actor }) => ({
    extensionAsked: given.until ?? null,
    extensionSigned: actor.role === 'head',
  }),
  signExtension: () => ({ extensionSigned: true }),
  grantExtension: ({ file }) => ({ extensions: file.extensions + 1, extensionAsked: null, extensionSigned: false }),
  refuseExtension: () => ({ extensionAsked: null, extensionSigned: false }),
  stage: ({ given }) => ({ stageDay: given.stageDay ?? null }),
  ask: () => ({ questionOpen: true }),
  reply: () => ({ questionOpen: false }),
  endQuestion: () => ({ questionOpen: false }),

  claim: claimed('A'),
  explain: claimed('D'),
  putOnAccount: (question) => ({
    ...claimed('C')(question),
    suspensionCause: question.given.suspensionCause ?? null,
  }),

  beginReview: ({ actor }) => ({ reviewedBy: actor.account ?? null }),
  sendBack: ({ file }) => nextRound(file),
  check: ({ file, given }) => ({
    checked: 'passed',
    evidenceCount: file.evidenceCount + (given.evidence?.length ?? 0),
  }),
  failCheck: ({ file }) => nextRound(file),
  confirm: ({ given }) => ({ answer: 'yes', answerProof: proofOf(given) }),
  dispute: ({ file }) => nextRound(file),
  close: ({ file, moment }) => ({ basis: basisOf(file), closedOn: moment.day, pausedOn: null }),
  draw: () => ({ drawn: true }),
  overturn: ({ file }) => ({ ...nextRound(file), basis: null, closedOn: null, onTime: null }),
  closeByExtension: (question) => ({
    ...unsatisfiedClosure('extension')(question),
    stageDay: question.given.until ?? null,
  }),
  closeByPanel: unsatisfiedClosure('panel'),
  closeByTransfer: unsatisfiedClosure('transfer'),
  reopen: ({ file }) => ({ ...nextRound(file), basis: null, closedOn: null, onTime: null }),
  resume: () => ({ result: null, suspensionCause: null, pausedOn: null }),
  passAccount: () => ({ pausedOn: null }),

  urge: ({ file }) => ({ supervision: Math.max(file.supervision, 1) as CaseFile['supervision'] }),
  supervise: ({ file, given }) => ({
    supervision: Math.max(file.supervision, given.level ?? 2) as CaseFile['supervision'],
  }),
  list: () => ({ supervision: 4 }),
  delist: () => ({ supervision: 0 }),
  escalate: () => ({ escalated: true }),

  // Who could not be reached takes back nothing of what was said before.
  revisit: ({ file, given }) => ({
    revisit: given.revisitAnswer === 'unreachable' ? (file.revisit ?? 'unreachable') : (given.revisitAnswer ?? null),
  }),
  recalculate: ({ file, moment }) => recountedDates(file, moment.calendar),
  erase: () => ({ erased: true }),
};
