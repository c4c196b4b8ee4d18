/** After an erasure no word, no picture, no salt of the case is left: not in a table, not in the files of the database, not on a page. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { emptyWriteAheadLog, forgetErased } from '../../db/forget.ts';
import { openDatabase } from '../../db/open.ts';
import { indexWaiting } from '../../db/search.ts';
import { setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { jobs } from '../../server/jobs/jobs.ts';
import { type Citizen, type Desk, dump, type Hand, testDesk } from '../support/desk.ts';
import { newPostgresDatabase } from '../support/databases.ts';

let folder: string;
let db: Kysely<Database>;
let desk: Desk;

/** What the database has on the disk, as bytes. */
type Raw = () => Promise<Buffer>;

const sqliteFiles: Raw = async () => {
  await sql`pragma wal_checkpoint(passive)`.execute(db);
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
};
/** The tables that hold words, as they lie in the folder of the server. */
const postgresFiles: Raw = async () => {
  await sql`checkpoint`.execute(db);
  const tables = ['opinion', 'event_text', 'case_file', 'file', 'search_index', 'search_index_by_gram', 'staff_draft'];
  const { rows } = await sql<{ bytes: Buffer | null }>`
    select pg_read_binary_file(pg_relation_filepath(coalesce(side.oid, own.oid))) as bytes
    from pg_class own left join pg_class side on side.oid in (own.oid, own.reltoastrelid)
    where own.relname in (${sql.join(tables)}) and own.relkind in ('r', 'i')`.execute(db);
  return Buffer.concat(rows.map(({ bytes }) => bytes ?? Buffer.alloc(0)));
};

const stores: { name: string; open: () => Promise<Kysely<Database>>; raw: Raw }[] = [
  {
    name: 'SQLite',
    open: async () => {
      const opened = openDatabase(`sqlite:${join(folder, 'wanping.sqlite')}`);
      await migrateToLatest(opened);
      return opened;
    },
    raw: sqliteFiles,
  },
  { name: 'PostgreSQL', open: async () => openDatabase(await newPostgresDatabase()), raw: postgresFiles },
];

/** A word that stands in everything that is written about the case, with where it was written. */
const secret = '青石巷独一无二的话';
const places = {
  text: `${secret}甲，请修路灯`,
  contact: `微信 ${secret}乙`,
  takenUp: `有群众说：${secret}丙`,
  redacted: `群众反映：${secret}丁`,
  demand: `要办好${secret}戊`,
  question: `您说的${secret}己在哪里`,
  reply: `在${secret}庚东头`,
  measure: `修${secret}辛`,
  outcome: `${secret}壬已修`,
};

/** What the search index has of these words: pairs of characters that stand in no other text here. */
const pairs = ['石巷', '巷独', '独一', '一无', '无二'];

/** A photo unlike any other. */
const photo = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 40 + shade, height: 30, channels: 3, background: { r: shade, g: 90, b: 30 } } })
    .jpeg()
    .toBuffer();

const sendPhoto = async (shade: number): Promise<string> => {
  const answer = await desk.ask('/api/photos', {
    method: 'POST',
    headers: { 'content-type': 'image/jpeg', 'sec-fetch-site': 'same-origin' },
    body: new Uint8Array(await photo(shade)),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
};

const sendEvidence = async (hand: Hand, content: string): Promise<string> => {
  const answer = await desk.ask(`/api/desk/files?name=${encodeURIComponent('答复.pdf')}`, {
    method: 'POST',
    headers: { cookie: hand.cookie, 'content-type': 'application/octet-stream', 'sec-fetch-site': 'same-origin' },
    body: new TextEncoder().encode(`%PDF-1.4\n${content}\n%%EOF`),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
};

const storedFiles = () =>
  readdirSync(join(desk.context.env.dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
/** The bytes of every stored file, and the names, which are hashes. */
const stored = (): Buffer[] => storedFiles().map((entry) => readFileSync(join(entry.parentPath, entry.name)));
const names = (): string[] => storedFiles().map(({ name }) => name);

/** A case that was handed in, published, asked about and claimed, with a photo and with evidence. */
async function lived(evidence: string[]): Promise<Citizen & { id: string; number: string }> {
  const [clerk, liaison] = [await desk.as('clerk'), await desk.as('liaison')];
  const citizen = await desk.opinion({ text: places.text, contact: places.contact });
  await db
    .updateTable('file')
    .set({ opinion_id: citizen.opinionId, case_id: citizen.id, purge_after: null })
    .where('id', '=', await sendPhoto(77))
    .execute();
  const { number } = await clerk.act(citizen.id, 'takeUp', {
    publicText: places.takenUp,
    topic: 'city',
    kind: 'complaint',
  });
  await clerk.act(citizen.id, 'redactText', { publicText: places.redacted, reason: secret });
  await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'TIMED', demand: places.demand });
  await liaison.act(citizen.id, 'accept');
  await liaison.act(citizen.id, 'ask', { question: places.question });
  expect((await desk.post('/api/track/reply', { viewKey: citizen.viewKey, answer: places.reply })).status).toBe(200);
  await liaison.act(citizen.id, 'plan', {
    cause: '线路老化',
    goal: '恢复照明',
    measures: [{ what: places.measure, section: '设施科', by: '2026-10-20' }],
    leader: secret,
    contactPerson: secret,
    telephone: '0730-5550000',
    plannedDay: '2026-10-20',
  });
  await liaison.act(citizen.id, 'claim', { outcome: places.outcome, evidence, signedBy: '局长' });
  return { ...citizen, number: number ?? '' };
}

const forget = (): Promise<string> => {
  const job = jobs.find(({ name }) => name === 'forget');
  if (job === undefined) throw new Error('There is no such job');
  return job.run(desk.context);
};

describe.each(stores)('$name', ({ open, raw }) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wanping-erase-'));
    db = await open();
    desk = await testDesk(db);
  });
  afterEach(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('erasing a case leaves no sentence, no byte and no salt of it, on no surface and in no file', async () => {
    const [liaison, director, clerk] = [await desk.as('liaison'), await desk.as('director'), await desk.as('clerk')];
    // Other cases before and after, so that pages of the database fill up and are split.
    for (let other = 0; other < 40; other += 1)
      await desk.opinion({ text: `另一件事${other}${'，请处理'.repeat(30)}` });
    const both = '两件共用的说明';
    const citizen = await lived([await sendEvidence(liaison, secret), await sendEvidence(liaison, both)]);
    const neighbour = await desk.opinion({ text: '公园厕所没有灯，晚上不敢去' });
    await clerk.act(neighbour.id, 'takeUp', { publicText: '公园厕所没有灯', topic: 'city', kind: 'complaint' });
    await clerk.act(neighbour.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(neighbour.id, 'accept');
    await liaison.act(neighbour.id, 'claim', {
      outcome: '装好了',
      evidence: [await sendEvidence(liaison, both)],
      signedBy: '局长',
    });
    for (let other = 0; other < 40; other += 1)
      await desk.opinion({ text: `又一件事${other}${'，请处理'.repeat(30)}` });
    await desk.context.ledger.settle();
    while ((await indexWaiting(db)) > 0);
    const draft = { sheet: 'progress', controls: [['progress-progress', `${secret}癸`]] };
    expect((await liaison.post(`/api/desk/cases/${citizen.id}/drafts`, draft)).status).toBe(200);

    const opinion = db.selectFrom('opinion').selectAll().where('case_id', '=', citizen.id);
    const words = db.selectFrom('event_text').selectAll().where('case_id', '=', citizen.id);
    const files = db.selectFrom('file').selectAll().where('case_id', '=', citizen.id);
    const salts = [
      ...(await words.execute()).map(({ salt }) => salt),
      (await opinion.executeTakeFirstOrThrow()).text_salt,
    ];
    const hashes = (await files.execute()).map(({ sha256 }) => sha256);
    const sealed = (await opinion.executeTakeFirstOrThrow()).sealed_contact;
    expect(salts.length).toBeGreaterThan(8);
    expect(hashes).toHaveLength(3);
    const before = await dump(db);
    for (const trace of [
      ...Object.values(places).filter((place) => place !== places.contact),
      ...salts,
      ...hashes,
      sealed,
      `${secret}癸`,
      ...pairs.map((pair) => `p${pair}`),
    ])
      expect(before).toContain(trace);
    // What is looked for is there to be found: otherwise nothing would be shown by its not being found afterwards.
    const lies = await raw();
    for (const trace of [secret, `${secret}癸`, ...pairs.map((pair) => `p${pair}`)])
      expect(lies.includes(trace), trace).toBe(true);
    expect(stored().filter((bytes) => bytes.includes(secret))).toHaveLength(1);
    const bytesBefore = stored().length;
    expect(await (await desk.ask('/open/texts.ndjson')).text()).toContain(secret);

    await director.act(citizen.id, 'erase', { reason: '本人申请' });
    await desk.context.ledger.settle();

    // Tables
    expect(await opinion.executeTakeFirstOrThrow()).toMatchObject({
      original_text: '',
      redacted_text: '',
      text_salt: null,
      sealed_contact: null,
    });
    const after = await dump(db);
    expect(after).not.toContain(secret);
    for (const trace of [...salts, sealed, ...pairs]) expect(after).not.toContain(trace);
    expect(await files.execute()).toEqual([]);
    // Bytes: the photo and one piece of evidence are gone, the other belongs to somebody else as well.
    expect(stored().filter((bytes) => bytes.includes(secret))).toEqual([]);
    expect(stored()).toHaveLength(bytesBefore - 2);
    expect(stored().filter((bytes) => bytes.includes(both))).toHaveLength(1);
    expect(hashes.filter((hash) => names().includes(hash))).toHaveLength(1);

    // Surfaces
    const said = async (path: string, init?: RequestInit): Promise<string> => (await desk.ask(path, init)).text();
    expect(await said(`/api/cases/${citizen.number}`)).not.toContain(secret);
    expect(await said('/open/texts.ndjson')).not.toContain(secret);
    expect(await said('/open/events.ndjson')).toContain(`"id":"${citizen.id}"`);
    expect(JSON.parse(await said(`/api/cases?q=${encodeURIComponent(secret)}`))).toMatchObject({ items: [] });
    expect(await (await desk.post('/api/track', { viewKey: citizen.viewKey })).text()).not.toContain(secret);
    for (const hand of [director, clerk, liaison]) {
      expect(JSON.stringify(await hand.view(citizen.id))).not.toContain(secret);
      expect(await (await hand.get(`/api/desk/cases?q=${encodeURIComponent(secret)}`)).text()).not.toContain(
        citizen.id,
      );
    }
    expect(desk.log.join('\n')).not.toContain(secret);

    // Below the tables, once the night's work is done
    expect(await forget()).toBe('written anew');
    const left = await raw();
    for (const trace of [secret, ...salts, sealed, ...pairs])
      expect(left.includes(trace ?? ''), trace ?? '').toBe(false);
    expect(left.includes('又一件事39')).toBe(true);
    expect(await forget()).toBe('nothing was erased');
  });

  test('bytes that a server which was stopped half-way left on the disk go with the night’s work', async () => {
    const liaison = await desk.as('liaison');
    const citizen = await lived([await sendEvidence(liaison, secret)]);
    const { files } = desk.context;
    // The disk fails between the commit and the removal.
    Object.assign(desk.context, { files: { ...files, remove: () => Promise.reject(new Error('no disk')) } });
    const answer = await (await desk.as('director')).try(citizen.id, 'erase', { reason: '本人申请' });
    expect(answer.status).toBe(500);
    expect(stored().filter((bytes) => bytes.includes(secret))).toHaveLength(1);
    expect(await (await desk.ask(`/api/cases/${citizen.number}`)).text()).not.toContain(secret);
    Object.assign(desk.context, { files });
    expect(await forget()).toBe('written anew');
    expect(stored().filter((bytes) => bytes.includes(secret))).toEqual([]);
  });

  test('how often words of a department’s cases were erased is a public number with a definition', async () => {
    const citizen = await lived([await sendEvidence(await desk.as('liaison'), secret)]);
    await desk.context.ledger.settle();
    const figures = async () =>
      (await (await desk.ask('/open/figures.json')).json()) as {
        overall: { erased: number };
        departments: { code: string; erased: number }[];
        definitions: { counts: { erased: { formula: string } } };
      };
    expect((await figures()).overall.erased).toBe(0);
    await (await desk.as('director')).act(citizen.id, 'erase', { reason: '本人申请' });
    await desk.context.ledger.settle();
    const { overall, departments } = await figures();
    expect(overall.erased).toBe(1);
    expect(departments.map(({ code, erased }) => [code, erased])).toEqual([
      ['cgj', 1],
      ['jyj', 0],
      ['zjj', 0],
    ]);
    expect(JSON.stringify((await figures()).definitions)).toContain('按申请删除了文字的件数');
  });
});

test('what SQLite deletes is gone from its write-ahead log at once', async () => {
  folder = mkdtempSync(join(tmpdir(), 'wanping-erase-'));
  const [store] = stores;
  if (store === undefined) throw new Error('There is no SQLite');
  db = await store.open();
  desk = await testDesk(db);
  const citizen = await lived([await sendEvidence(await desk.as('liaison'), secret)]);
  const log = (): Buffer => readFileSync(join(folder, 'wanping.sqlite-wal'));
  while ((await indexWaiting(db)) > 0);
  expect(log().includes(secret)).toBe(true);
  for (const pair of pairs) expect(log().includes(pair)).toBe(true);
  await (await desk.as('director')).act(citizen.id, 'erase', { reason: '本人申请' });
  expect(log().includes(secret)).toBe(false);
  const file = readFileSync(join(folder, 'wanping.sqlite'));
  for (const trace of [secret, ...pairs]) {
    expect(log().includes(trace), trace).toBe(false);
    expect(file.includes(trace), trace).toBe(false);
  }
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what SQLite copied when a full page was split is gone after the night’s work', async () => {
  folder = mkdtempSync(join(tmpdir(), 'wanping-erase-'));
  const [store] = stores;
  if (store === undefined) throw new Error('There is no SQLite');
  db = await store.open();
  await sql`create table split (key text primary key, word text) without rowid`.execute(db);
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  const words = Array.from({ length: 4000 }, (_, place) => `W${hashOf(`word ${place}`).slice(0, 20)}`);
  await db.transaction().execute(async (trx) => {
    for (const word of words) {
      const long = word + 'x'.repeat(Number.parseInt(hashOf(word).slice(0, 2), 16));
      await sql`insert into split values (${hashOf(`key ${word}`)}, ${long})`.execute(trx);
    }
  });
  const erased = words.filter((_, place) => place % 4 === 0);
  await db.transaction().execute(async (trx) => {
    for (const word of erased) await sql`delete from split where key = ${hashOf(`key ${word}`)}`.execute(trx);
    await setSetting(trx, 'forget', { files: [] });
  });
  await emptyWriteAheadLog(db);
  const left = async (): Promise<number> => {
    const bytes = await store.raw();
    return erased.filter((word) => bytes.includes(word)).length;
  };
  // Overwriting deleted content is not enough; should it ever become so, writing the tables anew is no longer needed.
  expect(await left()).toBeGreaterThan(0);
  expect(await forgetErased(db, () => Promise.resolve())).toBe(true);
  expect(await left()).toBe(0);
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});
