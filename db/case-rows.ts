/** A case as the rules see it, and as a row of the table: the two are mapped here and nowhere else. */

import type { Selectable } from 'kysely';
import { nextDue } from '../server/domain/advance.ts';
import type { CaseFile } from '../server/domain/case-file.ts';
import { assessmentYear } from '../server/domain/day.ts';
import type { CaseFileTable } from './tables.ts';

export type CaseRow = Selectable<CaseFileTable>;

/** What the store keeps of a case beside what the rules look at. */
export interface CaseNotes {
  /** 评议年度 of the day it was received. */
  year: number;
  /** The text the public may read, approved by the office. */
  publicText: string | null;
  /** What the department says was done, as published with the case. */
  publicOutcome: string | null;
  /** There is, or was when it closed, a way to reach an author. */
  hasContact: boolean;
}

export interface StoredCase extends CaseNotes {
  file: CaseFile;
  /** Events up to this one are in the ledger. */
  loggedSeq: number;
}

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** The columns that follow from the case itself. `due_accept` is of the running clock: see `recordEvent` for how it outlasts it. */
export function toRow(
  file: CaseFile,
): Omit<CaseRow, 'year' | 'public_text' | 'public_outcome' | 'has_contact' | 'logged_seq'> {
  return {
    id: file.id,
    seq: file.seq,
    state: file.state,
    number: file.number,
    channel: file.channel,
    kind: file.kind,
    topic: file.topic,
    named: file.named,
    received_on: file.receivedOn,
    taken_up_on: file.takenUpOn,
    exit: file.exit,
    merged_into: file.mergedInto,
    department: file.department,
    co_departments: JSON.stringify(file.coDepartments),
    nature: file.nature,
    key_item: flag(file.keyItem),
    assigned_on: file.assignedOn,
    assigned_by: file.assignedBy,
    accepted_on: file.acceptedOn,
    returns: file.returns,
    return_locked: flag(file.returnLocked),
    transfers: file.transfers,
    clocks: JSON.stringify(file.clocks),
    due_complete: file.clocks.complete?.due ?? null,
    due_accept: file.clocks.accept?.due ?? null,
    next_due: nextDue(file)?.due ?? null,
    paused_on: file.pausedOn,
    question_open: flag(file.questionOpen),
    extension_asked: file.extensionAsked,
    extensions: file.extensions,
    percent: file.percent,
    result: file.result,
    claimed_on: file.claimedOn,
    claims: file.claims,
    evidence_count: file.evidenceCount,
    suspension_cause: file.suspensionCause,
    reviewed_by: file.reviewedBy,
    reworks: file.reworks,
    checked: file.checked,
    answer: file.answer,
    answer_proof: file.answerProof,
    revisit: file.revisit,
    supervision: file.supervision,
    escalated: flag(file.escalated),
    basis: file.basis,
    closure: file.closure,
    closed_on: file.closedOn,
    on_time: file.onTime === null ? null : flag(file.onTime),
    erased: flag(file.erased),
    help: JSON.stringify(file.help),
    drawn: flag(file.drawn),
    stage_day: file.stageDay,
    extension_signed: flag(file.extensionSigned),
  };
}

/** The whole row of a new case. */
export const newRow = (file: CaseFile, notes: Partial<CaseNotes> = {}): CaseRow => ({
  ...toRow(file),
  year: notes.year ?? assessmentYear(file.receivedOn),
  public_text: notes.publicText ?? null,
  public_outcome: notes.publicOutcome ?? null,
  has_contact: flag(notes.hasContact ?? false),
  logged_seq: 0,
});

export function fromRow(row: CaseRow): CaseFile {
  return {
    id: row.id,
    seq: row.seq,
    state: row.state,
    number: row.number,
    channel: row.channel,
    kind: row.kind,
    topic: row.topic,
    named: row.named,
    receivedOn: row.received_on,
    takenUpOn: row.taken_up_on,
    exit: row.exit,
    mergedInto: row.merged_into,
    department: row.department,
    coDepartments: JSON.parse(row.co_departments) as string[],
    nature: row.nature,
    keyItem: row.key_item === 1,
    assignedOn: row.assigned_on,
    assignedBy: row.assigned_by,
    acceptedOn: row.accepted_on,
    returns: row.returns,
    returnLocked: row.return_locked === 1,
    transfers: row.transfers,
    clocks: JSON.parse(row.clocks) as CaseFile['clocks'],
    pausedOn: row.paused_on,
    questionOpen: row.question_open === 1,
    extensionAsked: row.extension_asked,
    extensions: row.extensions,
    percent: row.percent,
    result: row.result,
    claimedOn: row.claimed_on,
    claims: row.claims,
    evidenceCount: row.evidence_count,
    suspensionCause: row.suspension_cause,
    reviewedBy: row.reviewed_by,
    reworks: row.reworks,
    checked: row.checked,
    answer: row.answer,
    answerProof: row.answer_proof,
    revisit: row.revisit,
    supervision: row.supervision,
    escalated: row.escalated === 1,
    basis: row.basis,
    closure: row.closure,
    closedOn: row.closed_on,
    onTime: row.on_time === null ? null : row.on_time === 1,
    erased: row.erased === 1,
    help: JSON.parse(row.help) as CaseFile['help'],
    drawn: row.drawn === 1,
    stageDay: row.stage_day,
    extensionSigned: row.extension_signed === 1,
  };
}

/** A row with what the store keeps beside it. */
export const toStoredCase = (row: CaseRow): StoredCase => ({
  file: fromRow(row),
  year: row.year,
  publicText: row.public_text,
  publicOutcome: row.public_outcome,
  hasContact: row.has_contact === 1,
  loggedSeq: row.logged_seq,
});
