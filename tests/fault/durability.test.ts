/** What the server has acknowledged is there, once, however the server ends. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createCitizenWrites } from '../../db/citizen-writes.ts';
import { createApp } from '../../server/app.ts';
import { locksOf, makeCode, viewHash, viewKey } from '../../server/domain/receipt.ts';
import { databases } from '../support/databases.ts';
import { testDesk } from '../support/desk.ts';
import { type RealCity, realCity } from '../support/real-city.ts';

const token = (): string => randomBytes(16).toString('base64url');

interface Sent {
  path: '/api/ratings' | '/api/opinions';
  body: Record<string, unknown>;
  /** Receipt of the slip, as soon as there is one. */
  receipt?: string;
}

const newRating = (): Sent => ({ path: '/api/ratings', body: { token: token(), department: 'a', level: 4 } });
function newOpinion(): Sent {
  const code = makeCode(randomBytes(10));
  const text = '窗口排队两个小时，只开了一个。';
  return {
    path: '/api/opinions',
    body: {
      token: token(),
      department: 'a',
      kind: 'complaint',
      text,
      mayPublish: true,
      channel: 'web',
      viewHash: viewHash(viewKey(code)),
      locks: locksOf(code),
      codeSeen: false,
    },
  };
}

const acknowledgedIn = (sent: readonly Sent[]): Sent[] => sent.filter(({ receipt }) => receipt !== undefined);

/** Sends it from an address of its own, as a proxy would report it, so that no rate limit is met. @returns the status, or 0 */
async function send(url: string, one: Sent): Promise<number> {
  const [a = 0, b = 0] = randomBytes(2);
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.${a}.${b}.1` };
  try {
    const answer = await fetch(url + one.path, { method: 'POST', headers, body: JSON.stringify(one.body) });
    const slip = (await answer.json()) as { receipt: string };
    if (answer.ok) one.receipt = slip.receipt;
    return answer.status;
  } catch {
    return 0;
  }
}

/** Citizens who go on sending until the server does not answer. */
function crowd(url: string, sent: Sent[]): Promise<unknown> {
  const citizen = async (index: number): Promise<void> => {
    for (;;) {
      const one = index % 4 === 0 ? newOpinion() : newRating();
      sent.push(one);
      if ((await send(url, one)) === 0) return;
    }
  };
  return Promise.all(Array.from({ length: 16 }, (_, index) => citizen(index)));
}

async function storedIn(city: RealCity): Promise<{ ratings: number; opinions: string[]; cases: number; days: number }> {
  const db = city.open();
  // The clockwork may have entered the first of them meanwhile, and opened them: then they lie in another table.
  const waiting = (await db.selectFrom('rating').select('id').execute()).length;
  const ratings = waiting + (await db.selectFrom('opened_rating').select('commitment').execute()).length;
  const opinions = await db.selectFrom('opinion').select('receipt_number').execute();
  const cases = (await db.selectFrom('case_file').select('id').execute()).length;
  const days = await db
    .selectFrom('rating_day')
    .select((one) => one.fn.sum<number>('ratings').as('sum'))
    .executeTakeFirst();
  await db.destroy();
  return { ratings, opinions: opinions.map((one) => one.receipt_number), cases, days: Number(days?.sum ?? 0) };
}

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (kind) => {
  test('killed in the middle of a crowd several times, it has lost nothing and doubled nothing', async () => {
    await using city = await realCity(kind);
    const sent: Sent[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const server = await city.start();
      const before = acknowledgedIn(sent).length;
      const done = crowd(server.url, sent);
      while (acknowledgedIn(sent).length < before + 60) await sleep(10);
      await server.stop('SIGKILL');
      await done;
    }
    const acknowledged = acknowledgedIn(sent);
    const unanswered = sent.filter((one) => one.receipt === undefined);
    expect(unanswered.length).toBeGreaterThan(0);

    await using server = await city.start();
    // Nobody knows what became of the unanswered ones, so their phones send them again; the others answer as before.
    for (const one of unanswered) expect([200, 201]).toContain(await send(server.url, one));
    for (let start = 0; start < acknowledged.length; start += 50) {
      const some = acknowledged.slice(start, start + 50);
      const before = some.map(({ receipt }) => receipt);
      const answers = await Promise.all(some.map((one) => send(server.url, one)));
      expect(answers).toEqual(some.map(() => 200));
      expect(some.map(({ receipt }) => receipt)).toEqual(before);
    }
    await server.stop();
    const stored = await storedIn(city);
    const opinions = sent.filter(({ path }) => path === '/api/opinions');
    expect(stored.ratings).toBe(sent.length - opinions.length);
    expect(stored.days).toBe(stored.ratings);
    expect(stored.opinions).toHaveLength(opinions.length);
    expect(new Set(stored.opinions)).toEqual(new Set(opinions.map(({ receipt }) => receipt)));
    expect(stored.cases).toBe(opinions.length);
  });

  test('told to stop in the middle of a crowd, it ends in order with everything it acknowledged', async () => {
    await using city = await realCity(kind);
    const server = await city.start();
    const sent: Sent[] = [];
    const done = crowd(server.url, sent);
    while (acknowledgedIn(sent).length < 60) await sleep(10);
    expect(await server.stop('SIGTERM')).toBe(0);
    await done;
    const acknowledged = acknowledgedIn(sent);
    const stored = await storedIn(city);
    expect(stored.ratings).toBeGreaterThanOrEqual(acknowledged.filter(({ path }) => path === '/api/ratings').length);
    expect(stored.days).toBe(stored.ratings);
    expect(stored.opinions).toEqual(
      expect.arrayContaining(acknowledged.filter(({ path }) => path === '/api/opinions').map(({ receipt }) => receipt)),
    );
  });
});

test.each(databases)('when too many are waiting on $name, one is asked to come back, and may', async ({ open }) => {
  const desk = await testDesk(await open());
  const crowded = createApp({ ...desk.context, writes: createCitizenWrites(desk.context.db, { limit: 0 }) });
  for (const { path, body } of [newRating(), newOpinion()]) {
    const given = JSON.stringify({ ...body, department: 'cgj' });
    const request = () =>
      new Request(`http://city.test${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: given,
      });
    const refused = await crowded.fetch(request());
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ name: 'busy', detail: expect.stringMatching(/\p{Script=Han}/u) });
    expect((await desk.app.fetch(request())).status).toBe(201);
  }
  await desk.close();
});
