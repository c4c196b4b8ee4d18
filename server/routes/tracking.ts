/**
 * 查进度: what the holder of a receipt sees of the case, and what they may say to it. Nobody signs in: the view key, made from the
 * receipt code on the phone, opens the case for reading; a preimage of a lock, made from the same code, proves an answer.
 *
 * Whose word counts when several people's 意见 were merged into one case: the 不认可 of any of them sends it back; the 认可 of the
 * author whose own case it is confirms it; the 认可 of the others is kept with their own 意见 (act `agree`). Questions are
 * put to the author of the case itself; any of them may have it reopened.
 */

import type { Kysely, Transaction } from 'kysely';
import { findCase, listEvents, recordEvent, type StoredCase } from '../../db/case-files.ts';
import { listDepartments } from '../../db/departments.ts';
import { findOpinionByView, locksOf, type OpinionRow, removeContact } from '../../db/opinions.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import { advance } from '../domain/advance.ts';
import { type CaseFile, confirmationRound } from '../domain/case-file.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import type { FieldValues } from '../domain/fields.ts';
import { cleanText } from '../domain/opinion.ts';
import { opensLock, viewHash } from '../domain/receipt.ts';
import { redact } from '../domain/redaction.ts';
import type { ActName } from '../domain/workflow.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, type Env, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { momentOf } from '../moment.ts';
import { tellOfAct } from '../notify/tell-of-act.ts';
import { Problem } from '../problem.ts';
import { answerRequest, replyRequest, reopenRequest, track, trackRequest } from '../schemas/tracking.ts';
import { trackView } from '../track-view.ts';
import { opinionErrors } from '#words/citizen.ts';

/** An opinion with its own case and the one that is worked on: the same, unless it was merged. */
interface Held {
  opinion: OpinionRow;
  own: StoredCase;
  case: StoredCase;
}

/** Merged cases may themselves be merged on; a circle cannot arise, and this bounds the walk all the same. */
const mergesMost = 20;

async function findHeld(db: Kysely<Database>, viewKey: string): Promise<Held | undefined> {
  const opinion = await findOpinionByView(db, viewHash(viewKey));
  const own = opinion && (await findCase(db, opinion.case_id));
  if (opinion === undefined || own === undefined) return undefined;
  let current = own;
  for (let step = 0; step < mergesMost && current.file.mergedInto !== null; step += 1) {
    const next = await findCase(db, current.file.mergedInto);
    if (next === undefined) break;
    current = next;
  }
  return { opinion, own, case: current };
}

type C = Parameters<typeof senderOf>[0] & { var: Env['Variables'] };

/** Finds what a view key opens. A key that opens nothing counts against its sender. */
async function open(c: C, viewKey: string, db: Kysely<Database> = c.var.context.db): Promise<Held> {
  const { limits } = c.var.context;
  const sender = senderOf(c);
  limits.take('wrong-code', sender);
  const held = await findHeld(db, viewKey);
  if (held === undefined) throw new Problem('not-found', { detail: opinionErrors.noSuchCode });
  limits.giveBack('wrong-code', sender);
  return held;
}

async function view(c: C, held: Held) {
  const { db, now } = c.var.context;
  const moment = await momentOf(db, now());
  const departments = new Map(
    (await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]),
  );
  return trackView({
    ...held,
    locks: locksOf(held.opinion),
    events: await listEvents(db, held.case.file.id),
    ownEvents: held.own === held.case ? [] : await listEvents(db, held.own.file.id),
    nameOf: (code) => departments.get(code) ?? code,
    moment,
  });
}

/** The proof as the case keeps it. A code that the server has seen proves less, whatever the sender says. */
function proven(opinion: OpinionRow, lock: string, given: { preimage: string; seen: boolean }): string {
  if (!opensLock(lock, given.preimage)) {
    throw new Problem('validation', { errors: [{ pointer: '#/preimage', detail: opinionErrors.preimage }] });
  }
  return given.seen || opinion.code_seen === 1 ? 'seen' : `lock:${given.preimage}`;
}

/** Words of a citizen as a department may read them. */
const covered = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : redact(cleanText(text)).text;

async function act(
  trx: Transaction<Database>,
  context: Context,
  file: CaseFile,
  name: ActName,
  given: FieldValues,
  moment: Moment,
): Promise<void> {
  const outcome = advance(file, { act: name, given }, { role: 'citizen' }, moment);
  if (!outcome.ok) throw new Problem(outcome.refusal);
  // Of a citizen only the day is kept.
  const recorded = await recordEvent(trx, file, outcome.event, moment.day);
  if (recorded === 'conflict') throw new Problem('conflict');
  await tellOfAct(trx, context, { before: file, event: outcome.event, after: outcome.file });
}

/** The same word with the same proof was recorded before: a phone that did not hear our answer sends it again. */
async function wasSaid(
  trx: Transaction<Database>,
  file: CaseFile,
  secret: string,
  acts: readonly ActName[],
): Promise<boolean> {
  const events = await listEvents(trx, file.id);
  return events.some((event) => acts.includes(event.act) && event.given.proof === `lock:${secret}`);
}

/** Does something in the group commit, tells the pages, and answers with how things stand now. */
async function say(
  c: C,
  viewKey: string,
  work: (trx: Transaction<Database>, held: Held, moment: Moment) => Promise<void>,
) {
  const { now, pages, writes, limits, db } = c.var.context;
  limits.take('post', senderOf(c));
  await open(c, viewKey);
  const moment = await momentOf(db, now());
  const once = () =>
    durable(
      writes.answer(async (trx) => {
        const held = await findHeld(trx, viewKey);
        if (held === undefined) throw new Problem('not-found');
        await work(trx, held, moment);
      }),
    );
  // A citizen answers the case as it is, not a version of it: one that moved in between is looked at again.
  await once().catch((error: unknown) => {
    if (error instanceof Problem && error.problem === 'conflict') return once();
    throw error;
  });
  const held = await open(c, viewKey);
  const { number, department } = held.case.file;
  pages.changed(
    'figures',
    ...(number === null ? [] : [`case:${number}`]),
    ...(department === null ? [] : [`department:${department}`]),
  );
  return view(c, held);
}

const post = {
  method: 'post',
  responses: {
    200: answers(track, 'How it stands'),
    ...refuses('validation', 'malformed', 'not-found', 'not-in-this-state', 'too-many', 'busy'),
  },
} as const;

const trackRoute = createRoute({
  ...post,
  path: '/api/track',
  summary: 'How an 意见 stands',
  request: { body: json(trackRequest) },
});
const answerRoute = createRoute({
  ...post,
  path: '/api/track/answer',
  summary: 'Confirm or reject a result',
  request: { body: json(answerRequest) },
});
const replyRoute = createRoute({
  ...post,
  path: '/api/track/reply',
  summary: 'Answer a question',
  request: { body: json(replyRequest) },
});
const reopenRoute = createRoute({
  ...post,
  path: '/api/track/reopen',
  summary: 'Have a closed case worked on again',
  request: { body: json(reopenRequest) },
});
const withdrawRoute = createRoute({
  ...post,
  path: '/api/track/withdraw-contact',
  summary: 'Delete the contact that was left',
  request: { body: json(trackRequest) },
});

export const trackingRoutes = newRoutes()
  .openapi(trackRoute, async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(await view(c, await open(c, c.req.valid('json').viewKey)), 200);
  })
  .openapi(answerRoute, async (c) => {
    const given = c.req.valid('json');
    const answered = await say(c, given.viewKey, async (trx, held, moment) => {
      const { file } = held.case;
      if (file.state !== 'asking') {
        if (await wasSaid(trx, file, given.preimage, [given.answer === 'yes' ? 'confirm' : 'dispute'])) return;
        throw new Problem('not-in-this-state');
      }
      const lock = locksOf(held.opinion)[given.answer][confirmationRound(file) - 1] ?? '';
      const proof = proven(held.opinion, lock, given);
      const comment = covered(given.comment);
      const words = { proof, ...(comment !== undefined && { comment }) };
      if (given.answer === 'no') return act(trx, c.var.context, file, 'dispute', words, moment);
      if (held.own === held.case) return act(trx, c.var.context, file, 'confirm', words, moment);
      if (await wasSaid(trx, held.own.file, given.preimage, ['agree'])) return;
      return act(trx, c.var.context, held.own.file, 'agree', words, moment);
    });
    return c.json(answered, 200);
  })
  .openapi(replyRoute, async (c) => {
    const given = c.req.valid('json');
    const replied = await say(c, given.viewKey, async (trx, held, moment) => {
      if (held.own !== held.case) throw new Problem('questionOpen');
      const answer = covered(given.answer);
      await act(trx, c.var.context, held.case.file, 'reply', { ...(answer !== undefined && { answer }) }, moment);
    });
    return c.json(replied, 200);
  })
  .openapi(reopenRoute, async (c) => {
    const given = c.req.valid('json');
    const reopened = await say(c, given.viewKey, async (trx, held, moment) => {
      const { file } = held.case;
      if (file.state !== 'closed' && (await wasSaid(trx, file, given.preimage, ['reopen']))) return;
      const proof = proven(held.opinion, locksOf(held.opinion).no[confirmationRound(file) - 1] ?? '', given);
      const reason = covered(given.reason);
      await act(trx, c.var.context, file, 'reopen', { proof, ...(reason !== undefined && { reason }) }, moment);
    });
    return c.json(reopened, 200);
  })
  .openapi(withdrawRoute, async (c) => {
    const withdrawn = await say(c, c.req.valid('json').viewKey, (trx, held) => removeContact(trx, held.opinion.id));
    return c.json(withdrawn, 200);
  });
