/** 存证回执 on the phone: what it keeps, what it finds out by itself later, and what it says when a promise was not kept. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Memory, Promised } from '../../src/client/kept.ts';
import { type Ask, type Checked, NoAnswer, recheck } from '../../src/client/ledger-checks.ts';
import { levelWords } from '#words/workflow.ts';
import { launchBrowser } from '../support/browser.ts';
import { type City, openCity, visit, type Visitor } from '../support/site.ts';
import { type TinyLog, tinyLog } from '../support/tiny-log.ts';

const asking =
  (log: TinyLog): Ask =>
  async (path) => {
    const { status, text } = log.answer(path);
    return { status, bytes: new TextEncoder().encode(text) };
  };
const promised = (log: TinyLog, entry: string, by: string): Promised => ({
  leaf: log.leaf(entry),
  number: 'ABCD-EFGH',
  kind: 'rating',
  by,
  note: log.receipt(entry, by),
});
const today = '2026-10-12';
const look = (log: TinyLog, memory: Memory, day = today): Promise<Checked> =>
  recheck(memory, asking(log), { day, isDemonstration: false });
const entries = (count: number): string[] => Array.from({ length: count }, (_, place) => `{"n":${place}}`);

describe('what a phone finds out when it looks again', () => {
  test('is the place of its entry, for every entry of logs of every size up to nineteen', async () => {
    for (let size = 1; size <= 19; size += 1) {
      const log = tinyLog(entries(size), today);
      for (const [place, entry] of log.entries.entries()) {
        const { trouble, promises, checkpoint } = await look(log, { promises: [promised(log, entry, today)] });
        expect(trouble).toBeUndefined();
        expect(promises.get(log.leaf(entry))?.index).toBe(place);
        expect(checkpoint).toBe(log.checkpoint());
      }
    }
  });

  test('is nothing to say while a promise is not due, and that it was broken the day after', async () => {
    const log = tinyLog(entries(5), today);
    const memory = { promises: [promised(log, 'not there', today)] };
    expect((await look(log, memory)).trouble).toBeUndefined();
    log.today = '2026-10-13';
    const { trouble } = await look(log, memory);
    expect(trouble).toMatchObject({ kind: 'missing', leaf: log.leaf('not there') });
    expect(trouble?.evidence['receipt']).toBe(log.receipt('not there', today));
    expect(trouble?.evidence['checkpoint']).toBe(log.checkpoint());
  });

  test('is asked once for all ballots of a vote that still wait, and for each of them when one is in the log or a day has passed', async () => {
    const log = tinyLog(entries(5), today);
    const by = '2026-10-19';
    const ballots = ['a', 'b', 'c'].map((entry): Promised => ({ ...promised(log, entry, by), kind: 'ballot' }));
    const proofs = async (): Promise<{ asked: number; trouble: string | undefined; found: number }> => {
      let asked = 0;
      const counted: Ask = (path) => {
        if (path.startsWith('log/proof')) asked += 1;
        return asking(log)(path);
      };
      const { trouble, promises } = await recheck({ promises: ballots }, counted, {
        day: today,
        isDemonstration: false,
      });
      const found = [...promises.values()].filter(({ index }) => index !== undefined).length;
      return { asked, trouble: trouble?.kind, found };
    };
    expect(await proofs()).toEqual({ asked: 1, trouble: undefined, found: 0 });
    log.entries.push('a', 'b', 'c');
    expect(await proofs()).toEqual({ asked: 3, trouble: undefined, found: 3 });
    log.entries.splice(-1);
    log.today = '2026-10-20';
    expect(await proofs()).toEqual({ asked: 3, trouble: 'missing', found: 2 });
  });

  test('is a broken promise also when the site puts its calendar back', async () => {
    const log = tinyLog(entries(5), '2026-09-01');
    const { trouble } = await look(log, { promises: [promised(log, 'not there', '2026-10-11')] });
    expect(trouble?.kind).toBe('missing');
  });

  test.each([
    ['one that grew', 9, (log: TinyLog) => log.entries.push('{"more":1}', '{"more":2}'), undefined],
    ['one that did not', 9, () => undefined, undefined],
    ['one whose first entry was changed', 9, (log: TinyLog) => log.entries.splice(0, 1, '{"n":"other"}'), 'fork'],
    [
      'one that was changed and grew',
      7,
      (log: TinyLog) => log.entries.splice(3, 1, '{"n":"other"}', '{"more":1}'),
      'fork',
    ],
    ['one that lost its last entry', 8, (log: TinyLog) => log.entries.pop(), 'shrunk'],
    ['one that lost everything', 8, (log: TinyLog) => log.entries.splice(0), 'shrunk'],
  ])('of a log that it has seen before, and %s', async (_, size, change, expected) => {
    const log = tinyLog(entries(size), today);
    const memory: Memory = { promises: [], keys: log.keys, checkpoint: log.checkpoint() };
    change(log);
    expect((await look(log, memory)).trouble?.kind).toBe(expected);
  });

  test('is that keys were exchanged, and that a checkpoint is not signed by the one it knows', async () => {
    const log = tinyLog(entries(4), today);
    const other = tinyLog(entries(4), today, 'second');
    expect((await look(other, { promises: [], keys: log.keys })).trouble?.kind).toBe('keys');
    const forged: TinyLog = {
      ...log,
      answer: (path) => {
        const { status, text } = log.answer(path);
        return { status, text: path === 'api/ledger' ? text.replace('\\n4\\n', '\\n5\\n') : text };
      },
    };
    expect((await look(forged, { promises: [], keys: log.keys })).trouble?.kind).toBe('signature');
  });

  test('is that a proof proves nothing, or belongs to something else', async () => {
    const log = tinyLog(entries(6), today);
    const promise = promised(log, log.entries[2] ?? '', today);
    const answering = (change: (proof: string) => string): TinyLog => ({
      ...log,
      answer: (path) => {
        const { status, text } = log.answer(path);
        return { status, text: path.startsWith('log/proof') ? change(text) : text };
      },
    });
    const kinds = [];
    for (const change of [
      (proof: string) => proof.replace('index 2', 'index 3'),
      () => log.answer(`log/proof?leaf=${log.leaf(log.entries[3] ?? '')}`).text,
      () => '',
      (proof: string) => proof.replace('tlog-proof@v1', 'tlog-proof@v2'),
    ]) {
      kinds.push((await look(answering(change), { promises: [promise] })).trouble?.kind);
    }
    expect(kinds).toEqual(['proof', 'proof', 'proof', 'proof']);
  });

  test('is that a promise names another day or another key', async () => {
    const log = tinyLog(entries(3), today);
    const other = tinyLog(entries(3), today, 'second');
    const promise = promised(log, 'waits', '2026-10-19');
    const wrong = [
      { ...promise, by: '2026-10-20' },
      { ...promise, note: other.receipt('waits', promise.by) },
    ];
    for (const one of wrong) {
      expect((await look(log, { promises: [one], keys: log.keys })).trouble?.kind).toBe('promise');
    }
  });

  test('is nothing at all when the site does not answer', async () => {
    const log = tinyLog(entries(3), today);
    const busy: TinyLog = { ...log, answer: () => ({ status: 503, text: '' }) };
    const memory = { promises: [promised(log, 'not there', '2026-01-01')] };
    await expect(look(busy, memory)).rejects.toBeInstanceOf(NoAnswer);
  });

  test('is not asked again of what was proved before: the log only has to go on from there', async () => {
    const log = tinyLog(entries(6), today);
    const asked: string[] = [];
    const promise = { ...promised(log, log.entries[1] ?? '', today), index: 1 };
    const ask: Ask = (path) => {
      asked.push(path);
      return asking(log)(path);
    };
    const memory: Memory = { promises: [promise], keys: log.keys, checkpoint: log.checkpoint() };
    log.entries.push('{"more":1}');
    const { trouble } = await recheck(memory, ask, { day: today, isDemonstration: false });
    expect(trouble).toBeUndefined();
    expect(asked).toEqual(['api/ledger', 'log/consistency?from=6&to=7']);
  });
});

let browser: Browser;
let city: City;
beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), openCity()]);
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

async function rate(page: Page): Promise<void> {
  await page.goto(`${city.url}/d/cgj/rate`);
  await page.locator('[name=level][value="2"]').check({ force: true });
  await page.locator('#rate-form button').last().click();
  await page.locator('#ledger-receipt [data-ledger-ways] button').first().waitFor();
}

const memoryOf = (page: Page): Promise<Memory> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('wanping-ledger') ?? '{}') as Memory);

/** Waits until the city has entered a leaf: the demonstration does so soon, and a slow machine is given time. */
async function entered(leaf: string): Promise<void> {
  await expect
    .poll(async () => (await fetch(`${city.url}/log/proof?leaf=${leaf}`)).status, { timeout: 150_000 })
    .toBe(200);
}

async function download(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return readFileSync(await file.path(), 'utf8');
}

describe('the slip of a rating', () => {
  test('promises a day, says nothing of what was rated, and is kept on the phone without it', async () => {
    const { page, faults } = await visit(browser);
    await rate(page);
    const slip = await page.locator('.slip').innerText();
    expect(slip).toMatch(/您的评价将在 .*以前存入公开存证本/);
    expect(slip).toContain('不显示您打了什么分，请勿交给他人');
    expect(slip).toContain('手机已核对：存证的就是您刚才的评价');
    const [handedIn = ''] = slip.split('接下来');
    for (const level of Object.values(levelWords)) expect(handedIn).not.toContain(level);
    const kept = await page.evaluate(() => localStorage.getItem('wanping-ledger') ?? '');
    expect(kept).not.toMatch(/cgj|level|token|城市管理/);
    const [promise] = (await memoryOf(page)).promises;
    expect(promise?.note).toContain('wmpy-receipt/v1');
    const text = await download(page, '存成文字');
    expect(text).toContain(promise?.leaf);
    expect(text.replaceAll('\r\n', '\n')).toContain(promise?.note?.trim());
    await page.getByRole('button', { name: '显示二维码' }).click();
    await page.locator('#ledger-receipt .qr svg').waitFor();
    expect(faults).toEqual([]);
  });

  test('is checked without a word at the next visit, and the pages that have a place for it say where the entry is', async () => {
    const { page, faults } = await visit(browser);
    await rate(page);
    const [promise] = (await memoryOf(page)).promises;
    await entered(promise?.leaf ?? '');
    await page.goto(`${city.url}/`);
    await expect.poll(async () => (await memoryOf(page)).promises[0]?.index, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await page.locator('#ledger-trouble').count()).toBe(0);
    const { promises } = await memoryOf(page);
    for (const path of ['/track', '/verify']) {
      await page.goto(city.url + path);
      const line = page.locator('[data-recheck]');
      await line.waitFor();
      expect(await line.innerText()).toContain(`第 ${promises[0]?.index?.toLocaleString('zh-CN')} 条`);
    }
    expect(faults).toEqual([]);
  });

  test('shows number, day and signature for copying where no script runs', async () => {
    const { page } = await visit(browser, { javaScriptEnabled: false });
    await page.goto(`${city.url}/d/cgj/rate`);
    await page.locator('[name=level]').first().check({ force: true });
    await page.locator('#rate-form button').last().click();
    await page.locator('#rate-confirm button').click();
    const note = await page.locator('#ledger-receipt pre').innerText();
    const leaf = await page.locator('#ledger-receipt code').innerText();
    expect(note).toMatch(/^wmpy-receipt\/v1\n\S+\n\S{43}=\n\d{4}-\d\d-\d\d\n\n— \S+\/receipt \S+/);
    expect(Buffer.from(leaf, 'base64url').toString('base64')).toBe(note.split('\n')[2]);
  });

  test('comes all the same where the browser keeps nothing', async () => {
    const { page, context, faults } = await visit(browser);
    await context.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await rate(page);
    expect(await page.locator('#ledger-receipt').innerText()).toContain('这个浏览器不保存内容');
    await page.goto(`${city.url}/verify`);
    await page.locator('#recount-form').waitFor();
    expect(faults).toEqual([]);
  });
});

async function leaveOpinion({ page }: Visitor): Promise<void> {
  await page.goto(`${city.url}/d/cgj/opinion`);
  await page.locator('#text').fill('河边步道的栏杆断了一截，请打 13800138000');
  await page.locator('[name=kind][value=complaint]').check({ force: true });
  await page.locator('[name=publish][value=yes]').check({ force: true });
  await page.locator('#opinion-form button.full').click();
  await page.locator('#ledger-receipt [data-ledger-ways] button').first().waitFor();
}

describe('the slip of an 意见', () => {
  test('has the receipt in its text and its picture, and forgets it together with the code', async () => {
    const visitor = await visit(browser);
    const { page, faults } = visitor;
    await leaveOpinion(visitor);
    expect(await page.locator('#ledger-receipt').innerText()).toContain('手机已核对：存证的就是上面的公开版文字');
    const [promise] = (await memoryOf(page)).promises;
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-slip-code]').getByRole('button', { name: '存成文字' }).click(),
    ]);
    const text = readFileSync(await file.path(), 'utf8').replaceAll('\r\n', '\n');
    expect(text).toContain('回执码');
    expect(text).toContain(promise?.note?.trim());
    await page.getByRole('button', { name: '存成图片' }).click();
    await page.locator('img.picture').waitFor();
    await page.getByRole('button', { name: '不要记住' }).click();
    expect((await memoryOf(page)).promises ?? []).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('is challenged at once when what came back is not what was sent', async () => {
    const visitor = await visit(browser);
    const { page, context } = visitor;
    await context.route('**/d/cgj/opinion', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const answer = await route.fetch();
      // Another lock for 认可: one that somebody else can open.
      const body = (await answer.text()).replace(
        /&quot;y&quot;:\[&quot;[^&]{43}/,
        `&quot;y&quot;:[&quot;${'A'.repeat(43)}`,
      );
      return route.fulfill({ response: answer, body });
    });
    await leaveOpinion(visitor);
    await page.locator('#ledger-trouble').waitFor();
    expect(await page.locator('#ledger-trouble').innerText()).toContain('存证的内容与您提交的不一致');
    expect(await page.locator('#receipt-code').count()).toBe(1);
    // Looking again cannot make it right: what was sent is not kept.
    await page.goto(`${city.url}/`);
    await page.locator('#ledger-trouble').waitFor();
    await page.getByRole('button', { name: '再查一次' }).click();
    await page.getByText('还是一样').waitFor();
  });
});

describe('a broken promise', () => {
  test('is told on whatever page, with the evidence to save, and is quiet once that was asked for', async () => {
    const { page, context, faults } = await visit(browser);
    await rate(page);
    const [promise] = (await memoryOf(page)).promises;
    await context.route('**/log/proof?*', (route) => route.fulfill({ status: 404, body: '' }));
    await context.route('**/api/ledger', async (route) => {
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: { ...(await answer.json()), today: '2099-01-01' } });
    });
    await page.goto(`${city.url}/d/cgj`);
    const notice = page.locator('#ledger-trouble');
    await notice.waitFor();
    expect(await notice.innerText()).toMatch(/承诺在 .*以前存入，但存证本里没有/);
    const evidence = (await download(page, '保存证据')).replaceAll('\r\n', '\n');
    expect(evidence).toContain(promise?.note?.trim());
    expect(evidence).toContain('2099-01-01');
    await page.goto(`${city.url}/rates`);
    await notice.waitFor();
    await page.getByRole('button', { name: '再查一次' }).click();
    await page.getByText('还是一样').waitFor();
    await page.getByRole('button', { name: '不再提醒' }).click();
    await page.goto(`${city.url}/`);
    await page.waitForLoadState('networkidle');
    expect(await notice.count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('that turns out to be a mistake of the network is taken back', async () => {
    const { page, context } = await visit(browser);
    await rate(page);
    await context.route('**/log/proof?*', (route) => route.fulfill({ status: 200, body: 'something else' }));
    await page.goto(`${city.url}/`);
    await page.locator('#ledger-trouble').waitFor();
    await context.unroute('**/log/proof?*');
    await page.getByRole('button', { name: '再查一次' }).click();
    await page.getByText('现在对上了').waitFor();
    expect((await memoryOf(page)).trouble).toBeUndefined();
  });

  test('of a site that does not answer is no broken promise, and no page waits for it', async () => {
    const { page, context, faults } = await visit(browser);
    await rate(page);
    await context.route('**/api/ledger', (route) => route.abort());
    await page.goto(`${city.url}/`);
    await page.waitForLoadState('networkidle');
    expect(await page.locator('#ledger-trouble').count()).toBe(0);
    expect(faults.filter((fault) => !fault.includes('ERR_FAILED'))).toEqual([]);
  });
});

test('a phone without receipts asks for nothing more than the page', async () => {
  const { page, sent } = await visit(browser);
  await page.goto(`${city.url}/`);
  await page.waitForLoadState('networkidle');
  expect(sent.filter(({ url }) => /recheck|\/log\/|\/api\//.test(url))).toEqual([]);
});

test('the worker and the checks of signatures come only when they are needed', async () => {
  const built = join(import.meta.dirname, '..', '..', 'dist', 'client', '_astro');
  const { page, sent } = await visit(browser);
  await page.goto(`${city.url}/d/cgj/rate`);
  await page.waitForLoadState('networkidle');
  const loaded = sent.flatMap(({ url }) => /_astro\/([^/]+\.js)$/.exec(url)?.[1] ?? []);
  expect(loaded.length).toBeGreaterThan(0);
  // The order of the group of Ed25519 (RFC 8032 §5.1), in whatever script checks signatures.
  for (const file of loaded)
    expect(readFileSync(join(built, file), 'utf8')).not.toMatch(/1000000000000000000000000000000014def9dea2f79cd6/i);
});
