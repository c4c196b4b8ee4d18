/** Challenges of the human check. A phone solves one while its owner fills in the form. */

import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { challenge, challengeQuery } from '../schemas/opinions.ts';

const challengeRoute = createRoute({
  method: 'get',
  path: '/api/challenge',
  summary: 'A challenge to prove that a person sends something',
  request: { query: challengeQuery },
  responses: { 200: answers(challenge, 'The challenge; good for one use and a few minutes'), ...refuses('validation') },
});

export const challengeRoutes = newRoutes().openapi(challengeRoute, async (c) => {
  const { altcha, turnstileSiteKey } = await c.var.context.human.challenge(c.req.valid('query').for);
  c.header('cache-control', 'no-store');
  return c.json({ altcha: { parameters: altcha.parameters, signature: altcha.signature }, turnstileSiteKey }, 200);
});
