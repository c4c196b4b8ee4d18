/** All routes of the API, mounted one after the other; the chain's type is what the typed client knows. One line for each file. */

import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/route.ts';
import { healthRoutes } from './health.ts';

export const mountRoutes = (app: OpenAPIHono<Env>) => app.route('/', healthRoutes);

/** The whole API as a type, for `hc<Api>`. */
export type Api = ReturnType<typeof mountRoutes>;
