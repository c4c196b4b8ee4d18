/** Acts on many cases at once: offered, checked, held for a moment, taken back or done. */

import { checkBulk, offerBulk, openBulks, readBulk, startBulk, undoBulk } from '../desk/bulk.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { idInPath } from '../schemas/desk.ts';
import {
  bulkCheck,
  bulkChoice,
  bulkHoldRequest,
  bulkList,
  bulkOffers,
  bulkRequest,
  bulkState,
} from '../schemas/desk-bulk.ts';

const tags = ['desk'];

export const deskBulkRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/bulk/offers',
      tags,
      summary: 'What cases that were chosen have in common: the acts that may be done on them together',
      request: { body: json(bulkChoice) },
      responses: {
        200: answers(bulkOffers, 'Cases and acts'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => c.json(await offerBulk(c.var.context, staffOf(c), c.req.valid('json')), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/bulk/check',
      tags,
      summary: 'What would become of each case; nothing is changed',
      request: { body: json(bulkRequest) },
      responses: {
        200: answers(bulkCheck, 'Each case with the refusal that awaits it'),
        ...refuses('not-signed-in', 'validation'),
      },
    }),
    async (c) => c.json(await checkBulk(c.var.context, staffOf(c), c.req.valid('json')), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/bulk',
      tags,
      summary: 'Do an act on many cases in half a minute, until when it can be taken back',
      request: { body: json(bulkHoldRequest) },
      responses: { 200: answers(bulkState, 'Held'), ...refuses('not-signed-in', 'not-found', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const { token, ...request } = c.req.valid('json');
      const id = await startBulk(context, staffOf(c), request, token);
      return c.json(await readBulk(context, staffOf(c), id), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/bulk',
      tags,
      summary: 'One’s own acts on many cases that are not finished',
      responses: { 200: answers(bulkList, 'The next one first'), ...refuses('not-signed-in') },
    }),
    async (c) => c.json({ items: await openBulks(c.var.context, staffOf(c)) }, 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/bulk/{id}',
      tags,
      summary: 'One of one’s own acts on many cases, with what became of each',
      request: { params: idInPath },
      responses: { 200: answers(bulkState, 'Where it stands'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => c.json(await readBulk(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/bulk/{id}/undo',
      tags,
      summary: 'Take an act on many cases back, before it begins',
      request: { params: idInPath },
      responses: { 200: answers(bulkState, 'Taken back'), ...refuses('not-signed-in', 'not-found', 'conflict') },
    }),
    async (c) => c.json(await undoBulk(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  );
