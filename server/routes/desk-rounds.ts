/** Rounds (评议活动) at the desk: the list, one in preparation, the parts of its plan, its rosters, the self-reports of departments. */

import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { deskRound, listDeskRounds, roundReport } from '../rounds/desk-rounds.ts';
import { beginRound, editPlan, fillReport, remindOfReports, removeRoster, takeRosters } from '../rounds/edit-round.ts';
import { idInPath } from '../schemas/desk.ts';
import {
  deskRound as deskRoundView,
  deskRoundList,
  planPartRequest,
  reportQuery,
  reportRequest,
  rosterRemoval,
  rostersSaved,
  rosterUpload,
  roundBeginRequest,
  roundBegun,
  roundReminded,
  roundReport as roundReportView,
  roundSaved,
} from '../schemas/desk-rounds.ts';

const tags = ['desk'];
const editRefusals = refuses(
  'not-signed-in',
  'not-allowed',
  'not-found',
  'validation',
  'conflict',
  'not-in-this-state',
);

export const deskRoundRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds',
      tags,
      summary: 'Rounds that the reader may know of, newest first',
      responses: { 200: answers(deskRoundList, 'All of them'), ...refuses('not-signed-in', 'not-allowed') },
    }),
    async (c) => c.json(await listDeskRounds(c.var.context.db, staffOf(c)), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds',
      tags,
      summary: 'Begin a round with the plan that its kind usually has',
      request: { body: json(roundBeginRequest) },
      responses: {
        201: answers(roundBegun, 'The new round'),
        ...refuses('not-signed-in', 'not-allowed', 'not-this-role', 'not-your-case', 'validation', 'field-missing'),
      },
    }),
    async (c) => c.json({ id: await beginRound(c.var.context, staffOf(c), c.req.valid('json')) }, 201),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds/{id}',
      tags,
      summary: 'A round with its plan, its rosters, and what is missing before it can be frozen',
      request: { params: idInPath },
      responses: { 200: answers(deskRoundView, 'The round'), ...refuses('not-signed-in', 'not-allowed', 'not-found') },
    }),
    async (c) => c.json(await deskRound(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/plan',
      tags,
      summary: 'Put a part into the plan',
      description: '`version` is that of the part as it was read; an older one is a conflict.',
      request: { params: idInPath, body: json(planPartRequest) },
      responses: { 200: answers(roundSaved, 'The versions of all parts now'), ...editRefusals },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json({ versions: await editPlan(c.var.context, staffOf(c), id, c.req.valid('json')) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/rosters',
      tags,
      summary: 'Take in the file of rosters that the inviter hands over: hashed lines, nothing of a person',
      request: { params: idInPath, body: json(rosterUpload) },
      responses: { 200: answers(rostersSaved, 'The rosters of the file'), ...editRefusals },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const rosters = await takeRosters(c.var.context, staffOf(c), id, c.req.valid('json').file);
      return c.json({ rosters }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/rosters/remove',
      tags,
      summary: 'Take a roster away',
      request: { params: idInPath, body: json(rosterRemoval) },
      responses: { 200: answers(roundSaved, 'The versions of all parts now'), ...editRefusals },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const versions = await removeRoster(c.var.context, staffOf(c), id, c.req.valid('json').roster);
      return c.json({ versions }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds/{id}/report',
      tags,
      summary: 'What a department says of itself in a round; a department reads its own',
      request: { params: idInPath, query: reportQuery },
      responses: {
        200: answers(roundReportView, 'The self-report, empty until there is one'),
        ...refuses('not-signed-in', 'not-allowed', 'not-found', 'validation'),
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await roundReport(c.var.context, staffOf(c), id, c.req.valid('query').department), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/report',
      tags,
      summary: 'Say something of the own department, until the plan is frozen',
      request: { params: idInPath, body: json(reportRequest) },
      responses: {
        200: answers(roundReportView, 'The self-report as it is now'),
        ...refuses('not-signed-in', 'not-allowed', 'not-found', 'validation', 'not-in-this-state'),
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await fillReport(c.var.context, staffOf(c), id, c.req.valid('json').report);
      return c.json(await roundReport(c.var.context, staffOf(c), id), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/remind',
      tags,
      summary: 'Remind the departments that have said nothing of themselves yet; each once a day',
      request: { params: idInPath },
      responses: {
        200: answers(roundReminded, 'How many were reminded'),
        ...refuses('not-signed-in', 'not-allowed', 'not-found', 'not-in-this-state'),
      },
    }),
    async (c) => {
      const departments = await remindOfReports(c.var.context, staffOf(c), c.req.valid('param').id);
      return c.json({ departments }, 200);
    },
  );
