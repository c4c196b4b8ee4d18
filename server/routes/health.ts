/** Whether the server is well and how fresh it is: for load balancers and for those on duty. */

import { sql } from 'kysely';
import { listJobs } from '../../db/jobs.ts';
import { instantText } from '../clock.ts';
import { answers, createRoute, newRoutes, z } from '../http/route.ts';
import { mayStillSign } from '../ledger/witnesses.ts';
import { metricsText } from '../metrics.ts';

const healthSchema = z
  .object({
    status: z.enum(['ok', 'failing']),
    database: z.enum(['ok', 'failing']),
    ledger: z
      .enum(['ok', 'stopped'])
      .openapi({ description: 'stopped：存证本已停止签名，因为见证方或本机见过的内容这里没有；请看日志' }),
    lastPublication: z.string().nullable().openapi({ description: '最近一次更新公开页面的时间，ISO 8601，UTC' }),
    lastJob: z.object({ name: z.string(), at: z.string(), result: z.string() }).nullable(),
  })
  .openapi('Health');
type Health = z.infer<typeof healthSchema>;

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Health and freshness',
  responses: {
    200: answers(healthSchema, 'Well'),
    503: answers(healthSchema, 'The database does not answer'),
  },
});

const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Counters in the text format of Prometheus',
  responses: { 200: { description: 'Counters', content: { 'text/plain': { schema: z.string() } } } },
});

export const healthRoutes = newRoutes()
  .openapi(healthRoute, async (c) => {
    const { db, env, ledger, pages } = c.var.context;
    c.header('cache-control', 'no-store');
    const published = pages.lastPublished();
    const health: Health = {
      status: 'ok',
      database: 'ok',
      ledger: 'ok',
      lastPublication: published === undefined ? null : instantText(published),
      lastJob: null,
    };
    try {
      await sql`select 1`.execute(db);
      if (!(await mayStillSign(db, env, ledger.origin))) health.ledger = 'stopped';
      const [last] = (await listJobs(db)).sort((a, b) => (a.last_run_at < b.last_run_at ? 1 : -1));
      return c.json(
        { ...health, lastJob: last ? { name: last.name, at: last.last_run_at, result: last.last_result } : null },
        200,
      );
    } catch {
      return c.json({ ...health, status: 'failing' as const, database: 'failing' as const }, 503);
    }
  })
  .openapi(metricsRoute, (c) => c.text(metricsText(c.var.context.metrics, c.var.context.writes.waiting)));
