/** The clerk's guide, with the allowances that are in force in this city. */

import { guideOf } from '../desk/guide.ts';
import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { momentOf } from '../moment.ts';
import { guide } from '../schemas/guide.ts';

export const guideRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/api/desk/guide',
    tags: ['desk'],
    summary: 'The year of casework and every step of it: where, by whom, with what paper and clock, and who is told',
    responses: { 200: answers(guide, 'The guide'), ...refuses('not-signed-in') },
  }),
  async (c) => {
    const { context } = c.var;
    const { policy } = await momentOf(context.db, context.now());
    return c.json(guideOf(policy, staffOf(c).role), 200);
  },
);
