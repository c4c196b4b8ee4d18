/** The tamper suite: a lived city, everything that somebody may do to its ledger, and what the verifiers say to it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/tables.ts';
import { NoLedger, readKept } from '../../server/domain/trust/check-head.ts';
import type { Report } from '../../server/domain/trust/report.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import { findingWords } from '#words/verify.ts';
import { newPostgresDatabase } from '../support/databases.ts';
import { liveCity } from '../support/lived-city.ts';
import { hasPython, verifyWithPython } from '../support/python-verifier.ts';
import { mirrorOf } from '../support/small-ledger.ts';
import { attackLists } from '../support/tamper/attacks.ts';
import { databaseAttacks } from '../support/tamper/on-database.ts';
import { type Attack, type Scene, type Seen, setScene } from '../support/tamper/scene.ts';

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
    const copy = async (): Promise<Kysely<Database>> => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`.execute(
        db,
      );
      return openDatabase(await newPostgresDatabase(name));
    };
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

/** What the other implementation says; witnesses and keys of the reader are the first one's business. */
function secondOpinion({ files, since, key, witnesses }: Seen): boolean | undefined {
  if (!python || key !== undefined || witnesses !== undefined) return undefined;
  const kept = join(folder, 'kept');
  if (since !== undefined) writeFileSync(kept, since);
  return verifyWithPython(files, ...(since === undefined ? [] : ['--since', kept])).code === 0;
}

const titleOf = ({ by, does }: Attack): string => `${by}${does}`;

async function tryAttack(attack: Attack, scene: Scene, { isTwice = true } = {}): Promise<void> {
  const { how, found, says, names, onlyByRules, missed } = attack;
  if (how === undefined) return expect(missed).toBeDefined();
  const seen = asSeen(await how(scene));
  if (found === 'no-ledger') {
    await expect(verify(seen)).rejects.toThrow(NoLedger);
    if (python && isTwice) expect(verifyWithPython(seen.files).code).not.toBe(0);
    return;
  }
  const report = await verify(seen);
  if (found === undefined) {
    expect(missed).toBeDefined();
    expect(report.findings).toEqual([]);
    expect(secondOpinion(seen)).not.toBe(false);
    return;
  }
  const about = { kind: found, ...names?.(scene.lived) };
  const named = report.findings.filter((finding) =>
    Object.entries(about).every(([key, value]) => finding[key as keyof typeof finding] === value),
  );
  expect(named, JSON.stringify(report.findings, undefined, 1)).not.toEqual([]);
  expect(report.ok).toBe(false);
  expect(named.some((finding) => findingWords[finding.kind](finding).includes(says ?? ''))).toBe(true);
  if (isTwice) expect(secondOpinion(seen)).not.toBe(onlyByRules !== true);
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

  for (const { title, attacks } of attackLists) {
    describe(title, () => {
      for (const attack of attacks) {
        const verdict = attack.found === undefined ? '看不出来' : '查出';
        test(`${verdict}：${titleOf(attack)}`, () => tryAttack(attack, scene));
      }
    });
  }
});

describe('同样的城市（PostgreSQL）', () => {
  let scene: Scene;
  beforeAll(async () => {
    const { db, copy } = await cities.PostgreSQL();
    scene = await setScene(await liveCity(db), copy);
  });
  afterAll(() => scene.lived.desk.close());

  for (const attack of databaseAttacks.attacks) {
    test(`查出：${titleOf(attack)}`, () => tryAttack(attack, scene, { isTwice: false }));
  }
});
