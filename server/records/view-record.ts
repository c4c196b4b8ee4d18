/** A record as one role may see it: its newest values, its history, and what may be done now. */

import { findRecord, listRecordEvents, type StoredRecord, type StoredRecordEvent } from '../../db/records.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { firstRecordAct, isPublicRecord, mayReadRecord, recordActsFor } from '../domain/advance-record.ts';
import type { Day } from '../domain/day.ts';
import { type FieldName, type FieldValues, fields } from '../domain/fields.ts';
import { recordActOf, type RecordFile, type RecordKind, recordKindOf } from '../domain/records.ts';
import { type Actor, isDepartmentRole, isOfficeRole } from '../domain/roles.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { fileRef, inWords } from '../desk/history.ts';
import { refOrNull } from '../desk/names.ts';
import { fieldOffer } from '../desk/offers.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { fieldsTaken } from '../schemas/acts.ts';
import type { ActField } from '../schemas/desk.ts';
import type { RecordBeginning, RecordHistoryLine, RecordLine, RecordOffer, RecordView } from '../schemas/records.ts';
import { byDepartment, byOffice, byStaff } from '#words/desk-api.ts';
import { recordKindWords, recordWords } from '#words/records.ts';
import { fieldWords, roleWords } from '#words/workflow.ts';
import { namesFor, type RecordNames } from './record-names.ts';
import { whoWrote } from './perform-record-act.ts';

type FieldLine = RecordHistoryLine['fields'][number];

/** @throws Problem `not-found` for a record that the reader may not know of */
export async function viewRecord({ db, now }: Context, staff: Staff, id: string): Promise<RecordView> {
  const actor = actorOf(staff);
  const self = pseudonym(staff.accountId);
  const stored = await findRecord(db, id);
  if (stored === undefined || !mayReadRecord(stored.file, actor, self)) throw new Problem('not-found');
  const { file } = stored;
  const events = await listRecordEvents(db, file);
  const names = await namesFor(db, file, events);
  const newest = newestOf(events);
  const day = dayOf(now());
  return {
    ...lineOf(stored, { newest, names, day }),
    sheetName: recordKindWords[file.kind].sheet,
    seq: file.seq,
    isPublic: isPublicRecord(file),
    fields: fieldLines(file.kind, newest, names, 'newest'),
    history: events.map((event) => historyLine(event, actor, names)),
    cases: [...names.linked],
    acts: recordActsFor(file, actor, { day, self, wrote: whoWrote(events) }).map((act) =>
      offerOf(file.kind, act, redoes.includes(act) ? newest : {}),
    ),
  };
}

/** The form with which somebody begins a record of a kind. @throws Problem `not-allowed` when others write these */
export function beginningOf(staff: Staff, kind: RecordKind): RecordBeginning {
  const act = firstRecordAct(kind, actorOf(staff));
  if (act === undefined) throw new Problem('not-allowed');
  const { name, sheet, about } = recordKindWords[kind];
  const offer = offerOf(kind, act, {});
  const fixed = staff.department === null ? offer.fields : offer.fields.filter(({ name: one }) => one !== 'department');
  return { kind, kindName: name, sheetName: sheet, about, act: { ...offer, fields: fixed } };
}

/** Acts that write once more what is there already. */
const redoes: readonly string[] = ['redraft', 'refill'];

function offerOf(kind: RecordKind, act: string, newest: FieldValues): RecordOffer {
  const words = recordKindWords[kind];
  const { name, button, does } = words.acts[act] ?? { name: act, button: act, does: '' };
  return {
    act,
    name,
    button,
    does,
    fields: fieldsTaken(recordActOf(kind, act) ?? {}).map(({ name: field, required }): ActField => {
      const offer = fieldOffer(field, required, (newest[field] as ActField['value'] | undefined) ?? null);
      // What is said of a field of a case does not hold of the field of a record.
      const hint = words.hints?.[field] ?? (sharedHints.includes(field) ? null : offer.hint);
      return { ...offer, label: labelOf(kind, field), hint };
    }),
  };
}

/** Fields whose usual hint is about cases. */
const sharedHints: readonly FieldName[] = ['outcome', 'evidence', 'publicText'];

const labelOf = (kind: RecordKind, field: FieldName): string =>
  recordKindWords[kind].labels?.[field] ?? fieldWords[field].label;

/** The newest value of each field, words too. */
export const newestOf = (events: readonly Pick<StoredRecordEvent, 'given'>[]): FieldValues =>
  Object.assign({}, ...events.map(({ given }) => given)) as FieldValues;

/** What a list says of a record. */
export function lineOf(
  { file, openedOn, due }: StoredRecord,
  { newest, names, day }: { newest: FieldValues; names: Pick<RecordNames, 'departments'>; day: Day },
): RecordLine {
  const { id, kind, number, state } = file;
  const { name, states } = recordKindWords[kind];
  return {
    id,
    kind,
    kindName: name,
    number,
    title: titleOf(file, newest),
    state,
    stateName: states[state] ?? state,
    department: refOrNull(file.department, names.departments),
    openedOn,
    due,
    overdue: due !== null && due < day,
  };
}

/** Fields that say what a record is about, the first that has something. */
export const titleFields = ['title', 'holderName', 'addressee', 'place', 'reason'] as const satisfies FieldName[];

function titleOf({ kind, body }: RecordFile, newest: FieldValues): string {
  const told = titleFields.map((name) => newest[name]).find((value) => value !== undefined);
  const title = told === undefined ? '' : [...told.replaceAll(/\s+/gu, ' ')].slice(0, 40).join('');
  return recordWords.title(kind, {
    title,
    month: body.month ?? null,
    level: body.orderLevel ?? null,
    frame: body.frame ?? null,
  });
}

function historyLine(event: StoredRecordEvent, reader: Actor, names: RecordNames): RecordHistoryLine {
  const { kind, seq, act, day, to, given } = event;
  const { acts, states } = recordKindWords[kind];
  return {
    seq,
    act,
    name: acts[act]?.name ?? act,
    day,
    at: event.actor.account === undefined ? null : event.at,
    to,
    toName: states[to] ?? to,
    by: byWhom(event, reader, names),
    fields: fieldLines(kind, given, names, act),
    entry: names.entries.get(seq) ?? null,
  };
}

/** People of the office and 监督员 are named inside; a department is told of the office as one. */
function byWhom({ actor }: StoredRecordEvent, reader: Actor, names: RecordNames): string {
  const role = roleWords[actor.role];
  if (isDepartmentRole(actor.role)) return byDepartment(names.departments.get(actor.department ?? '') ?? '', role);
  if (isDepartmentRole(reader.role)) return isOfficeRole(actor.role) ? byOffice : role;
  const person = names.people.get(actor.account ?? '');
  return person === undefined ? role : byStaff(role, person);
}

/** Derived fields that have a page of their own, or say nothing to people. */
const untold: readonly FieldName[] = ['holder', 'counted', 'caseId'];

/**
 * What was given, in words and in the order of the form.
 * @param act whose fields they are; `newest` for those of all acts
 */
export function fieldLines(
  kind: RecordKind,
  given: FieldValues,
  names: Pick<RecordNames, 'departments' | 'cases' | 'records' | 'files'>,
  act: string,
): FieldLine[] {
  const { acts } = recordKindOf(kind);
  const lines = act === 'newest' ? Object.values(acts) : [acts[act] ?? { from: [], to: '', by: [] }];
  const order = new Set(lines.flatMap(({ needs = [], may = [], derived = [] }) => [...needs, ...may, ...derived]));
  return [...order].flatMap((field): FieldLine[] => {
    const value = given[field];
    if (value === undefined || untold.includes(field)) return [];
    const label = labelOf(kind, field);
    if (fields[field].kind === 'files') {
      const files = (value as string[]).flatMap((id) => names.files.get(id) ?? []).map(fileRef);
      return [{ field, label, value: null, files }];
    }
    const text =
      fields[field].kind === 'derived' ? recordWords.derived(field, value, names) : inWords(field, value, names);
    return text === undefined ? [] : [{ field, label, value: text, files: [] }];
  });
}
