/** What every request passes through: security headers, origin, size, who may call what; and how refusals look. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { access, mayCall } from '../../server/access.ts';
import { readEnvironment } from '../../server/env.ts';
import { securityHeaders } from '../../server/http/headers.ts';
import { bodyLimit } from '../../server/http/body-limit.ts';
import { networkOf } from '../../server/http/sender.ts';
import { createRateLimits } from '../../server/http/rate-limit.ts';
import { Problem, type ProblemBody, type ProblemName, statuses } from '../../server/problem.ts';
import { problems } from '#words/problems.ts';
import { openapi } from '#words/openapi.ts';
import { here, type TestCity, testCity } from '../support/city.ts';

let city: TestCity;
beforeAll(async () => {
  const db = openDatabase('sqlite::memory:');
  await migrateToLatest(db);
  city = await testCity(db, {
    astro: async (request) => {
      if (new URL(request.url).pathname === '/broken') throw new Error('page secret');
      return new Response('<!doctype html><p>评议</p>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    },
  });
});
afterAll(() => city.close());

const problemOf = async (answer: Response): Promise<ProblemBody> => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return (await answer.json()) as ProblemBody;
};

test.each([
  ['a published page', '/rates', {}],
  ['a page that is not published', '/desk', {}],
  ['an answer of the API', '/healthz', {}],
  ['the description of the API', '/api/openapi.json', {}],
  ['an address of the API that does not exist', '/api/nothing', {}],
  ['a refused origin', '/healthz', { method: 'POST', headers: { origin: 'https://evil.example' } }],
  ['a page that breaks', '/broken', {}],
  ['a method that is not known', '/healthz', { method: 'DELETE' }],
])('%s carries every security header', async (_what, path, init: RequestInit) => {
  const answer = await city.ask(path, init);
  for (const [name, value] of Object.entries(securityHeaders(city.context.env))) {
    expect(answer.headers.get(name), name).toBe(value);
  }
});

test('the policy allows no inline script or style and no other host', () => {
  const policy = securityHeaders(readEnvironment({}))['content-security-policy'];
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toContain('http');
  expect(policy).toContain("default-src 'none'");
});

test('Turnstile is let in only where it is configured, and https is insisted on only where there is https', () => {
  const env = readEnvironment({ TURNSTILE_SITE_KEY: 'a', TURNSTILE_SECRET: 'b', PUBLIC_URL: 'https://pingyi.example' });
  const headers = securityHeaders(env);
  expect(headers['content-security-policy']).toContain("script-src 'self' https://challenges.cloudflare.com;");
  expect(headers['content-security-policy']).toContain('frame-src https://challenges.cloudflare.com;');
  expect(headers['strict-transport-security']).toMatch(/^max-age=/);
  expect(securityHeaders(readEnvironment({}))['strict-transport-security']).toBeUndefined();
});

const post = (headers: Record<string, string>): Promise<Response> =>
  city.ask('/api/ratings', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' });

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['another site, by a browser that does not name it', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbouring host', { 'sec-fetch-site': 'same-site' }],
  ['nobody knows where, with a cookie', { cookie: 'wanping=x' }],
])('what %s sends is refused', async (_from, headers: Record<string, string>) => {
  const answer = await post(headers);
  expect(answer.status).toBe(403);
  expect((await problemOf(answer)).name).toBe('origin');
});

test.each([
  ['our own page', { origin: here }],
  ['our own page, by a browser without Origin', { 'sec-fetch-site': 'same-origin', cookie: 'view=elder' }],
  ['a program without cookies', {}],
])('what %s sends is looked at', async (_from, headers: Record<string, string>) => {
  expect((await post(headers)).status).toBe(422);
});

test('every route that is mounted is in the table of who may call what, and the table names no other', () => {
  const mounted = city.app.hono.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{\.\+\})?/g, '{$1}')}`);
  expect([...new Set(mounted)].sort()).toEqual(Object.keys(access).sort());
});

test('what is not for anyone is refused without a session', async () => {
  for (const [line, callers] of Object.entries(access)) {
    if (callers.includes('anyone')) continue;
    const [method = '', path = ''] = line.split(' ');
    const answer = await city.ask(path.replaceAll(/\{\w+\}/g, 'x'), {
      method,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status, line).toBe(401);
    expect((await problemOf(answer)).name, line).toBe('not-signed-in');
  }
});

test('a role may call only the routes that name it', () => {
  expect(mayCall(['clerk'], 'clerk')).toBe(true);
  expect(mayCall(['clerk'], 'liaison')).toBe(false);
  expect(mayCall(['signed-in'], 'auditor')).toBe(true);
  expect(mayCall(['signed-in'], undefined)).toBe(false);
  expect(mayCall(['anyone'], undefined)).toBe(true);
});

test('the administrator has no way to a case, and those who only look have no way to change one', () => {
  for (const [line, callers] of Object.entries(access)) {
    if (!/\/api\/desk\/(cases|opinions|files|queues)/.test(line)) continue;
    expect(callers, line).not.toContain('signed-in');
    expect(mayCall(callers, 'administrator'), line).toBe(false);
    if (line.startsWith('GET ')) continue;
    expect(mayCall(callers, 'statistician'), line).toBe(false);
    expect(mayCall(callers, 'auditor'), line).toBe(false);
  }
});

test('a body that announces 50 MB is refused before a byte of it is read', async () => {
  let read = 0;
  const body = new ReadableStream(
    {
      pull: (controller) => {
        read += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    },
    { highWaterMark: 0 },
  );
  const answer = await city.ask('/api/ratings', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(50 * 1024 * 1024) },
    body,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(413);
  expect((await problemOf(answer)).name).toBe('too-large');
  expect(read).toBe(0);
});

test('a body that does not say how large it is is read no further than the limit', async () => {
  let read = 0;
  const body = new ReadableStream(
    {
      pull: (controller) => {
        read += 1;
        if (read > 50) controller.close();
        else controller.enqueue(new Uint8Array(1024 * 1024));
      },
    },
    { highWaterMark: 0 },
  );
  const answer = await city.ask('/api/ratings', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    body,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(413);
  expect(read).toBeLessThan(5);
});

test('photos and evidence may be larger than other bodies', () => {
  expect(bodyLimit('/api/photos')).toBe(8 * 1024 * 1024);
  expect(bodyLimit('/api/desk/files')).toBe(20 * 1024 * 1024);
  expect(bodyLimit('/api/opinions')).toBe(1024 * 1024);
});

test('a body that is no JSON, and an address without end, are refused as unreadable', async () => {
  const answer = await city.ask('/api/ratings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"level',
  });
  expect(answer.status).toBe(400);
  expect((await problemOf(answer)).name).toBe('malformed');
  expect((await city.ask(`/api/city?${'x'.repeat(5000)}`)).status).toBe(400);
});

test('a refusal names its page, what happened, what to do, and the fields to mend', async () => {
  const answer = await city.post('/api/ratings', { level: 9 });
  expect(answer.status).toBe(422);
  const body = await problemOf(answer);
  expect(body).toMatchObject({ type: '/problems/validation', status: 422, name: 'validation' });
  expect(body.title).toMatch(/\p{Script=Han}/u);
  expect(body.errors?.map(({ pointer }) => pointer)).toContain('#/level');
  for (const { detail } of body.errors ?? []) expect(detail).toMatch(/\p{Script=Han}/u);
  expect(body.requestId).toBe(answer.headers.get('x-request-id'));
});

test('every refusal has a title and an advice in Chinese, and a status that is a refusal', () => {
  for (const [name, { title, advice }] of Object.entries(problems)) {
    expect(title, name).toMatch(/^\p{Script=Han}/u);
    expect(advice, name).toMatch(/。$/);
    expect(statuses[name as ProblemName], name).toBeGreaterThanOrEqual(400);
  }
});

test('what breaks inside is told to nobody but the log', async () => {
  const answer = await city.ask('/broken');
  const body = await problemOf(answer);
  expect(body).toMatchObject({ status: 500, name: 'unknown' });
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(city.log.some((line) => line.includes('page secret') && line.includes(body.requestId ?? '?'))).toBe(true);
});

test('a browser that asked for a page gets its refusal as a page', async () => {
  const answer = await city.ask('/privacy', {
    method: 'POST',
    headers: { origin: 'https://evil.example', accept: 'text/html' },
  });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(await answer.text()).toContain(problems.origin.title);
});

test('the log has the pattern of the route and neither its query nor its body', async () => {
  city.log.length = 0;
  await city.ask('/api/departments/xzspj?token=geheim');
  await city.post('/api/track', { viewKey: 'geheim' });
  expect(city.log.join('\n')).not.toContain('geheim');
  expect(city.log[0]).toMatch(/^GET \/api\/departments\/\{code\} 404 \d+ ms [0-9a-f-]{36}$/);
});

test('the description of the API is OpenAPI 3.1 and knows the routes that are mounted', async () => {
  const description = (await (await city.ask('/api/openapi.json')).json()) as { openapi: string; paths: object };
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/healthz', '/api/ratings', '/api/opinions']));
});

/** Every `description` in a part of the document, with the place where it stands. */
const descriptionsIn = (part: unknown, path = ''): { path: string; text: string }[] =>
  typeof part !== 'object' || part === null
    ? []
    : Object.entries(part).flatMap(([key, value]) =>
        key === 'description' && typeof value === 'string'
          ? [{ path, text: value }]
          : descriptionsIn(value, `${path}/${key}`),
      );

test('every route and field says in Chinese what it is, and no words are left for routes that are gone', async () => {
  const description = (await (await city.ask('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { summary?: string }>>;
  };
  const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => ({ route: `${method.toUpperCase()} ${path}`, summary })),
  );
  for (const { route, summary } of routes) expect(summary, route).toMatch(/\p{Script=Han}/u);
  expect(routes.map(({ route }) => route).toSorted()).toEqual(Object.keys(openapi.operations).toSorted());
  for (const { path, text } of descriptionsIn((description as { components?: unknown }).components))
    expect(text, path).toMatch(/\p{Script=Han}/u);
});

test('what is made for one reader is compressed on its way, with the same headers', async () => {
  const answer = await city.ask('/api/openapi.json', { headers: { 'accept-encoding': 'gzip' } });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = gunzipSync(await answer.arrayBuffer()).toString();
  expect(text).toBe(await (await city.ask('/api/openapi.json')).text());
});

test('counters have no personal data and count what was answered', async () => {
  const text = await (await city.ask('/metrics')).text();
  expect(text).toMatch(/^wanping_answers_total\{source="app",status="2xx"\} \d+$/m);
  expect(text).toMatch(/^wanping_writes_waiting 0$/m);
});

test('health fails loudly when the database is gone', async () => {
  const db = openDatabase('sqlite::memory:');
  await migrateToLatest(db);
  const other = await testCity(db);
  expect(await (await other.ask('/healthz')).json()).toMatchObject({ status: 'ok', database: 'ok' });
  await other.close();
  const answer = await other.ask('/healthz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ status: 'failing', database: 'failing' });
});

test('addresses count by their network only', () => {
  expect(networkOf('203.0.113.77')).toBe('203.0.113.0/24');
  expect(networkOf('2001:db8:1:2::3')).toBe('2001:db8:1::/48');
  expect(networkOf('::1')).toBe('0:0:0::/48');
});

test('who tries too often waits, others do not, and waiting helps', () => {
  let time = Date.parse('2026-10-12T02:00:00Z');
  const limits = createRateLimits(
    () => new Date(time),
    (length) => new Uint8Array(length),
  );
  const wrong = (network: string) => () => limits.take('wrong-code', network);
  for (let tries = 0; tries < 30; tries += 1) wrong('198.51.100.0/24')();
  let refusal: unknown;
  try {
    wrong('198.51.100.0/24')();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(Problem);
  expect((refusal as Problem).problem).toBe('too-many');
  const seconds = (refusal as Problem).options.retryAfter ?? 0;
  expect(seconds).toBeGreaterThan(0);
  expect(wrong('203.0.113.0/24')).not.toThrow();
  time += seconds * 1000;
  expect(wrong('198.51.100.0/24')).not.toThrow();
});

test.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PUBLIC_URL', 'ftp://x'],
  ['PUBLIC_URL', 'https://x/path'],
  ['BASE_PATH', 'wanping'],
  ['DATABASE_URL', 'mysql://x'],
  ['ALTCHA_COST', '0'],
  ['CONTACT_KEY', 'short'],
  ['TRUSTED_PROXIES', 'everybody'],
])('the wrong setting %s=%s is refused by its name', (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^设置 ${name} 不对.*。$`));
});

test('a wrong secret is not repeated, and half of Turnstile is refused', () => {
  expect(() => readEnvironment({ DATABASE_URL: 'mysql://u:geheim@x' })).toThrow(/^(?!.*geheim)/s);
  expect(() => readEnvironment({ TURNSTILE_SITE_KEY: 'x' })).toThrow('TURNSTILE_SECRET');
});

test('settings that are empty are as if they were not there', () => {
  expect(readEnvironment({ PORT: '', BASE_PATH: ' ', HOST: '' })).toMatchObject({
    port: 4321,
    basePath: '',
    host: '127.0.0.1',
  });
});
