/** Records beside the cases that everybody may read: 公开承诺, 督办, 聘任, 通报, 抽查. */

import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { listPublicRecords, publicRecord } from '../records/public-records.ts';
import {
  publicRecordList,
  publicRecordQuery,
  publicRecord as publicRecordView,
  recordNumber,
} from '../schemas/records.ts';

export const recordRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/records',
      summary: 'Public records beside the cases, newest first',
      request: { query: publicRecordQuery },
      responses: { 200: answers(publicRecordList, 'A page'), ...refuses('validation') },
    }),
    async (c) => c.json(await listPublicRecords(c.var.context.db, c.req.valid('query')), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/records/{number}',
      summary: 'A public record, as far as the ledger tells of it',
      request: { params: recordNumber },
      responses: { 200: answers(publicRecordView, 'The record'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const found = await publicRecord(c.var.context.db, c.req.valid('param').number);
      if (found === undefined) throw new Problem('not-found');
      return c.json(found, 200);
    },
  );
