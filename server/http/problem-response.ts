/** How a refusal is answered: problem details for programs, a plain page for people whose browser asked for one. */

import type { Context } from 'hono';
import { type Problem, problemBody } from '../problem.ts';
import { backHome, problems } from '#words/problems.ts';
import type { Env } from './route.ts';

export function problemResponse(c: Context<Env>, problem: Problem): Response {
  const { basePath } = c.var.context.env;
  const body = problemBody(problem, basePath, c.var.requestId);
  if (problem.options.retryAfter !== undefined) c.header('retry-after', String(problem.options.retryAfter));
  if (problem.options.allow !== undefined) c.header('allow', problem.options.allow.join(', '));
  if (problem.problem === 'too-large') c.header('connection', 'close');
  c.header('cache-control', 'no-store');
  if (!c.req.path.startsWith('/api/') && c.req.header('accept')?.includes('text/html')) {
    const { title } = problems[problem.problem];
    return c.html(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${title}</title><h1>${title}</h1><p>${body.detail}</p><p><a href="${basePath}/">${backHome}</a></p></html>`,
      problem.status,
    );
  }
  return c.body(JSON.stringify(body), problem.status, { 'content-type': 'application/problem+json; charset=utf-8' });
}
