/** 抽查: everybody may read what was frozen, and repeat the draw. */

import { answers, createRoute, newRoutes, refuses, z } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { frameText } from '../domain/lottery.ts';
import { frameForReaders } from '../samples/frame-of.ts';
import { findSample, publicSample, publicSamples } from '../samples/public-samples.ts';
import { sampleList, sampleNumber, sampleView } from '../schemas/samples.ts';

export const sampleRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/samples',
      summary: '抽查公告，新的在前',
      responses: { 200: answers(sampleList, 'All of them') },
    }),
    async (c) => c.json({ items: await publicSamples(c.var.context) }, 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/samples/{number}',
      summary: '一次抽查：冻结了什么，号码，抽中哪些',
      request: { params: sampleNumber },
      responses: { 200: answers(sampleView, 'The sample'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const sample = await publicSample(c.var.context, c.req.valid('param').number);
      if (sample === undefined) throw new Problem('not-found');
      return c.json(sample, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/samples/{number}/frame',
      summary: '从哪些里抽：名单',
      description: 'Text: one id a line, sorted. Its SHA-256 in hex is `ids` of what was frozen.',
      request: { params: sampleNumber },
      responses: {
        200: { description: 'The list', content: { 'text/plain': { schema: z.string() } } },
        ...refuses('validation', 'not-found'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const found = await findSample(context, c.req.valid('param').number);
      if (found === undefined) throw new Problem('not-found');
      return c.text(frameText(await frameForReaders(context.db, found.line.frame, found.frozen)), 200);
    },
  );
