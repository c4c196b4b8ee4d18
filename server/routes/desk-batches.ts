/** 收票批次 at the desk: how far batches are, readings of papers, differences, interviews. A batch begins, is counted and confirmed as a record. */

import { findBallot } from '../../db/batches.ts';
import { findRecord } from '../../db/records.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { decide, differenceFor, takeInterview, takeOut, takeReading } from '../rounds/readings.ts';
import { batchesOf, batchFor } from '../rounds/view-batches.ts';
import {
  ballotDifference,
  batchList,
  batchView,
  decisionRequest,
  interviewRequest,
  ownReading,
  type ReadingDone,
  readingDone,
  readingRequest,
  serialInPath,
} from '../schemas/batches.ts';
import { idInPath } from '../schemas/desk.ts';
import type { Context } from '../context.ts';
import type { Staff } from '../http/staff.ts';
import type { StoredBallot } from '../../db/batches.ts';

const tags = ['desk'];
const reads = refuses('not-signed-in', 'not-allowed', 'not-found');
const writes = refuses(
  'not-signed-in',
  'not-allowed',
  'not-found',
  'validation',
  'conflict',
  'not-in-this-state',
  'second-signer',
);

/** What of a ballot its reader is told: how it stands, and which paper to take next. */
const told = async (
  context: Context,
  staff: Staff,
  batchId: string,
  { serial, state, voidReason }: StoredBallot,
): Promise<ReadingDone> => ({
  serial,
  state: state === 'second' ? 'differs' : state,
  voidReason,
  next: (await batchFor(context, staff, batchId)).mine.next,
});

export const deskBatchRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds/{id}/batches',
      tags,
      summary: 'The batches of a round, with totals by channel',
      request: { params: idInPath },
      responses: { 200: answers(batchList, 'The batches'), ...reads },
    }),
    async (c) => c.json(await batchesOf(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/batches/{id}',
      tags,
      summary: 'One batch: the form of its ballots, how far it is, what waits for the reader',
      description: 'Nothing of what others have read is in it.',
      request: { params: idInPath },
      responses: { 200: answers(batchView, 'The batch'), ...reads },
    }),
    async (c) => c.json(await batchFor(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/batches/{id}/ballots',
      tags,
      summary: 'Enter what one reads of a paper: the first time, or the second time as another person',
      description:
        'Two readings that agree decide; where they differ a third person does. Sending it again as a correction replaces one’s own.',
      request: { params: idInPath, body: json(readingRequest) },
      responses: { 200: answers(readingDone, 'How the paper stands'), ...writes },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id } = c.req.valid('param');
      const ballot = await takeReading(context, staff.accountId, id, c.req.valid('json'));
      return c.json(await told(context, staff, id, ballot), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/batches/{id}/ballots/{serial}',
      tags,
      summary: 'A paper as oneself has read it; of what others read, nothing',
      request: { params: serialInPath },
      responses: { 200: answers(ownReading, 'The own reading'), ...reads },
    }),
    async (c) => {
      const { id, serial } = c.req.valid('param');
      const ballot = await findBallot(c.var.context.db, id, serial);
      if (ballot === undefined) throw new Problem('not-found');
      const { accountId } = staffOf(c);
      const mine = [ballot.first, ballot.second].find((one) => one?.by === accountId);
      return c.json(
        {
          serial,
          state: ballot.state === 'second' ? ('differs' as const) : ballot.state,
          mine:
            mine === undefined || mine === null
              ? null
              : {
                  void: mine.ballot.void,
                  rows: Object.fromEntries(Object.entries(mine.ballot.rows).map(([code, cells]) => [code, [...cells]])),
                },
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/batches/{id}/ballots/{serial}/remove',
      tags,
      summary: 'Take a paper out of a batch, so that it is read anew; the trail tells of it',
      request: { params: serialInPath },
      responses: { 204: { description: 'It is out' }, ...writes },
    }),
    async (c) => {
      const { id, serial } = c.req.valid('param');
      await takeOut(c.var.context, staffOf(c).accountId, id, serial);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/batches/{id}/differences/{serial}',
      tags,
      summary: 'Where two readings of a paper differ, for a third person',
      request: { params: serialInPath },
      responses: { 200: answers(ballotDifference, 'Both readings'), ...writes },
    }),
    async (c) => {
      const { id, serial } = c.req.valid('param');
      const { basis, difference, voids } = await differenceFor(c.var.context, staffOf(c).accountId, id, serial);
      if (difference.kind === 'none') throw new Problem('conflict');
      const nameOf = (code: string): string => basis.plan.departments.find((one) => one.code === code)?.name ?? code;
      const rows = difference.kind === 'rows' ? difference.rows : [];
      return c.json(
        {
          serial,
          kind: difference.kind,
          voids,
          rows: rows.map(({ department, first, second, columns }) => ({
            department,
            name: nameOf(department),
            first: [...first],
            second: [...second],
            columns,
          })),
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/batches/{id}/differences/{serial}',
      tags,
      summary: 'Decide as a third person what the paper says where two differ',
      request: { params: serialInPath, body: json(decisionRequest) },
      responses: { 200: answers(readingDone, 'How the paper stands'), ...writes },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id, serial } = c.req.valid('param');
      const ballot = await decide(context, staff.accountId, { batchId: id, serial }, c.req.valid('json'));
      return c.json(await told(context, staff, id, ballot), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/batches/{id}/interviews',
      tags,
      summary: 'Enter an interview on the telephone, to which the person asked has agreed',
      request: { params: idInPath, body: json(interviewRequest) },
      responses: { 200: answers(readingDone, 'How it stands'), ...writes },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id } = c.req.valid('param');
      if ((await findRecord(context.db, id)) === undefined) throw new Problem('not-found');
      const ballot = await takeInterview(context, staff.accountId, id, c.req.valid('json'));
      return c.json(await told(context, staff, id, ballot), 200);
    },
  );
