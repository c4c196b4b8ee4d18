/** A case as the holder of one receipt may see it: their own words, the course of the case, and nothing of anybody else's. */

import type { StoredCase, StoredEvent } from '../db/case-files.ts';
import type { OpinionRow } from '../db/opinions.ts';
import { nextDue } from './domain/advance.ts';
import type { Deadline } from './domain/calendar.ts';
import { type CaseFile, confirmationRound, departmentStates, isOneOf } from './domain/case-file.ts';
import type { Day } from './domain/day.ts';
import type { Moment } from './domain/deadline-policy.ts';
import { allowedUntil } from './domain/guards.ts';
import { publicGrounds } from './domain/public-words.ts';
import { type Locks, opensLock } from './domain/receipt.ts';
import { redact } from './domain/redaction.ts';
import { isDepartmentRole, isOfficeRole } from './domain/roles.ts';
import { type FiledExit, filedExits } from './domain/vocabulary.ts';
import { type ActName, actOf } from './domain/workflow.ts';
import type { Track } from './schemas/tracking.ts';
import { explainDeadline } from '#words/calendar.ts';
import { officeReason, trackHistory } from '#words/citizen.ts';
import {
  actWords,
  exitWords,
  filedForCitizen,
  otherChannelWords,
  resultWords,
  roleWords,
  stateForCitizen,
  suspensionCauseWords,
} from '#words/workflow.ts';

export interface TrackSource {
  opinion: OpinionRow;
  locks: Locks;
  /** The opinion's own case, and the one that is worked on; the same unless it was merged. */
  own: StoredCase;
  case: StoredCase;
  events: readonly StoredEvent[];
  /** History of the own case where it was merged. */
  ownEvents: readonly StoredEvent[];
  nameOf: (department: string) => string;
  moment: Moment;
}

/** Acts that the author is told of although the public is not. */
const toldToAuthor: readonly ActName[] = [
  'submit',
  'file',
  'reconsider',
  'merge',
  'unmerge',
  'ask',
  'reply',
  'endQuestion',
  'agree',
];
/** Of those, what stays between the office and the author whose case it is. */
const privateActs: readonly ActName[] = ['ask', 'reply', 'endQuestion'];

export function trackView(source: TrackSource): Track {
  const { opinion, own, moment, nameOf } = source;
  const { file } = source.case;
  const named = opinion.department_code;
  const erased = own.file.erased;
  const author = {
    receipt: opinion.receipt_number,
    week: opinion.received_week,
    kind: opinion.kind,
    named: named === null ? null : { code: named, name: nameOf(named) },
    text: erased ? null : opinion.redacted_text,
    mayPublish: opinion.may_publish === 1,
    codeSeen: opinion.code_seen === 1,
    recorded: own.file.channel === 'paper' || own.file.channel === 'phone',
    contactUntil: opinion.contact_purge_after,
    state: file.state,
    standing: stateForCitizen[file.state],
    joined: own !== source.case,
  };
  const nothing = {
    number: null,
    isPublic: false,
    holder: null,
    due: null,
    done: null,
    question: null,
    ask: null,
    reopen: null,
    closed: null,
    filed: null,
    account: null,
    stage: null,
    drawn: false,
  };
  // A clue leaves no trace here: neither who has it nor what came before.
  if (file.state === 'sealed' || own.file.state === 'sealed') {
    const first = source.ownEvents[0] ?? source.events[0];
    return {
      ...author,
      ...nothing,
      state: 'sealed',
      standing: stateForCitizen.sealed,
      joined: false,
      history: first ? [line(first, source)] : [],
    };
  }
  return {
    ...author,
    number: file.number,
    isPublic: file.number !== null && source.case.loggedSeq > 0 && isOneOf(departmentStates, file.state),
    holder: file.department === null ? null : { code: file.department, name: nameOf(file.department) },
    due: dueOf(file),
    done:
      file.result === null
        ? null
        : {
            result: file.result,
            resultName: resultWords[file.result],
            outcome: source.case.publicOutcome,
            evidence: file.evidenceCount,
          },
    history: historyOf(source),
    question: author.joined || !file.questionOpen ? null : (lastGiven(source.events, 'ask', 'question') ?? null),
    ask: askOf(source),
    reopen: reopenOf(file, moment),
    closed:
      file.state === 'closed' && file.closedOn !== null && file.basis !== null && file.result !== null
        ? { day: file.closedOn, basis: file.basis, closure: file.closure ?? 'ordinary', result: file.result }
        : null,
    filed: filedOf(file, source.events),
    account: accountOf(file, source.events),
    stage: file.stageDay,
    drawn: file.drawn && file.checked === null && file.state !== 'closed',
  };
}

/** 挂账: why, what comes next, and by when each side looks at it again. What the department says of it is what it says was done. */
function accountOf(file: CaseFile, events: readonly StoredEvent[]): Track['account'] {
  if (file.state !== 'suspended' || file.suspensionCause === null) return null;
  const { nextStep, reviewDay } = publicGrounds(file, events);
  return {
    cause: suspensionCauseWords[file.suspensionCause],
    nextStep,
    reviewDay,
    reviewOn: file.clocks.account?.due ?? null,
  };
}

/** Until when the author may have a closed case opened again; nothing when it is too late or not closed. */
function reopenOf(file: CaseFile, moment: Moment): Track['reopen'] {
  if (file.state !== 'closed' || file.closedOn === null) return null;
  const until = allowedUntil('reopen', file, file.closedOn, moment);
  return moment.day <= until ? { until, round: confirmationRound(file) } : null;
}

function askOf({ own, case: { file }, locks, ownEvents }: TrackSource): Track['ask'] {
  if (file.state !== 'asking') return null;
  const round = confirmationRound(file);
  const clock = file.clocks.answer;
  const isOwn = own.file.id === file.id;
  return {
    round,
    yes: locks.yes[round - 1] ?? '',
    no: locks.no[round - 1] ?? '',
    until: clock ? dated(clock, 'answer') : null,
    own: isOwn,
    agreed: !isOwn && ownEvents.some((event) => isAgreement(event, locks.yes[round - 1] ?? '', clock?.from ?? '')),
  };
}

/** 认可 in this round: it opened the round's lock or, where the server saw the code, was given since the question was put. */
function isAgreement({ act, day, given: { proof } }: StoredEvent, lock: string, since: Day): boolean {
  if (act !== 'agree' || proof === undefined) return false;
  return proof === 'seen' ? day >= since : opensLock(lock, proof.slice('lock:'.length));
}

function filedOf(file: CaseFile, events: readonly StoredEvent[]): Track['filed'] {
  const exit = file.exit;
  if (file.state !== 'filed' || !(filedExits as readonly (string | null)[]).includes(exit)) return null;
  const channel = lastGiven(events, 'file', 'otherChannel');
  return {
    reason: exitWords[exit as FiledExit],
    note: filedNote(exit as FiledExit, lastGiven(events, 'file', 'reason')),
    channel: channel === undefined || channel === 'none' ? null : otherChannelWords[channel],
  };
}

/** What is said of this exit in general, and the office's own reason where it says something else. */
const filedNote = (exit: FiledExit, reason: string | undefined): string =>
  reason === undefined || reason === filedForCitizen[exit]
    ? filedForCitizen[exit]
    : filedForCitizen[exit] + officeReason(reason);

/** What a field was given the last time an act was done. */
function lastGiven<Name extends keyof StoredEvent['given']>(
  events: readonly StoredEvent[],
  act: ActName,
  field: Name,
): StoredEvent['given'][Name] | undefined {
  return events.findLast((event) => event.act === act)?.given[field];
}

function dueOf(file: CaseFile): Track['due'] {
  const next = nextDue(file);
  const clock = next === null ? undefined : file.clocks[next.clock];
  return next === null || clock === undefined ? null : dated(clock, next.clock);
}

/** A date with its explanation, which tells of pauses and extensions, too. */
const dated = (
  clock: Deadline,
  name: keyof typeof trackHistory.clocks,
): { day: string; name: string; explanation: string } => ({
  day: clock.due,
  name: trackHistory.clocks[name],
  explanation: explainDeadline(clock),
});

function historyOf(source: TrackSource): Track['history'] {
  const joined = source.own !== source.case;
  const told = (event: StoredEvent): boolean => actOf(event.act).shown === true || toldToAuthor.includes(event.act);
  const ofCase = source.events.filter(
    (event) => told(event) && !(joined && (privateActs.includes(event.act) || event.act === 'submit')),
  );
  if (!joined) return ofCase.map((event) => line(event, source));
  const mine = source.ownEvents.filter(told);
  return [...mine, ...ofCase]
    .sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))
    .map((event) => line(event, source));
}

/** Whether a line is the author's own doing. Of several authors of a merged case, the lock that was opened tells which. */
function isMine(event: StoredEvent, { own, locks, opinion }: TrackSource): boolean {
  const proof = event.given.proof;
  if (proof === undefined) return event.caseId === own.file.id;
  if (proof === 'seen') return opinion.code_seen === 1;
  const preimage = proof.slice('lock:'.length);
  return [...locks.yes, ...locks.no].some((lock) => opensLock(lock, preimage));
}

function line(event: StoredEvent, source: TrackSource): Track['history'][number] {
  const { act, actor, given, day } = event;
  const { nameOf } = source;
  const mine = isMine(event, source);
  const who = isDepartmentRole(actor.role)
    ? nameOf(actor.department ?? '')
    : isOfficeRole(actor.role)
      ? trackHistory.office
      : actor.role === 'citizen' && mine
        ? trackHistory.you
        : roleWords[actor.role];
  const detail = (mine || act === 'ask' ? detailOf(act, given) : null) ?? openWords(event);
  return { day, text: textOf(event, nameOf), who, detail };
}

/** Why the office moved it or put it off, and what a stage is to reach: written for the author and everybody else. */
function openWords({ act, given }: StoredEvent): string | null {
  const isRuling = ['grantReturn', 'refuseReturn', 'transfer', 'grantExtension'].includes(act);
  const words = isRuling ? given.ruling : act === 'stage' ? given.explanation : undefined;
  return words === undefined ? null : redact(words).text;
}

function textOf({ act, given, change }: StoredEvent, nameOf: (code: string) => string): string {
  const { complete, account } = change.clocks ?? {};
  if (act === 'grantExtension' && complete) return trackHistory.extended(complete.due);
  if (act === 'stage' && given.stageDay) return trackHistory.stage(given.stageDay);
  if ((act === 'passAccount' || act === 'reviewAccount') && account) return trackHistory[act](account.due);
  if (act === 'requestReturn' && given.suggestedDepartment)
    return trackHistory.returned(nameOf(given.suggestedDepartment));
  if (act === 'assign' && given.department) return trackHistory.assigned(nameOf(given.department));
  if (act === 'progress' && given.percent !== undefined) return trackHistory.progress(given.percent);
  if (act === 'plan' && given.plannedDay) return trackHistory.planned(given.plannedDay);
  return actWords[act].name;
}

/** Words that passed between the author and those who work on the case; nothing that others wrote to each other. */
function detailOf(act: ActName, given: StoredEvent['given']): string | null {
  if (act === 'ask') return given.question ?? null;
  if (act === 'reply') return given.answer ?? null;
  if (act === 'confirm' || act === 'dispute' || act === 'agree') return given.comment ?? null;
  if (act === 'reopen') return given.proof === undefined ? null : (given.reason ?? null);
  return null;
}
