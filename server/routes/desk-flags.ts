/** 异常票 at the desk: flags by rule, proposals to exclude. What was proposed another person confirms or rejects as a record. */

import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { flagByHand, proposeExclusions } from '../rounds/propose-exclusions.ts';
import { flagsOfRound } from '../rounds/view-flags.ts';
import { idInPath } from '../schemas/desk.ts';
import { exclusionRequest, exclusionsDone, flagList, flagRequest, flagsDone } from '../schemas/flags.ts';

const tags = ['desk'];
const writes = refuses('not-signed-in', 'not-allowed', 'not-found', 'validation', 'conflict', 'not-in-this-state');

export const deskFlagRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds/{id}/flags',
      tags,
      summary: 'Ballots that a published rule flagged, and the exclusions of the round',
      request: { params: idInPath },
      responses: { 200: answers(flagList, 'By rule'), ...refuses('not-signed-in', 'not-allowed', 'not-found') },
    }),
    async (c) => c.json(await flagsOfRound(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/flags',
      tags,
      summary: 'Flag ballots of a batch that people found out about',
      request: { params: idInPath, body: json(flagRequest) },
      responses: { 200: answers(flagsDone, 'How many are new'), ...writes },
    }),
    async (c) => c.json({ added: await flagByHand(c.var.context, c.req.valid('param').id, c.req.valid('json')) }, 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/rounds/{id}/exclusions',
      tags,
      summary: 'Propose to exclude flagged ballots of one rule; another person confirms',
      request: { params: idInPath, body: json(exclusionRequest) },
      responses: { 201: answers(exclusionsDone, 'As many exclusions as the rows need'), ...writes },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json({ exclusions: await proposeExclusions(c.var.context, staffOf(c), id, c.req.valid('json')) }, 201);
    },
  );
