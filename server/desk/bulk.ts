/** An act on many cases: what they have in common, what would become of each, and holding it for the moment in which it can be taken back. */

import { type Bulk, cancelBulk, findBulk, holdBulk, listOpenBulks } from '../../db/bulk.ts';
import type { StoredCase } from '../../db/case-rows.ts';
import { firstOpinionsOf } from '../../db/opinions.ts';
import { listCasesById, listQueue } from '../../db/queues.ts';
import { instantOf, instantText, later } from '../clock.ts';
import type { Context } from '../context.ts';
import { advance, type Refusal } from '../domain/advance.ts';
import { type BulkAct, bulkActs, bulkHold } from '../domain/bulk.ts';
import { maySee, readableBy } from '../domain/case-access.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import type { FieldValues } from '../domain/fields.ts';
import { bulkMost } from '../domain/queues.ts';
import type { Actor } from '../domain/roles.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { fieldErrors } from '../http/validation.ts';
import { idOfToken } from '../ids.ts';
import { momentOf } from '../moment.ts';
import { Problem, type ProblemName } from '../problem.ts';
import { actRequest } from '../schemas/acts.ts';
import type { BulkCheck, BulkLine, BulkOffers, BulkRequest, BulkState } from '../schemas/desk-bulk.ts';
import { listWords } from '#words/lists.ts';
import { problems } from '#words/problems.ts';
import { actWords, stateWords } from '#words/workflow.ts';
import { summaryOf } from './case-line.ts';
import { listAsked, readFilterText } from './list-query.ts';
import { departmentNames } from './names.ts';
import { offersFor } from './offers.ts';
import { checkNames } from './perform-act.ts';
import { scheduleBulk } from './run-bulk.ts';

const words = listWords.bulk;

/** Cases that were chosen, as far as the actor may know of them. */
async function visibleCases({ db }: Context, actor: Actor, ids: readonly string[]): Promise<StoredCase[]> {
  return (await listCasesById(db, [...new Set(ids)])).filter(({ file }) => maySee(file, actor));
}

/** How a case is called in a list: its number, else the beginning of what its reader may read of it. */
async function labelsOf({ db }: Context, actor: Actor, cases: readonly StoredCase[]): Promise<Map<string, string>> {
  const unnumbered = cases.filter(({ file }) => file.number === null && readableBy(file, actor).redacted);
  const opinions = await firstOpinionsOf(
    db,
    unnumbered.map(({ file }) => file.id),
  );
  return new Map(
    cases.map((stored) => {
      const { file, publicText } = stored;
      const text = readableBy(file, actor).published ? (publicText ?? opinions.get(file.id)?.redacted_text ?? '') : '';
      return [file.id, [file.number, summaryOf(text)].filter(Boolean).join(' ') || stateWords[file.state]];
    }),
  );
}

async function linesOf(context: Context, actor: Actor, cases: readonly StoredCase[]): Promise<BulkLine[]> {
  const labels = await labelsOf(context, actor, cases);
  return cases.map(({ file: { id, seq, state } }) => ({
    id,
    seq,
    label: labels.get(id) ?? id,
    stateName: stateWords[state],
  }));
}

/** What the cases chosen have in common: each act that one of them allows now, with how many do. */
export async function offerBulk(
  context: Context,
  staff: Staff,
  { ids, query }: { ids: readonly string[]; query?: string | undefined },
): Promise<BulkOffers> {
  const actor = actorOf(staff);
  const moment = await momentOf(context.db, context.now());
  let tooMany = false;
  let cases: StoredCase[];
  if (query === undefined) cases = await visibleCases(context, actor, ids);
  else {
    const read = readFilterText(query);
    if (read === undefined) throw new Problem('validation');
    const { filter, order } = listAsked(staff.role, read.filter);
    const page = await listQueue(context.db, actor, moment, filter, { order, limit: bulkMost });
    cases = page.items;
    tooMany = page.next !== undefined;
  }
  const departments = await departmentNames(context.db);
  const found = new Map<BulkAct, BulkOffers['acts'][number]>();
  for (const { file } of cases) {
    for (const offer of offersFor(file, actor, moment, { departments, suggestions: {} })) {
      const act = bulkActs.find((one) => one === offer.act);
      if (act === undefined) continue;
      const known = found.get(act);
      if (known === undefined) found.set(act, { offer, can: 1 });
      else known.can += 1;
    }
  }
  return {
    items: await linesOf(context, actor, cases),
    tooMany,
    acts: bulkActs.flatMap((act) => found.get(act) ?? []),
  };
}

/**
 * The fields of an act on many, read as those of an act on one.
 * @throws Problem `validation` with what is wrong with them
 */
async function fieldsOf({ db }: Context, { act, given }: BulkRequest, moment: Moment): Promise<FieldValues> {
  const read = actRequest.safeParse({ act, seq: 1, given });
  if (!read.success) throw new Problem('validation', { errors: fieldErrors(read.error) });
  await checkNames(db, read.data.given, moment.day);
  return read.data.given;
}

/** Why a case would not follow, in words; null where it would. */
export const refusalWords = (refusal: Refusal | ProblemName | 'moved' | 'gone' | 'disabled' | 'failed'): string => {
  if (refusal === 'moved' || refusal === 'gone' || refusal === 'disabled' || refusal === 'failed')
    return words[refusal];
  return `${problems[refusal].title}。${problems[refusal].advice}`;
};

/** What would become of each case now. Nothing is changed. */
export async function checkBulk(context: Context, staff: Staff, request: BulkRequest): Promise<BulkCheck> {
  const actor = actorOf(staff);
  const moment = await momentOf(context.db, context.now());
  const given = await fieldsOf(context, request, moment);
  const cases = await visibleCases(
    context,
    actor,
    request.cases.map(({ id }) => id),
  );
  const lines = await linesOf(context, actor, cases);
  const seen = new Map(request.cases.map(({ id, seq }) => [id, seq]));
  const items = cases.flatMap(({ file }, at) => {
    const line = lines[at];
    if (line === undefined) return [];
    const outcome = advance(file, { act: request.act, given }, actor, moment);
    const refusal = seen.get(file.id) === file.seq ? (outcome.ok ? null : outcome.refusal) : 'moved';
    return [{ ...line, refusal: refusal && refusalWords(refusal) }];
  });
  return { actName: actWords[request.act].button, items };
}

/** Holds an act on many, to be done when the moment is over. @returns its id */
export async function startBulk(context: Context, staff: Staff, request: BulkRequest, token: string): Promise<string> {
  const now = context.now();
  const given = await fieldsOf(context, request, await momentOf(context.db, now));
  const visible = new Set(
    (
      await visibleCases(
        context,
        actorOf(staff),
        request.cases.map(({ id }) => id),
      )
    ).map(({ file }) => file.id),
  );
  const cases = request.cases.filter(({ id }) => visible.has(id));
  if (cases.length === 0) throw new Problem('not-found');
  const id = idOfToken(`${staff.accountId} ${token}`);
  const heldUntil = instantText(later(now, bulkHold * 1000));
  await holdBulk(context.db, { id, accountId: staff.accountId, act: request.act, given, cases, heldUntil });
  scheduleBulk(context);
  return id;
}

/** @throws Problem `not-found` for one that is not there or somebody else's */
export async function readBulk(context: Context, staff: Staff, id: string): Promise<BulkState> {
  const bulk = await findBulk(context.db, id, staff.accountId);
  if (bulk === undefined) throw new Problem('not-found');
  return stateOf(context, staff, bulk);
}

/** Those of the account that are not finished. */
export const openBulks = async (context: Context, staff: Staff): Promise<BulkState[]> =>
  Promise.all((await listOpenBulks(context.db, staff.accountId)).map((bulk) => stateOf(context, staff, bulk)));

/** @throws Problem `conflict` once it has begun */
export async function undoBulk(context: Context, staff: Staff, id: string): Promise<BulkState> {
  const isCancelled = await cancelBulk(context.db, id, staff.accountId);
  const bulk = await readBulk(context, staff, id);
  if (!isCancelled && bulk.state !== 'cancelled') throw new Problem('conflict', { detail: words.tooLate });
  return bulk;
}

async function stateOf(context: Context, staff: Staff, bulk: Bulk): Promise<BulkState> {
  const actor = actorOf(staff);
  const cases = await visibleCases(
    context,
    actor,
    bulk.cases.map(({ id }) => id),
  );
  const labels = await labelsOf(context, actor, cases);
  const act = bulk.act as BulkAct;
  return {
    id: bulk.id,
    act,
    actName: actWords[act].button,
    state: bulk.state,
    heldUntil: bulk.heldUntil,
    secondsLeft:
      bulk.state === 'held'
        ? Math.max(0, Math.ceil((instantOf(bulk.heldUntil).getTime() - context.now().getTime()) / 1000))
        : 0,
    count: bulk.cases.length,
    items: bulk.results.map(({ id, refusal }) => ({
      id,
      label: labels.get(id) ?? words.gone,
      visible: labels.has(id),
      refusal: refusal && refusalWords(refusal as ProblemName),
    })),
  };
}
