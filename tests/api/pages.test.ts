/** Published pages from memory: encodings, ETags, HEAD, the 长辈版, and being made again when what they show changes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { readEnvironment } from '../../server/env.ts';
import { createPages } from '../../server/pages/create-pages.ts';
import { isPublished } from '../../server/pages/published.ts';
import { bestEncoding } from '../../server/pages/representation.ts';
import { here, type TestCity, testCity } from '../support/city.ts';

/** A site whose pages say what they were asked for and how often that happened; what they show is under the test's control. */
class Site {
  rendered: string[] = [];
  text = '整改率 92.5%';
  shows: Record<string, string> = { '/rates': 'figures', '/d/xzspj': 'department:xzspj' };
  status = 200;
  gate: Promise<void> = Promise.resolve();

  render = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const elder = request.headers.get('cookie')?.includes('view=elder') ?? false;
    this.rendered.push(`${request.method} ${path}${elder ? ' elder' : ''}`);
    await this.gate;
    const shows = this.shows[path];
    const body = `<!doctype html><p class="${elder ? 'elder' : ''}">${path} ${this.text}</p>${'机关'.repeat(200)}`;
    return new Response(body, {
      status: this.status,
      headers: { 'content-type': 'text/html; charset=utf-8', ...(shows !== undefined && { 'x-shows': shows }) },
    });
  };
}

let city: TestCity | undefined;
afterEach(async () => {
  await city?.close();
  city = undefined;
});

async function open(site: Site, options: { files?: string; env?: Record<string, string> } = {}): Promise<TestCity> {
  const db = openDatabase('sqlite::memory:');
  await migrateToLatest(db);
  city = await testCity(db, { astro: site.render, ...options });
  return city;
}

/** Asks until the page says the text, letting timers run in between. @returns what it says */
async function wait(here: TestCity, path: string, text: string): Promise<string> {
  for (;;) {
    const page = await (await here.ask(path)).text();
    if (page.includes(text)) return page;
    here.time = new Date(here.time.getTime() + 2000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a published page is rendered once and then answered from memory', async () => {
  const site = new Site();
  const { ask } = await open(site);
  const first = await ask('/rates');
  const second = await ask('/rates');
  expect(await second.text()).toBe(await first.text());
  expect(site.rendered).toEqual(['GET /rates']);
  expect(second.headers.get('cache-control')).toBe('no-cache');
  expect(second.headers.get('vary')).toBe('Accept-Encoding, Cookie');
  expect(second.headers.get('x-shows')).toBeNull();
});

test('many who ask at the same time for a page that is not there yet share one rendering', async () => {
  const site = new Site();
  const { ask } = await open(site);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/rates')));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  expect(site.rendered).toHaveLength(1);
});

test('each reader gets the smallest encoding that the browser takes, and every encoding has the same content', async () => {
  const { ask } = await open(new Site());
  const plain = await (await ask('/rates')).text();
  const br = await ask('/rates', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  const gz = await ask('/rates', { headers: { 'accept-encoding': 'gzip' } });
  expect(br.headers.get('content-encoding')).toBe('br');
  expect(gz.headers.get('content-encoding')).toBe('gzip');
  expect(brotliDecompressSync(await br.arrayBuffer()).toString()).toBe(plain);
  expect(gunzipSync(await gz.arrayBuffer()).toString()).toBe(plain);
  expect(Number(br.headers.get('content-length'))).toBeLessThan(plain.length);
});

test.each([
  ['', 'identity'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0', 'identity'],
  ['*', 'br'],
  ['identity', 'identity'],
  ['GZIP, BR', 'br'],
])('a browser that says "%s" gets %s', (accepted, encoding) => {
  expect(bestEncoding(accepted)).toBe(encoding);
});

test('a reader who has the page already gets 304 without a body, one who has another encoding of it does not', async () => {
  const { ask } = await open(new Site());
  const br = { 'accept-encoding': 'br' };
  const etag = (await ask('/rates', { headers: br })).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]+-br"$/);
  const again = await ask('/rates', { headers: { ...br, 'if-none-match': `"other", ${etag}` } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
  expect(again.headers.get('etag')).toBe(etag);
  expect((await ask('/rates', { headers: { 'if-none-match': etag } })).status).toBe(200);
});

test('HEAD says everything that GET says, without the page', async () => {
  const { ask } = await open(new Site());
  const get = await ask('/rates');
  const head = await ask('/rates', { method: 'HEAD' });
  expect(await head.text()).toBe('');
  expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
});

test('readers of the 长辈版 get their own bytes of the same page', async () => {
  const site = new Site();
  const { ask } = await open(site);
  await ask('/rates');
  const elder = await ask('/rates', { headers: { cookie: 'a=b; view=elder' } });
  expect(await elder.text()).toContain('class="elder"');
  expect(await (await ask('/rates')).text()).not.toContain('class="elder"');
  expect(site.rendered).toEqual(['GET /rates', 'GET /rates elder']);
});

test('a page is made again when what it shows changes, and the old one is served until then', async () => {
  const site = new Site();
  const opened = await open(site);
  await opened.ask('/rates');
  await opened.ask('/d/xzspj');
  site.text = '整改率 93.0%';
  opened.context.pages.changed('figures');
  expect(await (await opened.ask('/rates')).text()).toContain('92.5%');
  expect(await wait(opened, '/rates', '93.0%')).toContain('93.0%');
  expect(await (await opened.ask('/d/xzspj')).text()).toContain('92.5%');
});

test('a page that changes while it is being made is made once more', async () => {
  const site = new Site();
  const opened = await open(site);
  // The first request of all waits for the database before its page is begun.
  await opened.ask('/healthz');
  let release = (): void => undefined;
  site.gate = new Promise((resolve) => (release = resolve));
  const first = opened.ask('/rates');
  opened.context.pages.changed('figures');
  release();
  await first;
  site.text = '整改率 93.0%';
  expect(await wait(opened, '/rates', '93.0%')).toContain('93.0%');
});

test('a page that does not say what it shows is made again whenever anything changes', async () => {
  const site = new Site();
  const opened = await open(site);
  await opened.ask('/method');
  site.text = '新的办法';
  opened.context.pages.changed('case:2026-0001');
  expect(await wait(opened, '/method', '新的办法')).toContain('新的办法');
});

test('a new day makes every page again', async () => {
  const site = new Site();
  const opened = await open(site);
  await opened.ask('/d/xzspj');
  site.text = '第二天';
  opened.context.pages.changed('day');
  expect(await wait(opened, '/d/xzspj', '第二天')).toContain('第二天');
});

test('a page that cannot be made again stays as it was', async () => {
  const site = new Site();
  const opened = await open(site);
  await opened.ask('/rates');
  site.status = 500;
  opened.context.pages.changed('figures');
  while (!opened.log.some((line) => line.includes('could not be rendered again'))) {
    opened.time = new Date(opened.time.getTime() + 2000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const answer = await opened.ask('/rates');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('92.5%');
});

test('a page that is not found is answered as such and not kept', async () => {
  const site = new Site();
  const { ask } = await open(site);
  site.status = 404;
  expect((await ask('/cases/2026-9999')).status).toBe(404);
  expect((await ask('/cases/2026-9999')).headers.get('content-security-policy')).toContain("default-src 'none'");
  site.status = 200;
  expect((await ask('/cases/2026-9999')).status).toBe(200);
});

test('a form sent to the address of a published page reaches the site and is not kept', async () => {
  const site = new Site();
  const { ask } = await open(site);
  await ask('/d/xzspj/rate');
  const answer = await ask('/d/xzspj/rate', {
    method: 'POST',
    headers: { origin: here, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'level=5',
  });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('etag')).toBeNull();
  expect(site.rendered).toEqual(['GET /d/xzspj/rate', 'POST /d/xzspj/rate']);
});

test.each([
  ['/', true],
  ['/d', true],
  ['/d?class=B', true],
  ['/d?q=审批', false],
  ['/d/xzspj/opinion', true],
  ['/rates/B', true],
  ['/cases?year=2026&topic=city', true],
  ['/cases?year=2026&secret=1', false],
  ['/desk', false],
  ['/api/city', false],
  ['/track?code=ABCD', false],
])('%s is a published page: %s', (target, expected) => {
  expect(isPublished(target)).toBe(expected);
});

test('pages take no more memory than they are given, and those not used for longest leave first', async () => {
  const site = new Site();
  const pages = createPages({
    env: readEnvironment({}),
    now: () => new Date(0),
    astro: site.render,
    log: () => undefined,
    most: 4000,
  });
  const ask = async (path: string) => (await pages.answer(new Request(here + path)))?.text();
  for (const path of ['/d/a', '/d/b', '/d/a', '/d/c', '/d/e']) await ask(path);
  const before = site.rendered.length;
  await ask('/d/e');
  expect(site.rendered).toHaveLength(before);
  await ask('/d/b');
  expect(site.rendered).toHaveLength(before + 1);
});

test('under a base path the pages and files are found there and only there', async () => {
  const site = new Site();
  const { ask } = await open(site, { env: { BASE_PATH: '/wanping' } });
  await ask('/wanping/rates');
  await ask('/wanping/rates');
  expect(site.rendered).toEqual(['GET /wanping/rates']);
  expect((await ask('/wanping/healthz')).status).toBe(200);
});

test('files of the build carry every security header and are kept for good only when their name holds their hash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-files-'));
  try {
    mkdirSync(join(folder, '_astro'));
    writeFileSync(join(folder, '_astro', 'page.abc.js'), 'console.log("评议");'.repeat(50));
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
    const { ask } = await open(new Site(), { files: folder });
    const script = await ask('/_astro/page.abc.js', { headers: { 'accept-encoding': 'br' } });
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('content-encoding')).toBe('br');
    expect(script.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    const icon = await ask('/favicon.svg');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    expect(icon.headers.get('etag')).toMatch(/^"/);
    expect((await ask('/_astro/../../secret')).headers.get('content-type')).toContain('text/html');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what is withdrawn is not shown once more, not even when the page cannot be made again', async () => {
  const site = new Site();
  const { ask, context } = await open(site);
  await ask('/rates');
  await ask('/d/xzspj');
  site.status = 500;
  site.text = '没有了';
  context.pages.withdraw('figures');
  expect(await (await ask('/rates')).text()).not.toContain('92.5%');
  expect(await (await ask('/d/xzspj')).text()).toContain('92.5%');
  site.status = 200;
  expect(await (await ask('/rates')).text()).toContain('没有了');
});

test('a page that was being made while something in it was withdrawn is made once more before anybody sees it', async () => {
  const site = new Site();
  const { ask, context } = await open(site);
  let finish = (): void => undefined;
  site.gate = new Promise((resolve) => {
    finish = resolve;
  });
  const { render } = site;
  const said = site.text;
  let turns = 0;
  // The first rendering has read the text before it is withdrawn.
  site.render = async (request) => {
    turns += 1;
    site.text = turns === 1 ? said : '没有了';
    return render(request);
  };
  const asked = ask('/rates');
  await new Promise((resolve) => setTimeout(resolve, 10));
  context.pages.withdraw('figures');
  finish();
  expect(await (await asked).text()).toBe(await (await ask('/rates')).text());
  expect(site.rendered).toHaveLength(2);
});
