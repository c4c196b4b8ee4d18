/** 回访: whom the office has still to ask, in the order in which it is due. The answer itself is the act `revisit` of the case. */

import { revisitAttempts } from '../../db/revisits.ts';
import { revisitLinesFor } from '../desk/revisit-lines.ts';
import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { revisitList, revisitQuery } from '../schemas/revisits.ts';

const usualPage = 50;

export const deskRevisitRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/api/desk/revisits',
    tags: ['desk'],
    summary: 'Cases whose authors left a contact and have not been heard yet',
    request: { query: revisitQuery },
    responses: { 200: answers(revisitList, 'One page, what is due first'), ...refuses('not-signed-in', 'validation') },
  }),
  async (c) => {
    const { limit = usualPage, ...query } = c.req.valid('query');
    return c.json(
      { ...(await revisitLinesFor(c.var.context, { ...query, limit })), mostAttempts: revisitAttempts },
      200,
    );
  },
);
