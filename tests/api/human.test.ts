/** The human check: a proof of work that serves once, for one purpose, for an hour; Turnstile against a server of our own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { burstFrom } from '../../server/human/burst.ts';
import { createSpend } from '../../server/human/spent.ts';
import type { HumanAction } from '../../server/human/human-check.ts';
import { createTurnstile } from '../../server/human/turnstile.ts';
import { type TestCity, testCity } from '../support/city.ts';

let city: TestCity;
beforeEach(async () => {
  const db = openDatabase('sqlite::memory:');
  await migrateToLatest(db);
  city = await testCity(db);
});
afterEach(() => city.close());

async function solve(action: HumanAction) {
  const { altcha: challenge } = await city.context.human.challenge(action);
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error('no solution');
  return { challenge, solution };
}
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

test('a solved challenge passes once and never again', async () => {
  const altcha = encode(await solve('rate'));
  expect(await city.context.human.check({ altcha }, 'rate')).toEqual({ verdict: 'pass', reason: 'proof' });
  expect(await city.context.human.check({ altcha }, 'rate')).toEqual({ verdict: 'reject', reason: 'used' });
});

test('of many who send the same proof at once exactly one passes', async () => {
  const altcha = encode(await solve('rate'));
  const results = await Promise.all(Array.from({ length: 10 }, () => city.context.human.check({ altcha }, 'rate')));
  expect(results.filter(({ verdict }) => verdict === 'pass')).toHaveLength(1);
});

test('a proof for a rating does not serve for an opinion', async () => {
  const altcha = encode(await solve('rate'));
  expect(await city.context.human.check({ altcha }, 'opinion')).toEqual({ verdict: 'reject', reason: 'wrong' });
});

test('a proof that comes after an hour has expired', async () => {
  const altcha = encode(await solve('rate'));
  city.time = new Date(city.time.getTime() + 61 * 60 * 1000);
  expect(await city.context.human.check({ altcha }, 'rate')).toEqual({ verdict: 'reject', reason: 'expired' });
});

test('a proof whose challenge or solution was changed is wrong', async () => {
  const { challenge, solution } = await solve('rate');
  const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
  const longer = {
    ...challenge,
    parameters: { ...challenge.parameters, data: { action: 'rate', until: 9_999_999_999 } },
  };
  const other = { ...solution, derivedKey: `00${solution.derivedKey.slice(2)}` };
  const broken = [
    encode({ challenge: easier, solution }),
    encode({ challenge: longer, solution }),
    encode({ challenge, solution: other }),
    encode({ challenge, solution: {} }),
    encode(null),
    'not base64 {',
    'A'.repeat(10_000),
  ];
  for (const altcha of broken) {
    expect(await city.context.human.check({ altcha }, 'rate'), altcha.slice(0, 40)).toEqual({
      verdict: 'reject',
      reason: 'wrong',
    });
  }
});

test('a used challenge is still used after a restart', async () => {
  const { db, writes, now } = city.context;
  const spend = await createSpend(db, writes, now);
  const until = new Date(now().getTime() + 60_000);
  expect(await spend('hash', until)).toBe(true);
  while ((await db.selectFrom('spent_challenge').selectAll().execute()).length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await (await createSpend(db, writes, now))('hash', until)).toBe(false);
});

test('a phone without JavaScript brings no proof, and is flagged rather than refused', async () => {
  expect(await city.context.human.check({}, 'rate')).toEqual({ verdict: 'flag', reason: 'no-proof' });
  expect(await city.context.human.check({ altcha: '', turnstile: '' }, 'rate')).toEqual({
    verdict: 'flag',
    reason: 'no-proof',
  });
});

test('more than twenty ratings of a quiet department on one day are a burst, a busy one may have ten times its usual day', () => {
  expect(burstFrom(0)).toBe(20);
  expect(burstFrom(28)).toBe(20);
  expect(burstFrom(2800)).toBe(1000);
});

test('ratings beyond the burst line are flagged, those of other departments and of the next day are not', async () => {
  const check = async (department: string, day: string) =>
    city.context.human.check({ altcha: encode(await solve('rate')) }, 'rate', { department, day });
  for (let number = 1; number <= 20; number += 1) {
    expect(await check('xzspj', '2026-10-12')).toEqual({ verdict: 'pass', reason: 'proof' });
  }
  expect(await check('xzspj', '2026-10-12')).toEqual({ verdict: 'flag', reason: 'burst' });
  expect(await check('gaj', '2026-10-12')).toEqual({ verdict: 'pass', reason: 'proof' });
  expect(await check('xzspj', '2026-10-13')).toEqual({ verdict: 'pass', reason: 'proof' });
});

/** Cloudflare's siteverify, as documented: answers for each token, and what it was asked. */
async function siteverify(
  answers: Record<string, unknown>,
): Promise<{ url: string; asked: Record<string, string>[]; server: Server }> {
  const asked: Record<string, string>[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Record<string, string>;
    asked.push(body);
    const known = answers[body['response'] ?? ''];
    response.statusCode = known === undefined ? 500 : 200;
    response.end(known === undefined ? 'down' : JSON.stringify(known));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

test('a token of Turnstile passes only for this host and this purpose', async () => {
  const good = { success: true, hostname: 'pingyi.example', action: 'rate' };
  const { url, asked, server } = await siteverify({
    good,
    'other-host': { ...good, hostname: 'evil.example' },
    'other-action': { ...good, action: 'opinion' },
    used: { success: false, 'error-codes': ['timeout-or-duplicate'] },
    bad: { success: false, 'error-codes': ['invalid-input-response'] },
    secret: { success: false, 'error-codes': ['invalid-input-secret'] },
  });
  const check = createTurnstile({ siteKey: 'k', secret: 's', url, hostname: 'pingyi.example' });
  expect(await check('good', 'rate')).toEqual({ verdict: 'pass', reason: 'turnstile' });
  expect(await check('other-host', 'rate')).toEqual({ verdict: 'reject', reason: 'wrong' });
  expect(await check('other-action', 'rate')).toEqual({ verdict: 'reject', reason: 'wrong' });
  expect(await check('used', 'rate')).toEqual({ verdict: 'reject', reason: 'used' });
  expect(await check('bad', 'rate')).toEqual({ verdict: 'reject', reason: 'wrong' });
  expect(await check('secret', 'rate')).toEqual({ verdict: 'flag', reason: 'verifier-unreachable' });
  expect(await check('x'.repeat(3000), 'rate')).toEqual({ verdict: 'reject', reason: 'wrong' });
  expect(Object.keys(asked[0] ?? {}).sort()).toEqual(['idempotency_key', 'response', 'secret']);
  server.close();
});

test('when Turnstile cannot be asked it is asked once more under the same key, and then nobody passes and nobody is refused', async () => {
  const { url, asked, server } = await siteverify({});
  const check = createTurnstile({ siteKey: 'k', secret: 's', url });
  expect(await check('down', 'rate')).toEqual({ verdict: 'flag', reason: 'verifier-unreachable' });
  expect(asked).toHaveLength(2);
  expect(asked[0]?.['idempotency_key']).toBe(asked[1]?.['idempotency_key']);
  server.close();
});
