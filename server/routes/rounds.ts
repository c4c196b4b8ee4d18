/** Rounds (评议活动) that everybody may read, from the day on which they are frozen. */

import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { listPublicRounds, publicRound } from '../rounds/public-rounds.ts';
import { idInPath } from '../schemas/desk.ts';
import { publicRoundList, publicRound as publicRoundView } from '../schemas/rounds.ts';

export const roundRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/rounds',
      summary: 'Rounds that are announced, running or over, newest first',
      responses: { 200: answers(publicRoundList, 'All of them') },
    }),
    async (c) => c.json({ items: await listPublicRounds(c.var.context.db) }, 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/rounds/{id}',
      summary: 'A round: its plan as frozen, what departments say of themselves, where keys and files are',
      request: { params: idInPath },
      responses: { 200: answers(publicRoundView, 'The round'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const found = await publicRound(c.var.context, c.req.valid('param').id);
      if (found === undefined) throw new Problem('not-found');
      return c.json(found, 200);
    },
  );
