/** The page 核验: what it tells to everybody, and what it notices when the site does not serve what it published. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import { openCheckpoint } from '../../src/client/ledger-checks.ts';
import { launchBrowser } from '../support/browser.ts';
import { type City, desktop, openCity, visit, type Visitor } from '../support/site.ts';

let browser: Browser;
let city: City;
beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), openCity()]);
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

interface Ledger {
  keys: { log: string; receipts: string };
  publication: { n: number; index: number };
}
const ledger = async (): Promise<Ledger> => (await (await fetch(`${city.url}/api/ledger`)).json()) as Ledger;

async function opened(visitor: Visitor): Promise<Page> {
  await visitor.page.goto(`${city.url}/verify`);
  return visitor.page;
}

async function recount(page: Page, code = 'cgj'): Promise<string> {
  await page.locator('#recount-department').selectOption(code);
  await page.locator('#recount-form button').click();
  await page.locator('#department .verdict').waitFor();
  return page.locator('#department [data-result]').innerText();
}

async function check(page: Page, text: string): Promise<string> {
  await page.locator('#leaf').fill(text);
  await page.locator('#receipt-form button.full').click();
  await page.locator('#receipt-form button.full:not([aria-disabled])').waitFor();
  return page.locator('#receipt-result').innerText();
}

/** Answers of the site, changed on the way to the browser. */
const tamper = ({ context }: Visitor, address: string, change: (body: string) => string): Promise<unknown> =>
  context.route(`**${address}`, async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, body: change(await answer.text()) });
  });

describe('what everybody reads', () => {
  test('stands there without scripts: how large it is, the checkpoint, who vouches, what it does not protect against', async () => {
    const visitor = await visit(browser, { javaScriptEnabled: false });
    const page = await opened(visitor);
    const { keys } = await ledger();
    const shown = openCheckpoint(
      (await page.locator('.checkpoint pre').textContent()) ?? '',
      readVerifierKey(keys.log),
    );
    const text = await page.locator('main').innerText();
    expect(shown?.size).toBeGreaterThan(1000);
    expect(text).toContain(`${shown?.size.toLocaleString('zh-CN')} 条`);
    expect(await page.locator('main').textContent()).toContain(keys.log);
    expect(text).toContain('现在还没有外部见证单位');
    expect(text).toContain('防不了什么');
    expect(text).toContain('有人花钱买好评');
    expect(text).toContain('python3 verify.py');
    expect(await page.locator('.checkpoint .qr svg').count()).toBe(1);
    expect(visitor.faults).toEqual([]);
  });

  test('a number of a receipt can be looked up without scripts: the form leads to the proof itself', async () => {
    const page = await opened(await visit(browser, { javaScriptEnabled: false }));
    await page.locator('#leaf').fill('A'.repeat(43));
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('/log/proof')),
      page.locator('#receipt-form button.full').click(),
    ]);
    expect(answer.status()).toBe(404);
  });
});

describe('recounting a department on the phone', () => {
  test('agrees with what is published, number for number, and proves that the files are the published ones', async () => {
    const visitor = await visit(browser);
    const page = await opened(visitor);
    const result = await recount(page);
    const { publication } = await ledger();
    expect(result).toMatch(/✓ 城市管理局：\d+ 个数全部一致/);
    expect(result).toContain(`第 ${publication.n} 次公布`);
    expect(result).toContain('逐字节是登记过的那一份');
    expect(result).toMatch(/公开的 [\d,]+ 份评价，每一份都与存入时封好的一致/);
    expect(result).not.toContain('✗');
    await page.getByText('全部指标').click();
    await expect.poll(() => page.locator('.recount tbody tr').count()).toBeGreaterThan(35);
    expect(visitor.faults).toEqual([]);
  });

  test('names the number when the published one is another', async () => {
    const visitor = await visit(browser);
    await tamper(visitor, '/open/figures.json', (body) => {
      const figures = JSON.parse(body) as { departments: { code: string; claimed: number }[] };
      for (const row of figures.departments) if (row.code === 'cgj') row.claimed += 3;
      return JSON.stringify(figures);
    });
    const result = await recount(await opened(visitor));
    expect(result).toContain('✗ 城市管理局：1 个数不一致');
    expect(result).toContain('文件 figures.json 不是登记过的那一份');
    const row = await visitor.page.locator('.recount tr', { hasText: '不一致' }).innerText();
    expect(row).toMatch(/^部门自报/);
  });

  test('notices a case that was taken out, even where the number was changed with it', async () => {
    const visitor = await visit(browser);
    await tamper(visitor, '/open/dept/cgj.json', (body) => {
      const file = JSON.parse(body) as { cases: unknown[] };
      file.cases.splice(0, 1);
      return JSON.stringify(file);
    });
    const result = await recount(await opened(visitor));
    expect(result).toContain('文件 dept/cgj.json 不是登记过的那一份');
    expect(result).toContain('✗');
  });

  test('notices an opened rating whose level was changed', async () => {
    const visitor = await visit(browser);
    await tamper(visitor, '/open/openings/**', (body) =>
      body.replace(/"r":[1-5]/, (old) => (old === '"r":1' ? '"r":5' : '"r":1')),
    );
    const result = await recount(await opened(visitor));
    expect(result).toContain('第 1 份公开的评价与存入时封好的不一致');
  });

  test('says that nothing is known when the network drops', async () => {
    const visitor = await visit(browser);
    await visitor.context.route('**/open/**', (route) => route.abort());
    const page = await opened(visitor);
    await page.locator('#recount-department').selectOption('cgj');
    await page.locator('#recount-form button').click();
    await page.getByText('没有查成').waitFor();
    expect(await page.locator('#department .verdict').count()).toBe(0);
  });
});

describe('checking a receipt', () => {
  /** Rates; the phone then has a receipt. */
  async function rated({ page }: Visitor): Promise<{ leaf: string; note: string }> {
    await page.goto(`${city.url}/d/cgj/rate`);
    await page.locator('[name=level][value="4"]').check({ force: true });
    await page.locator('#rate-form button').last().click();
    await page.locator('#ledger-receipt [data-ledger-ways] button').first().waitFor();
    const kept = await page.evaluate(() => localStorage.getItem('wanping-ledger') ?? '{}');
    const [promise] = (JSON.parse(kept) as { promises: { leaf: string; note: string }[] }).promises;
    if (promise === undefined) throw new Error('the phone kept nothing');
    return promise;
  }

  test('finds it from the list of this phone, from its text, its file and its number', async () => {
    const visitor = await visit(browser);
    const { leaf, note } = await rated(visitor);
    const isIn = async (): Promise<number> => (await fetch(`${city.url}/log/proof?leaf=${leaf}`)).status;
    await expect.poll(isIn, { timeout: 150_000 }).toBe(200);
    const page = await opened(visitor);
    await page.locator('[data-promises] li button').first().click();
    await page.locator('#receipt .verdict').waitFor();
    expect(await page.locator('#receipt-result').innerText()).toContain('✓ 这张存证回执没有问题');
    const withNoise = `存证回执 ABCD-EFGH\r\n${note.replaceAll('\n', '\r\n')}\r\n再见`;
    const standard = Buffer.from(leaf, 'base64url').toString('base64');
    for (const text of [note, withNoise, leaf, `存证编号 ${leaf}`, standard]) {
      const result = await check(page, text);
      expect(result).toContain('没有问题');
      expect(result).toMatch(/在存证本第 [\d,]+ 条：沿 \d+ 个哈希算到总值，一致/);
      expect(result).not.toContain('✗');
    }
    expect(await check(page, note)).toContain('回执是用存证回执公钥签的');
    expect(visitor.faults).toEqual([]);
  });

  test('tells a forged one, one that waits or is unknown, and what is none', async () => {
    const visitor = await visit(browser);
    const { note } = await rated(visitor);
    const page = await opened(visitor);
    const day = /\d{4}-\d\d-\d\d/.exec(note)?.[0] ?? '';
    const forged = await check(page, note.replace(day, '2099-12-31'));
    expect(forged).toContain('✗ 这张存证回执核对不上');
    expect(forged).toContain('回执的签名不对');
    expect(await check(page, 'B'.repeat(42) + 'A')).toContain('还不在存证本里');
    expect(await check(page, '昨天那张回执')).toContain('没有认出存证回执');
  });

  test('shows the entry that a line of a public case leads to', async () => {
    const list = (await (await fetch(`${city.url}/api/cases?state=resolved`)).json()) as {
      items: { number: string }[];
    };
    const visitor = await visit(browser);
    const { page } = visitor;
    await page.goto(`${city.url}/cases/${list.items[0]?.number}`);
    const link = page.locator('.timeline .entry').first();
    const index = Number((await link.getAttribute('href'))?.split('entry-')[1]);
    await link.click();
    await page.locator('#receipt-result pre').waitFor();
    const shown = JSON.parse(await page.locator('#receipt-result pre').innerText()) as { t: string; act: string };
    expect(shown.t).toMatch(/^case\./);
    expect(shown.act).toBe('takeUp');
    expect(await page.locator('#receipt-result').innerText()).toContain(
      `在存证本第 ${index.toLocaleString('zh-CN')} 条`,
    );
    expect(visitor.faults).toEqual([]);
  });
});

describe('the whole city', () => {
  test('stops when it is told to', async () => {
    const visitor = await visit(browser, { viewport: desktop });
    const page = await opened(visitor);
    await page.locator('#city-form button').click();
    await page.getByRole('button', { name: '停止' }).click();
    await page.getByText('已停止').waitFor();
    expect(await page.locator('#city-form button').getAttribute('aria-disabled')).toBeNull();
    expect(visitor.faults).toEqual([]);
  });
});
