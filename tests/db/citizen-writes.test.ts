/** The group commit: what citizens send is acknowledged only when it is stored, once, and whatever others send beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCase, listEvents } from '../../db/case-files.ts';
import { BusyError, type CitizenWrites, createCitizenWrites } from '../../db/citizen-writes.ts';
import { insertFile, listFilesOfOpinion } from '../../db/files.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { findOpinionByView, removeContact } from '../../db/opinions.ts';
import { findSetting, setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { leafHash, portableSha256 } from '../../server/domain/trust/hash.ts';
import { databases } from '../support/databases.ts';
import { addDepartments, newOpinion, newRating } from './sample.ts';

describe.each(databases)('what citizens send, on $name', ({ open }) => {
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

  const ratingsStored = async (): Promise<number> =>
    (
      await db
        .selectFrom('rating')
        .select((eb) => eb.fn.countAll<number>().as('all'))
        .executeTakeFirstOrThrow()
    ).all;
  const ratingsCounted = async (): Promise<number[]> =>
    (await db.selectFrom('rating_day').select('ratings').execute()).map(({ ratings }) => ratings);
  const ratingsWaiting = async (): Promise<string[]> =>
    (await db.selectFrom('ledger_pending').select('leaf').where('kind', '=', 'rating').execute()).map(
      ({ leaf }) => leaf,
    );

  test('a rating is stored with its answers and without the day or any order', async () => {
    const rating = newRating('one', { items: { attitude: 5, effect: 1 }, tags: ['kind', 'on-time'] });
    expect(await writes.addRating(rating)).toBe('stored');
    expect(await db.selectFrom('rating').selectAll().execute()).toEqual([
      {
        id: rating.id,
        department_code: 'cgj',
        month: '2026-03',
        level: 4,
        items: '{"attitude":5,"effect":1}',
        tags: '["kind","on-time"]',
        verdict: 'pass',
        verdict_reason: 'proof',
        year: 2025,
        secret: rating.secret,
        leaf: rating.leaf,
      },
    ]);
  });

  test('its entry waits for the ledger until the next Monday, and says nothing of the level', async () => {
    const ratings = [newRating('one', { level: 5 }), newRating('other', { level: 0, verdict: 'flag' })];
    for (const rating of ratings) await writes.addRating(rating);
    const rows = await db.selectFrom('ledger_pending').selectAll().execute();
    const hash = expect.stringMatching(/^[\w-]{43}$/) as string;
    const rating = { t: 'rating', d: 'cgj', y: 2025, c: hash, e: hash };
    expect(rows.map(({ entry }) => JSON.parse(entry) as object)).toEqual(
      expect.arrayContaining([rating, { ...rating, u: true, f: 'no-proof' }]),
    );
    for (const { leaf, entry, kind, due, case_id, seq } of rows) {
      expect(toBase64Url(leafHash(portableSha256, utf8ToBytes(entry)))).toBe(leaf);
      // 2026-03-02 is a Monday itself.
      expect({ kind, due, case_id, seq }).toEqual({ kind: 'rating', due: '2026-03-09', case_id: null, seq: null });
    }
    expect(rows).toHaveLength(2);
  });

  test('the same rating sent again, at once or later, is acknowledged and counted once', async () => {
    const rating = newRating('twice', { items: { attitude: 5 } });
    const atOnce = await Promise.all([writes.addRating(rating), writes.addRating({ ...rating, level: 1 })]);
    expect(atOnce).toEqual(['stored', 'repeated']);
    expect(await writes.addRating(rating)).toBe('repeated');
    expect(await ratingsStored()).toBe(1);
    expect(await ratingsWaiting()).toEqual([rating.leaf]);
    expect(await db.selectFrom('rating_day').select('ratings').execute()).toEqual([{ ratings: 1 }]);
  });

  test('five hundred at the same moment are all stored, and all counted', async () => {
    const all = Array.from({ length: 500 }, (_, index) => index);
    const results = await Promise.all(
      all.map((index) =>
        index % 10 === 0
          ? writes.addOpinion(newOpinion(`many-${index}`))
          : writes.addRating(newRating(`many-${index}`, { departmentCode: index % 2 ? 'cgj' : 'jyj' })),
      ),
    );
    expect(results.every((result) => result === 'stored')).toBe(true);
    expect(await ratingsStored()).toBe(450);
    expect((await ratingsCounted()).reduce((a, b) => a + b)).toBe(450);
    expect(await ratingsWaiting()).toHaveLength(450);
    expect(await db.selectFrom('opinion').select('id').execute()).toHaveLength(50);
    expect(await db.selectFrom('case_event').select('id').execute()).toHaveLength(50);
  });

  test('an answer comes only after what it acknowledges can be read by others', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const rating = newRating(`order-${index}`);
        await writes.addRating(rating);
        return db.selectFrom('rating').select('id').where('id', '=', rating.id).executeTakeFirst();
      }),
    );
    expect(results.every((row) => row !== undefined)).toBe(true);
  });

  test('one that cannot be stored is refused, and its neighbours are stored', async () => {
    const results = await Promise.allSettled([
      writes.addRating(newRating('good-1')),
      writes.addRating(newRating('no-such-department', { departmentCode: 'nowhere' })),
      writes.addRating(newRating('no-such-level', { level: 9 as 5 })),
      writes.addRating({ ...newRating('no-text'), verdict: undefined as unknown as 'pass' }),
      writes.addOpinion(newOpinion('bad', { kind: 'nonsense' as 'praise' })),
      writes.addOpinion(newOpinion('good')),
      writes.addRating(newRating('good-2')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await ratingsStored()).toBe(2);
    expect(await ratingsCounted()).toEqual([2]);
    expect(await ratingsWaiting()).toHaveLength(2);
    expect(await findCase(db, 'case-bad')).toBeUndefined();
    expect(await findCase(db, 'case-good')).toBeDefined();
  });

  test('when too many are waiting, more are refused until some are stored', async () => {
    const small = createCitizenWrites(db, { limit: 3 });
    const first = [1, 2, 3].map((index) => small.addRating(newRating(`full-${index}`)));
    expect(small.waiting).toBe(3);
    await expect(small.addRating(newRating('full-4'))).rejects.toBeInstanceOf(BusyError);
    expect(await Promise.all(first)).toEqual(['stored', 'stored', 'stored']);
    expect(small.waiting).toBe(0);
    expect(await small.addRating(newRating('full-4'))).toBe('stored');
    await small.close();
  });

  test('closing stores everything that was taken and takes no more', async () => {
    const taken = Array.from({ length: 30 }, (_, index) => writes.addRating(newRating(`last-${index}`)));
    await writes.close();
    expect(await ratingsStored()).toBe(30);
    expect(new Set(await Promise.all(taken))).toEqual(new Set(['stored']));
    await expect(writes.addRating(newRating('too-late'))).rejects.toBeInstanceOf(BusyError);
  });

  test('an opinion is stored with its case, the beginning of its history and its photos', async () => {
    const entry = newOpinion('whole', { sealed_contact: 'sealed' });
    const photo = {
      sha256: 'abc',
      media_type: 'image/webp',
      size: 9,
      name: '',
      owner: 'citizen',
      opinion_id: null,
    } as const;
    const free = { ...photo, case_id: null, uploaded_by: null, purge_after: '2026-03-03' };
    await insertFile(db, { ...free, id: 'photo-1' });
    await insertFile(db, { ...free, id: 'photo-2' });
    expect(await writes.addOpinion({ ...entry, photos: ['photo-1'] })).toBe('stored');

    expect(await findOpinionByView(db, entry.opinion.view_hash)).toEqual(entry.opinion);
    expect(await findCase(db, entry.caseFile.id)).toMatchObject({ file: entry.caseFile, hasContact: true, year: 2025 });
    expect((await listEvents(db, entry.caseFile.id)).map(({ act, at }) => [act, at])).toEqual([
      ['submit', '2026-03-02'],
    ]);
    expect(await listFilesOfOpinion(db, entry.opinion.id)).toEqual([
      {
        ...free,
        id: 'photo-1',
        opinion_id: entry.opinion.id,
        case_id: entry.caseFile.id,
        record_id: null,
        purge_after: null,
      },
    ]);

    const thief = newOpinion('thief');
    await writes.addOpinion({ ...thief, photos: ['photo-1'] });
    expect(await listFilesOfOpinion(db, thief.opinion.id)).toEqual([]);
  });

  test('the same opinion sent again makes no second case', async () => {
    const entry = newOpinion('again');
    const retry = { ...newOpinion('retry'), opinion: { ...entry.opinion, case_id: 'case-retry' } };
    expect(await Promise.all([writes.addOpinion(entry), writes.addOpinion(retry)])).toEqual(['stored', 'repeated']);
    expect(await writes.addOpinion(retry)).toBe('repeated');
    expect(await findCase(db, 'case-retry')).toBeUndefined();
  });

  test('a receipt that belongs to another opinion is refused', async () => {
    const { opinion } = newOpinion('owner');
    const sameKey = newOpinion('same-key', { view_hash: opinion.view_hash });
    const sameNumber = newOpinion('same-number', { receipt_number: opinion.receipt_number });
    const results = [writes.addOpinion(newOpinion('owner')), writes.addOpinion(sameKey), writes.addOpinion(sameNumber)];
    expect(await Promise.all(results)).toEqual(['stored', 'receipt-taken', 'receipt-taken']);
    expect(await db.selectFrom('case_file').select('id').execute()).toEqual([{ id: 'case-owner' }]);
  });

  test('an act of a citizen shares the transaction, and one that fails undoes only itself', async () => {
    const city = { offsetMilliseconds: 1 };
    const entry = newOpinion('contact', { sealed_contact: 'sealed' });
    await writes.addOpinion(entry);
    const results = await Promise.allSettled([
      writes.addRating(newRating('beside')),
      writes.answer(async (trx) => {
        await removeContact(trx, entry.opinion.id);
        return 'removed';
      }),
      writes.answer(async (trx) => {
        await setSetting(trx, 'clock', city);
        throw new RangeError('not allowed');
      }),
    ]);
    expect(results).toMatchObject([
      { status: 'fulfilled', value: 'stored' },
      { status: 'fulfilled', value: 'removed' },
      { status: 'rejected', reason: expect.any(RangeError) },
    ]);
    expect(await findSetting(db, 'clock')).toBeUndefined();
    expect((await findOpinionByView(db, entry.opinion.view_hash))?.sealed_contact).toBeNull();
  });
});

test('on a disk, what was acknowledged is there for another process to read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wanping-writes-'));
  try {
    const url = `sqlite:${join(folder, 'deep', 'city.db')}`;
    const db = openDatabase(url);
    await migrateToLatest(db);
    await addDepartments(db);
    const writes = createCitizenWrites(db);
    const other = openDatabase(url);
    const seen = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const rating = newRating(`disk-${index}`);
        await writes.addRating(rating);
        return other.selectFrom('rating').select('id').where('id', '=', rating.id).executeTakeFirst();
      }),
    );
    expect(seen.filter((row) => row === undefined)).toEqual([]);
    await db.destroy();
    await other.destroy();
  } finally {
    await rm(folder, { recursive: true });
  }
});
