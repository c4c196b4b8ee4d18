/** 公开案件: what everybody may read of the cases, from 交办 on. */

import { listEvents, listMergedCases } from '../../db/case-files.ts';
import { findPublishedCase, listPublishedCases } from '../../db/case-lists.ts';
import { listDepartments } from '../../db/departments.ts';
import { entriesOfCase } from '../../db/ledger-pending.ts';
import type { Context } from '../context.ts';
import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { type Names, publishedCase, publishedLine } from '../published-case.ts';
import {
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
  summary: '一件公开案件的办理经过',
  request: { params: publishedCaseNumber },
  responses: { 200: answers(caseSchema, 'The case'), ...refuses('validation', 'not-found') },
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
    const stored = await findPublishedCase(context.db, c.req.valid('param').number);
    if (stored === undefined) throw new Problem('not-found');
    const [moment, names, events, merged, entries] = await Promise.all([
      momentOf(context.db, context.now()),
      namesOf(context),
      listEvents(context.db, stored.file.id),
      listMergedCases(context.db, stored.file.id),
      entriesOfCase(context.db, stored.file.id),
    ]);
    return c.json(publishedCase(stored, { events, entries, merged: merged.length, names, moment }), 200);
  });
