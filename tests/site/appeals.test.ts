/** 申诉 of a rating through the pages of the desk, with and without scripts, and what the public reads of it. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { desktop, openCity, phone, signIn, visit } from '../support/site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
}

test('单位对一条评价申诉，评议办负责人裁定成立，公众看得到件数和理由，不用脚本也行', async () => {
  await using city = await openCity();
  const liaison = await visit(browser, { javaScriptEnabled: false, viewport: phone });
  await signIn(liaison, city, 'cgj');
  await liaison.page.getByRole('navigation').getByRole('link', { name: '评价申诉' }).click();
  await liaison.page.getByRole('link', { name: '只看不满意和非常不满意' }).click();
  const levels = await liaison.page.locator('main tbody td:nth-child(2)').allInnerTexts();
  expect(new Set(levels)).toEqual(new Set(['不满意', '非常不满意']));
  expect(levels).toHaveLength(50);
  const first = await liaison.page.locator('main tbody th').allInnerTexts();
  await liaison.page.getByRole('link', { name: '后面的评价' }).click();
  const second = await liaison.page.locator('main tbody th').allInnerTexts();
  expect(second.filter((one) => first.includes(one))).toEqual([]);

  await liaison.page
    .getByRole('link', { name: /^对评价/ })
    .first()
    .click();
  await liaison.page.getByRole('button', { name: '提交申诉' }).click();
  await liaison.page.getByRole('alert').getByText('还没有提交').waitFor();
  await liaison.page.getByLabel('申诉理由').fill('说的是路灯，不归我单位管护，办件系统里没有记录。');
  await liaison.page.getByRole('button', { name: '提交申诉' }).click();
  await liaison.page.getByRole('status').getByText('申诉已提交').waitFor();

  const head = await visit(browser, { viewport: phone });
  await signIn(head, city, 'cgj-zr');
  await head.page.goto(`${city.url}/desk/ratings`);
  await expectAccessible(head.page);
  await head.page
    .getByRole('link', { name: /^对评价/ })
    .first()
    .click();
  await head.page.getByRole('button', { name: '提交申诉' }).click();
  await head.page.getByRole('alert').getByText('还没有提交').waitFor();
  await expectAccessible(head.page);

  const director = await visit(browser, { viewport: desktop });
  await signIn(director, city, 'pybzr');
  await director.page.goto(`${city.url}/desk/ratings`);
  await director.page.getByRole('link', { name: /^裁定/ }).click();
  await director.page.getByLabel('裁定理由').fill('经查路灯由另一单位管护，联系电话13812345678，属误评。');
  await director.page.getByRole('button', { name: '作出裁定' }).click();
  await director.page.getByRole('alert').getByText('还没有提交').waitFor();
  expect(await director.page.getByLabel('裁定理由').inputValue()).toContain('属误评');
  await expectAccessible(director.page);
  await director.page.getByLabel('成立：这条评价另行计数', { exact: true }).check();
  await director.page.getByRole('button', { name: '作出裁定' }).click();
  await director.page.getByRole('status').getByText('已裁定').waitFor();
  await expectAccessible(director.page);

  const citizen = await visit(browser, { viewport: phone });
  await expect
    .poll(
      async () => {
        await citizen.page.goto(`${city.url}/d/cgj`);
        return citizen.page.locator('main').innerText();
      },
      { timeout: 60_000 },
    )
    .toContain('本年度申诉 1 件：成立 1 件，不成立 0 件，待裁定 0 件。');
  await citizen.page.getByText('裁定理由').click();
  const text = await citizen.page.locator('main').innerText();
  expect(text).toContain('经查路灯由另一单位管护');
  expect(text).not.toContain('13812345678');
  expect(text).not.toContain('办件系统里没有记录');
  await expectAccessible(citizen.page);

  const statistician = await visit(browser);
  await signIn(statistician, city, 'tongji');
  expect((await statistician.page.goto(`${city.url}/desk/ratings`))?.status()).toBe(403);
  expect([liaison, head, director, citizen].flatMap(({ faults }) => faults)).toEqual([]);
});
