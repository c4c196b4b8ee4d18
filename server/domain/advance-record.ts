/** Moves a record beside the cases along: asks its table whether an act is allowed, and says what comes of it. Pure: the caller records the outcome. */

import type { Refusal } from './advance.ts';
import type { Day } from './day.ts';
import { type FieldName, type FieldValues, isBlank, isWords } from './fields.ts';
import { type RecordAct, recordActOf, type RecordFile, type RecordKind, recordKindOf } from './records.ts';
import { type Actor, isDepartmentRole } from './roles.ts';

export interface RecordCommand {
  /** Of the record, or the one that it will have. */
  id: string;
  kind: RecordKind;
  act: string;
  /** With the derived fields, which the caller has worked out. */
  given: FieldValues;
}

/** One line of a record's history. Events are only ever added. */
export interface RecordEvent {
  recordId: string;
  kind: RecordKind;
  /** 1, 2, 3 … within the record. */
  seq: number;
  act: string;
  from: string | null;
  to: string;
  actor: Actor;
  day: Day;
  given: FieldValues;
  /** 文号, where this act gives it. */
  number?: string;
}

/** What the rules ask beside the record. Accounts stand here by their pseudonyms, so that a reader of the ledger can ask the same. */
export interface RecordCircumstances {
  day: Day;
  /** Who acts; nothing for a citizen and for the clockwork. */
  self: string | null;
  /** Who did each act of this record last. */
  wrote: Readonly<Record<string, string>>;
}

export type RecordRefusal =
  | Extract<Refusal, 'not-in-this-state' | 'not-this-role' | 'not-your-case' | 'field-missing'>
  | 'second-signer';

export type RecordOutcome =
  | { ok: true; event: RecordEvent; file: RecordFile }
  | { ok: false; refusal: RecordRefusal; missing?: FieldName[] };

/**
 * Does one act on a record; with the act it begins with where there is none yet.
 * @returns the event to append and the record after it; or the refusal, with the fields that are missing where that is the reason
 */
export function advanceRecord(
  before: RecordFile | null,
  command: RecordCommand,
  actor: Actor,
  circumstances: RecordCircumstances,
): RecordOutcome {
  const { id, kind, given } = command;
  const act = recordActOf(kind, command.act);
  if (act === undefined || !isFrom(act, before)) return { ok: false, refusal: 'not-in-this-state' };
  const refusal = refusalTo(
    act,
    before ?? { kind, department: given.department ?? null, body: {} },
    actor,
    circumstances,
  );
  if (refusal !== undefined) return { ok: false, refusal };
  const missing = (act.needs ?? []).filter((name) => isBlank(given[name]));
  if (missing.length > 0) return { ok: false, refusal: 'field-missing', missing };
  const event: RecordEvent = {
    recordId: id,
    kind,
    seq: (before?.seq ?? 0) + 1,
    act: command.act,
    from: before?.state ?? null,
    to: act.to,
    actor,
    day: circumstances.day,
    given,
  };
  return { ok: true, event, file: applyRecordEvent(before, event) };
}

/** The record after one of its events. */
export function applyRecordEvent(before: RecordFile | null, event: RecordEvent): RecordFile {
  const kept = Object.entries(event.given).filter(
    ([name, value]) => value !== undefined && !isWords(name as FieldName),
  );
  return {
    id: event.recordId,
    kind: event.kind,
    seq: event.seq,
    state: event.to,
    number: event.number ?? before?.number ?? null,
    department: event.given.department ?? before?.department ?? null,
    body: { ...before?.body, ...Object.fromEntries(kept) },
  };
}

/** Acts that somebody may do on a record now; what a page offers. Fields are not asked, since they are not filled in yet. */
export const recordActsFor = (file: RecordFile, actor: Actor, circumstances: RecordCircumstances): string[] =>
  Object.entries(recordKindOf(file.kind).acts)
    .filter(([, act]) => isFrom(act, file) && refusalTo(act, file, actor, circumstances) === undefined)
    .map(([name]) => name);

/** The act with which somebody may begin a record of a kind; nothing when others write these. */
export const firstRecordAct = (kind: RecordKind, { role }: Actor): string | undefined =>
  Object.entries(recordKindOf(kind).acts).find(([, { from, by }]) => from.length === 0 && by.includes(role))?.[0];

/** Whether an actor may read a record: their role reads its kind, and it is their own department's where they belong to one. */
export function mayReadRecord(file: RecordFile, actor: Actor, self: string | null): boolean {
  if (!recordKindOf(file.kind).readers.some((role) => role === actor.role)) return false;
  // Those of the whole city are for every department once they are out.
  if (isDepartmentRole(actor.role)) {
    return file.department === null ? isPublicRecord(file) : file.department === actor.department;
  }
  return file.kind !== 'supervisor' || actor.role !== 'supervisor' || file.body.holder === self;
}

/** Whether an act has made the record public. Such an act gives it its number, too. */
export const isPublicRecord = ({ kind, number }: Pick<RecordFile, 'kind' | 'number'>): boolean =>
  number !== null && Object.values(recordKindOf(kind).acts).some(({ publishes }) => publishes === true);

/** The day by which something is due now; nothing while nothing is. */
export function recordDue({ kind, state, body }: Pick<RecordFile, 'kind' | 'state' | 'body'>): Day | null {
  const field = recordKindOf(kind).due?.[state];
  const day = field === undefined ? undefined : body[field];
  return typeof day === 'string' ? day : null;
}

const isFrom = ({ from }: RecordAct, before: RecordFile | null): boolean =>
  before === null ? from.length === 0 : from.includes(before.state);

/** Why this actor may not do an act; nothing when they may. */
function refusalTo(
  act: RecordAct,
  file: Pick<RecordFile, 'kind' | 'department' | 'body'>,
  actor: Actor,
  { self, wrote }: RecordCircumstances,
): RecordRefusal | undefined {
  if (!act.by.includes(actor.role)) return 'not-this-role';
  if (isDepartmentRole(actor.role) && (file.department === null || file.department !== actor.department)) {
    return 'not-your-case';
  }
  // Supervisors act on their own appointment only, such as with the key they sign with.
  if (file.kind === 'supervisor' && actor.role === 'supervisor' && file.body.holder !== self) return 'not-your-case';
  if (act.notBy !== undefined && self !== null && wrote[act.notBy] === self) return 'second-signer';
  return undefined;
}
