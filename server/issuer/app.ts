/**
 * The ticket issuer over HTTP, as the server of another institution: `/healthz`, tickets for phones, and for the portal's server alone rounds, used codes
 * and the end of the keys. There is nothing else at its address.
 */

import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { type Context as HonoContext, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../db/tables.ts';
import type { Issuer } from '../domain/round/issuer.ts';
import type { Environment } from '../env.ts';
import { durable } from '../http/durable.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { networkOfRequest } from '../http/sender.ts';
import { fieldErrors } from '../http/validation.ts';
import { Problem, problemBody } from '../problem.ts';
import { issueRequest } from '../schemas/vote.ts';
import { RoundInUse } from './local-issuer.ts';
import { refusalNames } from './refusals.ts';

export interface IssuerContext {
  db: Kysely<Database>;
  env: Environment;
  issuer: Issuer;
  limits: RateLimits;
  now: () => Date;
}

export interface IssuerApp {
  fetch: (request: Request, bindings?: Partial<HttpBindings>) => Response | Promise<Response>;
}

type Env = { Bindings: Partial<HttpBindings>; Variables: { requestId: string } };
type C = HonoContext<Env>;

const megabyte = 1024 * 1024;
const tooLarge = (): never => {
  throw new Problem('too-large');
};
/** A request for tickets; and a round with the hashed codes of hundreds of thousands. */
const small = bodyLimit({ maxSize: megabyte, onError: tooLarge });
const large = bodyLimit({ maxSize: 32 * megabyte, onError: tooLarge });

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const minute = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const hashText = z.string().regex(/^[\w-]{43}$/);

const issuedRound = z
  .object({
    round: z.string().regex(/^[\w-]{1,40}$/),
    opensOn: day,
    closesOn: day,
    ticketsUntil: day.optional(),
    keys: z.array(z.object({ group: name, department: name }).strict()).max(5000),
    rosters: z
      .array(
        z
          .object({
            roster: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{2}$/),
            group: name,
            only: name.optional(),
            except: name.optional(),
            codes: z.int().min(0),
            window: z.object({ from: minute, until: minute }).strict().optional(),
            departments: z.array(name).max(500),
          })
          .strict(),
      )
      .max(1000),
    lines: z.record(z.string().max(2), z.array(hashText)),
  })
  .strict();

/** @param log receives one line for each request, and what went wrong inside. Never a body, an address or a query. */
export function createIssuerApp(context: IssuerContext, log: (line: string) => void): IssuerApp {
  const { db, env, issuer, limits, now } = context;
  const { role } = env;
  if (role.name !== 'issuer') throw new Error('This server is no issuer');
  const { token, portal } = role;

  /** Whether the portal's server asks. */
  const isPortal = (c: C): boolean => {
    const given = hash('sha256', c.req.header('authorization') ?? '', 'buffer');
    return timingSafeEqual(given, hash('sha256', `Bearer ${token}`, 'buffer'));
  };
  const onlyPortal = (c: C): void => {
    if (!isPortal(c)) throw new Problem('not-allowed');
  };
  const sender = (c: C): string => networkOfRequest(c.env, env.trustedProxies);
  const read = async <T>(c: C, shape: z.ZodType<T>): Promise<T> => {
    const body: unknown = await c.req.json().catch(() => {
      throw new Problem('malformed');
    });
    const result = shape.safeParse(body);
    if (!result.success) throw new Problem('validation', { errors: fieldErrors(result.error) });
    return result.data;
  };

  const app = new Hono<Env>().basePath(env.basePath);
  app.use('*', async (c, next) => {
    const began = now().getTime();
    c.set('requestId', randomUUID());
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
    c.header('x-request-id', c.var.requestId);
    c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    await next();
    log(`${c.req.method} ${patternOf(c)} ${c.res.status} ${now().getTime() - began} ms ${c.var.requestId}`);
  });

  app.get('/healthz', async (c) => {
    try {
      await sql`select 1`.execute(db);
      return c.json({ status: 'ok', database: 'ok', role: 'issuer' }, 200);
    } catch {
      return c.json({ status: 'failing', database: 'failing', role: 'issuer' }, 503);
    }
  });

  /** Lets the pages of the portal, and of nobody else, ask for tickets (Fetch Standard §3.2). */
  const share = (c: C): void => {
    const origin = c.req.header('origin');
    if (origin === undefined) return;
    c.header('vary', 'Origin');
    if (origin !== portal) throw new Problem('origin');
    c.header('access-control-allow-origin', origin);
    c.header('access-control-expose-headers', 'retry-after');
  };
  app.options('/api/vote/issue', (c) => {
    share(c);
    c.header('access-control-allow-methods', 'POST');
    c.header('access-control-allow-headers', 'content-type');
    c.header('access-control-max-age', '7200');
    return c.body(null, 204);
  });
  app.post('/api/vote/issue', small, async (c) => {
    share(c);
    const isTrusted = isPortal(c);
    // Without a word from a page of the portal only its server may ask.
    if (!isTrusted && c.req.header('origin') === undefined) throw new Problem('not-allowed');
    if (!isTrusted) limits.take('vote', sender(c));
    const answer = await durable(issuer.issue(await read(c, issueRequest)));
    if ('signed' in answer) return c.json(answer, 200);
    if (answer.refusal === 'not-invited' && !isTrusted) limits.take('wrong-code', sender(c));
    throw new Problem(refusalNames[answer.refusal]);
  });

  app.put('/issuer/rounds/:id', large, async (c) => {
    onlyPortal(c);
    const round = await read(c, issuedRound);
    if (round.round !== c.req.param('id')) throw new Problem('malformed');
    try {
      return c.json({ keys: await issuer.prepare(round as Parameters<Issuer['prepare']>[0]) }, 200);
    } catch (error) {
      throw error instanceof RoundInUse ? new Problem('conflict') : error;
    }
  });
  app.get('/issuer/rounds/:id/redemptions', async (c) => {
    onlyPortal(c);
    return c.json({ redemptions: await issuer.redemptions(c.req.param('id')) }, 200);
  });
  app.delete('/issuer/rounds/:id/keys', async (c) => {
    onlyPortal(c);
    await issuer.destroy(c.req.param('id'));
    return c.json({}, 200);
  });

  const refuse = (c: C, problem: Problem): Response => {
    if (problem.options.retryAfter !== undefined) c.header('retry-after', String(problem.options.retryAfter));
    if (problem.problem === 'too-large') c.header('connection', 'close');
    return c.body(JSON.stringify(problemBody(problem, env.basePath, c.var.requestId)), problem.status, {
      'content-type': 'application/problem+json; charset=utf-8',
    });
  };
  app.notFound((c) => refuse(c, new Problem('not-found')));
  app.onError((error, c) => {
    if (error instanceof Problem) return refuse(c, error);
    if (error instanceof HTTPException && error.status < 500) return refuse(c, new Problem('malformed'));
    log(`${c.var.requestId} ${error.stack ?? error.message}`);
    return refuse(c, new Problem('unknown'));
  });
  return { fetch: (request, bindings = {}) => app.fetch(request, bindings) };
}

/** What stands in the log for a path: never an id. */
const patternOf = (c: C): string =>
  /^\/(healthz|api\/vote\/issue|issuer\/rounds)(?=\/|$)/.exec(c.req.path)?.[0] ?? '/…';
