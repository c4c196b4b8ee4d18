/** The desk's clockwork in a real browser: a changed calendar, the deadlines of the city, 督办 by lights, the lists; for the office and a department. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
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

async function deskOf(username: string, options: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(browser, { viewport: desktop, ...options });
  await signIn(visitor, city, username);
  return visitor;
}

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, page.url()).toBeLessThanOrEqual(0);
}

describe('工作日历', () => {
  test('one day is taken off without JavaScript: the cases that move are listed first, then moved, then explained', async () => {
    const { page, faults } = await deskOf('pybzr', { javaScriptEnabled: false });
    await page.goto(`${city.url}/desk/admin/calendar?year=2026`);
    await page.locator('summary', { hasText: '只改一天' }).click();
    await page.getByLabel('日期').fill('2026-12-15');
    await page.getByLabel('名称').fill('台风停工');
    await page.locator('button[value=day]').click();
    await page.getByText('平常 → 放假 台风停工').waitFor();
    const first = page.locator('tbody tr').first();
    const number = (await first.getByRole('link').innerText()).trim();
    const link = (await first.getByRole('link').getAttribute('href')) ?? '';
    expect(await first.innerText()).toContain('推后');
    // Nothing has happened yet.
    await page.goto(`${city.url}/desk/admin/calendar?year=2026`);
    expect(await page.getByRole('cell', { name: '台风停工' }).count()).toBe(0);
    await page.locator('summary', { hasText: '只改一天' }).click();
    await page.getByLabel('日期').fill('2026-12-15');
    await page.getByLabel('名称').fill('台风停工');
    await page.locator('button[value=day]').click();
    await page.getByRole('button', { name: /^保存，并重算这 \d+ 件的时限$/ }).click();
    await page.getByRole('status').filter({ hasText: '件案件的时限已经重算' }).waitFor();
    await page.goto(city.url + link);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(number);
    expect(await page.locator('main').innerText()).toContain('工作日历调整，时限重算');
    expect(await page.locator('main').textContent()).toContain('跳过台风停工假期');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('the page and what it would move are readable on a phone', async () => {
    const { page, faults } = await deskOf('pyb1', { viewport: phone });
    await page.goto(`${city.url}/desk/admin/calendar?year=2027`);
    await expectReadable(page);
    await page.getByLabel('放假和调休安排').fill('元旦：1月1日（周五）至3日（周日）放假，共3天。');
    await page.getByRole('button', { name: '先看影响，再保存' }).click();
    await page.getByRole('heading', { name: '保存以前：2027 年会变成这样' }).waitFor();
    await expectReadable(page);
    await page.getByRole('button', { name: '不保存，返回修改' }).click();
    await expect
      .poll(() => page.getByLabel('放假和调休安排').inputValue())
      .toContain('2027-01-01 至 2027-01-03 放假 元旦');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('办理时限', () => {
  test('the director gives a kind of 意见 a value of its own and takes it back; both stay in the history', async () => {
    const { page, faults } = await deskOf('pybzr');
    await page.goto(`${city.url}/desk/admin/deadlines`);
    await expectReadable(page);
    await page.getByRole('link', { name: '签收', exact: true }).click();
    await page.getByLabel('意见性质').selectOption({ label: '求助' });
    await page.getByLabel('多久').fill('50');
    await page.getByRole('button', { name: '保存修改' }).click();
    await page.getByRole('alert').filter({ hasText: '最多写 10' }).waitFor();
    await expectReadable(page);
    expect(await page.getByLabel('意见性质').inputValue()).toBe('help');
    await page.getByLabel('多久').fill('3');
    await page.getByRole('button', { name: '保存修改' }).click();
    await page.getByRole('status').waitFor();
    await page.getByText('取消“求助”的规定').click();
    await page.getByRole('button', { name: '取消这条规定' }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByText('取消“求助”的规定').count()).toBe(0);
    await page.getByRole('link', { name: '办理时限' }).first().click();
    const history = page.getByRole('table', { name: /修改历史/ });
    expect(await history.locator('tbody tr').count()).toBe(2);
    expect(await history.innerText()).toContain('取消');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a clerk reads it and finds no form', async () => {
    const { page } = await deskOf('pyb1', { viewport: phone });
    await page.goto(`${city.url}/desk/admin/deadlines?step=accept`);
    expect(await page.getByText('修改请找评议办负责人或系统管理员').count()).toBe(1);
    expect(await page.locator('main form').count()).toBe(0);
    await expectReadable(page);
    await page.context().close();
  });
});

describe('督办调度', () => {
  test.each([
    ['phone', phone],
    ['desk', desktop],
  ])('the demonstration has lights, proposals, orders and lists from the beginning: on a %s', async (_, viewport) => {
    const { page, faults } = await deskOf('pybzr', { viewport });
    for (const path of ['/lights', '/dispatch/2026-11-2', '/check/2026-10', '']) {
      await page.goto(`${city.url}/desk/supervision${path}`);
      await expectReadable(page);
      if (path.startsWith('/check')) expect(await page.locator('.check tbody tr').count()).toBeGreaterThan(20);
    }
    expect(await page.locator('.proposal').count()).toBeGreaterThan(0);
    expect(await page.locator('#orders tbody tr').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('the director issues what the lights propose; the department finds the order, the office one proposal less', async () => {
    const { page, faults } = await deskOf('pybzr');
    await page.goto(`${city.url}/desk/supervision`);
    const proposals = await page.locator('.proposal').count();
    const first = page.locator('.proposal').first();
    await first.getByText('起草并签发').click();
    await first.getByLabel('督办要求').fill('');
    await first.getByRole('button', { name: '签发' }).click();
    await page.locator('#error-summary').waitFor();
    await expectReadable(page);
    await page.locator('.proposal').first().getByLabel('督办要求').fill('请逐件查明原因，限期整改。');
    await page.locator('.proposal').first().getByRole('button', { name: '签发' }).click();
    await page.getByRole('status').filter({ hasText: '已签发' }).waitFor();
    expect(await page.getByRole('status').innerText()).toMatch(/澜评督〔2026〕\d{4}号 已签发/);
    expect(await page.locator('.proposal').count()).toBe(proposals - 1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a department sees its own light, orders and lines, and no proposals', async () => {
    const { page, faults } = await deskOf('cgj');
    await page.goto(`${city.url}/desk/supervision`);
    expect(await page.getByRole('heading', { name: '督办建议' }).count()).toBe(0);
    await page.getByRole('link', { name: '看各月亮灯' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.goto(`${city.url}/desk/supervision/dispatch/2026-11-2`);
    expect(await page.locator('.dispatch tbody').count()).toBe(1);
    expect(await page.locator('.dispatch tbody').innerText()).toContain('城市管理局');
    await page.goto(`${city.url}/desk/supervision/dispatch/2020-01-1`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('没有这份清单');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('whoever has no part in it is told so', async () => {
    const { page } = await deskOf('jiandu1');
    for (const path of ['', '/lights', '/dispatch/2026-11-2']) {
      const answer = await page.goto(`${city.url}/desk/supervision${path}`);
      expect(answer?.status(), path).toBe(403);
      await expectReadable(page);
    }
    await page.context().close();
  });
});
