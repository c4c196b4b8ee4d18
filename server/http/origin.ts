/** Only our own pages may change anything: the defence against forged requests from other sites. */

import type { Context } from 'hono';
import { Problem } from '../problem.ts';
import type { Env } from './route.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a state-changing request from another site. A browser says where a request comes from (Origin, or
 * Sec-Fetch-Site); a program that says neither may pass as long as it brings no cookie that somebody else could abuse.
 */
export function checkOrigin(c: Context<Env>): void {
  if (safe.has(c.req.method) || c.env?.inProcess) return;
  const origin = c.req.header('origin');
  if (origin !== undefined) {
    if (isOurs(origin, c)) return;
    throw new Problem('origin');
  }
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new Problem('origin');
  }
  if (c.req.header('cookie') !== undefined) throw new Problem('origin');
}

/** The public address, or the host that the request was sent to. */
function isOurs(origin: string, c: Context<Env>): boolean {
  if (origin === c.var.context.env.publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host;
}
