/** The whole case as one role may see it: where it stands, its texts, its history, and what may be done now. */

import { listEventsOf, listMergedCases } from '../../db/case-files.ts';
import type { StoredCase } from '../../db/case-rows.ts';
import type { FileRow } from '../../db/files.ts';
import type { OpinionRow } from '../../db/opinions.ts';
import { auditOnceADay } from '../audit.ts';
import type { Context } from '../context.ts';
import type { Readable } from '../domain/case-access.ts';
import { type CaseFile, type Clock, responsibleLeader } from '../domain/case-file.ts';
import type { Deadline } from '../domain/calendar.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { formatReceiptNumber } from '../domain/receipt.ts';
import { marksForReview, redact } from '../domain/redaction.ts';
import { isOfficeRole } from '../domain/roles.ts';
import type { Staff } from '../http/staff.ts';
import { recordsAbout } from '../records/records-about.ts';
import type { CaseView, OpinionView } from '../schemas/desk.ts';
import { redactionLabel, reviewHintLabels } from '#words/redaction.ts';
import { leaderWords, stateWords } from '#words/workflow.ts';
import { helpsOnly, lightWithReasons, nextDueOf } from './case-line.ts';
import { assignmentDeadlines, dueOf, helpDueOf } from './dues.ts';
import { fileRef, historyOf } from './history.ts';
import { type DepartmentNames, refOf, refOrNull } from './names.ts';
import { offersFor, type Suggestions } from './offers.ts';
import { ordersOf } from './orders.ts';
import { type ReadCase, readCase } from './read-case.ts';
import { similarTo } from './similar.ts';
import { stillNeeded } from './still-needed.ts';

/** The case for a member of staff. Opening what an author wrote word for word is noted in the audit trail. */
export async function viewCase(context: Context, staff: Staff, id: string): Promise<CaseView> {
  const read = await readCase(context, staff, id);
  const { stored, actor, readable, moment, opinions, files, into, names } = read;
  const { file } = stored;
  const { departments, people } = names;
  if (readable.original && opinions.some(({ original_text }) => original_text !== '')) {
    await auditOnceADay(context, staff.accountId, 'text.opened', id);
  }
  const isSorting = isOfficeRole(actor.role) && (file.state === 'received' || file.state === 'triaged');
  const person = (account: string | null): string | null =>
    readable.inside && account !== null ? (people.get(account) ?? null) : null;

  return {
    ...standing(file, moment),
    named: refOrNull(file.named, departments),
    mergedInto: into === undefined ? null : { id: into.file.id, number: into.file.number },
    merged: readable.inside ? await mergedInto(context, read) : [],
    department: refOrNull(file.department, departments),
    coDepartments: file.coDepartments.map((code) => refOf(code, departments)),
    helpers: Object.entries(file.help).map(([code, { due, doneOn }]) => ({
      department: refOf(code, departments),
      due: doneOn === null ? helpDueOf(due, moment) : null,
      doneOn,
    })),
    orders: ordersOf(read),
    stillNeeded: stillNeeded(file, moment, departments),
    helpsOnly: helpsOnly(file, actor),
    assignedBy: person(file.assignedBy),
    reviewedBy: person(file.reviewedBy),
    publicText: readable.published ? stored.publicText : null,
    publicOutcome: readable.published ? stored.publicOutcome : null,
    opinions: opinions.map((opinion) => opinionView(opinion, readable, departments, files)),
    evidence: readable.published ? files.filter(({ owner }) => owner === 'staff').map(fileRef) : [],
    history: historyOf(read.course, readable, names),
    acts: offersFor(file, actor, moment, { departments, suggestions: suggestionsFor(stored, opinions, readable) }),
    deadlines: isSorting ? assignmentDeadlines(file.kind, moment) : [],
    records: await recordsAbout(context.db, staff, id),
    similar: isSorting ? await similarTo(context, stored, { actor, moment, departments }) : [],
  };
}

/** Cases that were merged into this one, each with its reporters. */
async function mergedInto({ db }: Context, { stored, opinions }: ReadCase): Promise<CaseView['merged']> {
  const merged = await listMergedCases(db, stored.file.id);
  const histories = await listEventsOf(
    db,
    merged.map(({ file }) => file.id),
  );
  return merged.map(({ file: { id, number, receivedOn } }) => ({
    id,
    number,
    receivedOn,
    receipts: opinions
      .filter(({ case_id }) => case_id === id)
      .map(({ receipt_number }) => formatReceiptNumber(receipt_number)),
    agreed: histories.get(id)?.some(({ act }) => act === 'agree') ?? false,
  }));
}

/** What everybody sees who may see the case at all. */
const standing = (file: CaseFile, moment: Moment) => ({
  id: file.id,
  seq: file.seq,
  state: file.state,
  stateName: stateWords[file.state],
  ...lightWithReasons(file, moment),
  number: file.number,
  channel: file.channel,
  kind: file.kind,
  topic: file.topic,
  receivedOn: file.receivedOn,
  takenUpOn: file.takenUpOn,
  exit: file.exit,
  nature: file.nature,
  keyItem: file.keyItem,
  assignedOn: file.assignedOn,
  acceptedOn: file.acceptedOn,
  returns: file.returns,
  returnLocked: file.returnLocked,
  transfers: file.transfers,
  nextDue: nextDueOf(file, moment),
  clocks: (Object.entries(file.clocks) as [Clock, Deadline][]).map(([clock, running]) => ({
    ...dueOf(clock, running, moment),
    standsStill: file.pausedOn !== null && (clock === 'complete' || clock === 'plan'),
  })),
  pausedOn: file.pausedOn,
  questionOpen: file.questionOpen,
  extensionAsked: file.extensionAsked,
  extensionSigned: file.extensionSigned,
  stageDay: file.stageDay,
  drawn: file.drawn,
  extensions: file.extensions,
  percent: file.percent,
  result: file.result,
  claimedOn: file.claimedOn,
  claims: file.claims,
  suspensionCause: file.suspensionCause,
  reworks: file.reworks,
  leader: responsibleLeader(file),
  leaderName: leaderWords[responsibleLeader(file)],
  checked: file.checked,
  answer: file.answer,
  answerProof: file.answerProof,
  revisit: file.revisit,
  supervision: file.supervision,
  escalated: file.escalated,
  basis: file.basis,
  closure: file.closure,
  closedOn: file.closedOn,
  onTime: file.onTime,
  erased: file.erased,
});

/** An erased text is empty in the store and missing here. */
const textOrNull = (text: string, mayRead: boolean): string | null => (mayRead && text !== '' ? text : null);

const opinionView = (
  row: OpinionRow,
  readable: Readable,
  departments: DepartmentNames,
  files: readonly FileRow[],
): OpinionView => ({
  id: row.id,
  receiptNumber: formatReceiptNumber(row.receipt_number),
  receivedWeek: row.received_week,
  kind: row.kind,
  department: refOrNull(row.department_code, departments),
  codeSeen: row.code_seen === 1,
  mayPublish: row.may_publish === 1,
  original: textOrNull(row.original_text, readable.original),
  redacted: textOrNull(row.redacted_text, readable.redacted),
  findings: readable.original ? findingsIn(row) : [],
  hasContact: readable.contact ? row.sealed_contact !== null : null,
  contactPurgeAfter: readable.contact ? row.contact_purge_after : null,
  verdict: readable.inside ? row.verdict : null,
  verdictReason: readable.inside ? row.verdict_reason : null,
  photos: readable.redacted ? files.filter(({ opinion_id }) => opinion_id === row.id).map(fileRef) : [],
});

/** What the rules hide in the original, and where in the redacted text a reviewer should look. */
const findingsIn = (row: OpinionRow): OpinionView['findings'] => [
  ...redact(row.original_text).found.map(({ kind, start, end }) => ({
    in: 'original' as const,
    name: redactionLabel(kind),
    start,
    end,
  })),
  ...marksForReview(row.redacted_text).map(({ kind, start, end }) => ({
    in: 'redacted' as const,
    name: reviewHintLabels[kind],
    start,
    end,
  })),
];

/** What forms are filled in with to begin with. */
const suggestionsFor = (
  { file, publicText }: StoredCase,
  opinions: readonly OpinionRow[],
  readable: Readable,
): Suggestions => ({
  ...(readable.original && {
    publicText: publicText ?? opinions.find(({ case_id }) => case_id === file.id)?.redacted_text ?? null,
  }),
  kind: file.kind,
  topic: file.topic,
  department: file.named,
  percent: file.percent,
});
