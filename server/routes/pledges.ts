/** 公开承诺: what departments have promised in public, and what citizens say of it at the end. */

import { findPublishedCase } from '../../db/case-lists.ts';
import { listDepartments } from '../../db/departments.ts';
import { insertPending, pendingRow } from '../../db/ledger-pending.ts';
import {
  addMark,
  countMarks,
  findMark,
  findRecordByShortNumber,
  publicRecordWords,
  publicWordsByEvent,
} from '../../db/pledges.ts';
import { casesOfRecord, listRecordEvents, listRecords } from '../../db/records.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../clock.ts';
import { addDays } from '../domain/day.ts';
import { publicPledgeStates } from '../domain/pledges.ts';
import { markEntry, markNullifier } from '../domain/trust/record-entry.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { publishedLine } from '../published-case.ts';
import { pledgeLineOf, pledgeLineWords, pledgeViewOf } from '../published-pledge.ts';
import { markDone, markRequest, pledgeList, pledgeNumber, pledgeQuery, pledgeView } from '../schemas/pledges.ts';
import { pledgeErrors } from '#words/pledges.ts';

/** Lines on one page of the list. */
const pageSize = 30;
/** Linked cases that are shown; the others are counted. */
const casesShown = 50;

const namesOf = async ({ db }: Context): Promise<Map<string, string>> =>
  new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));

export const pledgeRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/pledges',
      summary: '公开承诺列表，新的在前',
      request: { query: pledgeQuery },
      responses: {
        200: answers(pledgeList, 'Thirty at most, and where the next page begins'),
        ...refuses('validation'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { state, ...filter } = c.req.valid('query');
      const states = state === undefined ? publicPledgeStates : [state];
      const found = await listRecords(context.db, {
        kind: 'pledge',
        states,
        numbered: true,
        ...filter,
        limit: pageSize,
      });
      const words = await publicRecordWords(
        context.db,
        found.records.map(({ file }) => file.id),
        pledgeLineWords,
      );
      const about = { names: await namesOf(context), today: dayOf(context.now()) };
      const items = found.records.flatMap(
        (stored) => pledgeLineOf(stored, words.get(stored.file.id) ?? {}, about) ?? [],
      );
      return c.json({ items, count: Number(found.count), next: found.next }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/pledges/{number}',
      summary: '一项公开承诺：目标、措施、进展、结果和群众测评',
      request: { params: pledgeNumber },
      responses: { 200: answers(pledgeView, 'The pledge'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const { db } = context;
      const stored = await findRecordByShortNumber(db, 'pledge', c.req.valid('param').number);
      if (stored === undefined) throw new Problem('not-found');
      const [moment, names, events, said, marks, linked] = await Promise.all([
        momentOf(db, context.now()),
        namesOf(context),
        listRecordEvents(db, stored.file),
        publicWordsByEvent(db, stored.file),
        countMarks(db, stored.file.id),
        casesOfRecord(db, stored.file.id),
      ]);
      const cases = [];
      for (const { number } of linked.slice(0, casesShown)) {
        const found = number === null ? undefined : await findPublishedCase(db, number);
        if (found !== undefined) cases.push(publishedLine(found, names, moment));
      }
      const view = pledgeViewOf(stored, {
        events,
        said,
        marks,
        cases,
        casesCount: linked.length,
        names,
        today: moment.day,
      });
      if (view === undefined) throw new Problem('not-found');
      return c.json(view, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/pledges/{number}/marks',
      summary: 'Say whether a pledge that is said to be kept satisfies; once for each phone',
      description: 'The first mark of a token stays. Sending another one with it answers with the first.',
      request: { params: pledgeNumber, body: json(markRequest) },
      responses: {
        201: answers(markDone, 'Taken'),
        200: answers(markDone, 'Taken before'),
        ...refuses(
          'validation',
          'malformed',
          'not-found',
          'not-in-this-state',
          'human-check-failed',
          'too-many',
          'busy',
        ),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { db, human, limits, now, pages, writes } = context;
      limits.take('post', senderOf(c));
      const { number } = c.req.valid('param');
      const { token, mark, proof = {} } = c.req.valid('json');
      const stored = await findRecordByShortNumber(db, 'pledge', number);
      if (stored === undefined || stored.file.number === null) throw new Problem('not-found');
      const { id } = stored.file;
      const key = markNullifier(id, token);
      const before = await findMark(db, key);
      // Even though that would use its proof up again, and whatever has become of the pledge.
      if (before !== undefined) return c.json({ mark: before, repeated: true }, 200);
      const day = dayOf(now());
      const { verdict } = await human.check(proof, 'mark');
      if (verdict === 'reject') throw new Problem('human-check-failed');
      const isNew = await durable(
        writes.answer(async (trx) => {
          const current = (await findRecordByShortNumber(trx, 'pledge', number))?.file;
          const until = current?.body.marksUntil;
          if (current?.state !== 'marking' || until === undefined || day > until) {
            throw new Problem('not-in-this-state', { detail: pledgeErrors.notMarking });
          }
          const isApart = verdict === 'flag';
          if (!(await addMark(trx, { id: key, recordId: id, mark, isApart }))) return false;
          const entry = markEntry(id, key, mark, isApart);
          await insertPending(trx, [pendingRow(entry, { kind: 'citizen', due: addDays(day, 1), caseId: id })]);
          return true;
        }),
      );
      pages.changed(`pledge:${number}`);
      return c.json({ mark, repeated: !isNew }, isNew ? 201 : 200);
    },
  );
