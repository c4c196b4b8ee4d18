/** 开票: ratings become part of the figures in steps of at least ten, and only when the ledger has them. */
import type { Kysely, Transaction } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CitizenWrites, createCitizenWrites } from '../../db/citizen-writes.ts';
import { ratingCounts } from '../../db/figures.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { dropRepeatedRatings, openRatings } from '../../db/rating-steps.ts';
import type { NewRating } from '../../db/rating-writes.ts';
import type { Database } from '../../db/tables.ts';
import { fromBase64Url } from '../../server/domain/trust/encoding.ts';
import type { RatingEntry } from '../../server/domain/trust/entries.ts';
import { levelCommitment } from '../../server/domain/trust/rating-entry.ts';
import type { RatingLevel } from '../../server/domain/vocabulary.ts';
import { databases } from '../support/databases.ts';
import { addDepartments, newRating } from './sample.ts';

const day = '2026-03-09';

describe.each(databases)('开票（$name）', ({ open }) => {
  let db: Kysely<Database>;
  let writes: CitizenWrites;

  beforeEach(async () => {
    db = await open();
    await addDepartments(db);
    writes = createCitizenWrites(db);
  });
  afterEach(async () => {
    await writes.close();
    await db.destroy();
  });

  const inTransaction = <T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> =>
    db.transaction().execute(work);
  const step = () => inTransaction((trx) => openRatings(trx, { day }));
  /** What entering them in the log leaves of the entries that wait. */
  const enterAll = () => db.deleteFrom('ledger_pending').where('kind', '=', 'rating').execute();
  const many = (name: string, count: number, given: Parameters<typeof newRating>[1] = {}): NewRating[] =>
    Array.from({ length: count }, (_, index) => newRating(`${name}-${index}`, given));
  const store = async (ratings: readonly NewRating[]): Promise<void> => {
    await Promise.all(ratings.map((rating) => writes.addRating(rating)));
  };
  const left = async (): Promise<number> => (await db.selectFrom('rating').select('id').execute()).length;
  const none = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };

  test('九个不开，十个一起开；开了才有数', async () => {
    await store(many('first', 9));
    await enterAll();
    expect(await step()).toBeUndefined();
    expect(await ratingCounts(db, 2025)).toEqual([]);
    await store(many('tenth', 1, { level: 1 }));
    await enterAll();
    expect(await step()).toEqual({ t: 'open', day, cells: { 'cgj/2025': 10 } });
    expect(await ratingCounts(db, 2025)).toEqual([{ department: 'cgj', levels: { ...none, 4: 9, 1: 1 }, apart: none }]);
    expect(await left()).toBe(0);
    expect(await step()).toBeUndefined();
  });

  test('还没有存入存证本的不开', async () => {
    await store(many('in', 10));
    await enterAll();
    await store(many('waiting', 30));
    expect(await step()).toEqual({ t: 'open', day, cells: { 'cgj/2025': 10 } });
    expect(await left()).toBe(30);
    await enterAll();
    expect(await step()).toEqual({ t: 'open', day, cells: { 'cgj/2025': 30 } });
    expect((await ratingCounts(db, 2025))[0]?.levels[4]).toBe(40);
  });

  test('每个单位、每个评议年度、是否单列，各算各的', async () => {
    await store([
      ...many('a', 12),
      ...many('b', 11, { departmentCode: 'jyj' }),
      ...many('c', 9, { departmentCode: 'zjj' }),
      ...many('d', 10, { day: '2026-12-01', level: 2 }),
      ...many('e', 9, { verdict: 'flag', level: 5 }),
      ...many('f', 14, { departmentCode: 'jyj', verdict: 'flag', verdictReason: 'burst', level: 5 }),
    ]);
    await enterAll();
    expect((await step())?.cells).toEqual({ 'cgj/2025': 12, 'jyj/2025': 11, 'cgj/2026': 10, 'jyj/2025/f': 14 });
    expect(await ratingCounts(db, 2025)).toEqual([
      { department: 'cgj', levels: { ...none, 4: 12 }, apart: none },
      { department: 'jyj', levels: { ...none, 4: 11 }, apart: { ...none, 5: 14 } },
    ]);
    expect(await ratingCounts(db, 2026)).toEqual([{ department: 'cgj', levels: { ...none, 2: 10 }, apart: none }]);
    expect(await left()).toBe(18);
  });

  test('不了解只随本单位开票计数，自己凑不成十个，数过就不留', async () => {
    await store(many('unknown', 20, { level: 0 }));
    await enterAll();
    expect(await step()).toBeUndefined();
    await store(many('known', 10));
    await enterAll();
    await store(many('later', 5, { level: 0 }));
    expect((await step())?.cells).toEqual({ 'cgj/2025': 10 });
    expect((await ratingCounts(db, 2025))[0]?.levels).toEqual({ ...none, 0: 20, 4: 10 });
    expect(await left()).toBe(5);
  });

  test('公开的等次和盐能打开存证本里的承诺', async () => {
    const levels: RatingLevel[] = [1, 2, 3, 4, 5, 5, 4, 3, 2, 1];
    const ratings = levels.map((level, index) =>
      newRating(`salt-${index}`, { level, items: { attitude: level }, tags: ['kind'] }),
    );
    await store(ratings);
    await enterAll();
    await step();
    const opened = await db.selectFrom('opened_rating').selectAll().execute();
    expect(opened).toHaveLength(10);
    const committed = new Map(
      ratings.map(({ entry, level }) => [(JSON.parse(entry) as RatingEntry).c, level] as const),
    );
    for (const { commitment, level, salt } of opened) {
      expect(committed.get(commitment)).toBe(level);
      const bytes = fromBase64Url(salt) ?? new Uint8Array(0);
      expect(levelCommitment(nativeSha256, level, bytes)).toBe(commitment);
      expect(levelCommitment(nativeSha256, level === 5 ? 1 : level + 1, bytes)).not.toBe(commitment);
    }
  });

  test('已经开票的又发来一次，不再计数', async () => {
    const ratings = many('again', 10);
    await store(ratings);
    await enterAll();
    await step();
    await store(ratings);
    const waiting = (await db.selectFrom('ledger_pending').select('leaf').execute()).map(({ leaf }) => leaf);
    expect(waiting.sort()).toEqual(ratings.map(({ leaf }) => leaf).sort());
    await enterAll();
    await inTransaction((trx) => dropRepeatedRatings(trx, waiting));
    expect(await left()).toBe(0);
    expect(await step()).toBeUndefined();
  });

  test('同一个令牌换了内容再发，是另一个承诺', () => {
    const [plain, flagged, other, next] = [
      newRating('token'),
      newRating('token', { verdict: 'flag' }),
      newRating('token', { items: { attitude: 5 } }),
      newRating('token', { day: '2026-12-01' }),
    ].map(({ entry }) => (JSON.parse(entry) as RatingEntry).c);
    expect(new Set([plain, flagged, other, next]).size).toBe(4);
    expect((JSON.parse(newRating('token').entry) as RatingEntry).c).toBe(plain);
  });
});
