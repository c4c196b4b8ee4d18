/** How large a request may be, by its path; what is larger is refused before it is read. */

import type { Context } from 'hono';
import { Problem } from '../problem.ts';
import type { Env } from './route.ts';

const megabyte = 1024 * 1024;
const usual = megabyte;

/** Paths that take more: the first line that fits counts. */
const larger: readonly [RegExp, number][] = [
  [/^\/api\/photos$/, 8 * megabyte],
  [/^\/api\/desk\/files$/, 20 * megabyte],
  // Forms without JavaScript carry the files themselves: three photos, or up to two pieces of evidence at a time.
  [/^\/d\/[^/]+\/opinion$/, 25 * megabyte],
  [/^\/desk\//, 41 * megabyte],
];

/** Bytes that a request to this path may carry. */
export const bodyLimit = (path: string): number => larger.find(([pattern]) => pattern.test(path))?.[1] ?? usual;

/** Refuses what announces itself as too large, and cuts off what turns out to be. */
export function limitBody(c: Context<Env>): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.env?.inProcess) return;
  const most = bodyLimit(c.req.path);
  const announced = c.req.header('content-length');
  if (announced !== undefined && Number(announced) > most) throw new Problem('too-large');
}
