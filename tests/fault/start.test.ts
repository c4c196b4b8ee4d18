/** Whatever keeps the server from starting is one sentence that says what to do, and nothing is left behind. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ed25519Cosignature, writeVerifierKey } from '../../server/domain/trust/note.ts';
import type { SettingName } from '../../server/env.ts';
import { createSigner } from '../../server/ledger/signer.ts';
import { checkNode, serverEntry } from '../../tools/prepare.mjs';
import { newPostgresDatabase } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { startServer } from '../support/server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wanping-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the server in a process that must end by itself. */
async function refused(
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<{ code: number | null; lines: string[] }> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverEntry, ...args], {
    env: { PATH: process.env['PATH'], PORT: String(await freePort()), DATA_DIR: folder, ...env },
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  return { code: status, lines: (stdout + stderr).trim().split('\n') };
}

/** One Chinese sentence, whose reason is one of ours. */
function expectSentence({ code, lines }: { code: number | null; lines: string[] }, about: RegExp): void {
  expect(lines).toEqual([expect.stringMatching(/^✗ \P{Cc}*\p{Script=Han}\P{Cc}*。$/u)]);
  expect(lines[0]).toMatch(about);
  expect(code).toBe(1);
}

const database = (): string => join(folder, 'wanping.sqlite');
/** What a refused start may leave: empty folders and the keys of the city that is still to be made. */
const left = (): string[] => readdirSync(folder).filter((name) => name !== 'files' && name !== 'keys');

/** A real city that is still empty. */
async function makeCity(): Promise<void> {
  await using server = await startServer({ args: ['--empty'], dataDir: folder });
  await server.stop();
}

test('a port that somebody else uses is named before a city is made', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  expectSentence(await refused({ PORT: String(port) }), new RegExp(`端口 ${port} 已被占用.*PORT=`));
  expect(left()).toEqual([]);
  other.close();
});

test('an address that is not of this machine is named before a city is made', async () => {
  expectSentence(await refused({ HOST: '203.0.113.7' }), /203\.0\.113\.7.*HOST/);
  expect(left()).toEqual([]);
});

describe('a data folder that cannot be used', () => {
  test.each([
    ['below a file', () => join(folder, 'file', 'data'), () => writeFileSync(join(folder, 'file'), '')],
    ['that is a file itself', () => join(folder, 'file'), () => writeFileSync(join(folder, 'file'), '')],
    ['with a file in place of its uploads', () => folder, () => writeFileSync(join(folder, 'files'), '')],
    ['with a file in place of its keys', () => folder, () => writeFileSync(join(folder, 'keys'), '')],
    ['where the system takes no folders', () => '/proc/wanping/data', () => undefined],
    ['with a folder in place of the database', () => folder, () => mkdirSync(database())],
  ])('%s is refused', async (_, dataDir, prepare) => {
    prepare();
    const before = left();
    expectSentence(await refused({ DATA_DIR: dataDir() }, ['--empty']), /不能写入：请检查/);
    expect(left()).toEqual(before);
  });

  test('with a key that was cut short is refused, because what it sealed could not be read', async () => {
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'keys', 'contact.key'), '');
    expectSentence(await refused({}, ['--empty']), /contact\.key.*备份/);
    expect(left()).toEqual([]);
  });
});

describe('a database that cannot be used', () => {
  test('of a newer version is refused and not touched', async () => {
    await makeCity();
    const db = new Sqlite(database());
    db.prepare("insert into kysely_migration (name, timestamp) values ('999-newer', '')").run();
    db.close();
    expectSentence(await refused(), /更新版本的程序/);
  });

  test('that is something else is refused', async () => {
    writeFileSync(database(), '不是数据库'.repeat(2000));
    expectSentence(await refused(), /已损坏/);
  });

  test('whose pages were overwritten is refused', async () => {
    await makeCity();
    const db = new Sqlite(database());
    db.pragma('wal_checkpoint(TRUNCATE)');
    const size = Number(db.pragma('page_size', { simple: true }));
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.close();
    writeFileSync(database(), Buffer.alloc(size * (pages - 1), 0xa5), { flag: 'r+' });
    expectSentence(await refused(), /已损坏/);
  });

  test('that another program keeps locked is refused', async () => {
    await makeCity();
    const other = new Sqlite(database());
    other.exec('begin exclusive');
    expectSentence(await refused(), /被别的程序占用/);
    other.close();
  });

  test('at a PostgreSQL where nobody listens is refused', async () => {
    const nobody = `postgres://postgres@127.0.0.1:${await freePort()}/city`;
    expectSentence(await refused({ DATABASE_URL: nobody }), /连不上数据库.*DATABASE_URL/);
    expect(left()).toEqual([]);
  });

  test('at a PostgreSQL that hangs up is refused', async () => {
    const mute = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as AddressInfo;
    const url = `postgres://postgres@127.0.0.1:${port}/city`;
    // The other end lives in this process, which therefore must not block.
    const child = spawn(process.execPath, [serverEntry], {
      env: { PATH: process.env['PATH'], PORT: String(await freePort()), DATA_DIR: folder, DATABASE_URL: url },
    });
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    expectSentence({ code, lines: printed.trim().split('\n') }, /连不上数据库/);
    mute.close();
  });

  test('that PostgreSQL does not have is refused', async () => {
    const url = `${await newPostgresDatabase()}_not`;
    expectSentence(await refused({ DATABASE_URL: url }), /数据库不存在/);
  });

  test('where the user may not write is refused', async () => {
    const url = new URL(await newPostgresDatabase());
    url.searchParams.set('options', '-c default_transaction_read_only=on');
    expectSentence(await refused({ DATABASE_URL: url.href }), /不让写入/);
  });
});

describe('a setting with a wrong value is named', () => {
  const witnessKey = writeVerifierKey(createSigner('npc.example/w', randomBytes(32), ed25519Cosignature).key);
  const logKey = writeVerifierKey(createSigner('log.example/wmpy', randomBytes(32)).key);
  /** Values that must be refused; the names are those of the settings, so that a new one must be thought of here. */
  const wrong: Record<SettingName, readonly string[]> = {
    PORT: ['65536', '-1', '80a', '4321.5'],
    HOST: ['my host', '127.0.0.1/8'],
    // Every text is the name of some folder; those that cannot be made are refused above.
    DATA_DIR: [],
    DATABASE_URL: ['mysql://root@127.0.0.1/city', 'city.sqlite'],
    PUBLIC_URL: ['pingyi.example.gov.cn', 'https://example.gov.cn/path', 'https://a:b@example.gov.cn', 'ftp://a.cn'],
    BASE_PATH: ['wanping', '/wan ping', '//wanping'],
    // Cloudflare's keys have no form that we could hold them to; one without the other is refused below.
    TURNSTILE_SITE_KEY: [],
    TURNSTILE_SECRET: [],
    TURNSTILE_URL: ['challenges.example.com', 'file:///etc/passwd'],
    ALTCHA_COST: ['99', '20001', 'many'],
    TRUSTED_PROXIES: ['proxy', '10.0.0', '10.0.0.1;10.0.0.2', '10.0.0.0/8'],
    CONTACT_KEY: ['secret', 'A'.repeat(42)],
    LEDGER_ORIGIN: ['wanping', 'https://wanping.example/wmpy', 'wan ping/wmpy'],
    LEDGER_PACE: ['hour'],
    // No key, no address, a changed letter, and the key of a log where that of a witness should be.
    NOTIFY_LOOPBACK: ['yes'],
    ROLE: ['both', 'Issuer'],
    ISSUER_URL: ['issuer.example', 'ftp://issuer.example', 'https://a:b@issuer.example', 'https://issuer.example/?a=1'],
    ISSUER_PUBLIC_URL: ['issuer.example', 'https://issuer.example/#a'],
    ISSUER_TOKEN: ['short', '口'.repeat(40)],
    PORTAL_ORIGIN: ['wanping.example', 'https://wanping.example/path'],
    WITNESSES: [
      'https://witness.example',
      witnessKey,
      `${witnessKey.replace('+B', '+C')}=https://witness.example`,
      `${logKey}=https://witness.example`,
      `${witnessKey}=https://witness.example ${witnessKey}=https://other.example`,
    ],
  };
  const cases = Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name, value] as const));

  test.each(cases)('%s=%s', async (name, value) => {
    expectSentence(await refused({ [name]: value }), new RegExp(`^✗ 设置 ${name} 不对.*应为`));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['TURNSTILE_SITE_KEY', '0x4AAA'],
    ['TURNSTILE_SECRET', '0x4AAA-secret'],
  ])('%s alone', async (name, value) => {
    const { code, lines } = await refused({ [name]: value });
    expectSentence({ code, lines }, /TURNSTILE_SITE_KEY 和 TURNSTILE_SECRET/);
    expect(lines.join()).not.toContain(value);
  });

  test('a secret with a wrong form is not printed', async () => {
    const { lines } = await refused({ CONTACT_KEY: 'my-very-secret', DATABASE_URL: 'mysql://root:hunter2@h/x' });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/my-very-secret|hunter2/);
  });

  test('a test key of Turnstile in a real city', async () => {
    const keys = { TURNSTILE_SITE_KEY: '1x00000000000000000000AA', TURNSTILE_SECRET: `1x${'0'.repeat(30)}AA` };
    expectSentence(await refused(keys, ['--empty']), /测试密钥/);
    expect(left()).toEqual([]);
  });
});

test('a demonstration does not become a real city', async () => {
  await makeCity();
  const db = new Sqlite(database());
  db.prepare(`update setting set value = '"demonstration"' where key = 'mode'`).run();
  db.close();
  expectSentence(await refused({}, ['--empty']), /演示城市.*DATA_DIR/);
});

test('a demonstration whose making was cut off is no city, and the next start makes a whole one', async () => {
  const options = {
    env: { PATH: process.env['PATH'], PORT: String(await freePort()), DATA_DIR: folder },
    detached: true,
  };
  const child = spawn(process.execPath, [serverEntry], options);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  while (!printed.includes('40%')) await sleep(20);
  // The whole group: the city is made in a process of its own.
  process.kill(-(child.pid as number), 'SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  expect(existsSync(database())).toBe(false);
  expect(left()).toContainEqual(expect.stringMatching(/\.part$/));

  await using server = await startServer({ dataDir: folder });
  const city = (await (await fetch(`${server.url}/api/city`)).json()) as { name: string };
  expect(city.name).toBe('澜江市');
  expect(server.output()).toContain('100%');
  await server.stop();
});

describe('npm start', () => {
  /** A copy of the commands, away from the settings of this checkout. */
  const command = (settings: string): { code: number | null; lines: string[] } => {
    cpSync(join(import.meta.dirname, '../../tools'), join(folder, 'tools'), { recursive: true });
    writeFileSync(join(folder, '.env'), settings);
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'tools', 'start.mjs')], { encoding: 'utf8' });
    return { code: status, lines: stderr.trim().split('\n') };
  };

  test('names the line of .env that it cannot read', () => {
    expectSentence(command('# 设置\nPORT=4321\nHOST = "127.0.0.1\n'), /\.env 第 3 行/);
  });

  test.each(['18.20.0', '20.19.4', '22.18.0'])('says which Node it takes instead of %s', (version) => {
    expect(() => checkNode(version)).toThrow(/^需要 Node\.js 22\.19 或更新的版本.*。$/);
  });

  test.each(['22.19.0', '24.0.0', '26.1.0'])('takes Node %s', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });
});
