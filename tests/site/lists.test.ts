/** The desk's lists in a real browser: counts that are links, filters that are kept, many cases at once, drafts, two people at one case; with and without JavaScript. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type City, desktop, openCity, phone, signIn, visit, type Visitor } from '../support/site.ts';

let city: City;
let browser: Browser;
beforeAll(async () => {
  [city, browser] = await Promise.all([openCity(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

/** Somebody who is signed in. */
async function as(username: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const visitor = await visit(browser, { viewport: desktop, ...options });
  await signIn(visitor, city, username);
  return visitor;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
}

const countHere = async (page: Page): Promise<number> =>
  Number(((await page.locator('.count-here').textContent()) ?? '').replace(/\D/g, ''));

describe('清单', () => {
  test('a count above the list is a link to just those cases, and the same link takes the condition off again', async () => {
    const { page, faults } = await as('pybzr');
    await page.goto(`${city.url}/desk?queue=all`);
    await expectAccessible(page);
    const all = await countHere(page);
    const key = page.locator('a[data-facet="key"]');
    const shown = Number(await key.locator('strong').textContent());
    expect(shown).toBeGreaterThan(0);
    await key.click();
    await page.getByText('正在按条件显示：只看重点').waitFor();
    expect(await countHere(page)).toBe(shown);
    expect(await page.locator('table.cases').textContent()).toContain('重点');
    await expectAccessible(page);
    await page.locator('a[data-facet="key"]').click();
    await page.waitForURL((url) => !url.searchParams.has('key'));
    expect(await countHere(page)).toBe(all);
    expect(faults).toEqual([]);
  });

  test.each([true, false])(
    'filters, search and reading on work, and a filter is kept, renamed and removed (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { page } = await as('pyb1', { javaScriptEnabled });
      await page.goto(`${city.url}/desk?queue=all`);
      await page.locator('.filters > summary').click();
      await page.getByLabel('意见类别').selectOption('city');
      await page.getByLabel('亮灯').selectOption('done');
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: '按条件显示' }).click();
      const found = await countHere(page);
      expect(found).toBeGreaterThan(30);
      const first = await page.locator('a[data-line]').first().getAttribute('href');
      await page.getByRole('link', { name: '后面的案件' }).click();
      await expect.poll(() => page.locator('a[data-line]').first().getAttribute('href')).not.toBe(first);
      expect(await countHere(page)).toBe(found);
      await page.getByLabel('搜索案件').fill('路灯');
      await page.getByRole('button', { name: '搜索', exact: true }).click();
      await expect.poll(() => countHere(page)).toBeLessThan(found);
      expect(await countHere(page)).toBeGreaterThan(0);

      if (javaScriptEnabled) {
        await page.getByRole('heading', { level: 1 }).click();
        await page.keyboard.press('s');
        await page.keyboard.type('城管路灯');
        await page.keyboard.press('Enter');
      } else {
        await page.getByText('保存这些条件').click();
        await page.getByLabel('名称').fill('城管路灯');
        await page.getByRole('button', { name: '保存', exact: true }).click();
      }
      await page.getByRole('status').filter({ hasText: '已保存“城管路灯”' }).waitFor();
      const mine = page.getByRole('navigation', { name: '待办分类' }).getByRole('link', { name: /城管路灯/ });
      expect(await mine.getAttribute('aria-current')).toBe('page');
      await page.getByRole('link', { name: '整理' }).click();
      await page.getByLabel('名称').fill('路灯');
      await page.getByRole('button', { name: '改名' }).click();
      await page.getByRole('status').waitFor();
      expect(await page.getByLabel('名称').inputValue()).toBe('路灯');
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: '删除' }).click();
      await page.getByText('还没有保存过筛选').waitFor();
    },
  );

  test('a list is saved as a spreadsheet from its page', async () => {
    const { page } = await as('pybzr');
    await page.goto(`${city.url}/desk?queue=account`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出 XLSX' }).click(),
    ]);
    // Its name is in the answer; what the browser makes of a name in Chinese is its own affair.
    const answer = await page.request.get(download.url());
    expect(decodeURIComponent(answer.headers()['content-disposition'] ?? '')).toMatch(/挂账-\d{4}-\d{2}-\d{2}\.xlsx$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).subarray(0, 2).toString()).toBe('PK');
  });

  test('every key does what the help says, and the help is also reached without it', async () => {
    const { page } = await as('pybzr');
    await page.goto(`${city.url}/desk?queue=all`);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: '键盘快捷键' });
    await help.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('?');
    await help.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /键盘快捷键/ }).click();
    await page.getByRole('button', { name: '关闭', exact: true }).click();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('status').filter({ hasText: '已选 2 件' }).waitFor();
    await page.keyboard.press('x');
    await page.getByRole('status').filter({ hasText: '已选 1 件' }).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('status').filter({ hasText: '已选 30 件' }).waitFor();
    await page.keyboard.press('k');
    const line = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/cases\//);
    expect(new URL(page.url()).pathname).toBe(line);
  });
});

describe('一起办理', () => {
  test.each([true, false])(
    'cases that were chosen are checked, held, and the word is taken back (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { page } = await as('pyb2', { javaScriptEnabled, viewport: phone });
      await page.goto(`${city.url}/desk?queue=overdue`);
      const boxes = page.locator('input[data-pick]');
      const count = Math.min(3, await boxes.count());
      expect(count).toBeGreaterThan(0);
      for (let at = 0; at < count; at += 1) await boxes.nth(at).check();
      await page.getByRole('button', { name: '办理选中的' }).click();
      const act = page.locator('#act-urge');
      if ((await act.getAttribute('open')) === null) await act.locator('> summary').click();
      await act.getByLabel('办理要求').fill('请本周内办结');
      if (javaScriptEnabled) await expectAccessible(page);
      await act.getByRole('button', { name: '核对' }).click();
      await page.getByText('请本周内办结').waitFor();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: '返回修改' }).click();
      await expect.poll(() => page.locator('#act-urge').getByLabel('办理要求').inputValue()).toBe('请本周内办结');
      await page.locator('#act-urge').getByRole('button', { name: '核对' }).click();
      await page.getByRole('button', { name: `确认办理 ${count} 件` }).click();
      await page.getByRole('heading', { name: /催办：\d+ 件，等待办理/ }).waitFor();
      if (javaScriptEnabled) await expectAccessible(page);
      // The list says so, too.
      const address = page.url();
      await page.goto(`${city.url}/desk`);
      await page.getByText('催办：').waitFor();
      await page.goto(address);
      await page.getByRole('button', { name: '撤销' }).click();
      await page.getByRole('status').filter({ hasText: '什么都没有改变' }).waitFor();
    },
  );

  test('after half a minute the page says by itself what became of each case', async () => {
    const { page, faults } = await as('pyb1');
    await page.goto(`${city.url}/desk?queue=overdue`);
    await page.locator('input[data-pick]').first().check();
    await page.getByRole('button', { name: '办理选中的' }).click();
    await page.locator('#act-urge > summary').click();
    await page.locator('#act-urge').getByRole('button', { name: '核对' }).click();
    await page.getByRole('button', { name: '确认办理 1 件' }).click();
    await page.getByRole('heading', { name: '催办：办理结果' }).waitFor({ timeout: 60_000 });
    expect(await page.locator('.bulk-results').textContent()).toContain('已办理');
    await page.locator('.bulk-results a').first().click();
    await expect.poll(() => page.locator('.history').textContent()).toContain('催办');
    expect(faults).toEqual([]);
  });

  test('without a choice one is told what to do', async () => {
    const { page } = await as('pyb1', { javaScriptEnabled: false });
    await page.goto(`${city.url}/desk?queue=overdue`);
    await page.getByRole('button', { name: '办理选中的' }).click();
    await page.getByText('没有选中案件').waitFor();
    expect(await page.getByRole('button', { name: '核对' }).count()).toBe(0);
  });
});

describe('草稿和同时打开', () => {
  test('what was typed comes back by itself, and the next person hears who is there', async () => {
    const { page } = await as('pyb1');
    await page.goto(`${city.url}/desk?queue=triage`);
    await page.locator('a[data-line]').first().click();
    await page.waitForURL(/\/desk\/cases\//);
    const address = page.url();
    const form = page.locator('#act-takeUp');
    await form.locator('> summary').click();
    await form.getByLabel('公开文本').fill('没有写完的公开文本');
    await form.getByText('草稿已保存').waitFor();
    await page.goto(address);
    expect(await form.getByLabel('公开文本').inputValue()).toBe('没有写完的公开文本');
    await form.getByText('没有提交的草稿').waitFor();
    const { page: other } = await as('pyb2');
    await other.goto(address);
    await other.getByRole('status').filter({ hasText: '也打开着这一件' }).waitFor();
    expect(await other.locator('#act-takeUp').getByLabel('公开文本').inputValue()).not.toContain('没有写完');
    await expectAccessible(other);
    await form.getByRole('button', { name: '删除草稿' }).click();
    expect(await form.getByLabel('公开文本').inputValue()).not.toContain('没有写完');
  });

  test('without JavaScript a button keeps what was typed', async () => {
    const { page } = await as('pybzr', { javaScriptEnabled: false });
    await page.goto(`${city.url}/desk?queue=triage`);
    await page.locator('a[data-line]').first().click();
    const form = page.locator('#act-seal');
    await form.locator('> summary').click();
    await form.getByLabel('理由').fill('还没有想好');
    await form.getByRole('button', { name: '存草稿' }).click();
    expect(await form.getByLabel('理由').inputValue()).toBe('还没有想好');
    await form.getByText('没有提交的草稿').waitFor();
  });
});
