/** Results of rounds in a real browser: class tables and plots for everybody, the 反馈函 of a department and its 复核, 满意机关. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite } from '../support/desk-site.ts';
import { recordAs } from '../support/records.ts';
import { roundWithResults, type SmallRound } from '../support/round-with-results.ts';
import { phone, type Visitor } from '../support/site.ts';

const share = { part: 9, of: 10 };
const annual = ['cgj', 'jyj', 'zjj'].map((department) => ({
  department,
  rectified: share,
  onTime: share,
  revisits: { part: 0, of: 0 },
  signed: share,
  regular: ['91.500'],
}));

let browser: Browser;
let site: DeskSite<SmallRound>;
let reader: Visitor;
beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 0, async ({ desk }) => {
    await roundWithResults(desk, { year: 2024, upTo: 'conclude' });
    await roundWithResults(desk, { year: 2026, upTo: 'open', title: '2026 年度万人评议' });
    const round = await roundWithResults(desk, { year: 2025, upTo: 'publish', annual });
    await recordAs(desk, 'director', 'round', 'hear', {}, round.id);
    await desk.context.ledger.settle();
    return round;
  });
  reader = await site.citizen({ viewport: phone });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}
const main = (page: Page): Promise<string> => page.locator('main').innerText();

test('a phone finds the round on the list and reads places, words for small samples, and how each number is made', async () => {
  const { page } = reader;
  await page.goto(`${site.url}/rounds`);
  await expectAccessible(page);
  await page.getByRole('link', { name: '2025 年度万人评议' }).click();
  await page.waitForURL(`**/rounds/${site.given.id}`);
  const text = await main(page);
  for (const told of ['并列第 1', '第 3', '样本不足', '不公布', '免评', '不排名', '复核期内', '本系统防不了什么']) {
    expect(text).toContain(told);
  }
  const score = site.given.results.departments.find(({ department }) => department === 'cgj')?.score ?? '?';
  expect(text).toContain(score);
  await page.getByText('不了解率怎么算').first().click();
  await expect.poll(() => main(page)).toContain('弃权的每一项都算');
  await expectAccessible(page);
});

test('a department is told apart by item, group, channel and year, and its 年度得分 part by part', async () => {
  const { page } = reader;
  await page.goto(`${site.url}/rounds/${site.given.id}/d/cgj`);
  const text = await main(page);
  for (const told of ['服务态度', '服务对象', '纸质', '2024 年度', '整改率 9/10', '第 3 名（共 3 个）'])
    expect(text).toContain(told);
  expect(await page.locator('svg.dot-rows').count()).toBe(2);
  await expectAccessible(page);
  await page.goto(`${site.url}/rounds/${site.given.id}/d/wsj`);
  expect(await main(page)).not.toContain('满意率');
});

test('before its results a round tells its rules, and a wrong address says so in words', async () => {
  const { page } = reader;
  await page.goto(`${site.url}/`);
  await page.getByRole('link', { name: '2026 年度万人评议' }).click();
  await page.waitForURL('**/rounds/*');
  const text = await main(page);
  for (const told of ['正在评议', '谁来评', '从规模以上企业名录里随机抽取', '不足 10 份', '方案已冻结'])
    expect(text).toContain(told);
  expect(text).not.toContain('95% 区间');
  await expectAccessible(page);
  const answer = await page.goto(`${site.url}/rounds/none`);
  expect(answer?.status()).toBe(404);
  reader.faults.length = 0;
});

test('a department reads its 反馈函, asks for 复核 from it, and the public sees that it did', async () => {
  const { page } = await site.as('head');
  await page.goto(`${site.url}/desk/rounds/${site.given.id}/letters`);
  await page.getByRole('link', { name: '城管局' }).click();
  await page.getByRole('link', { name: '申请复核' }).waitFor();
  expect(await main(page)).toContain('得分低于本类平均的指标');
  await expectAccessible(page);
  await page.getByRole('link', { name: '申请复核' }).click();
  await page.waitForURL('**/records/recheck/new?*');
  await page.getByLabel(/^理由/u).fill('企业类评议票里有三份不是我市企业。');
  await page.getByLabel(/签字/u).fill('局长');
  await page.getByRole('button', { name: '申请复核' }).click();
  await page.waitForURL('**/records/item/*');
  expect(await main(page)).toContain('待复核');
});

test('满意机关 has its page before there is one', async () => {
  const { page } = reader;
  await page.goto(`${site.url}/stars`);
  expect(await main(page)).toContain('还没有公示或命名的满意机关');
  await expectAccessible(page);
});

test('no page says anything in the console or asks anybody else', () => {
  expect(site.faults()).toEqual([]);
});
