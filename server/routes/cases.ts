/** 公开案件: what everybody may read of the cases, from 交办 on. */

import { listEvents, listEventsOf, listMergedCases } from '../../db/case-files.ts';
import { findPublishedCase, listPublishedCases, publishedTargetOf } from '../../db/case-lists.ts';
import { listDepartments } from '../../db/departments.ts';
import { entriesOfCase } from '../../db/ledger-pending.ts';
import type { Context } from '../context.ts';
import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { accountLine, type Names, publishedCase, publishedLine } from '../published-case.ts';
import {
  accountList,
  accountQuery,
  publishedCase as caseSchema,
  publishedCaseList,
  publishedCaseNumber,
  publishedCaseQuery,
} from '../schemas/cases.ts';

/** Cases on one page of the list. */
const pageSize = 30;

const listRoute = createRoute({
  method: 'get',
  path: '/api/cases',
  summary: '公开案件列表，编号新的在前',
  request: { query: publishedCaseQuery },
  responses: {
    200: answers(publishedCaseList, 'Thirty cases at most, and where the next page begins'),
    ...refuses('validation'),
  },
});
const oneRoute = createRoute({
  method: 'get',
  path: '/api/cases/{number}',
  summary: '一件公开案件的办理经过；已归并的转到并入的那一件',
  request: { params: publishedCaseNumber },
  responses: {
    200: answers(caseSchema, 'The case'),
    307: { description: 'It was merged: `location` is the case that goes on' },
    ...refuses('validation', 'not-found'),
  },
});
const accountRoute = createRoute({
  method: 'get',
  path: '/api/account',
  summary: '挂账清单：暂时解决不了的案件，写明原因、下一步和复查日期',
  request: { query: accountQuery },
  responses: {
    200: answers(accountList, 'Thirty cases at most, and where the next page begins'),
    ...refuses('validation'),
  },
});

const namesOf = async ({ db }: Context): Promise<Names> =>
  new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));

export const caseRoutes = newRoutes()
  .openapi(listRoute, async (c) => {
    const { context } = c.var;
    const { q, state, ...filter } = c.req.valid('query');
    const [moment, names] = await Promise.all([momentOf(context.db, context.now()), namesOf(context)]);
    const { cases, count, next } = await listPublishedCases(context.db, {
      ...filter,
      group: state,
      text: q,
      today: moment.day,
      limit: pageSize,
    });
    return c.json({ items: cases.map((stored) => publishedLine(stored, names, moment)), count, next }, 200);
  })
  .openapi(oneRoute, async (c) => {
    const { context } = c.var;
    const { number } = c.req.valid('param');
    const stored = await findPublishedCase(context.db, number);
    if (stored === undefined) {
      const target = await publishedTargetOf(context.db, number);
      // Beside this address, wherever the site has its base.
      if (target !== undefined) return c.redirect(target, 307);
      throw new Problem('not-found');
    }
    const [moment, names, events, merged, entries] = await Promise.all([
      momentOf(context.db, context.now()),
      namesOf(context),
      listEvents(context.db, stored.file.id),
      listMergedCases(context.db, stored.file.id),
      entriesOfCase(context.db, stored.file.id),
    ]);
    return c.json(publishedCase(stored, { events, entries, merged, names, moment }), 200);
  })
  .openapi(accountRoute, async (c) => {
    const { context } = c.var;
    const [moment, names] = await Promise.all([momentOf(context.db, context.now()), namesOf(context)]);
    const { cases, count, next } = await listPublishedCases(context.db, {
      ...c.req.valid('query'),
      group: 'suspended',
      today: moment.day,
      limit: pageSize,
    });
    const histories = await listEventsOf(
      context.db,
      cases.map(({ file }) => file.id),
    );
    const items = cases.flatMap(
      (stored) => accountLine(stored, histories.get(stored.file.id) ?? [], names, moment) ?? [],
    );
    return c.json({ items, count, next }, 200);
  });
