/** Compresses what is made for one reader at a time. Published pages are compressed once, beforehand, and do not come here. */

import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import type { Env } from './route.ts';

const compressing = compress();

/** Pages, and whatever is fetched; the short answers to what was sent are not worth it. */
export const compressAnswers: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (c.env?.inProcess || c.req.path === '/healthz') return;
  const isPage = c.res.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (isPage || c.req.method === 'GET') await compressing(c, async () => undefined);
};
