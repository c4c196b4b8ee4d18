/** The tamper suite: a lived city, everything that somebody may do to its ledger, and what the verifiers say to it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { numberRules } from '../../db/ledger-rules.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/tables.ts';
import { NoLedger, readKept } from '../../server/domain/trust/check-head.ts';
import { toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import type { Entry } from '../../server/domain/trust/entries.ts';
import { leafHash } from '../../server/domain/trust/hash.ts';
import { readVerifierKey, type VerifierKey, writeVerifierKey } from '../../server/domain/trust/note.ts';
import type { Report } from '../../server/domain/trust/report.ts';
import { readReceipt } from '../../server/domain/trust/signatures.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import { dayOf } from '../../server/clock.ts';
import type { RatingSlip } from '../../server/schemas/ratings.ts';
import type { Memory, Promised } from '../../src/client/kept.ts';
import { type Ask, type Checked, recheck } from '../../src/client/ledger-checks.ts';
import { findingWords } from '#words/verify.ts';
import { newPostgresDatabase } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { liveCity, rateMany } from '../support/lived-city.ts';
import { mirrorCity } from '../support/open-mirror.ts';
import { hasPython, verifyWithPython } from '../support/python-verifier.ts';
import { mirrorOf } from '../support/small-ledger.ts';
import { attackLists } from '../support/tamper/attacks.ts';
import { databaseAttacks } from '../support/tamper/on-database.ts';
import { type Attack, rewriteLog, type Scene, type Seen, setScene } from '../support/tamper/scene.ts';
import { tamperDocument } from '../../tools/tamper-doc.ts';

const folder = mkdtempSync(join(tmpdir(), 'wanping-tamper-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const python = hasPython();

/** A city on a database of which copies can be made. */
const cities = {
  SQLite: async (): Promise<{ db: Kysely<Database>; copy: () => Promise<Kysely<Database>> }> => {
    const db = openDatabase(`sqlite:${join(folder, 'lived.sqlite')}`);
    await migrateToLatest(db);
    let copies = 0;
    const copy = async (): Promise<Kysely<Database>> => {
      copies += 1;
      const file = join(folder, `copy-${copies}.sqlite`);
      await sql`vacuum into ${file}`.execute(db);
      return openDatabase(`sqlite:${file}`);
    };
    return { db, copy };
  },
  PostgreSQL: async (): Promise<{ db: Kysely<Database>; copy: () => Promise<Kysely<Database>> }> => {
    const address = await newPostgresDatabase();
    const name = address.slice(address.lastIndexOf('/') + 1);
    const db = openDatabase(address);
    // Nobody may be connected to what is copied: the pool is closed as soon as the city has been lived.
    const copy = async (): Promise<Kysely<Database>> => openDatabase(await newPostgresDatabase(name));
    return { db, copy };
  },
};

const asSeen = (shown: Seen | Seen['files']): Seen => (shown instanceof Map ? { files: shown } : shown);

async function verify({ files, since, ...asked }: Seen): Promise<Report> {
  return verifyLedger({
    mirror: mirrorOf(files),
    hash: nativeSha256,
    since: since === undefined ? undefined : readKept(since),
    ...asked,
  });
}

/** What the other implementation says; nothing where there is no Python. */
function secondOpinion({ files, since, key, witnesses = [] }: Seen): boolean | undefined {
  if (!python) return undefined;
  const kept = join(folder, 'kept');
  if (since !== undefined) writeFileSync(kept, since);
  const options = [
    ...(since === undefined ? [] : ['--since', kept]),
    ...(key === undefined ? [] : ['--key', writeVerifierKey(key)]),
    ...witnesses.flatMap((witness) => ['--witness', writeVerifierKey(witness)]),
  ];
  return verifyWithPython(files, ...options).code === 0;
}

type Verdict = '查出' | '看不出来';
const verdictOf = ({ found }: Attack): Verdict => (found === undefined ? '看不出来' : '查出');
const titled = (attacks: readonly Attack[]) =>
  attacks.map((attack) => ({ title: `${verdictOf(attack)}：${attack.by}${attack.does}`, attack }));

/** Does it, lets both programs look, and says what came of it. */
async function tryAttack(attack: Attack, scene: Scene, { isTwice = true } = {}): Promise<Verdict> {
  const { how, found, says = '', names, onlyByFirst } = attack;
  if (how === undefined) return '看不出来';
  const seen = asSeen(await how(scene));
  if (found === 'no-ledger') {
    await expect(verify(seen)).rejects.toThrow(NoLedger);
    if (python && isTwice) expect(verifyWithPython(seen.files).code).not.toBe(0);
    return '查出';
  }
  const report = await verify(seen);
  if (isTwice) expect(secondOpinion(seen)).not.toBe(found !== undefined && onlyByFirst !== true);
  if (found === undefined) {
    expect(report.findings).toEqual([]);
    return '看不出来';
  }
  const about = Object.entries({ kind: found, ...names?.(scene.lived) });
  const named = report.findings.filter((finding) =>
    about.every(([key, value]) => finding[key as keyof typeof finding] === value),
  );
  expect(named, JSON.stringify(report.findings, undefined, 1)).not.toEqual([]);
  expect(report.ok).toBe(false);
  expect(named.map((finding) => findingWords[finding.kind](finding)).join('\n')).toContain(says);
  return '查出';
}

describe('一座真实的城市（SQLite）', () => {
  let scene: Scene;
  beforeAll(async () => {
    const { db, copy } = await cities.SQLite();
    scene = await setScene(await liveCity(db), copy);
  });
  afterAll(() => scene.lived.desk.close());

  test('没有人动过时，两个程序都说一致，从前公布过的每一次也一致', async () => {
    const { mirrors } = scene.lived;
    for (const files of mirrors) {
      expect((await verify({ files })).findings).toEqual([]);
      const since = new TextDecoder().decode(files.get('log/checkpoint'));
      expect((await verify({ files: scene.files(), since })).findings).toEqual([]);
    }
    expect(secondOpinion({ files: scene.files() })).not.toBe(false);
  });

  test('数据库的副本照样公布，改写一遍又改回去的账本也一致：查出的是改动，不是这套试法', async () => {
    expect(
      (await verify({ files: await scene.database(async ({ context }) => context.ledger.settle()) })).findings,
    ).toEqual([]);
    expect((await verify({ files: await scene.forge(() => undefined) })).findings).toEqual([]);
    const recounted = await scene.recount(() => undefined);
    expect((await verify({ files: recounted })).findings).toEqual([]);
    expect(recounted).toEqual(await scene.forge(() => undefined));
  });

  describe.each(attackLists)('$title', ({ attacks }) => {
    test.each(titled(attacks))('$title', async ({ attack }) => {
      expect(await tryAttack(attack, scene)).toBe(verdictOf(attack));
    });
  });
});

describe('手机上的回执', () => {
  const day = '2026-10-12';
  let desk: Desk;
  beforeEach(async () => {
    const db = openDatabase('sqlite::memory:');
    await migrateToLatest(db);
    desk = await testDesk(db);
    // As at every start of the server.
    await db.transaction().execute(numberRules);
  });
  afterEach(() => desk.close());

  const ask: Ask = async (path) => {
    const answer = await desk.ask(`/${path}`);
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  /** What a phone does at a later visit, when its own clock says that day. */
  const visit = (memory: Memory): Promise<Checked> =>
    recheck(memory, ask, { day: dayOf(desk.time), isDemonstration: false });
  /** What a phone remembers of what it has sent. */
  const remembered = ({ entry, receipt, includeBy }: RatingSlip, kind: Promised['kind']): Memory => ({
    promises: [
      {
        leaf: toBase64Url(leafHash(nativeSha256, utf8ToBytes(entry))),
        number: receipt,
        kind,
        by: includeBy,
        note: null,
      },
    ],
  });
  /** What it remembers after a visit. */
  const after = (memory: Memory, { keys, checkpoint, promises }: Checked): Memory => ({
    ...(keys && { keys }),
    ...(checkpoint !== undefined && { checkpoint }),
    promises: memory.promises.map((promise) => ({ ...promise, ...promises.get(promise.leaf) })),
  });

  test('一份评价存入了，手机说在；存入以前被抹掉的，到期那天手机说出来，带着签了名的回执', async () => {
    const [kept, dropped] = await rateMany(desk, 'cgj', [4, 1]);
    if (kept === undefined || dropped === undefined) throw new Error('Nothing was sent');
    await desk.context.ledger.enter();
    const [good, bad] = [remembered(kept, 'rating'), remembered(dropped, 'rating')];
    const [first, second] = [await visit(good), await visit(bad)];
    expect([first.trouble, second.trouble]).toEqual([undefined, undefined]);
    await desk.context.db.deleteFrom('ledger_pending').where('entry', '=', dropped.entry).execute();
    desk.later(8);
    await desk.context.ledger.publish();
    const found = await visit(after(good, first));
    expect(found.trouble).toBeUndefined();
    expect([...found.promises.values()][0]?.index).toBeGreaterThan(0);
    const { trouble } = await visit(after(bad, second));
    expect(trouble).toMatchObject({ kind: 'missing' });
    const receipt = readReceipt(
      trouble?.evidence['receipt'] ?? '',
      readVerifierKey(desk.context.ledger.keys[1]) as VerifierKey,
    );
    expect(receipt).toMatchObject({ by: '2026-10-19' });
    expect((await verify({ files: await mirrorCity(desk) })).findings).toEqual([]);
  });

  test('账本变短或者被改写，哪怕全部重新签过，看过它的手机也说出来', async () => {
    await rateMany(desk, 'cgj', [4, 3, 2]);
    await desk.context.ledger.settle();
    const seen = after({ promises: [] }, await visit({ promises: [] }));
    expect(seen.checkpoint).toContain('\n');
    const rewrite = async (change: (entries: Entry[]) => Entry[]): Promise<void> => {
      await rewriteLog(desk.context.db, change);
      // The operator also takes away what reminds the server itself.
      rmSync(join(desk.context.env.dataDir, 'ledger'), { recursive: true, force: true });
      await desk.context.db.deleteFrom('ledger_pending').execute();
      await desk.context.ledger.settle();
    };
    await rewrite((entries) =>
      entries.toSpliced(3, 0, { t: 'access', w: day, texts: 1, contacts: 0, h: 'A'.repeat(43) }),
    );
    expect((await visit(seen)).trouble).toMatchObject({ kind: 'fork' });
    await rewrite((entries) => entries.slice(0, 2));
    expect((await visit(seen)).trouble).toMatchObject({ kind: 'shrunk' });
  });
});

test('docs/tamper.md 写的就是这些', () => {
  expect(readFileSync(new URL('../../docs/tamper.md', import.meta.url), 'utf8')).toBe(tamperDocument());
});

describe('同样的城市（PostgreSQL）', () => {
  let scene: Scene;
  beforeAll(async () => {
    const { db, copy } = await cities.PostgreSQL();
    scene = await setScene(await liveCity(db), copy);
    await db.destroy();
  });
  afterAll(() => scene.lived.desk.close());

  test.each(titled(databaseAttacks.attacks))('$title', async ({ attack }) => {
    expect(await tryAttack(attack, scene, { isTwice: false })).toBe(verdictOf(attack));
  });
});
