/** The portal asks its witnesses, each by itself; and when one of them has seen what is not here, nothing is signed any more. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  checkpointWithCosignatures,
  cosignaturesOf,
  latestCosignatures,
  storeCosignature,
} from '../../db/cosignatures.ts';
import { newestCheckpoint } from '../../db/ledger-log.ts';
import { findSetting } from '../../db/settings.ts';
import { writeAddCheckpoint } from '../../server/domain/trust/add-checkpoint.ts';
import { writeCheckpoint } from '../../server/domain/trust/checkpoint.ts';
import {
  ed25519Cosignature,
  readNote,
  readVerifierKey,
  type VerifierKey,
  writeNote,
  writeVerifierKey,
} from '../../server/domain/trust/note.ts';
import { verifyCosignature, verifyNote } from '../../server/domain/trust/signatures.ts';
import { logKeys } from '../../server/ledger/log-keys.ts';
import { consistencyProof } from '../../server/ledger/proofs.ts';
import { createSigner } from '../../server/ledger/signer.ts';
import { collectCosignatures, mayStillSign } from '../../server/ledger/witnesses.ts';
import { type TestCity, testCity } from '../support/city.ts';
import { databases } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { growLog } from '../support/grow-log.ts';
import { addCity } from '../support/lived.ts';
import { witnessServer } from '../support/witness-server.ts';

const origin = 'log.example/wmpy';
const someKey = (name: string): string => writeVerifierKey(createSigner(name, randomBytes(32), ed25519Cosignature).key);

/** Somebody who answers HTTP, but is no witness. */
async function impostor(handle: RequestListener): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe.each(databases)('$name', ({ open }) => {
  let city: TestCity;
  const logs: VerifierKey[] = [];
  /** A city with a log of its own and these witnesses. */
  const start = async (...witnesses: readonly string[]): Promise<void> => {
    const db = await open();
    await addCity(db);
    city = await testCity(db, { env: { LEDGER_ORIGIN: origin, WITNESSES: witnesses.join(' ') } });
    city.time = new Date();
    logs.push(readVerifierKey(city.context.ledger.keys[0]) as VerifierKey);
    await city.context.ledger.enter();
  };
  const collect = () => collectCosignatures(city.context);
  const grow = (by: number) => growLog(city.context.db, city.context.env, { origin, by });
  beforeEach(() => {
    logs.length = 0;
  });
  afterEach(() => city.close());

  test('a new checkpoint is cosigned by those who answer, however one of them fails', async () => {
    await using good = await witnessServer('npc.example/w', logs);
    await using mute = await impostor(() => undefined);
    const dead = `http://127.0.0.1:${await freePort()}`;
    await start(good.setting, `${someKey('dead.example/w')}=${dead}`, `${someKey('mute.example/w')}=${mute.url}`);
    const { size } = await grow(300);
    const result = await collect();
    expect(result).toContain('1 of 3 witnesses');
    expect(result).toContain('dead.example/w unreachable');
    expect(result).toContain('mute.example/w unreachable');
    expect(good.seen(origin)).toBe(size);
    const served = readNote((await checkpointWithCosignatures(city.context.db)) ?? '');
    expect(served?.text).toContain(`${origin}\n${size}\n`);
    expect(served && verifyNote(served, logs[0] as VerifierKey)).toBe(true);
    expect(served && verifyCosignature(served, good.witness.key)).toBeDefined();
    expect(await mayStillSign(city.context.db, city.context.env, origin)).toBe(true);
  });

  test('it goes on from what each witness has seen, with a proof that it accepts', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await using two = await witnessServer('two.example/w', logs);
    await start(one.setting, two.setting);
    for (const by of [1, 6, 248, 1, 1, 300, 1000]) {
      const { size } = await grow(by);
      expect(await collect()).toBe('2 of 2 witnesses');
      expect([one.seen(origin), two.seen(origin)]).toEqual([size, size]);
      expect(await cosignaturesOf(city.context.db, size)).toHaveLength(2);
    }
  });

  test('what was served before stays as it was; the newest has only what is there for exactly that one', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    await grow(5);
    await collect();
    const { note } = await grow(5);
    expect(await checkpointWithCosignatures(city.context.db)).toBe(note);
    await collect();
    expect(await checkpointWithCosignatures(city.context.db)).toMatch(/\n— one\.example\/w \S+\n$/);
  });

  test('a witness that has cosigned what we did not hear of is asked again from there', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    const first = await grow(7);
    // Somebody else sent it, or its answer was lost on the way.
    one.witness.addCheckpoint(writeAddCheckpoint({ old: 0, proof: [], note: first.note }));
    const { size } = await grow(10);
    expect(await collect()).toBe('1 of 1 witnesses');
    expect(one.seen(origin)).toBe(size);
  });

  test('a witness that has cosigned the newest checkpoint is left alone for an hour, and then gives its word anew', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    await collect();
    const asked = one.requests();
    expect(await collect()).toBe('1 of 1 witnesses');
    expect(one.requests()).toBe(asked);
    city.time = new Date(city.time.getTime() + 2 * 60 * 60 * 1000);
    expect(await collect()).toBe('1 of 1 witnesses');
    expect(one.requests()).toBe(asked + 1);
  });

  test('a witness that does not know the log is told apart from one that is away', async () => {
    await using one = await witnessServer('one.example/w', []);
    await start(one.setting);
    expect(await collect()).toBe('0 of 1 witnesses; one.example/w refused (404)');
  });

  test.each<[string, RequestListener]>([
    ['a redirect', (_, answer) => answer.writeHead(302, { location: '/elsewhere' }).end()],
    ['an endless answer', (_, answer) => flood(answer)],
    ['a signature of somebody else', (_, answer) => answer.end(`— other.example/w ${'A'.repeat(100)}\n`)],
    ['a false signature', (_, answer) => answer.end(`— false.example/w ${'A'.repeat(104)}\n`)],
    ['a page', (_, answer) => answer.end('<!doctype html><p>Welcome')],
    ['nothing', (_, answer) => answer.end()],
    ['a size without its type', (_, answer) => answer.writeHead(409).end('999999\n')],
    ['a size that is none', (_, answer) => answer.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('1e9\n')],
    ['an error', (_, answer) => answer.writeHead(500).end('oops')],
  ])('%s is no cosignature and stops nothing', async (_, handle) => {
    await using other = await impostor(handle);
    await start(`${someKey('false.example/w')}=${other.url}`);
    expect(await collect()).toMatch(/^0 of 1 witnesses/);
    expect(await latestCosignatures(city.context.db)).toEqual([]);
    expect(await mayStillSign(city.context.db, city.context.env, origin)).toBe(true);
  });

  test('a witness that names another size each time is given up', async () => {
    let asked = 0;
    await using other = await impostor((_, answer) => {
      asked += 1;
      answer.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${asked % 2}\n`);
    });
    await start(`${someKey('false.example/w')}=${other.url}`);
    await grow(5);
    expect(await collect()).toMatch(/refused \(409\)/);
    expect(asked).toBeLessThan(5);
  });

  test('a witness that has seen more than there is here stops the log, and that is said', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    await grow(5);
    await collect();
    const { db, env, ledger } = city.context;
    // What a backup from before does.
    const ours = await newestCheckpoint(db);
    const more = await growLog(db, env, { origin, by: 4, remember: false });
    const proof = await consistencyProof(db, ours?.size ?? 0, more.size);
    one.witness.addCheckpoint(writeAddCheckpoint({ old: ours?.size ?? 0, proof, note: more.note }));
    await db.deleteFrom('ledger_checkpoint').where('size', '=', more.size).execute();
    city.time = new Date(city.time.getTime() + 2 * 60 * 60 * 1000);

    await expect(collect()).rejects.toThrow(/one\.example\/w has seen 10 entries, more than there are here/);
    expect(await findSetting(db, 'contradiction')).toEqual({ witness: 'one.example/w', ours: 6, seen: 10 });
    expect(await mayStillSign(db, env, origin)).toBe(false);
    expect(await ledger.enter()).toBe('signing has stopped');
    expect((await newestCheckpoint(db))?.size).toBe(6);
    expect(await (await city.ask('/healthz')).json()).toMatchObject({ status: 'ok', ledger: 'stopped' });
  });

  test('a witness that has seen another tree stops the log until it agrees again', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    const { db, env } = city.context;
    const { size, root } = await grow(5);
    const other = writeCheckpoint({ origin, size, root: randomBytes(32) });
    const { log } = logKeys(env, origin);
    one.witness.addCheckpoint(writeAddCheckpoint({ old: 0, proof: [], note: writeNote(other, [log.line(other)]) }));
    await expect(collect()).rejects.toThrow(/one\.example\/w contradicted/);
    expect(await mayStillSign(db, env, origin)).toBe(false);
    expect(root).toHaveLength(32);
    // The next run says so again, as long as it is so.
    await expect(collect()).rejects.toThrow(/signing has stopped/);
  });

  test('a witness that is no longer asked holds nothing up', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    const { db, env } = city.context;
    await db
      .insertInto('setting')
      .values({ key: 'contradiction', value: '{"witness":"gone.example/w","ours":1,"seen":9}' })
      .execute();
    expect(await mayStillSign(db, env, origin)).toBe(false);
    await collect();
    expect(await mayStillSign(db, env, origin)).toBe(true);
  });

  test('a witness that agrees again lets the log go on', async () => {
    await using one = await witnessServer('one.example/w', logs);
    await start(one.setting);
    const { db, env } = city.context;
    await db
      .insertInto('setting')
      .values({ key: 'contradiction', value: '{"witness":"one.example/w","ours":1,"seen":9}' })
      .execute();
    await collect();
    expect(await mayStillSign(db, env, origin)).toBe(true);
  });

  test('a database that is replaced while the program runs is not signed', async () => {
    await start();
    const { db, env, ledger } = city.context;
    const { size } = await grow(5);
    await db.deleteFrom('ledger_checkpoint').where('size', '=', size).execute();
    expect(await mayStillSign(db, env, origin)).toBe(false);
    expect(await ledger.enter()).toBe('signing has stopped');
  });

  test('of each witness the last ten cosignatures are kept, and one of each day before', async () => {
    await start();
    const { db } = city.context;
    const day = 24 * 60 * 60;
    // Midnight in the city is at 16:00 UTC.
    const midnight = Date.UTC(2026, 9, 12, 16) / 1000;
    for (let place = 0; place < 40; place += 1) {
      const time = midnight + Math.floor(place / 4) * day + (place % 4) * 60 - (place % 4 === 0 ? 1 : 0);
      await storeCosignature(db, { witness: 'a.example/w', size: place + 1, time, line: `— a ${place}\n` });
      await storeCosignature(db, { witness: 'b.example/w', size: place + 1, time: midnight, line: `— b ${place}\n` });
    }
    const kept = async (witness: string) =>
      (
        await db
          .selectFrom('ledger_cosignature')
          .select('size')
          .where('witness', '=', witness)
          .orderBy('size')
          .execute()
      ).map(({ size }) => size);
    // The first of each four was a second before midnight, still on the day before, whose last one it is.
    expect(await kept('a.example/w')).toEqual([1, 5, 9, 13, 17, 21, 25, 29, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
    expect(await kept('b.example/w')).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
    expect((await latestCosignatures(db)).map(({ witness, size }) => [witness, size])).toEqual([
      ['a.example/w', 40],
      ['b.example/w', 40],
    ]);
  });

  test('before there is a checkpoint nobody is asked', async () => {
    const db = await open();
    await addCity(db);
    city = await testCity(db, { env: { WITNESSES: `${someKey('dead.example/w')}=http://127.0.0.1:1` } });
    expect(await collect()).toBe('no checkpoint');
    expect(await checkpointWithCosignatures(db)).toBeUndefined();
  });
});

/** Writes for as long as somebody reads. */
function flood(answer: Parameters<RequestListener>[1]): void {
  const more = (): void => {
    while (!answer.destroyed && answer.write('A'.repeat(10_000)));
  };
  answer.on('drain', more);
  answer.writeHead(200);
  more();
}
