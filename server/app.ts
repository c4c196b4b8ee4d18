/** The whole server as one function from requests to answers: published pages, then checks, then the API, then Astro. */

import { randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { IncomingMessage } from 'node:http';
import type { Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { matchedRoutes } from 'hono/route';
import { access, accessOf, mayCall } from './access.ts';
import type { Context } from './context.ts';
import { limitBody } from './http/body-limit.ts';
import { readableForm } from './http/page-form.ts';
import { compressAnswers } from './http/compress.ts';
import { leadToSetUp } from './http/before-set-up.ts';
import { securityHeaders } from './http/headers.ts';
import { checkOrigin } from './http/origin.ts';
import { problemResponse } from './http/problem-response.ts';
import type { Env } from './http/route.ts';
import { onBehalfOf } from './http/sender.ts';
import { findStaff } from './http/session.ts';
import { shareWithAll } from './http/sharing.ts';
import { Problem } from './problem.ts';
import { countAnswer } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { mountRoutes } from './routes/index.ts';

/** Renders a page of the site. */
export type Astro = (request: Request) => Promise<Response>;

export interface AppOptions {
  astro?: Astro | undefined;
  /** Receives one line for each request, and what went wrong inside. Never a query string, a body or an address. */
  log?: (line: string) => void;
  /** Under Vite's development server. */
  development?: boolean;
}

export interface App {
  fetch: (request: Request, bindings?: Env['Bindings']) => Response | Promise<Response>;
  /** The Hono app behind it, with its list of routes. */
  hono: OpenAPIHono<Env>;
}

/** Characters of an address, with its host and query. */
const longestAddress = 4000;
const longestLogged = 60;

/** Addresses that belong to the API; everything else is a page. */
const isMachine = (path: string): boolean => /^\/(api\/(?!$)|open\/|log\/|healthz$|metrics$)/.test(path);

/** The pattern of the API route that a request reached, `/api/cases/{number}`. */
function patternOf(c: HonoContext): string | undefined {
  const route = matchedRoutes(c).find(({ method }) => method !== 'ALL');
  return route?.path.replaceAll(/:(\w+)(\{\.\+\})?/g, '{$1}');
}

/** What stands in the log for a path: the route's pattern, or the beginning of a page's path, which holds no secret. */
const loggedPath = (c: HonoContext): string =>
  patternOf(c) ?? c.req.path.split('/', 3).join('/').slice(0, longestLogged);

/** Methods that a path of the API takes. */
const methodsOf = (path: string): string[] =>
  Object.keys(access).flatMap((line) => {
    const [method = '', pattern = ''] = line.split(' ');
    const shape = pattern.replaceAll('{path}', '.+').replaceAll(/\{\w+\}/g, '[^/]+');
    if (!new RegExp(`^${shape}$`).test(path)) return [];
    return method === 'GET' ? ['GET', 'HEAD'] : [method];
  });
const pageMethods = ['GET', 'HEAD', 'POST'];

/** What an error means to the one who asked. Hono's own errors are about requests that cannot be read. */
function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error;
  return new Problem(error instanceof HTTPException && error.status < 500 ? 'malformed' : 'unknown');
}

export function createApp(
  context: Context,
  { astro, log = () => undefined, development = false }: AppOptions = {},
): App {
  const { basePath } = context.env;
  const headers = Object.entries(securityHeaders(context.env, development));
  const hono = new OpenAPIHono<Env>({
    getPath: (request) => {
      const path = new URL(request.url).pathname;
      return basePath !== '' && path.startsWith(`${basePath}/`)
        ? path.slice(basePath.length)
        : path === basePath
          ? '/'
          : path;
    },
  });

  hono.use('*', async (c, next) => {
    const began = context.now().getTime();
    c.set('context', context);
    c.set('requestId', randomUUID());
    c.header('x-request-id', c.var.requestId);
    for (const [name, value] of headers) c.header(name, value);
    await next();
    if (c.env?.inProcess) return;
    countAnswer(context.metrics, c.res.status);
    const milliseconds = context.now().getTime() - began;
    log(`${c.req.method} ${loggedPath(c)} ${c.res.status} ${milliseconds} ms ${c.var.requestId}`);
  });
  hono.use('*', compressAnswers);
  hono.use('/log/*', shareWithAll);
  hono.use('/open/*', shareWithAll);
  hono.use('*', async (c, next) => {
    checkOrigin(c);
    // PostgreSQL has no text with a NUL in it, and nobody types one.
    if (c.req.url.length > longestAddress || c.req.url.includes('%00')) throw new Problem('malformed');
    const pattern = patternOf(c);
    if (pattern === undefined) return next();
    const callers = accessOf(c.req.method === 'HEAD' ? 'GET' : c.req.method, pattern);
    if (callers === undefined) throw new Problem('not-allowed');
    if (!callers.includes('anyone')) {
      const staff = await findStaff(context, c.req.header('cookie'));
      if (staff === undefined) throw new Problem('not-signed-in');
      if (!mayCall(callers, staff.role)) throw new Problem('not-allowed');
      // What is open to everybody who is signed in is what it takes to change the password.
      if (staff.mustChangePassword && !callers.includes('signed-in')) throw new Problem('must-change-password');
      c.set('staff', staff);
    }
    return next();
  });

  hono.use('*', limitBody);

  let description: object | undefined;
  hono.get('/api/openapi.json', (c) => {
    description ??= describeApi(hono, context.env);
    return c.json(description);
  });
  mountRoutes(hono);

  hono.notFound(async (c) => {
    const isApi = isMachine(c.req.path);
    const allow = isApi ? methodsOf(c.req.path) : pageMethods;
    if (allow.length > 0 && !allow.includes(c.req.method)) throw new Problem('wrong-method', { allow });
    if (isApi || astro === undefined) throw new Problem('not-found');
    const form = readableForm(c.req.raw);
    const response = await onBehalfOf(c, () => astro(c.req.raw));
    form.check();
    const answer = new Response(response.body, response);
    for (const [name, value] of headers) answer.headers.set(name, value);
    answer.headers.set('x-request-id', c.var.requestId);
    answer.headers.delete('x-shows');
    if (!answer.headers.has('cache-control')) answer.headers.set('cache-control', 'no-store');
    return answer;
  });
  hono.onError((error, c) => {
    const problem = problemOf(error);
    if (problem.problem === 'unknown') log(`${c.var.requestId} ${error.stack ?? error.message}`);
    return problemResponse(c, problem);
  });

  const beyondPages = (request: Request, bindings: Env['Bindings']) => hono.fetch(request, bindings);
  const answer: App['fetch'] = (request, bindings = {}) => {
    const page = context.pages.answer(request, bindings.incoming as IncomingMessage | undefined);
    if (page === undefined) return beyondPages(request, bindings);
    context.metrics.fromMemory += 1;
    if (page instanceof Response) return page;
    return page.catch((error: unknown) => {
      log(`a page could not be made: ${String(error)}`);
      return beyondPages(request, bindings);
    });
  };
  const setUp = leadToSetUp(context);
  const askedFirst = async (request: Request, bindings: Env['Bindings']): Promise<Response> => {
    const elsewhere = await setUp.instead(request);
    if (elsewhere === undefined) return answer(request, bindings);
    for (const [name, value] of headers) elsewhere.headers.set(name, value);
    return elsewhere;
  };
  return {
    hono,
    fetch: (request, bindings = {}) => (setUp.settled ? answer(request, bindings) : askedFirst(request, bindings)),
  };
}
