/** Whether the server is well and how fresh it is: for load balancers and for those on duty. */

import { sql } from 'kysely';
import { createRoute, newRoutes, z } from '../http/route.ts';
import { instantText } from '../clock.ts';

const healthSchema = z
  .object({
    status: z.enum(['ok', 'failing']),
    database: z.enum(['ok', 'failing']),
    lastPublication: z.string().nullable().openapi({ description: 'When a page was last rendered, ISO-8601 UTC' }),
    lastJob: z.object({ name: z.string(), at: z.string(), result: z.string() }).nullable(),
  })
  .openapi('Health');

const content = { 'application/json': { schema: healthSchema } };

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Health and freshness',
  responses: {
    200: { description: 'Well', content },
    503: { description: 'The database does not answer', content },
  },
});

export const healthRoutes = newRoutes().openapi(healthRoute, async (c) => {
  const { db, pages } = c.var.context;
  const published = pages.lastPublished();
  const lastPublication = published === undefined ? null : instantText(published);
  try {
    await sql`select 1`.execute(db);
    const job = await db.selectFrom('job').selectAll().orderBy('last_run_at', 'desc').limit(1).executeTakeFirst();
    const lastJob = job ? { name: job.name, at: job.last_run_at, result: job.last_result } : null;
    return c.json({ status: 'ok' as const, database: 'ok' as const, lastPublication, lastJob }, 200);
  } catch {
    return c.json({ status: 'failing' as const, database: 'failing' as const, lastPublication, lastJob: null }, 503);
  }
});
