/** A copy of the database that is put back: the built server notices, says what it noticed, and goes on only where it is told to. */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEntries } from '../../db/ledger-log.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { readLogProof } from '../../server/domain/trust/checkpoint.ts';
import { toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { leafHash } from '../../server/domain/trust/hash.ts';
import { readNote, readVerifierKey, writeVerifierKey } from '../../server/domain/trust/note.ts';
import { verifyCosignature } from '../../server/domain/trust/signatures.ts';
import { provesInclusion } from '../../server/domain/trust/tree.ts';
import { readEnvironment } from '../../server/env.ts';
import { checkpointIn } from '../../server/ledger/head-file.ts';
import { logKeys } from '../../server/ledger/log-keys.ts';
import { serverEntry } from '../../tools/prepare.mjs';
import { freePort } from '../support/free-port.ts';
import { growLog } from '../support/grow-log.ts';
import { type RealCity, realCity } from '../support/real-city.ts';
import { startServer } from '../support/server.ts';

const origin = 'log.example/wmpy';
const settings = { LEDGER_ORIGIN: origin, ALTCHA_COST: '100' };

let city: RealCity;
beforeEach(async () => {
  city = await realCity('SQLite');
});
afterEach(() => city[Symbol.asyncDispose]());

const database = (): string => join(city.dataDir, 'wanping.sqlite');
const start = (env: Record<string, string> = {}, args: readonly string[] = []) =>
  startServer({ dataDir: city.dataDir, env: { ...settings, ...env }, args });
/** Makes the log longer while the server is not running, as time would. */
async function grow(by: number): Promise<void> {
  const db = city.open();
  await growLog(db, readEnvironment({ DATA_DIR: city.dataDir }), { origin, by });
  await db.destroy();
}
/** A backup of the database, which can be put back. */
function backUp(): () => void {
  const copy = join(city.dataDir, 'backup');
  copyFileSync(database(), copy);
  return () => {
    for (const rest of ['-wal', '-shm']) rmSync(database() + rest, { force: true });
    copyFileSync(copy, database());
  };
}
async function refused(env: Record<string, string> = {}): Promise<string> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverEntry], {
    env: { PATH: process.env['PATH'], PORT: String(await freePort()), DATA_DIR: city.dataDir, ...settings, ...env },
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^✗ \P{Cc}*\p{Script=Han}\P{Cc}*。\n$/u);
  return stdout + stderr;
}
/** Waits until the server has signed its first checkpoint, or one that begins like this. */
async function checkpoint(url: string, begins = `${origin}\n`): Promise<string> {
  for (;;) {
    const answer = await fetch(`${url}/log/checkpoint`);
    const note = await answer.text();
    if (answer.ok && note.startsWith(begins)) return note;
    await sleep(50);
  }
}

test('a copied database that is put back is refused, with what was noticed and the two ways out, and stays as it is', async () => {
  await using server = await start();
  await checkpoint(server.url);
  await server.stop();
  const putBack = backUp();
  await grow(300);
  putBack();
  const before = readFileSync(database());
  expect(await refused()).toMatch(/存证本落后了：本机记下的检查点已到 \d+ 条.*恢复一份更新的备份.*--continue-ledger/);
  expect(readFileSync(database()).equals(before)).toBe(true);
});

test('with --continue-ledger it goes on under a new name, says so in public, and every entry that is there can be proven', async () => {
  await using first = await start();
  const size = checkpointIn(await checkpoint(first.url))?.size ?? 0;
  await first.stop();
  await grow(20);
  const putBack = backUp();
  await grow(300);
  putBack();

  await using second = await start({}, ['--continue-ledger']);
  expect(second.output()).toContain(`已另立接续的存证本 ${origin}/2`);
  const head = checkpointIn(await checkpoint(second.url, `${origin}/2\n`));
  const ledger = (await (await fetch(`${second.url}/api/ledger`)).json()) as { origin: string; previous: object };
  expect(ledger).toMatchObject({ origin: `${origin}/2`, previous: { origin, size: size + 320 } });
  expect(head?.size).toBeGreaterThanOrEqual(size + 20);

  const db = city.open();
  const entries: string[] = [];
  for await (const { entry } of readEntries(db, 1, size + 20)) entries.push(entry);
  await db.destroy();
  for (const entry of [entries[0], entries.at(-1)]) {
    const leaf = leafHash(nativeSha256, utf8ToBytes(entry ?? ''));
    const answer = await fetch(`${second.url}/log/proof?leaf=${toBase64Url(leaf)}`);
    const proof = readLogProof(await answer.text());
    const signed = checkpointIn(proof?.checkpoint ?? '');
    expect(signed?.origin).toBe(`${origin}/2`);
    expect(provesInclusion(nativeSha256, { leaf, index: proof!.index, ...signed! }, proof!.path)).toBe(true);
  }
  await second.stop();

  await using third = await start();
  expect(checkpointIn(await checkpoint(third.url, `${origin}/2\n`))?.origin).toBe(`${origin}/2`);
  await third.stop();
});

test('a witness that runs beside it vouches for the log, and remembers it when this machine has forgotten everything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-witness-'));
  const logKey = writeVerifierKey(logKeys(readEnvironment({ DATA_DIR: city.dataDir }), origin).log.key);
  const port = await freePort();
  const witness = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../tools/witness/main.ts'),
      '--name',
      'npc.example/w',
      '--log',
      logKey,
      '--data',
      folder,
      '--port',
      String(port),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    let printed = '';
    witness.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    while (!printed.includes('http://')) await sleep(20);
    const keyText = / {2}(npc\.example\/w\+\S+)/.exec(printed)?.[1] ?? '';
    const env = { WITNESSES: `${keyText}=http://127.0.0.1:${port}` };

    await using server = await start(env);
    let note = '';
    while (!note.includes('— npc.example/w ')) note = await checkpoint(server.url);
    const read = readNote(note);
    expect(read && verifyCosignature(read, readVerifierKey(keyText)!)).toBeDefined();
    await server.stop();
    const putBack = backUp();
    await grow(30);
    await using again = await start(env);
    await again.stop();
    putBack();
    rmSync(join(city.dataDir, 'ledger'), { recursive: true });
    expect(await refused(env)).toMatch(/见证方 npc\.example\/w已到 \d+ 条，数据库里只有 \d+ 条/);
  } finally {
    witness.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
