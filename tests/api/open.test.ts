/** Open data as anybody fetches them: exactly what was published, every published word open to checking, and nothing that is not public. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEntries } from '../../db/ledger-log.ts';
import { newestPublication } from '../../db/publications.ts';
import { commit } from '../../server/domain/trust/commitment.ts';
import { equalBytes } from '../../server/domain/trust/encoding.ts';
import type { ActEntry, NewCaseEntry } from '../../server/domain/trust/entries.ts';
import { portableSha256 } from '../../server/domain/trust/hash.ts';
import type { CityFile, OpeningLine, TextLine } from '../../server/domain/trust/open-data.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import type { Env } from '../../server/http/route.ts';
import { serveLines } from '../../server/http/sharing.ts';
import { fileMeanings } from '#words/dictionary.ts';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, type Hand, testDesk } from '../support/desk.ts';
import { csvCells, undescribed, undescribedTable } from '../support/dictionary.ts';

const run = promisify(execFile);
const wget = ['/usr/bin/wget', '/usr/local/bin/wget'].find(existsSync);
const fields = (path: string) => fileMeanings[path]?.fields ?? {};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

describe.each(databases)('开放数据（$name）', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let clerk2: Hand;
  let director: Hand;
  let liaison: Hand;
  let ids: Record<'confirmed' | 'explained' | 'suspended' | 'erased' | 'filed' | 'private' | 'new', string>;

  const bytesOf = async (path: string): Promise<Uint8Array> => {
    const answer = await desk.ask(path);
    expect(answer.status, path).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const textOf = async (path: string): Promise<string> =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(path));
  const jsonOf = async <T>(path: string): Promise<T> => JSON.parse(await textOf(path)) as T;
  const linesOf = async <T>(path: string): Promise<T[]> =>
    (await textOf(path))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  /** Entries as they are stored, to hold against what is served. */
  const logged = async (from: number, to: number): Promise<{ index: number; entry: string }[]> => {
    const entries = [];
    for await (const one of readEntries(desk.context.db, from, to)) entries.push(one);
    return entries;
  };
  const hands = async (): Promise<void> => {
    clerk = await desk.as('clerk');
    clerk2 = await desk.as('clerk2');
    director = await desk.as('director');
    liaison = await desk.as('liaison');
  };

  const rate = async (department: string, level: number): Promise<void> => {
    const token = Buffer.from(desk.context.random(16)).toString('base64url');
    expect((await desk.post('/api/ratings', { token, department, level })).status).toBe(201);
  };
  const takenUp = async (text: string): Promise<Citizen & { id: string }> => {
    const citizen = await desk.opinion({ text });
    await clerk.act(citizen.id, 'takeUp', { publicText: text, topic: 'city', kind: 'complaint' });
    return citizen;
  };
  const accepted = async (text: string): Promise<Citizen & { id: string }> => {
    const citizen = await takenUp(text);
    await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(citizen.id, 'accept');
    return citizen;
  };

  beforeAll(async () => {
    desk = await testDesk(await open());
    await hands();
    const confirmed = await accepted('解放路路灯坏了三个月没人修');
    await liaison.act(confirmed.id, 'claim', {
      outcome: '十二盏路灯全部修好，有问题请打13800138000',
      evidence: [await liaison.upload()],
      signedBy: '局长',
    });
    await clerk2.act(confirmed.id, 'beginReview');
    await clerk2.act(confirmed.id, 'passReview', { opinion: '佐证属实' });
    await desk.post('/api/track/answer', {
      viewKey: confirmed.viewKey,
      answer: 'yes',
      preimage: confirmed.preimage(1, 'y'),
      seen: false,
      comment: '路灯亮了',
    });
    const explained = await accepted('希望把地铁通到我家门口');
    await liaison.act(explained.id, 'explain', {
      explanation: '线网规划由上级批准，暂不具备条件',
      legalBasis: '城市轨道交通规划管理办法第八条',
      signedBy: '局长',
      evidence: [await liaison.upload()],
    });
    await clerk2.act(explained.id, 'beginReview');
    await clerk2.act(explained.id, 'passReview', { opinion: '属实' });
    const suspended = await accepted('老小区没有停车位');
    await liaison.act(suspended.id, 'putOnAccount', {
      suspensionCause: 'funds',
      explanation: '改造资金没有落实',
      nextStep: '列入明年计划',
      reviewDay: '2027-03-01',
      signedBy: '局长',
    });
    await clerk2.act(suspended.id, 'beginReview');
    await clerk2.act(suspended.id, 'passAccount', { opinion: '同意挂账' });
    const erased = await accepted('我在某某小区某号，楼上漏水');
    await director.act(erased.id, 'erase', { reason: '本人申请删除' });
    const filed = await desk.opinion({ text: '我要告法院判错了' });
    await clerk.act(filed.id, 'file', { exit: 'OUT_OF_SCOPE', reason: '请向法院提出', otherChannel: 'court' });
    const withheld = await accepted('不愿公开原文的意见');
    await desk.context.db.updateTable('opinion').set({ may_publish: 0 }).where('case_id', '=', withheld.id).execute();
    const fresh = await desk.opinion({ text: '刚提交还没有梳理的意见' });
    ids = {
      confirmed: confirmed.id,
      explained: explained.id,
      suspended: suspended.id,
      erased: erased.id,
      filed: filed.id,
      private: withheld.id,
      new: fresh.id,
    };
    // Ten that say something and one 不了解 for the one department; too few for the other.
    for (let index = 0; index < 12; index += 1)
      await rate(index < 11 ? 'cgj' : 'jyj', index === 10 ? 0 : 1 + (index % 5));
  });
  afterAll(() => desk.close());

  test('第一次发布以前，如实说还没有发布', async () => {
    for (const path of ['city.json', 'figures.csv', 'index.json', 'texts.ndjson', 'events.csv', 'cases/2025.csv']) {
      const answer = await desk.ask(`/open/${path}`);
      expect(answer.status, path).toBe(404);
      expect(((await answer.json()) as { detail: string }).detail, path).toContain('还没有第一次发布');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    // The log has begun, because words that are taken back are entered at once; there is nothing else to copy yet.
    const listed = await textOf('/open/mirror.txt');
    expect(listed).toContain('/log/checkpoint');
    expect(listed).not.toContain('/open/figures.json');
  });

  test('发布以后，每个文件逐字节就是存证本里写明的那一份', async () => {
    await desk.context.ledger.settle();
    // 解释说明 is closed in public when nobody has answered and the notice is over.
    desk.later(16);
    await hands();
    await clerk2.act(ids.explained, 'proceed', { opinion: '期满无答复' });
    desk.later(12);
    await hands();
    await clerk2.act(ids.explained, 'close');
    await clerk2.act(ids.confirmed, 'close');
    await desk.context.ledger.settle();
    const { db } = desk.context;
    const { idx = 0 } = (await newestPublication(db)) ?? {};
    const entries = await logged(idx, idx + 1);
    const { files } = JSON.parse(entries[0]?.entry ?? '') as { files: Record<string, string> };
    expect(Object.keys(files).length).toBeGreaterThan(8);
    for (const [path, hash] of Object.entries(files)) expect(sha256(await bytesOf(`/open/${path}`)), path).toBe(hash);
    const city = await jsonOf<CityFile>('/open/city.json');
    expect(city.publication).toEqual({ n: 2, day: '2026-11-09', year: 2025 });
    expect(city.keys).toEqual([...desk.context.ledger.keys]);
  });

  test('压缩的和不压缩的是同一份，没有变化时答 304，只问头部不发内容', async () => {
    for (const path of [
      'figures.json',
      'departments.csv',
      'events.ndjson',
      'texts.ndjson',
      'index.json',
      'rules/1.json',
    ]) {
      const plain = await bytesOf(`/open/${path}`);
      const zipped = await desk.ask(`/open/${path}`, { headers: { 'accept-encoding': 'br, gzip' } });
      expect(zipped.headers.get('content-encoding'), path).toBe('gzip');
      expect(zipped.headers.get('vary')).toContain('Accept-Encoding');
      expect(Buffer.from(gunzipSync(await zipped.arrayBuffer())).equals(plain)).toBe(true);
      for (const encoding of ['identity', 'gzip']) {
        const headers = { 'accept-encoding': encoding };
        const etag = (await desk.ask(`/open/${path}`, { headers })).headers.get('etag') ?? '';
        const again = await desk.ask(`/open/${path}`, { headers: { ...headers, 'if-none-match': etag } });
        expect(again.status, `${path} ${encoding}`).toBe(304);
        const head = await desk.ask(`/open/${path}`, { method: 'HEAD', headers });
        expect([head.status, await head.text()]).toEqual([200, '']);
        expect(head.headers.get('etag')).toBe(etag);
      }
    }
    const table = await desk.ask('/open/cases/2025.csv');
    expect(table.headers.get('content-disposition')).toBe('attachment; filename="cases-2025.csv"');
    expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(table.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  test.each([
    'cases/1999.csv',
    'cases/2025.xlsx',
    'dept/nobody.json',
    'rules/0.json',
    'rules/99.json',
    'rules/1',
    'openings/2025/jyj.ndjson',
    'openings/2025/nobody.ndjson',
    'openings/x/cgj.ndjson',
    'nothing.json',
    'dept/city.json',
  ])('没有的文件 /open/%s 答 404', async (path) => {
    const answer = await desk.ask(`/open/${path}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('公开的每段文字都能打开存证本里的承诺', async () => {
    const events = await linesOf<(NewCaseEntry | ActEntry) & { i: number }>('/open/events.ndjson');
    const texts = await linesOf<TextLine>('/open/texts.ndjson');
    expect(texts.length).toBeGreaterThan(8);
    for (const { id, n, f, v, s } of texts) {
      const entry = events.find((event) => event.id === id && event.n === n);
      const commitment = entry?.t === 'case.new' ? entry.c : entry?.w?.[f];
      expect(commit(n === 1 ? { text: v } : v, Buffer.from(s, 'base64url')), `${id} ${n} ${f}`).toBe(commitment);
    }
  });

  test('只有公开页面上现在看得到的文字才公开，个人信息已经遮住', async () => {
    const texts = await linesOf<TextLine>('/open/texts.ndjson');
    const of = (id: string): string[] => texts.filter((line) => line.id === id).map(({ f }) => f);
    expect(of(ids.confirmed)).toEqual(['text', 'publicText', 'outcome']);
    expect(of(ids.explained)).toEqual(['text', 'publicText', 'explanation', 'legalBasis']);
    expect(of(ids.suspended)).toEqual(['text', 'publicText', 'explanation', 'nextStep']);
    expect(of(ids.private)).toEqual(['publicText']);
    for (const id of [ids.erased, ids.filed, ids.new]) expect(of(id)).toEqual([]);
    const all = await textOf('/open/texts.ndjson');
    expect(all).not.toContain('13800138000');
    expect(all).not.toContain('路灯亮了');
    expect(all).not.toContain('漏水');
  });

  test('遮盖个人信息的规则以后再改，已经存证的文字仍按当时的样子公开', async () => {
    const { db } = desk.context;
    const words = db
      .selectFrom('event_text')
      .selectAll()
      .where('case_id', '=', ids.confirmed)
      .where('field', '=', 'outcome');
    const now = await words.executeTakeFirstOrThrow();
    const asThen = '按旧规则遮盖：联系138〔数字〕';
    const set = async (published: string | null, outcome: string): Promise<void> => {
      await db
        .updateTable('event_text')
        .set({ published })
        .where('case_id', '=', ids.confirmed)
        .where('field', '=', 'outcome')
        .execute();
      await db.updateTable('case_file').set({ public_outcome: outcome }).where('id', '=', ids.confirmed).execute();
    };
    const { public_outcome } = await db
      .selectFrom('case_file')
      .select('public_outcome')
      .where('id', '=', ids.confirmed)
      .executeTakeFirstOrThrow();
    await set(asThen, asThen);
    // A list of the same version is not made again; the reader here has none.
    const texts = await linesOf<TextLine>('/open/texts.ndjson');
    expect(texts.find(({ id, f }) => id === ids.confirmed && f === 'outcome')?.v).toBe(asThen);
    await set(now.published, public_outcome ?? '');
  });

  test('再次遮盖的文字，改好以前的那一份马上就取不到了', async () => {
    const clean = '老小区没有停车位（已遮盖）';
    await clerk.act(ids.suspended, 'redactText', { publicText: clean, reason: '有个人信息' });
    // Entered at once, so that nobody misses the text meanwhile.
    const after = await linesOf<TextLine>('/open/texts.ndjson');
    expect(after.filter(({ id, f }) => id === ids.suspended && f === 'publicText').map(({ v }) => v)).toEqual([clean]);
    expect(after.filter(({ id, f }) => id === ids.suspended && f === 'text')).toEqual([]);
    await desk.context.ledger.settle();
  });

  test('办理记录逐条就是存证本里的，表格里的和它一样多，不含评价', async () => {
    const lines = await linesOf<Record<string, unknown>>('/open/events.ndjson');
    const { db } = desk.context;
    const { idx = 0 } = (await newestPublication(db)) ?? {};
    const expected = (await logged(0, idx))
      .map(({ index, entry }) => ({ i: index, ...(JSON.parse(entry) as { t: string }) }))
      .filter(({ t }) => t.startsWith('case.') || t === 'erase');
    expect(lines).toEqual(expected);
    expect(lines.filter(({ t }) => t === 'case.new')).toHaveLength(7);
    const table = csvCells(await textOf('/open/events.csv'));
    expect(table.slice(1).map(([index]) => Number(index))).toEqual(lines.map(({ i }) => i));
  });

  test('已开票的评价按承诺值排序，每一条都能打开；不足十个的不开', async () => {
    const openings = await linesOf<OpeningLine>('/open/openings/2025/cgj.ndjson');
    expect(openings).toHaveLength(10);
    expect(openings.map(({ c }) => c)).toEqual(openings.map(({ c }) => c).toSorted());
    for (const { c, r, s } of openings) expect(commit({ r }, Buffer.from(s, 'base64url'))).toBe(c);
  });

  test('数据字典也写明了边生成边发送的文件', async () => {
    const events = await linesOf<Record<string, unknown>>('/open/events.ndjson');
    const wrong = [
      ...events.flatMap((line) => undescribed(line, fields('open/events.ndjson'), 'event')),
      ...(await linesOf<Record<string, unknown>>('/open/texts.ndjson')).flatMap((line) =>
        undescribed(line, fields('open/texts.ndjson'), 'text'),
      ),
      ...(await linesOf<Record<string, unknown>>('/open/openings/2025/cgj.ndjson')).flatMap((line) =>
        undescribed(line, fields('open/openings/<year>/<code>.ndjson'), 'opening'),
      ),
      ...undescribed(await jsonOf('/open/rules/1.json'), fields('open/rules/<n>.json'), 'rules'),
      ...undescribed(await jsonOf('/open/index.json'), fields('open/index.json'), 'index'),
      ...undescribedTable(await textOf('/open/events.csv'), fields('open/events.csv')),
      ...undescribedTable(await textOf('/open/cases/2025.csv'), fields('open/cases/<year>.csv')),
    ];
    expect(wrong).toEqual([]);
  });

  test('清单里的每个文件都取得到，大小和散列相符，都有中文名称', async () => {
    const { files } = await jsonOf<{
      files: { path: string; title: string; type: string; bytes?: number; sha256?: string }[];
    }>('/open/index.json');
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['city.json', 'texts.ndjson', 'events.csv', 'rules/1.json', 'openings/2025/cgj.ndjson']),
    );
    for (const { path, title, type, bytes, sha256: hash } of files) {
      const answer = await desk.ask(`/open/${path}`);
      const content = new Uint8Array(await answer.arrayBuffer());
      expect(answer.headers.get('content-type'), path).toBe(type);
      expect(title, path).toMatch(/\p{Script=Han}/u);
      if (bytes !== undefined) expect([content.length, sha256(content)], path).toEqual([bytes, hash]);
    }
  });

  test('验证程序从这些地址读到的，和存证本一致', async () => {
    const report = await verifyLedger({
      hash: portableSha256,
      mirror: {
        read: async (path) => {
          const answer = await desk.ask(`/${path}`);
          return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer());
        },
      },
    });
    expect(report.findings).toEqual([]);
    expect(report.checked.texts).toBeGreaterThan(8);
  });

  describe.runIf(wget !== undefined)('整份复制', () => {
    let server: ServerType;
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'wanping-mirror-'));
      server = serve({ fetch: (request) => desk.app.fetch(request), hostname: '127.0.0.1', port: 0 });
      if (!server.listening) await once(server, 'listening');
    });
    afterAll(() => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('用 wget 按 mirror.txt 整份取下来，一个不少，内容相同，可以离线验证', async () => {
      const { port } = server.address() as AddressInfo;
      const address = `http://127.0.0.1:${port}/open/mirror.txt`;
      await run(wget ?? '', ['-q', '--no-proxy', '-x', '-nH', '-i', address], { cwd: folder });
      const got = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const listed = (await textOf('/open/mirror.txt')).trimEnd().split('\n');
      const paths = listed.map((line) => new URL(line).pathname);
      // And the list itself, which wget keeps, too.
      expect(got.length).toBe(paths.length + 1);
      for (const path of paths) {
        expect(equalBytes(new Uint8Array(readFileSync(join(folder, path))), await bytesOf(path)), path).toBe(true);
      }
      const report = await verifyLedger({
        hash: portableSha256,
        mirror: {
          read: async (path) => {
            const place = join(folder, path);
            return existsSync(place) ? new Uint8Array(readFileSync(place)) : undefined;
          },
        },
      });
      expect(report.findings).toEqual([]);
    });
  });
});

test('网站放在子路径下时，地址和文件都在子路径下', async () => {
  const [{ open: openDatabase } = {}] = databases;
  if (openDatabase === undefined) throw new Error('no database');
  const desk = await testDesk(await openDatabase(), {
    env: { BASE_PATH: '/wanping', PUBLIC_URL: 'https://pingyi.example' },
  });
  try {
    await desk.context.ledger.settle();
    const list = await desk.ask('/wanping/open/mirror.txt');
    const lines = (await list.text()).trimEnd().split('\n');
    expect(lines).toContain('https://pingyi.example/wanping/log/checkpoint');
    expect(lines).toContain('https://pingyi.example/wanping/open/figures.json');
    for (const line of lines) {
      const answer = await desk.ask(new URL(line).pathname);
      expect(answer.status, line).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  } finally {
    await desk.close();
  }
});

test('边生成边发送：读者不取就不往下做，走了就停', async () => {
  let made = 0;
  let isOver = false;
  async function* lines(): AsyncGenerator<string> {
    try {
      for (; made < 1_000_000; made += 1) yield `${'x'.repeat(99)}\n`;
    } finally {
      isOver = true;
    }
  }
  const app = new Hono<Env>().get('/', (c) =>
    serveLines(c, lines, { type: 'text/plain', cache: 'no-cache', version: '1' }),
  );
  const { body } = await app.request('/');
  expect(made).toBe(0);
  const reader = body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(60_000);
  expect(made).toBeLessThan(1000);
  await reader?.cancel();
  expect(isOver).toBe(true);
  expect(made).toBeLessThan(1000);
});
