/** Records beside the cases at the desk: lists, one record, the form of a new one, and the acts. */

import { answers, createRoute, json, newRoutes, refuses, staffOf, z } from '../http/route.ts';
import { listRecordsFor } from '../records/list-records.ts';
import { performRecordAct } from '../records/perform-record-act.ts';
import { beginningOf, viewRecord } from '../records/view-record.ts';
import type { RecordFile } from '../domain/records.ts';
import { idInPath } from '../schemas/desk.ts';
import {
  recordActRequest,
  recordBeginning,
  recordBeginRequest,
  recordDone,
  recordKind,
  recordList,
  recordListQuery,
  recordView,
} from '../schemas/records.ts';
import { recordKindWords } from '#words/records.ts';

const tags = ['desk'];
const actRefusals = refuses(
  'not-signed-in',
  'not-allowed',
  'not-found',
  'conflict',
  'validation',
  'field-missing',
  'not-in-this-state',
  'not-this-role',
  'not-your-case',
  'second-signer',
);

const doneOf = ({ id, kind, seq, state, number }: RecordFile) => ({
  id,
  kind,
  seq,
  state,
  stateName: recordKindWords[kind].states[state] ?? state,
  number,
});

export const deskRecordRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/records',
      tags,
      summary: 'Records beside the cases that the reader may see, newest first',
      request: { query: recordListQuery },
      responses: { 200: answers(recordList, 'A page'), ...refuses('not-signed-in', 'validation', 'not-found') },
    }),
    async (c) => c.json(await listRecordsFor(c.var.context, staffOf(c), c.req.valid('query')), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/records/new/{kind}',
      tags,
      summary: 'The form with which the reader begins a record of a kind',
      request: { params: z.object({ kind: recordKind }) },
      responses: {
        200: answers(recordBeginning, 'The form'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    (c) => c.json(beginningOf(staffOf(c), c.req.valid('param').kind), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/records/{id}',
      tags,
      summary: 'A record as the role that asks may see it; what it may not know of is not found',
      request: { params: idInPath },
      responses: { 200: answers(recordView, 'The record'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => c.json(await viewRecord(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/records',
      tags,
      summary: 'Begin a record',
      description: 'What the first act of each kind takes is generated from the table of records.',
      request: { body: json(recordBeginRequest) },
      responses: { 201: answers(recordDone, 'The new record'), ...actRefusals },
    }),
    async (c) => c.json(doneOf(await performRecordAct(c.var.context, staffOf(c), c.req.valid('json'))), 201),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/records/{id}/acts',
      tags,
      summary: 'Do an act on a record',
      description: '`seq` is that of the record as it was read; an older one is a conflict.',
      request: { params: idInPath, body: json(recordActRequest) },
      responses: { 200: answers(recordDone, 'Where the record stands now'), ...actRefusals },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json(doneOf(await performRecordAct(c.var.context, staffOf(c), { ...c.req.valid('json'), id })), 200);
    },
  );
