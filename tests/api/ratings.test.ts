/** 评一评: a rating is stored once, says nothing of its sender, and hostile ones change nothing. */
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../server/domain/trust/canonical.ts';
import { toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { asCanonical } from '../../server/domain/trust/entries.ts';
import { leafHash, portableSha256 } from '../../server/domain/trust/hash.ts';
import { ratingEntry, ratingSecret } from '../../server/domain/trust/rating-entry.ts';
import type { RatingSlip } from '../../server/schemas/ratings.ts';
import { databases } from '../support/databases.ts';
import { type Desk, dump, testDesk } from '../support/desk.ts';
import { hostileTexts, notText } from '../support/hostile.ts';

describe.each(databases)('on $name', ({ open }) => {
  let city: Desk;
  beforeAll(async () => {
    city = await testDesk(await open());
  });
  afterAll(() => city.close());

  const token = (): string => Buffer.from(city.context.random(16)).toString('base64url');
  const rate = (given: object = {}) =>
    city.post('/api/ratings', { token: token(), department: 'cgj', level: 4, ...given });
  const stored = () => city.context.db.selectFrom('rating').selectAll().execute();
  const solved = async (): Promise<string> => {
    const { altcha } = (await (await city.ask('/api/challenge?for=rate')).json()) as {
      altcha: Parameters<typeof solveChallenge>[0]['challenge'];
    };
    const solution = await solveChallenge({ challenge: altcha, deriveKey });
    return Buffer.from(JSON.stringify({ challenge: altcha, solution })).toString('base64');
  };

  test('a rating is answered with a slip that does not say what was chosen', async () => {
    const best = await rate({ level: 5, items: { attitude: 5 }, tags: ['kind'] });
    expect(best.status).toBe(201);
    const slip = (await best.json()) as RatingSlip;
    expect(slip).toEqual({
      receipt: expect.stringMatching(/^[0-9A-Z]{8}$/),
      department: { code: 'cgj', name: '城管局' },
      month: '2026-10',
      entry: expect.any(String),
      // 2026-10-12 is a Monday.
      includeBy: '2026-10-19',
    });
    const worst = (await (await rate({ level: 1 })).json()) as RatingSlip;
    const hash = expect.stringMatching(/^[\w-]{43}$/) as string;
    const shown = [slip, worst].map(({ receipt: _receipt, entry, ...rest }) => ({
      ...rest,
      entry: JSON.parse(entry) as object,
    }));
    expect(shown[0]?.entry).toEqual({ t: 'rating', d: 'cgj', y: 2025, c: hash, e: hash, f: 'no-proof' });
    expect(shown[1]).toEqual({ ...shown[0], entry: { ...shown[0]?.entry, c: hash, e: hash } });
    expect(worst.entry.length).toBe(slip.entry.length);
  });

  test('the phone can make the entry itself, from its token and what it sent', async () => {
    const one = token();
    const sent = { level: 2, items: { effect: 1, attitude: 4 }, tags: ['rude', 'long-queue'] } as const;
    const { entry } = (await (await rate({ token: one, ...sent })).json()) as RatingSlip;
    const content = { department: 'cgj', year: 2025, ...sent, flag: 'no-proof' as const };
    const secret = ratingSecret(portableSha256, one);
    expect(canonicalJson(asCanonical(ratingEntry(portableSha256, content, secret)))).toBe(entry);
    const waiting = await city.context.db.selectFrom('ledger_pending').select(['leaf', 'entry']).execute();
    expect(waiting).toContainEqual({
      leaf: toBase64Url(leafHash(portableSha256, utf8ToBytes(entry))),
      entry,
    });
    for (const wrong of [
      { ...content, level: 3 as const },
      { ...content, tags: ['rude'] as const },
      { ...content, items: {} },
    ]) {
      expect(canonicalJson(asCanonical(ratingEntry(portableSha256, wrong, secret)))).not.toBe(entry);
    }
  });

  test('the same token again answers the same and stores nothing, even with another level', async () => {
    const one = token();
    const first = await rate({ token: one, level: 2 });
    const before = await stored();
    const second = await rate({ token: one, level: 5 });
    expect([first.status, second.status]).toEqual([201, 200]);
    const slip = (await first.json()) as RatingSlip;
    expect(await second.json()).toEqual(slip);
    const { context } = city;
    await context.db.deleteFrom('ledger_pending').where('entry', '=', slip.entry).execute();
    // Once it is in the log, it is in by today.
    expect(await (await rate({ token: one })).json()).toEqual({ ...slip, includeBy: '2026-10-12' });
    expect(await stored()).toHaveLength(before.length);
    expect(before.find(({ level }) => level === 2)).toBeDefined();
  });

  test('the same token sent many times at once is stored once', async () => {
    const one = token();
    const before = await stored();
    const answers = await Promise.all(Array.from({ length: 10 }, () => rate({ token: one })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([...Array<number>(9).fill(200), 201]);
    expect(await stored()).toHaveLength(before.length + 1);
  });

  test('a solved challenge makes it pass, none makes it flagged, and a retry with a used one still succeeds', async () => {
    const one = token();
    const altcha = await solved();
    const first = await rate({ token: one, proof: { altcha } });
    const again = await rate({ token: one, proof: { altcha } });
    expect([first.status, again.status]).toEqual([201, 200]);
    const other = await rate({ proof: { altcha } });
    expect(other.status).toBe(403);
    expect(await other.json()).toMatchObject({ name: 'human-check-failed' });
    await rate({ level: 3 });
    const verdicts = (await stored()).map(({ verdict, verdict_reason }) => `${verdict} ${verdict_reason}`);
    expect(verdicts).toContain('pass proof');
    expect(verdicts).toContain('flag no-proof');
  });

  test('nothing of the token, the day or the sender is in the database', async () => {
    const one = token();
    await city.post(
      '/api/ratings',
      { token: one, department: 'cgj', level: 3 },
      { 'user-agent': 'SpyPhone/7', 'x-forwarded-for': '203.0.113.77' },
    );
    const everything = await dump(city.context.db);
    for (const secret of [one, 'SpyPhone', '203.0.113']) expect(everything).not.toContain(secret);
    expect(Object.keys((await stored())[0] ?? {}).sort()).toEqual(
      [
        'department_code',
        'id',
        'items',
        'leaf',
        'level',
        'month',
        'secret',
        'tags',
        'verdict',
        'verdict_reason',
        'year',
      ].sort(),
    );
    expect((await stored()).every(({ month }) => /^\d{4}-\d{2}$/.test(month))).toBe(true);
  });

  test.each([
    ['no token', { token: undefined }],
    ['a short token', { token: 'abc' }],
    ['a long token', { token: 'a'.repeat(65) }],
    ['a token with other characters', { token: '好'.repeat(30) }],
    ['no level', { level: undefined }],
    ['a level of 6', { level: 6 }],
    ['a level in between', { level: 2.5 }],
    ['a level as text', { level: '5' }],
    ['an unknown item', { items: { height: 5 } }],
    ['an item with an unknown level', { items: { attitude: 9 } }],
    ['items as a list', { items: [5] }],
    ['an unknown tag', { tags: ['great'] }],
    ['a tag twice', { tags: ['kind', 'kind'] }],
    ['a thousand tags', { tags: Array(1000).fill('kind') }],
    ['an unknown field', { name: '张三' }],
    ['a proof that is a text', { proof: 'yes' }],
    ['a very long proof', { proof: { altcha: 'a'.repeat(9000) } }],
    ['a prototype', JSON.parse('{"__proto__":{"level":5},"level":null}') as object],
  ])('%s is refused with what to mend, and nothing is stored', async (_what, given) => {
    const before = await stored();
    const answer = await rate(given);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      name: 'validation',
      errors: expect.arrayContaining([expect.objectContaining({ pointer: expect.any(String) })]),
    });
    expect(await stored()).toHaveLength(before.length);
  });

  test.each([...notText, ...Object.values(hostileTexts)])('a department of %j is refused', async (department) => {
    const before = await stored();
    expect([404, 422]).toContain((await rate({ department })).status);
    expect(await stored()).toHaveLength(before.length);
  });

  test.each(['', '[]', '"text"', '{"level":', 'null', '\u0000'])('a body of %j is refused', async (body) => {
    const answer = await city.ask('/api/ratings', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body,
    });
    expect([400, 422]).toContain(answer.status);
  });

  test('a body of 50 MB is refused without being read', async () => {
    const answer = await city.post('/api/ratings', { token: token() }, { 'content-length': '52428800' });
    expect(answer.status).toBe(413);
  });

  test('an unknown department is not found', async () => {
    expect((await rate({ department: 'nobody' })).status).toBe(404);
  });
});
