/** The desk's lists: queues with their counts, cases page by page, and filters that people keep. */

import { countFilters, countList, countQueues, listQueue } from '../../db/queues.ts';
import { deleteFilter, listSavedFilters, moveFilter, renameFilter, saveFilter } from '../../db/saved-filters.ts';
import { isUniqueViolation } from '../../db/problem.ts';
import { linesOf } from '../desk/case-lines.ts';
import { listAsked, readFilterText, readPlace, writePlace } from '../desk/list-query.ts';
import { queuesOf } from '../domain/queues.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { actorOf } from '../http/staff.ts';
import { newId } from '../ids.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { idInPath } from '../schemas/desk.ts';
import {
  caseList,
  caseListQuery,
  queueList,
  savedFilterChange,
  savedFilterList,
  savedFilterRequest,
} from '../schemas/desk-lists.ts';
import { queueWords } from '#words/desk-api.ts';
import { listWords } from '#words/lists.ts';

const tags = ['desk'];
const usualPage = 30;
/** Filters that one account may keep. */
const filtersMost = 30;

export const deskListRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/queues',
      tags,
      summary: 'The queues of the role that asks, with how many cases are in each',
      responses: { 200: answers(queueList, 'Queues in the order of the day’s work'), ...refuses('not-signed-in') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const queues = queuesOf[staff.role];
      const counts = await countQueues(context.db, actorOf(staff), await momentOf(context.db, context.now()), queues);
      const items = queues.map((queue) => ({ queue, name: queueWords[queue], count: counts.get(queue) ?? 0 }));
      return c.json({ items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/cases',
      tags,
      summary: 'A list of cases, narrowed down and sorted as asked; without a queue the first of the role',
      request: { query: caseListQuery },
      responses: { 200: answers(caseList, 'One page'), ...refuses('not-signed-in', 'not-allowed', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const { db } = context;
      const staff = staffOf(c);
      const actor = actorOf(staff);
      const { after, limit = usualPage, ...asked } = c.req.valid('query');
      const { filter, order } = listAsked(staff.role, asked);
      const moment = await momentOf(db, context.now());
      const { items, next } = await listQueue(db, actor, moment, filter, {
        order,
        after: readPlace(after, order),
        limit,
      });
      const { all, ...counts } = await countList(db, actor, moment, filter);
      return c.json(
        {
          items: await linesOf(context, items, { actor, moment }),
          next: next === undefined ? null : writePlace(next),
          count: all,
          counts,
          order,
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/filters',
      tags,
      summary: 'The filters that the account keeps, with how many cases each finds now',
      responses: { 200: answers(savedFilterList, 'In the order of the account'), ...refuses('not-signed-in') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const rows = await listSavedFilters(context.db, staff.accountId);
      // A filter of before a change of role, or of the words for it, finds nothing any more.
      const usable = rows.flatMap((row) => {
        const read = readFilterText(row.query);
        const queue = read?.filter.queue;
        return read === undefined || (queue !== undefined && !queuesOf[staff.role].includes(queue))
          ? []
          : [{ row, asked: listAsked(staff.role, read.filter) }];
      });
      const moment = await momentOf(context.db, context.now());
      const counts = await countFilters(
        context.db,
        actorOf(staff),
        moment,
        usable.map(({ asked }) => asked.filter),
      );
      const items = usable.map(({ row: { id, name, query } }, at) => ({ id, name, query, count: counts[at] ?? 0 }));
      return c.json({ items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/filters',
      tags,
      summary: 'Keep a filter under a name; a name that is there already gets the new filter',
      request: { body: json(savedFilterRequest) },
      responses: { 200: answers(savedFilterList, 'All of them'), ...refuses('not-signed-in', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { name, query } = c.req.valid('json');
      const read = readFilterText(query);
      if (read === undefined) throw new Problem('validation');
      listAsked(staff.role, read.filter);
      await context.db.transaction().execute(async (trx) => {
        const kept = await listSavedFilters(trx, staff.accountId);
        if (kept.length >= filtersMost && !kept.some((filter) => filter.name === name)) {
          throw new Problem('validation', { errors: [{ pointer: '#/name', detail: listWords.mine.most }] });
        }
        await saveFilter(trx, { id: newId(context.random), account_id: staff.accountId, name, query: read.text });
      });
      const items = await listSavedFilters(context.db, staff.accountId);
      return c.json(
        { items: items.map(({ id, name: kept, query: text }) => ({ id, name: kept, query: text, count: 0 })) },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/filters/{id}',
      tags,
      summary: 'Rename a filter, or move it up or down',
      request: { params: idInPath, body: json(savedFilterChange) },
      responses: { 204: { description: 'Changed' }, ...refuses('not-signed-in', 'not-found', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const { accountId: account_id } = staffOf(c);
      const { id } = c.req.valid('param');
      const { name, move } = c.req.valid('json');
      try {
        if (name !== undefined && !(await renameFilter(context.db, { id, account_id, name })))
          throw new Problem('not-found');
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new Problem('validation', { errors: [{ pointer: '#/name', detail: listWords.mine.nameTaken }] });
      }
      if (move !== undefined) {
        const moved = await context.db.transaction().execute((trx) => moveFilter(trx, { id, account_id }, move));
        if (!moved) throw new Problem('not-found');
      }
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/desk/filters/{id}',
      tags,
      summary: 'Forget a filter',
      request: { params: idInPath },
      responses: { 204: { description: 'Forgotten' }, ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      if (!(await deleteFilter(c.var.context.db, { id, account_id: staffOf(c).accountId })))
        throw new Problem('not-found');
      return c.body(null, 204);
    },
  );
