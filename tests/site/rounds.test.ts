/** A 评议活动 prepared at the desk by several people, in real browsers with and without JavaScript, and frozen by a second person. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite, today } from '../support/desk-site.ts';
import { rosterFile } from '../support/rounds.ts';
import { phone } from '../support/site.ts';

let browser: Browser;
let site: DeskSite<undefined>;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 1, async () => undefined);
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, page.url()).toBeLessThanOrEqual(0);
}

const save = async (page: Page): Promise<void> => {
  // The address may still tell of the time before this one.
  const shown = page.waitForResponse((answer) => answer.url().endsWith('done=1') && answer.status() === 200);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await shown;
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
};

describe('评议活动', () => {
  let address = '';
  let id = '';

  test('the clerk begins one and prepares it part by part, without JavaScript', async () => {
    const { page } = await site.as('clerk', { javaScriptEnabled: false });
    await page.goto(`${site.url}/desk/rounds`);
    await page.getByRole('link', { name: '新建评议活动' }).click();
    await page.getByRole('button', { name: '建立并开始筹备' }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('请选一种类型');
    await page.getByRole('radio', { name: /^年终评议/ }).check();
    await page.getByLabel('名称').fill('年度万人评议机关');
    await page.getByLabel('开始日期').fill(addDays(today(), 10));
    await page.getByLabel('截止日期').fill(addDays(today(), 40));
    await page.getByRole('button', { name: '建立并开始筹备' }).click();
    await page.getByRole('heading', { level: 1, name: '年度万人评议机关' }).waitFor();
    address = page.url().replace(/\?.*$/, '');
    id = address.split('/').at(-1) ?? '';
    const missing = await page.locator('main').innerText();
    expect(missing).toContain('要用手机投票，还没有上传名单');
    expect(missing).toContain('没有写明邀请多少人：服务对象、企业');

    await page.goto(`${address}/questionnaire`);
    await page.locator('summary', { hasText: '换成常用的一套' }).click();
    await page.locator('button[value="preset-P4-100-90-80-60"]').click();
    await page.locator('input[name=points]').last().waitFor();
    expect(
      await page.locator('input[name=points]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
    ).toEqual(['100', '90', '80', '60']);
    await save(page);

    await page.goto(`${address}/groups`);
    const rows = page.locator('fieldset.round-row');
    for (let row = 0; row < 6; row += 1) {
      const kept = row < 2;
      if (!kept) await rows.nth(row).getByLabel('类别').fill('');
      await rows
        .nth(row)
        .getByLabel('权重')
        .fill(row === 0 ? '70' : '20');
      await rows.nth(row).getByLabel('邀请人数').fill('300');
      await rows.nth(row).getByLabel('从谁里面').fill('去年来办过事的人，每十人抽一人');
    }
    await save(page);
    expect(await page.locator('.round-sum').innerText()).toContain('合计 90');
    await page.getByLabel('权重').nth(1).fill('30');
    await save(page);

    await page.goto(`${address}/rosters`);
    const rules = [
      { roster: 'CA', group: 'clients', codes: 3 },
      { roster: 'EA', group: 'enterprises', codes: 2 },
    ];
    await page.setInputFiles('#file', {
      name: 'roster.json',
      mimeType: 'application/json',
      buffer: Buffer.from(rosterFile(id, rules)),
    });
    await page.getByRole('button', { name: '上传', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '已收下 2 份名单，5 个评议码' }).waitFor();
    await page.goto(address);
    expect(await page.locator('main').innerText()).toContain('都齐了，可以冻结');
    expect(await page.locator('#act-freeze').count()).toBe(0);
  });

  test('two who change the same page at once do not overwrite each other', async () => {
    const [one, two] = [(await site.as('clerk')).page, (await site.as('clerk2')).page];
    for (const page of [one, two]) await page.goto(`${address}/departments`);
    await one.locator('input[name=className]').last().fill('征求意见类');
    await save(one);
    await two.getByLabel('城管局免评').check();
    await two.getByRole('button', { name: '保存', exact: true }).click();
    const told = two.getByRole('alert');
    await told.waitFor();
    expect(await told.innerText()).toContain('别人刚改过这一页');
    expect(await two.getByLabel('城管局免评').isChecked()).toBe(true);
  });

  test('a department writes its self-report on a phone, and every page of the round is readable there', async () => {
    const { page } = await site.as('liaison', { viewport: phone });
    await page.goto(`${site.url}/desk/rounds`);
    await expectReadable(page);
    await page.getByRole('link', { name: '填写自述' }).click();
    await page.getByRole('textbox', { name: '自述' }).fill('今年新开二十处口袋公园，投诉按期办结。');
    await page.getByRole('button', { name: '保存自述' }).click();
    await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
    await expectReadable(page);
    const clerk = await site.as('clerk', { viewport: phone });
    for (const part of [
      '',
      '/departments',
      '/questionnaire',
      '/groups',
      '/rosters',
      '/rules',
      '/reports',
      '/preview',
    ]) {
      await clerk.page.goto(address + part);
      await expectReadable(clerk.page);
    }
    expect(await clerk.page.locator('main').textContent()).toContain('今年新开二十处口袋公园');
  });

  test('the director freezes it as the second person; from then on the pages can only be read', async () => {
    const { page } = await site.as('director');
    await page.goto(address);
    await page.locator('#act-freeze > summary').click();
    await page.getByRole('button', { name: '审定并冻结' }).click();
    await page.getByRole('status').filter({ hasText: '已办理：冻结方案' }).waitFor();
    expect(await page.locator('.case-state').innerText()).toContain('已冻结');
    await page.goto(`${address}/rules`);
    expect(await page.locator('main form').count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('方案已经冻结，这一页只能看');
    const answer = await fetch(`${site.url}/api/rounds/${id}`);
    expect(answer.status).toBe(200);
    expect(site.faults()).toEqual([]);
  });
});
