/** Results of rounds, as published: everybody may read them. */

import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { roundOutcomeOf, roundsOfDepartment } from '../rounds/public-results.ts';
import { departmentInPath, departmentRounds, roundInPath, roundOutcome } from '../schemas/round-results.ts';

export const roundResultRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/rounds/{id}/results',
      summary: 'Results of a round as published, with 复核, 结果运用, 剔除 and batches',
      request: { params: roundInPath },
      responses: { 200: answers(roundOutcome, 'The results'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const found = await roundOutcomeOf(c.var.context, c.req.valid('param').id);
      if (found === undefined) throw new Problem('not-found');
      return c.json(found, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/departments/{code}/rounds',
      summary: 'A department in the rounds that have results, newest first',
      request: { params: departmentInPath },
      responses: { 200: answers(departmentRounds, 'The rounds'), ...refuses('validation') },
    }),
    async (c) => c.json({ items: await roundsOfDepartment(c.var.context, c.req.valid('param').code) }, 200),
  );
