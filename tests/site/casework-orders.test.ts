/** 挂牌 and 摘牌, 挂账, and 归并 with its undoing, as people do them in browsers. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { formatCode } from '../../server/domain/receipt.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite, picture, today } from '../support/desk-site.ts';
import { phone } from '../support/site.ts';
import type { Author } from '../support/year/cast.ts';

interface Given {
  listed: Author;
  account: Author & { number: string };
  master: Author & { number: string };
  twin: Author;
  other: Author;
}
let browser: Browser;
let site: DeskSite<Given>;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 20, async (cast) => {
    const worked = async (text: string) => {
      const author = await cast.opinion(text);
      await cast.does('clerk', author.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
      await cast.does('liaison', author.id, 'accept');
      const { number } = await (await cast.desk.as('clerk')).view(author.id);
      return { ...author, number: number ?? '' };
    };
    return {
      listed: await worked('农贸市场污水直排'),
      account: await worked('希望再建一所中学'),
      master: await worked('城南垃圾站味道很大，开不了窗'),
      twin: await cast.desk.opinion({ text: '城南垃圾站味道很大，夏天开不了窗' }),
      other: await cast.desk.opinion({ text: '城南垃圾站味道很大，苍蝇多' }),
    };
  });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

test('挂牌督办和摘牌：挂牌，单位反馈，整改并经监督员核实，评议办摘牌', async () => {
  const { id } = site.given.listed;
  const director = await site.as('director');
  await director.open(id);
  await director.does('挂牌督办', async (form) => {
    await form.getByLabel('理由').fill('两次督办没有进展');
    await form.getByLabel('办理要求').fill('十日内接通管网');
    await form.getByLabel('反馈时限').fill(addDays(today(), 10));
  });
  expect(await director.reads()).toContain('挂牌督办');
  expect(await director.offers()).not.toContain('摘牌');

  const liaison = await site.as('liaison', { viewport: phone });
  await liaison.page.getByRole('link', { name: /督办待反馈/ }).click();
  await liaison.page
    .getByRole('link', { name: /农贸市场|\d{4}-\d{4}/ })
    .first()
    .click();
  await liaison.does('反馈督办', async (form) => {
    await form.getByLabel('反馈情况').fill('管网已经接通');
    await form.getByLabel('签字的单位负责人').fill('局长');
  });
  await liaison.does('申请销号', async (form) => {
    await form.getByLabel('整改成效').fill('管网接通，没有污水外流');
    await form.getByLabel('佐证材料').setInputFiles(picture);
    await form.getByLabel('签字的单位负责人').fill('局长');
  });
  const second = await site.as('clerk2');
  await second.open(id);
  await second.does('开始审核');
  const supervisor = await site.as('supervisor', { viewport: phone });
  await supervisor.open(id);
  await supervisor.does('核实通过', async (form) => {
    await form.getByLabel('核查情况').fill('现场没有污水外流');
    await form.getByLabel('核查地点').fill('农贸市场东门');
  });
  await director.open(id);
  await director.does('摘牌', async (form) => {
    await form.getByLabel('核查情况').fill('水质达标');
    await form.getByLabel('意见', { exact: true }).fill('同意摘牌');
  });
  expect(await director.offers()).not.toContain('摘牌');
});

test('挂账：单位写未整改说明，评议办同意，群众看得到原因和复查日期', async () => {
  const { id, number } = site.given.account;
  const deputy = await site.as('deputy');
  await deputy.open(id);
  await deputy.does('申请挂账', async (form) => {
    await form.getByLabel('资金原因').check();
    await form.getByLabel('说明', { exact: true }).fill('今年没有列入财政预算');
    await form.getByLabel('下一步安排').fill('列入三年滚动计划');
    await form.getByLabel('复查日期').fill(addDays(today(), 180));
    await form.getByLabel('签字的单位负责人').fill('局长');
  });
  const second = await site.as('clerk2');
  await second.open(id);
  await second.does('开始审核');
  await second.does('同意挂账', (form) => form.getByLabel('意见', { exact: true }).fill('情况属实'));
  const { page } = await site.citizen({ viewport: phone, javaScriptEnabled: false });
  await page.goto(`${site.url}/cases/${number}`);
  const told = await page.locator('main').innerText();
  expect(told).toContain('挂账');
  expect(told).toContain('今年没有列入财政预算');
});

test('归并和撤销：页面列出相近的一件，归并后两张回执都查得到，归并错的撤销', async () => {
  const { master, twin, other } = site.given;
  const clerk = await site.as('clerk');
  for (const { id } of [twin, other]) {
    await clerk.open(id);
    expect(await clerk.reads()).toContain(master.number);
    await clerk.does('归并到另一件', (form) => form.getByLabel('归并到案件编号').fill(master.number), '重复（归并）');
  }
  await clerk.open(master.id);
  expect(await clerk.reads()).toMatch(/归并/);
  const { page } = await site.citizen({ viewport: phone });
  await page.goto(`${site.url}/track`);
  await page.getByLabel('回执码').fill(formatCode(twin.code));
  await page.getByRole('button', { name: '查看', exact: true }).click();
  await page.getByText(master.number).first().waitFor();

  await clerk.page.goto(`${site.url}/desk/cases/${other.id}?own=1`);
  await clerk.does('撤销归并', (form) => form.getByLabel('理由').fill('说的是苍蝇，不是味道'));
  expect(await clerk.reads()).toContain('待梳理');
});

test('没有一个页面报错，也没有请求别处的东西', () => {
  expect(site.faults()).toEqual([]);
});
