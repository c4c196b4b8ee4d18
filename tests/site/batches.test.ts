/** Written ballots in a real browser: double entry with and without JavaScript, a third person, counting, an interview, a survey. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBatchRound } from '../support/batch-round.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite } from '../support/desk-site.ts';
import { phone } from '../support/site.ts';

interface Given {
  round: string;
  paper: string;
  calls: string;
  items: string[];
}

let browser: Browser;
let site: DeskSite<Given>;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 5, async ({ desk }) => {
    const round = await openBatchRound(desk);
    return {
      round: round.id,
      paper: (await round.begin('paper', { issued: 2 })).id,
      calls: (await round.begin('telephone', { batchName: '电话一组' })).id,
      items: round.plan.items.map(({ name }) => name),
    };
  });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

const batch = (id: string, path = ''): string => `${site.url}/desk/rounds/${site.given.round}/batches/${id}${path}`;

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, page.url()).toBeLessThanOrEqual(0);
}

describe('a paper', () => {
  test('is entered on a phone without JavaScript, with every cell under its name', async () => {
    const { page } = await site.as('clerk', { javaScriptEnabled: false, viewport: phone });
    await page.goto(batch(site.given.paper, '/enter'));
    await page.getByLabel('票号').fill('1');
    for (const input of await page.locator('.ballot-grid input').all()) await input.fill('3');
    await page.locator('.ballot-grid input').first().fill('7');
    await page.getByRole('button', { name: '保存，录下一张' }).click();
    // What was typed stays, and the cell that is wrong is named.
    await page.getByRole('link', { name: /写了“7”，没有这个等次/ }).waitFor();
    await page.locator('.ballot-grid input').first().fill('２');
    await page.getByRole('button', { name: '保存，录下一张' }).click();
    await page.getByRole('status').filter({ hasText: '第 1 号已保存，等另一个人录第二遍' }).waitFor();
    // The next paper is offered, blank.
    expect(await page.getByLabel('票号').inputValue()).toBe('2');
    expect(await page.locator('.ballot-grid input').first().inputValue()).toBe('');
    await page.context().close();
  });

  test('is entered the second time with digits alone; where the two differ a third person decides; then the batch counts', async () => {
    const second = await site.as('clerk2');
    await second.page.goto(batch(site.given.paper, '/enter'));
    expect(await second.page.getByLabel('票号').inputValue()).toBe('1');
    expect(await second.reads()).not.toContain('第 1 号两遍');
    const cells = await second.page.locator('.ballot-grid input').count();
    await second.page.getByLabel('票号').press('Enter');
    await second.page.keyboard.type('3'.repeat(cells), { delay: 0 });
    await second.page.keyboard.press('Enter');
    await second.page.getByRole('status').filter({ hasText: '两遍不一致' }).waitFor();

    const third = await site.as('director', { viewport: phone });
    await third.page.goto(batch(site.given.paper));
    await expectReadable(third.page);
    await third.page.getByRole('link', { name: '第 1 号' }).click();
    await third.page.getByRole('heading', { name: '第 1 号：两遍不一致' }).waitFor();
    await expectReadable(third.page);
    expect(await third.page.locator('.ballot-cell').count()).toBe(1);
    await third.page.locator('.ballot-cell input').fill('2');
    await third.page.getByRole('button', { name: '定下来' }).click();
    await third.page.getByRole('status').filter({ hasText: '已定下来' }).waitFor();

    const count = async (returned: string): Promise<void> => {
      const form = second.page.locator('#act-count');
      if ((await form.getAttribute('open')) === null) await form.locator('summary').click();
      await form.getByLabel('发出').fill('2');
      await form.getByLabel('收回').fill(returned);
      await form.getByRole('button', { name: '核对数目' }).click();
    };
    await second.page.goto(batch(site.given.paper));
    await count('2');
    await second.page.getByRole('alert').filter({ hasText: '还差 1 张' }).waitFor();
    await count('1');
    await second.page.getByRole('status').filter({ hasText: '结数' }).waitFor();
    expect(await second.page.locator('#act-confirm').count()).toBe(0);
    await third.page.goto(batch(site.given.paper));
    await third.page.locator('#act-confirm summary').click();
    await third.page.locator('#act-confirm').getByRole('button', { name: '确认计入' }).click();
    await third.page.getByText('已计入').first().waitFor();
    expect(site.faults()).toEqual([]);
  });
});

test('an interview is read out, agreed to, and asked; without JavaScript, on a phone', async () => {
  const { page } = await site.as('clerk', { javaScriptEnabled: false, viewport: phone });
  await page.goto(batch(site.given.calls, '/interview'));
  await page.getByLabel('教育局').check();
  await page.getByRole('button', { name: '开始提问' }).click();
  await page.getByRole('link', { name: /对方同意了才能继续/ }).waitFor();
  await page.getByLabel('对方同意接受访问').check();
  await page.getByRole('button', { name: '开始提问' }).click();
  await page.getByRole('heading', { name: '教育局' }).waitFor();
  for (const question of await page.locator('fieldset').all()) await question.getByRole('radio').first().check();
  await page.getByRole('button', { name: '保存访问' }).click();
  await page.getByRole('status').filter({ hasText: '第 1 次访问已保存' }).waitFor();
  // The next call begins with nothing of this one.
  expect(await page.getByLabel('教育局').isChecked()).toBe(false);
  await page.context().close();
});

test('a survey is read, its mistakes told line by line, and imported once there are none', async () => {
  const { page } = await site.as('clerk');
  const heads = ['样本编号', '评议人类别', '单位', ...site.given.items];
  const line = (who: string, department: string, word: string): string =>
    [who, '服务对象', department, ...site.given.items.map(() => word)].join(',');
  const bring = async (lines: string[]): Promise<void> => {
    await page.goto(`${site.url}/desk/rounds/${site.given.round}/batches/survey`);
    const buffer = Buffer.from([heads.join(','), ...lines].join('\r\n'));
    await page.getByLabel('文件').setInputFiles({ name: '调查.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: '读取文件' }).click();
  };
  await bring([line('1', '城管局', '很满意'), line('2', '没有的局', '满意')]);
  await page.getByText('有 1 处错误').waitFor();
  await expectReadable(page);
  expect(await page.getByRole('row').filter({ hasText: '没有的局' }).innerText()).toMatch(/^3/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载错误清单' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('survey-errors.csv');
  await bring([line('1', '城管局', '很满意'), line('2', '教育局', '满意')]);
  await page.getByText('没有错误，可以导入').waitFor();
  await page.getByLabel('批次名称').fill('十二月调查');
  await page.getByLabel('服务对象：访问了多少人').fill('5');
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByRole('status').filter({ hasText: '已导入，建立了 1 个批次' }).waitFor();
  await page.context().close();
});
