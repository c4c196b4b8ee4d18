/** 满意机关: everybody reads who has an award until when; the desk reads an application with its conditions worked out. */

import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { publicStars, viewAward } from '../rounds/award-views.ts';
import { awardView, starList } from '../schemas/awards.ts';
import { idInPath } from '../schemas/desk.ts';

export const awardRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/stars',
      summary: '满意机关: awards with their terms',
      responses: { 200: answers(starList, 'All of them') },
    }),
    async (c) => c.json({ items: await publicStars(c.var.context) }, 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/awards/{id}',
      tags: ['desk'],
      summary: 'An application for 满意机关 with its conditions and its paper',
      request: { params: idInPath },
      responses: {
        200: answers(awardView, 'The application'),
        ...refuses('not-signed-in', 'not-allowed', 'validation', 'not-found'),
      },
    }),
    async (c) => c.json(await viewAward(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  );
