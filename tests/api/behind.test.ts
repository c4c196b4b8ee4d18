/** A database that is behind what was signed is not served; what is left of it can go on under a new name, and says so. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { latestCosignatures, storeCosignature } from '../../db/cosignatures.ts';
import { logSize, newestCheckpoint, readEntries } from '../../db/ledger-log.ts';
import { findOpenFile } from '../../db/ledger-reads.ts';
import { readMeta } from '../../db/log-meta.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { findSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { writeCheckpoint } from '../../server/domain/trust/checkpoint.ts';
import { appendLeaves, emptyEdge, rootOfEdge } from '../../server/domain/trust/edge.ts';
import { equalBytes, toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { leafHash } from '../../server/domain/trust/hash.ts';
import { readNote, readVerifierKey, type VerifierKey, writeNote } from '../../server/domain/trust/note.ts';
import { verifyNote } from '../../server/domain/trust/signatures.ts';
import { provesInclusion } from '../../server/domain/trust/tree.ts';
import { type Environment, readEnvironment } from '../../server/env.ts';
import { refuseIfBehind, refuseNewCity } from '../../server/ledger/behind.ts';
import { checkpointIn, headFile, rememberHead } from '../../server/ledger/head-file.ts';
import { createLedger, type Ledger } from '../../server/ledger/ledger.ts';
import { logKeys } from '../../server/ledger/log-keys.ts';
import { noteRelease } from '../../server/ledger/notices.ts';
import { inclusionProof, treeRoot } from '../../server/ledger/proofs.ts';
import { askForWord, collectCosignatures, mayStillSign } from '../../server/ledger/witnesses.ts';
import { databases } from '../support/databases.ts';
import { growLog } from '../support/grow-log.ts';
import { addCity } from '../support/lived.ts';
import { type WitnessServer, witnessServer } from '../support/witness-server.ts';

const origin = 'log.example/wmpy';
const now = (): Date => new Date('2026-10-12T02:00:00Z');

describe.each(databases)('$name', ({ open }) => {
  let folder = '';
  const opened: Kysely<Database>[] = [];
  const witnesses: WitnessServer[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wanping-behind-'));
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.destroy();
    for (const witness of witnesses.splice(0)) await witness[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Settings of the city, with these witnesses. */
  const settings = (...given: readonly string[]): Environment =>
    readEnvironment({ DATA_DIR: folder, LEDGER_ORIGIN: origin, WITNESSES: given.join(' ') });
  /** A witness of the city's log, and of its continuations where asked for. */
  const addWitness = async (name: string, ...origins: readonly string[]): Promise<WitnessServer> => {
    const logs = [origin, ...origins].map((one) => logKeys(settings(), one).log.key);
    const witness = await witnessServer(name, logs);
    witnesses.push(witness);
    return witness;
  };
  const ledgerOf = (db: Kysely<Database>): Promise<Ledger> =>
    createLedger({ db, env: settings(), mode: 'real', now, pages: { changed: () => undefined } });
  /** Does something as it was done before this machine had signed what it has. */
  const asBefore = async (action: () => Promise<unknown>): Promise<void> => {
    const file = headFile(settings());
    const known = existsSync(file);
    if (known) renameSync(file, `${file}.aside`);
    await action();
    if (known) renameSync(`${file}.aside`, file);
  };
  /** A database of this city with a log of this size. Two of them have the same log, as a database and its backup have. */
  const database = async (size: number, { tale = 'nothing', remember = false } = {}): Promise<Kysely<Database>> => {
    const db = await open();
    opened.push(db);
    await addCity(db);
    await asBefore(async () => (await ledgerOf(db)).enter());
    const { size: before } = (await newestCheckpoint(db)) ?? { size: 0 };
    if (size > before) await growLog(db, settings(), { origin, by: size - before, tale, remember });
    return db;
  };

  const said: string[] = [];
  /** Starts on a database. @returns the sentence with which it was refused, or nothing */
  const refusal = async (
    db: Kysely<Database>,
    env: Environment = settings(),
    continueLedger = false,
  ): Promise<string | undefined> => {
    said.length = 0;
    try {
      await refuseIfBehind(db, env, { today: '2026-10-13', continueLedger, say: (line) => said.push(line) });
      return undefined;
    } catch (error) {
      const sentence = (error as Error).message;
      expect(sentence).toMatch(/^\P{Cc}*\p{Script=Han}\P{Cc}*。$/u);
      return sentence;
    }
  };
  const waysOut = /恢复一份更新的备份.*--continue-ledger/;

  test('a database that is as far as what was signed is served, and its head is remembered', async () => {
    const db = await database(20);
    expect(await refusal(db)).toBeUndefined();
    expect(readFileSync(headFile(settings()), 'utf8')).toBe((await newestCheckpoint(db))?.note);
    expect(await refusal(db)).toBeUndefined();
    expect(said).toEqual([]);
  });

  test('a city without a log is served', async () => {
    const db = await open();
    opened.push(db);
    await addCity(db);
    expect(await refusal(db)).toBeUndefined();
  });

  describe('the file beside the database', () => {
    test('knows of more: a backup was put back', async () => {
      await database(300, { remember: true });
      const backup = await database(200);
      const sentence = await refusal(backup);
      expect(sentence).toMatch(/落后了：本机记下的检查点已到 300 条，数据库里只有 200 条/);
      expect(sentence).toMatch(waysOut);
    });

    test('knows of a log, and the database of none', async () => {
      await database(20, { remember: true });
      const db = await open();
      opened.push(db);
      await addCity(db);
      expect(await refusal(db)).toMatch(/已到 20 条，数据库里只有 0 条/);
    });

    test.each([20, 30, 300])('knows of other entries than those of a database with %i', async (size) => {
      await database(20, { remember: true });
      expect(await refusal(await database(size, { tale: 'another' }))).toMatch(/前 20 条与本机记下的检查点对不上/);
    });

    test('knows of a city that has no database any more', async () => {
      expect(() => refuseNewCity(settings())).not.toThrow();
      await database(20, { remember: true });
      expect(() => refuseNewCity(settings())).toThrow(/没有数据库.*备份/);
    });

    test('never goes back within a log, whoever is late', async () => {
      const db = await database(20, { remember: true });
      const newer = readFileSync(headFile(settings()), 'utf8');
      const [older] = await db.selectFrom('ledger_checkpoint').select('note').orderBy('size').execute();
      rememberHead(settings(), older?.note ?? '');
      expect(readFileSync(headFile(settings()), 'utf8')).toBe(newer);
    });
  });

  describe('the database itself', () => {
    test('has other hashes than it signed', async () => {
      const db = await database(300);
      const { hashes } = await db
        .selectFrom('ledger_tile')
        .select('hashes')
        .where('level', '=', 0)
        .where('idx', '=', 1)
        .executeTakeFirstOrThrow();
      const changed = Buffer.from(hashes);
      changed[40] = (changed[40] ?? 0) ^ 1;
      await db
        .updateTable('ledger_tile')
        .set({ hashes: changed })
        .where('level', '=', 0)
        .where('idx', '=', 1)
        .execute();
      const sentence = await refusal(db);
      expect(sentence).toMatch(/与它自己签过的检查点（300 条）对不上/);
      expect(sentence).toMatch(waysOut);
    });

    test('has lost a tile', async () => {
      const db = await database(300);
      await db.deleteFrom('ledger_tile').where('level', '=', 1).execute();
      expect(await refusal(db)).toMatch(/对不上/);
    });

    test('has a cosignature on more than it has', async () => {
      const one = await addWitness('one.example/w');
      const env = settings(one.setting);
      const ahead = await database(30);
      await askForWord(ahead, env.witnesses[0]!);
      const [cosignature] = await latestCosignatures(ahead);
      await one.stop();
      const db = await database(20);
      await storeCosignature(db, cosignature!);
      expect(await refusal(db, env)).toMatch(/见证方 one\.example\/w已到 30 条，数据库里只有 20 条/);
    });

    test('has a cosignature on other entries than it has', async () => {
      const one = await addWitness('one.example/w');
      const env = settings(one.setting);
      const other = await database(20, { tale: 'another' });
      await askForWord(other, env.witnesses[0]!);
      const [cosignature] = await latestCosignatures(other);
      await one.stop();
      const db = await database(30);
      await storeCosignature(db, cosignature!);
      expect(await refusal(db, env)).toMatch(/前 20 条与见证方 one\.example\/w对不上/);
    });
  });

  describe('a witness', () => {
    test('that agrees lets the city start, and gives its word', async () => {
      const one = await addWitness('one.example/w');
      const db = await database(20);
      expect(await refusal(db, settings(one.setting))).toBeUndefined();
      expect(await latestCosignatures(db)).toMatchObject([{ witness: 'one.example/w', size: 20 }]);
    });

    test('that has seen more tells it, though nothing on this machine knows', async () => {
      const one = await addWitness('one.example/w');
      const env = settings(one.setting);
      await askForWord(await database(300), env.witnesses[0]!);
      const sentence = await refusal(await database(200), env);
      expect(sentence).toMatch(/见证方 one\.example\/w已到 300 条，数据库里只有 200 条/);
      expect(sentence).toMatch(waysOut);
    });

    test.each([20, 30])('that has seen other entries tells it to a database with %i', async (size) => {
      const one = await addWitness('one.example/w');
      const env = settings(one.setting);
      await askForWord(await database(20, { tale: 'another' }), env.witnesses[0]!);
      expect(await refusal(await database(size), env)).toMatch(/与见证方 one\.example\/w对不上/);
    });

    test('that is away is passed over, and that is said; the others are heard', async () => {
      const one = await addWitness('one.example/w');
      const away = await addWitness('away.example/w');
      await away.stop();
      const env = settings(away.setting, one.setting);
      expect(await refusal(await database(20), env)).toBeUndefined();
      expect(said).toEqual([expect.stringMatching(/见证方 away\.example\/w 没有回答/)]);
      await askForWord(await database(30), env.witnesses[1]!);
      expect(await refusal(await database(20), env)).toMatch(/one\.example\/w已到 30 条/);
    });

    test('that contradicted us while we ran, and is away now, still counts', async () => {
      const one = await addWitness('one.example/w');
      const env = settings(one.setting);
      await askForWord(await database(30), env.witnesses[0]!);
      const db = await database(20);
      await expect(collectCosignatures({ db, env, now })).rejects.toThrow(/has seen 30/);
      await one.stop();
      expect(await refusal(db, env)).toMatch(/one\.example\/w已到 30 条/);
      // Whoever strikes it from the settings takes that upon himself.
      expect(await refusal(db, settings())).toBeUndefined();
      expect(await mayStillSign(db, settings(), origin)).toBe(true);
    });

    test('that does not know the log is told what to add', async () => {
      const one = await witnessServer('one.example/w', []);
      witnesses.push(one);
      const db = await database(20);
      expect(await refusal(db, settings(one.setting))).toBeUndefined();
      expect(said[0]).toContain(logKeys(settings(), origin).keys[0]);
    });
  });

  describe('going on after a loss', () => {
    /** Every entry is in the tree that the newest checkpoint signs, under the key that the first entry names. */
    const expectWhole = async (db: Kysely<Database>, size: number): Promise<void> => {
      const newest = await newestCheckpoint(db);
      const head = checkpointIn(newest?.note ?? '');
      const meta = await readMeta(db);
      expect(head).toMatchObject({ origin: meta?.origin, size });
      const note = readNote(newest?.note ?? '');
      expect(note && verifyNote(note, readVerifierKey(meta?.keys[0] ?? '') as VerifierKey)).toBe(true);
      const leaves: Uint8Array[] = [];
      for await (const { entry } of readEntries(db, 0, size)) leaves.push(leafHash(nativeSha256, utf8ToBytes(entry)));
      expect(leaves).toHaveLength(size);
      const edge = appendLeaves(nativeSha256, emptyEdge, leaves, () => undefined);
      expect(equalBytes(rootOfEdge(nativeSha256, edge), head!.root)).toBe(true);
      const places = await db.selectFrom('ledger_leaf').select(['idx', 'leaf']).orderBy('idx').execute();
      expect(places).toEqual(leaves.map((leaf, idx) => ({ idx, leaf: toBase64Url(leaf) })));
      for (const index of new Set([0, size >> 1, size - 1])) {
        const claim = { leaf: leaves[index]!, index, size, root: head!.root };
        expect(provesInclusion(nativeSha256, claim, await inclusionProof(db, index, size))).toBe(true);
      }
      expect(equalBytes(await treeRoot(db, size), head!.root)).toBe(true);
    };

    test('is only done when there is something to go on from', async () => {
      const db = await database(20, { remember: true });
      expect(await refusal(db, settings(), true)).toBeUndefined();
      expect(said).toEqual([expect.stringContaining('不需要 --continue-ledger')]);
      expect((await readMeta(db))?.origin).toBe(origin);
    });

    test('makes a new log of the same entries that names the old one with what was signed of it', async () => {
      const lost = await newestCheckpoint(await database(600, { remember: true }));
      const db = await database(520);
      const before: string[] = [];
      for await (const { entry } of readEntries(db, 1, 520)) before.push(entry);

      expect(await refusal(db, settings(), true)).toBeUndefined();
      expect(said[0]).toContain(`${origin}/2`);
      expect(said[0]).toContain(logKeys(settings(), `${origin}/2`).keys[0]);
      await expectWhole(db, 520);
      const after: string[] = [];
      for await (const { entry } of readEntries(db, 1, 520)) after.push(entry);
      expect(after).toEqual(before);
      expect((await readMeta(db))?.prev).toEqual({ origin, size: 600, root: lost?.root });
      // It goes on from there, and the next start finds nothing wrong.
      expect((await ledgerOf(db)).origin).toBe(`${origin}/2`);
      await growLog(db, settings(), { origin: `${origin}/2`, by: 40 });
      await expectWhole(db, 560);
      expect(await refusal(db)).toBeUndefined();
      // The same public key under a new name, so that everybody can see who speaks.
      const [first, second] = [origin, `${origin}/2`].map((one) => logKeys(settings(), one).log.key.publicKey);
      expect(second).toEqual(first);
    });

    test.each([1, 256, 257, 512])('keeps every entry of a log of %i', async (size) => {
      await database(size + 5, { remember: true });
      const db = await database(size);
      expect(await refusal(db, settings(), true)).toBeUndefined();
      await expectWhole(db, size);
    });

    test('after a second loss there is a third name', async () => {
      await database(30, { remember: true });
      const first = await database(20);
      await refusal(first, settings(), true);
      await growLog(first, settings(), { origin: `${origin}/2`, by: 30 });
      const second = await database(25);
      expect(await refusal(second)).toMatch(/最后签的却是 log\.example\/wmpy\/2/);
      expect(await refusal(second, settings(), true)).toBeUndefined();
      expect((await readMeta(second))?.origin).toBe(`${origin}/3`);
      expect((await readMeta(second))?.prev).toMatchObject({ origin: `${origin}/2`, size: 50 });
      await expectWhole(second, 25);
    });

    test('begins with nothing where the database has no log at all', async () => {
      await database(30, { remember: true });
      const db = await open();
      opened.push(db);
      await addCity(db);
      expect(await refusal(db, settings(), true)).toBeUndefined();
      await expectWhole(db, 1);
      expect((await readMeta(db))?.prev).toMatchObject({ origin, size: 30 });
    });

    test('makes damaged hashes anew from the entries', async () => {
      const db = await database(600);
      await db
        .updateTable('ledger_tile')
        .set({ hashes: Buffer.alloc(32 * 88, 7) })
        .where('level', '=', 0)
        .where('idx', '=', 2)
        .execute();
      expect(await refusal(db, settings(), true)).toBeUndefined();
      await expectWhole(db, 600);
    });

    test('is refused when entries in the middle are gone', async () => {
      await database(700, { remember: true });
      const db = await database(600);
      await db.deleteFrom('ledger_bundle').where('idx', '=', 1).execute();
      expect(await refusal(db, settings(), true)).toMatch(/缺了中间的内容/);
      expect((await readMeta(db))?.origin).toBe(origin);
    });

    test('names what a witness has seen where this machine has forgotten it', async () => {
      const one = await addWitness('one.example/w', `${origin}/2`);
      const env = settings(one.setting);
      const lost = await database(300);
      await askForWord(lost, env.witnesses[0]!);
      const db = await database(200);
      expect(await refusal(db, env, true)).toBeUndefined();
      expect((await readMeta(db))?.prev).toEqual({ origin, size: 300, root: (await newestCheckpoint(lost))?.root });
      expect(await findSetting(db, 'contradiction')).toBeUndefined();
      // The witness takes the new log as a new one, and keeps what it knows of the old one.
      expect(await collectCosignatures({ db, env, now })).toBe('1 of 1 witnesses');
      expect([one.seen(origin), one.seen(`${origin}/2`)]).toEqual([300, 200]);
      expect(await refusal(db, env)).toBeUndefined();
    });

    test('is published at once under the new name, and the scripts are not told of again', async () => {
      const db = await open();
      opened.push(db);
      await addCity(db);
      await noteRelease(db, origin, { t: 'release', commit: 'a', files: { 'a.js': 'h' } });
      await (await ledgerOf(db)).publish();
      const head = checkpointIn((await newestCheckpoint(db))?.note ?? '')!;
      const more = writeCheckpoint({ ...head, size: head.size + 9 });
      rememberHead(settings(), writeNote(more, [logKeys(settings(), origin).log.line(more)]));
      expect(await refusal(db, settings(), true)).toBeUndefined();
      await noteRelease(db, `${origin}/2`, { t: 'release', commit: 'a', files: { 'a.js': 'h' } });
      expect(await (await ledgerOf(db)).publish()).toBe('0 entries, publication 2');
      expect(await (await ledgerOf(db)).publish()).toBe('0 entries');
      const file = await findOpenFile(db, 'city.json');
      expect(JSON.parse(gunzipSync(file!.gzip).toString())).toMatchObject({ origin: `${origin}/2` });
    });

    test('scripts that are put back are told of once more, and the log goes on', async () => {
      const db = await open();
      opened.push(db);
      await addCity(db);
      const ledger = await ledgerOf(db);
      for (const commit of ['a', 'b', 'a']) {
        await noteRelease(db, origin, { t: 'release', commit, files: { 'a.js': commit } });
        await ledger.enter();
      }
      const told: string[] = [];
      for await (const { entry } of readEntries(db, 0, await logSize(db))) {
        const { t, commit } = JSON.parse(entry) as { t: string; commit: string };
        if (t === 'release') told.push(commit);
      }
      expect(told).toEqual(['a', 'b', 'a']);
    });

    test('the old name signs no more, whatever process still has it in mind', async () => {
      await database(30, { remember: true });
      const db = await database(20);
      const late = await ledgerOf(db);
      await refusal(db, settings(), true);
      expect(await late.enter()).toBe('signing has stopped');
      const news = await (await ledgerOf(db)).enter();
      expect(news).not.toBe('signing has stopped');
    });

    test('a power cut right after it does not make the next start think that it is behind', async () => {
      await database(30, { remember: true });
      const old = readFileSync(headFile(settings()), 'utf8');
      const db = await database(20);
      await refusal(db, settings(), true);
      rmSync(headFile(settings()));
      rememberHead(settings(), old);
      expect(await refusal(db)).toBeUndefined();
      expect(checkpointIn(readFileSync(headFile(settings()), 'utf8'))?.origin).toBe(`${origin}/2`);
    });

    test('goes on under a new key, too, when the old one is lost', async () => {
      const db = await database(20, { remember: true });
      rmSync(join(folder, 'keys', 'ledger.key'));
      await expect(ledgerOf(db)).rejects.toThrow('The log belongs to');
      expect(await refusal(db, settings(), true)).toBeUndefined();
      await expectWhole(db, 20);
      expect((await ledgerOf(db)).origin).toBe(`${origin}/2`);
    });
  });
});
