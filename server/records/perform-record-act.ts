/** Does one act on a record beside the cases: checks what it names, asks the rules, and records the outcome in one transaction. */

import type { Kysely, Transaction } from 'kysely';
import { attachRecordFiles } from '../../db/files.ts';
import {
  findRecord,
  listRecordEvents,
  nextRecordNumber,
  recordRecordEvent,
  type StoredRecordEvent,
} from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf, instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { advanceRecord, mayReadRecord, type RecordOutcome } from '../domain/advance-record.ts';
import type { Day } from '../domain/day.ts';
import type { FieldValues } from '../domain/fields.ts';
import { recordActOf, type RecordFile } from '../domain/records.ts';
import { type Actor, isDepartmentRole } from '../domain/roles.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import type { RecordActRequest } from '../schemas/records.ts';
import { deskErrors } from '#words/desk-api.ts';
import { arounds } from './around.ts';
import { checkGiven } from './check-given.ts';
import { derivations } from './derive.ts';
import { tellOfRecord } from './tell.ts';

/** Whoever acts: somebody who is signed in, a citizen with a code that the caller has checked, or the clockwork. */
export type RecordActor = Staff | { role: 'citizen' | 'system' };

/**
 * Does an act on a record in a transaction of its own.
 * @returns the record afterwards
 * @throws Problem `not-found` for a record that the actor may not know of, `conflict` when it has moved on since the actor saw it,
 *   `validation` for fields that name what is not there, and the refusals of the table
 */
export async function performRecordAct(
  context: Context,
  by: RecordActor,
  request: RecordActRequest,
): Promise<RecordFile> {
  const act = (prepared?: unknown): Promise<RecordFile> =>
    context.db.transaction().execute((trx) => recordAct(trx, context, by, request, undefined, prepared));
  const around = arounds[`${request.kind}.${request.act}`];
  const file =
    around === undefined || request.id === undefined
      ? await act()
      : await around(
          { context, id: request.id, ask: async () => void (await consider(context.db, context, by, request)) },
          act,
        );
  recordChanged(context, file);
  return file;
}

/**
 * The same in the caller's transaction, for what must happen together with other writes; afterwards call {@link recordChanged}.
 * @param id of a new record, where the caller must know it beforehand
 * @param prepared what was made for the act before its transaction (around.ts)
 */
export async function recordAct(
  trx: Transaction<Database>,
  context: Context,
  by: RecordActor,
  request: RecordActRequest,
  id = newId(context.random),
  prepared?: unknown,
): Promise<RecordFile> {
  const now = context.now();
  const { kind, act } = request;
  const { before, recordId, named, actor, day, ask } = await consider(trx, context, by, request, id);
  const derive = derivations[`${kind}.${act}`];
  const given = derive
    ? { ...named, ...(await derive({ trx, context, before, id: recordId, given: named, actor, day, prepared })) }
    : named;
  const { event } = refuse(ask(given));
  const numbered =
    recordActOf(kind, act)?.numbers === true && (before?.number ?? null) === null
      ? { ...event, number: await nextRecordNumber(trx, { id: recordId, kind, seq: event.seq, day }) }
      : event;
  const at = actor.role === 'citizen' ? day : instantText(now);
  if ((await recordRecordEvent(trx, before, numbered, { at, cases: casesIn(given) })) === 'conflict') {
    throw new Problem('conflict');
  }
  const { evidence } = given;
  if (evidence && (await attachRecordFiles(trx, evidence, recordId, actor.account ?? '')) < evidence.length) {
    throw new Problem('validation', { errors: [{ pointer: '#/given/evidence', detail: deskErrors.file }] });
  }
  const after = (await findRecord(trx, recordId))?.file;
  if (after === undefined) throw new Problem('conflict');
  await tellOfRecord(trx, context, after, numbered);
  return after;
}

interface Considered {
  before: RecordFile | null;
  recordId: string;
  /** What was given, names resolved. */
  named: FieldValues;
  actor: Actor;
  day: Day;
  /** Asks the rules about the act with what is given in the end. */
  ask: (given: FieldValues) => RecordOutcome;
}

/** Reads the record and asks the rules. What is worked out may write, too: only for somebody who may do the act. @throws Problem as {@link performRecordAct} */
async function consider(
  db: Kysely<Database>,
  context: Pick<Context, 'now'>,
  by: RecordActor,
  request: RecordActRequest,
  id = '',
): Promise<Considered> {
  const day = dayOf(context.now());
  const actor = rulesActor(by);
  const self = actor.account === undefined ? null : pseudonym(actor.account);
  const stored = request.id === undefined ? undefined : await findRecord(db, request.id);
  const before = stored?.file ?? null;
  if (request.id !== undefined) {
    if (before === null || before.kind !== request.kind) throw new Problem('not-found');
    if (actor.account !== undefined && !mayReadRecord(before, actor, self)) throw new Problem('not-found');
    if (request.seq !== undefined && request.seq !== before.seq) throw new Problem('conflict');
  }
  const recordId = before?.id ?? id;
  const { kind, act } = request;
  const events = before === null ? [] : await listRecordEvents(db, before);
  const circumstances = { day, self, wrote: whoWrote(events) };
  const named = await checkGiven(db, withOwnDepartment(request, actor), day);
  const ask = (given: FieldValues): RecordOutcome =>
    advanceRecord(before, { id: recordId, kind, act, given }, actor, circumstances);
  refuse(ask(named));
  return { before, recordId, named, actor, day, ask };
}

/** Published pages that show the record are made anew. */
export const recordChanged = ({ pages }: Pick<Context, 'pages'>, { kind, number, department }: RecordFile): void =>
  pages.changed(
    `records:${kind}`,
    ...(number === null ? [] : [`record:${number}`]),
    ...(department === null ? [] : [`department:${department}`]),
  );

export const rulesActor = (by: RecordActor): Actor => ('accountId' in by ? actorOf(by) : { role: by.role });

/** Who did each act of a record last, by pseudonym. */
export const whoWrote = (events: readonly StoredRecordEvent[]): Record<string, string> =>
  Object.fromEntries(
    events.flatMap(({ act, actor }) => (actor.account === undefined ? [] : [[act, pseudonym(actor.account)]])),
  );

/** A department writes about itself, and need not say so. */
function withOwnDepartment({ id, kind, act, given }: RecordActRequest, { role, department }: Actor): FieldValues {
  const asks = recordActOf(kind, act)?.needs?.includes('department') ?? false;
  if (id !== undefined || !asks || !isDepartmentRole(role) || department === undefined) return given;
  return { ...given, department: given.department ?? department };
}

/** Cases that an act says its record is about. */
const casesIn = ({ cases = [], caseId }: FieldValues): string[] =>
  typeof caseId === 'string' ? [...cases, caseId] : [...cases];

function refuse(outcome: RecordOutcome): Extract<RecordOutcome, { ok: true }> {
  if (outcome.ok) return outcome;
  const { refusal, missing } = outcome;
  throw new Problem(refusal, {
    ...(missing && { errors: missing.map((name) => ({ pointer: `#/given/${name}`, detail: deskErrors.missing })) }),
  });
}
