/** Does one act on a case: checks what it names, asks the rules, and records the outcome in one transaction. */

import type { Kysely, Transaction } from 'kysely';
import { findCase, findCaseByNumber, listMergedCases, recordEvent } from '../../db/case-files.ts';
import { listDepartments } from '../../db/departments.ts';
import { deleteDraftsAbout, deleteDraftsOfAct } from '../../db/drafts.ts';
import { attachFiles } from '../../db/files.ts';
import { emptyWriteAheadLog } from '../../db/forget.ts';
import { nextCaseNumber } from '../../db/numbers.ts';
import { numberPaperOf } from '../../db/paper-numbers.ts';
import { eraseOpinions, listReporters, setContactPurge, shortenContactPurge } from '../../db/opinions.ts';
import type { CaseFileTable, Database } from '../../db/tables.ts';
import { audit } from '../audit.ts';
import { instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { advance, type CaseEvent, type Command } from '../domain/advance.ts';
import { maySee } from '../domain/case-access.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import type { FieldName, FieldValues } from '../domain/fields.ts';
import { fields } from '../domain/fields.ts';
import { contactKeptAfterwards, contactPurgeDay } from '../domain/opinion.ts';
import type { Actor } from '../domain/roles.ts';
import type { ActName } from '../domain/workflow.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { momentOf } from '../moment.ts';
import { tellOfAct } from '../notify/tell-of-act.ts';
import { type FieldError, Problem } from '../problem.ts';
import type { ActRequest } from '../schemas/acts.ts';
import { refuseUnfitAct } from '../supervisors/may-check.ts';
import { deskErrors } from '#words/desk-api.ts';
import { guardWords } from '#words/workflow.ts';

/** Acts after which words that were public must not be shown one moment longer. */
const takesBack: readonly ActName[] = ['redactText', 'seal', 'erase'];

/**
 * Does an act.
 * @returns the case afterwards
 * @throws Problem `not-found` for a case that the actor may not know of, `conflict` when it has moved on since the actor saw it,
 *   `validation` for fields that name what is not there, and the refusals of the workflow
 */
export async function performAct(context: Context, staff: Staff, id: string, request: ActRequest): Promise<CaseFile> {
  const { act, seq } = request;
  const now = context.now();
  const actor = actorOf(staff);

  const { before, after, unused } = await context.db.transaction().execute(async (trx) => {
    const moment = await momentOf(trx, now);
    const stored = await findCase(trx, id);
    if (stored === undefined || !maySee(stored.file, actor)) throw new Problem('not-found');
    if (stored.file.seq !== seq) throw new Problem('conflict');
    const target = request.given.target === undefined ? undefined : await findTarget(trx, request.given.target);
    const given: FieldValues = { ...request.given, ...(target && { target: target.id }) };
    await checkNames(trx, given, moment.day);

    const outcome = advance(stored.file, { act, given, target }, actor, moment);
    if (!outcome.ok) throw refused(outcome);
    await refuseUnfitAct(trx, context, { accountId: staff.accountId, file: stored.file, act, given, day: moment.day });
    const event = await numbered(trx, stored.file, outcome.event);
    const file = { ...outcome.file, number: event.change.number ?? outcome.file.number };

    if (given.evidence && (await attachFiles(trx, given.evidence, id, staff.accountId)) < given.evidence.length) {
      throw new Problem('validation', { errors: [{ pointer: '#/given/evidence', detail: deskErrors.file }] });
    }
    // First the words that are there are destroyed, so that the reason for it stays.
    const hashes = act === 'erase' ? await eraseOpinions(trx, id) : [];
    if (act === 'erase') await audit(context, staff.accountId, 'case.erased', id, trx);
    const notes = await contactsAfter(trx, file, event);
    if ((await recordEvent(trx, stored.file, event, instantText(now), notes)) === 'conflict')
      throw new Problem('conflict');
    await numberPaperOf(trx, event);
    await tellOfAct(trx, context, { before: stored.file, event, after: file });
    // What was typed has been sent; of a clue nothing is kept that only its readers may know.
    if (act === 'seal') await deleteDraftsAbout(trx, id);
    else await deleteDraftsOfAct(trx, staff.accountId, id, act);
    if (act === 'seal') await sealMerged(trx, context, id, { act, given }, { actor, moment, now });
    return { before: stored.file, after: file, unused: hashes };
  });

  if (takesBack.includes(act)) context.pages.withdraw(...topicsOf(before, after));
  else context.pages.changed(...topicsOf(before, after));
  for (const hash of unused) await context.files.remove(hash);
  if (act === 'erase') await emptyWriteAheadLog(context.db);
  // At once, so that nobody who verifies meanwhile misses words without finding who took them back; else the next turn does it.
  if (act === 'erase' || act === 'redactText') await context.ledger.enter().catch(() => undefined);
  return after;
}

/** What was merged into a clue tells of the same thing, and is sealed with it. */
async function sealMerged(
  trx: Transaction<Database>,
  context: Context,
  id: string,
  command: Command,
  at: { actor: Actor; moment: Moment; now: Date },
): Promise<void> {
  for (const { file } of await listMergedCases(trx, id)) {
    const outcome = advance(file, command, at.actor, at.moment);
    if (!outcome.ok) throw refused(outcome);
    if ((await recordEvent(trx, file, outcome.event, instantText(at.now))) === 'conflict')
      throw new Problem('conflict');
    await tellOfAct(trx, context, { before: file, event: outcome.event, after: outcome.file });
    await sealMerged(trx, context, file.id, command, at);
  }
}

/** The case that a field names by its number, or by its id. */
async function findTarget(trx: Transaction<Database>, named: string): Promise<CaseFile> {
  const target = (await findCaseByNumber(trx, named)) ?? (await findCase(trx, named));
  if (target !== undefined) return target.file;
  throw new Problem('validation', { errors: [{ pointer: '#/given/target', detail: deskErrors.target }] });
}

/** Every department that a field names must be active, and no day that is still to come may be past. */
export async function checkNames(db: Kysely<Database>, given: FieldValues, today: Day): Promise<void> {
  const active = new Set((await listDepartments(db)).map(({ code }) => code));
  const errors: FieldError[] = [];
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    const pointer = `#/given/${name}`;
    const { kind } = fields[name];
    const codes = kind === 'department' ? [value as string] : kind === 'departments' ? (value as string[]) : [];
    if (codes.some((code) => !active.has(code))) errors.push({ pointer, detail: deskErrors.department });
    if (kind === 'day' && (value as Day) < today) errors.push({ pointer, detail: deskErrors.past });
    if (name === 'measures') {
      given.measures?.forEach(({ by }, index) => {
        if (by < today) errors.push({ pointer: `${pointer}/${index}/by`, detail: deskErrors.past });
      });
    }
  }
  if (errors.length > 0) throw new Problem('validation', { errors });
}

function refused({ refusal, missing }: Extract<ReturnType<typeof advance>, { ok: false }>): Problem {
  if (refusal === 'targetTakesReporters') {
    return new Problem(refusal, { errors: [{ pointer: '#/given/target', detail: guardWords[refusal] }] });
  }
  if (refusal === 'extensionNotTooLong') {
    return new Problem(refusal, { errors: [{ pointer: '#/given/until', detail: guardWords[refusal] }] });
  }
  return new Problem(refusal, {
    ...(missing && { errors: missing.map((name) => ({ pointer: `#/given/${name}`, detail: deskErrors.missing })) }),
  });
}

/** 受理 gives the case its number, which it keeps whatever happens later. */
async function numbered(trx: Transaction<Database>, before: CaseFile, event: CaseEvent): Promise<CaseEvent> {
  if (event.act !== 'takeUp' || before.number !== null) return event;
  return { ...event, change: { ...event.change, number: await nextCaseNumber(trx, event.day) } };
}

/** How long contacts are kept from now on, and whether somebody could be reached when the case closed. */
async function contactsAfter(
  trx: Transaction<Database>,
  file: CaseFile,
  { act, day }: CaseEvent,
): Promise<Partial<CaseFileTable>> {
  if (act !== 'close' && act !== 'file' && act !== 'reopen' && act !== 'reconsider') return {};
  const reporters = await listReporters(trx, file.id);
  const ids = reporters.map(({ id }) => id);
  if (act === 'reopen' || act === 'reconsider') {
    await setContactPurge(trx, ids, contactPurgeDay(file.receivedOn));
    return {};
  }
  await shortenContactPurge(trx, ids, addDays(day, contactKeptAfterwards));
  return act === 'close'
    ? { has_contact: reporters.some(({ sealed_contact }) => sealed_contact !== null) ? 1 : 0 }
    : {};
}

/** What published pages show that an act may have changed. */
const topicsOf = (before: CaseFile, after: CaseFile): string[] => [
  'figures',
  ...(after.number === null ? [] : [`case:${after.number}`]),
  ...[...new Set([before.department, after.department, after.named])].flatMap((code) =>
    code === null ? [] : [`department:${code}`],
  ),
];
