/** 申诉 of ratings: who may see and ask what, one ruling by the other side, told in the ledger and in both figures. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logSize, readEntries } from '../../db/ledger-log.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import { commit } from '../../server/domain/trust/commitment.ts';
import { fromBase64Url } from '../../server/domain/trust/encoding.ts';
import type { Entry, FlagEntry } from '../../server/domain/trust/entries.ts';
import { pseudonym } from '../../server/domain/trust/entries.ts';
import { portableSha256 } from '../../server/domain/trust/hash.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import type { AppealView, OpenedRatings, PublicAppeals } from '../../server/schemas/appeals.ts';
import type { CityFiguresView } from '../../server/schemas/figures.ts';
import { ratingToStore } from '../../server/ledger/open-ratings.ts';
import { databases } from '../support/databases.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';

const grounds = '该评价所说的事项不由我单位办理，有办件记录为证。';

describe.each(databases)('申诉（$name）', ({ open }) => {
  let city: Desk;
  let liaison: Hand;
  let director: Hand;

  beforeAll(async () => {
    city = await testDesk(await open());
    await city.context.db.transaction().execute(numberRules);
    for (let index = 0; index < 60; index += 1) {
      await city.context.writes.addRating(
        ratingToStore(
          {
            token: `rating-${index}`.padEnd(30, 'x'),
            departmentCode: index < 45 ? 'cgj' : 'jyj',
            day: '2026-10-10',
            level: index % 3 === 0 ? 1 : 5,
            items: {},
            tags: [],
            verdict: index >= 30 && index < 45 ? 'flag' : 'pass',
            verdictReason: index >= 30 && index < 45 ? 'burst' : 'proof',
          },
          '12-01',
        ),
      );
    }
    await city.context.ledger.settle();
    liaison = await city.as('liaison');
    director = await city.as('director');
  });
  afterAll(() => city.close());

  const json = async <T>(answer: Promise<Response> | Response): Promise<T> => (await (await answer).json()) as T;
  const opened = (query = ''): Promise<OpenedRatings> => json(liaison.get(`/api/desk/ratings${query}`));
  const appeals = async (hand: Hand): Promise<AppealView[]> =>
    (await json<{ items: AppealView[] }>(hand.get('/api/desk/appeals'))).items;
  const ask = async (commitment: string): Promise<string> => {
    const answer = await liaison.post('/api/desk/appeals', { commitment, grounds });
    expect(answer.status, await answer.clone().text()).toBe(201);
    return (await json<{ id: string }>(answer)).id;
  };
  const rule = (id: string, ruling: string, reason: string, hand = director): Promise<Response> =>
    hand.post(`/api/desk/appeals/${id}`, { ruling, reason });
  const objectable = async (place: number): Promise<string> => {
    const { items } = await opened('?only=dissatisfied');
    return items.filter(({ apart, appeal }) => !apart && appeal === null)[place]?.commitment ?? '';
  };
  const published = (): Promise<CityFiguresView> => json(city.ask('/api/figures'));
  const told = (): Promise<PublicAppeals> => json(city.ask('/api/departments/cgj/appeals'));
  const entries = async (): Promise<Entry[]> => {
    const all: Entry[] = [];
    const { db } = city.context;
    for await (const { entry } of readEntries(db, 0, await logSize(db))) all.push(JSON.parse(entry) as Entry);
    return all;
  };

  test('单位只看到本单位已开票的评价：等次和开票日期，没有更多', async () => {
    const list = await opened();
    expect(list).toMatchObject({ year: 2025, count: 45, next: null });
    for (const item of list.items) {
      expect(Object.keys(item).sort()).toEqual(['apart', 'appeal', 'commitment', 'level', 'openedOn']);
      expect(item.openedOn).toBe('2026-10-12');
    }
    expect(list.items.filter(({ apart }) => apart)).toHaveLength(15);
    expect((await opened('?only=dissatisfied')).items.map(({ level }) => level)).toEqual(Array(15).fill(1));
    expect((await json<OpenedRatings>((await city.as('other')).get('/api/desk/ratings'))).count).toBe(15);
  });

  test.each(['handler', 'deputy', 'clerk', 'director', 'auditor', 'supervisor', 'statistician', 'administrator'])(
    '%s 不能看单位的评价清单，也不能申诉',
    async (role) => {
      const hand = await city.as(role);
      expect((await hand.get('/api/desk/ratings')).status).toBe(403);
      const commitment = await objectable(0);
      expect((await hand.post('/api/desk/appeals', { commitment, grounds })).status).toBe(403);
    },
  );

  test('申诉要写理由；别单位的、没有的、已经另行计数的都不能申诉', async () => {
    const commitment = await objectable(0);
    const status = async (given: object, hand = liaison): Promise<number> =>
      (await hand.post('/api/desk/appeals', given)).status;
    expect(await status({ commitment, grounds: '' })).toBe(422);
    expect(await status({ commitment, grounds: '长'.repeat(501) })).toBe(422);
    expect(await status({ commitment: 'abc', grounds })).toBe(422);
    expect(await status({ commitment: 'A'.repeat(43), grounds })).toBe(404);
    expect(await status({ commitment, grounds }, await city.as('other'))).toBe(404);
    const apart = (await opened()).items.find((item) => item.apart)?.commitment;
    expect(await status({ commitment: apart, grounds })).toBe(409);
    expect(await appeals(liaison)).toEqual([]);
  });

  test('申诉成立：评价另行计数，写进存证本，理由公开，含与不含两个数都变得看得见', async () => {
    const commitment = await objectable(0);
    const before = (await published()).departments.find(({ code }) => code === 'cgj')?.ratings;
    expect(before).toMatchObject({
      substantive: 30,
      flagged: 15,
      satisfaction: { numerator: 20, denominator: 30 },
      withFlagged: { substantive: 45, satisfaction: { numerator: 30, denominator: 45 } },
    });
    const id = await ask(commitment);
    expect((await liaison.post('/api/desk/appeals', { commitment, grounds })).status).toBe(409);
    expect(await told()).toEqual({ year: 2025, asked: 1, granted: 0, refused: 0, waiting: 1, rulings: [] });
    expect((await opened()).items.find((item) => item.commitment === commitment)?.appeal).toBe('waiting');

    for (const role of ['clerk', 'auditor', 'liaison', 'other', 'administrator'])
      expect((await rule(id, 'grant', '查明属实，予以支持', await city.as(role))).status).toBe(403);
    expect((await rule(id, 'grant', '')).status).toBe(422);
    expect((await rule(id, 'maybe', '查明属实，予以支持')).status).toBe(422);
    const granted = await rule(id, 'grant', '经查该事项由别的单位办理，电话13812345678可核实。');
    expect(granted.status).toBe(200);
    const { reason } = await json<{ reason: string }>(granted);
    expect(reason).not.toContain('13812345678');
    expect((await rule(id, 'refuse', '改主意了不予支持')).status).toBe(409);

    // What is published stays what it was until the next publication.
    expect((await published()).departments.find(({ code }) => code === 'cgj')?.ratings).toEqual(before);
    await city.context.ledger.settle();
    expect((await published()).departments.find(({ code }) => code === 'cgj')?.ratings).toMatchObject({
      sample: 'too-few',
      substantive: 29,
      flagged: 16,
      withFlagged: before?.withFlagged,
    });
    expect(await told()).toEqual({
      year: 2025,
      asked: 1,
      granted: 1,
      refused: 0,
      waiting: 0,
      rulings: [{ commitment, granted: true, reason, on: '2026-10-12' }],
    });
    const log = await entries();
    const flag = log.find((entry): entry is FlagEntry => entry.t === 'flag');
    const { reason_salt } = await city.context.db
      .selectFrom('rating_appeal')
      .select('reason_salt')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const salt = fromBase64Url(reason_salt ?? '') ?? new Uint8Array(0);
    expect(flag).toEqual({
      t: 'flag',
      day: '2026-10-12',
      target: commitment,
      rule: 'appeal',
      a: pseudonym('account-director'),
      w: { reason: commit(reason, salt) },
    });
    expect(log.findIndex(({ t }) => t === 'open')).toBeLessThan(log.findIndex(({ t }) => t === 'flag'));
  });

  test('申诉不成立：照常计数，理由公开，存证本里不写', async () => {
    const id = await ask(await objectable(0));
    expect((await rule(id, 'refuse', '办件记录与评价内容不矛盾，不予支持')).status).toBe(200);
    await city.context.ledger.settle();
    expect((await published()).departments.find(({ code }) => code === 'cgj')?.ratings.substantive).toBe(29);
    expect(await told()).toMatchObject({ asked: 2, granted: 1, refused: 1, waiting: 0 });
    expect((await entries()).filter(({ t }) => t === 'flag')).toHaveLength(1);
    expect(new Set((await told()).rulings.map(({ granted }) => granted))).toEqual(new Set([false, true]));
  });

  test('提出申诉的人后来到了评议办，也不能裁定自己的申诉', async () => {
    const id = await ask(await objectable(0));
    const { db } = city.context;
    await db
      .updateTable('account')
      .set({ role: 'director', department_code: null })
      .where('username', '=', 'liaison')
      .execute();
    const answer = await rule(id, 'grant', '查明属实，予以支持', liaison);
    expect([answer.status, (await json<{ name: string }>(answer)).name]).toEqual([403, 'secondPerson']);
    await db
      .updateTable('account')
      .set({ role: 'liaison', department_code: 'cgj' })
      .where('username', '=', 'liaison')
      .execute();
  });

  test('两个人同时裁定，只有一个算数，也只移一次', async () => {
    const [waiting] = (await appeals(director)).filter(({ state }) => state === 'waiting');
    const id = waiting?.id ?? '';
    const results = await Promise.all([
      rule(id, 'grant', '查明属实，予以支持'),
      rule(id, 'grant', '查明属实，予以支持'),
      rule(id, 'refuse', '没有依据，不予支持'),
    ]);
    expect(results.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
    const totals = await city.context.db
      .selectFrom('rating_total')
      .select(['is_apart', 'ratings'])
      .where('department_code', '=', 'cgj')
      .execute();
    expect(totals.reduce((sum, { ratings }) => sum + ratings, 0)).toBe(45);
    expect(totals.every(({ ratings }) => ratings >= 0)).toBe(true);
  });

  test('外单位看不到；评议办和审计员看得到全部；办理留有记录，单位只看到“评议办”', async () => {
    expect(await appeals(await city.as('other'))).toEqual([]);
    for (const role of ['director', 'clerk', 'auditor']) expect(await appeals(await city.as(role))).toHaveLength(3);
    for (const role of ['handler', 'supervisor', 'discipline', 'statistician'])
      expect((await (await city.as(role)).get('/api/desk/appeals')).status).toBe(403);
    expect((await appeals(liaison)).map(({ ruledBy }) => ruledBy)).toEqual(Array(3).fill('评议办'));
    expect((await appeals(director)).map(({ ruledBy }) => ruledBy)).toEqual(Array(3).fill('姓名director'));
    const acts = await city.context.db.selectFrom('audit').select('act').where('act', 'like', 'appeal.%').execute();
    const count = (act: string): number => acts.filter((row) => row.act === act).length;
    expect(count('appeal.asked')).toBe(3);
    expect(count('appeal.granted') + count('appeal.refused')).toBe(3);
    expect((await city.ask('/api/departments/nobody/appeals')).status).toBe(404);
  });

  test('开票以后又收到同样的评价和换了内容的评价，申诉也裁定过了，验证程序仍然一项不差', async () => {
    const again = (index: number, verdict: 'pass' | 'flag') =>
      city.context.writes.addRating(
        ratingToStore(
          {
            token: `rating-${index}`.padEnd(30, 'x'),
            departmentCode: 'cgj',
            day: '2026-10-10',
            level: index % 3 === 0 ? 1 : 5,
            items: {},
            tags: [],
            verdict,
            verdictReason: verdict === 'flag' ? 'no-proof' : 'proof',
          },
          '12-01',
        ),
      );
    const before = (await entries()).filter(({ t }) => t === 'rating').length;
    for (let index = 0; index < 12; index += 1) expect(await again(index, 'pass')).toBe('stored');
    await city.context.ledger.settle();
    expect((await entries()).filter(({ t }) => t === 'rating')).toHaveLength(before);
    expect(await city.context.db.selectFrom('rating').select('id').execute()).toEqual([]);
    for (let index = 0; index < 12; index += 1) await again(index, 'flag');
    await city.context.ledger.settle();
    expect((await entries()).filter(({ t }) => t === 'rating')).toHaveLength(before + 12);
    const report = await verifyLedger({
      hash: portableSha256,
      mirror: {
        read: async (path) => {
          const answer = await city.ask(`/${path}`);
          return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer());
        },
      },
    });
    expect(report.findings).toEqual([]);
  });
});
