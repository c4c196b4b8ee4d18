/** A supervisor with a phone in the street: drawn cases, a key of one's own, photos, drafts over a bad network; and everybody who draws again. */
import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { launchBrowser } from '../support/browser.ts';
import { type City, openCity, phone, signIn, visit, type Visitor } from '../support/site.ts';

/** A photo of one pixel. */
const photo = {
  name: '现场.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

let city: City;
let browser: Browser;
let number: string;
let sampleId: string;

/** Calls the API as whoever is signed in on a page. */
const call = (page: Page, path: string, body: unknown): Promise<{ status: number; answer: Record<string, unknown> }> =>
  page.evaluate(
    async ([address, sent]) => {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: sent,
      });
      return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
    },
    [path, JSON.stringify(body)] as const,
  );

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
}

const today = (page: Page): Promise<string> =>
  page.evaluate(async () => ((await (await fetch('/api/ledger')).json()) as { today: string }).today);

/** The supervisor, signed in on a phone. */
async function supervisor(options: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(browser, { viewport: phone, hasTouch: true, ...options });
  await signIn(visitor, city, 'jiandu1');
  return visitor;
}

beforeAll(async () => {
  [city, browser] = await Promise.all([openCity(), launchBrowser()]);
  const director = await visit(browser);
  await signIn(director, city, 'pybzr');
  const day = await today(director.page);
  const announced = await call(director.page, '/api/desk/records', {
    kind: 'sample',
    act: 'announce',
    given: {
      frame: 'claimed',
      sampleSize: 4,
      lottery: '双色球',
      issue: '2026140',
      drawDay: new Date(Date.parse(day) + 2 * 86_400_000).toISOString().slice(0, 10),
    },
  });
  if (announced.status !== 201) throw new Error(JSON.stringify(announced.answer));
  number = String(announced.answer['number']);
  sampleId = String(announced.answer['id']);
  await director.context.close();
  await city.later(2);
  const office = await visit(browser);
  await signIn(office, city, 'pyb1');
  const drawn = await call(office.page, `/api/desk/records/${sampleId}/acts`, {
    kind: 'sample',
    act: 'draw',
    seq: 1,
    given: { winning: '2 7 11 19 24 33 + 5' },
  });
  if (drawn.status !== 200) throw new Error(JSON.stringify(drawn.answer));
  await office.context.close();
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

/** What the newest check of a case was given. */
async function newestCheck(caseId: string): Promise<{ signature?: string; evidence?: string[] }> {
  const db = openDatabase(`sqlite:${join(city.dataDir, 'wanping.sqlite')}`);
  try {
    const row = await db
      .selectFrom('case_event')
      .select('given')
      .where('case_id', '=', caseId)
      .where('act', 'in', ['check', 'failCheck', 'overturn'])
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    return JSON.parse(row?.given ?? '{}') as { signature?: string; evidence?: string[] };
  } finally {
    await db.destroy();
  }
}

describe('监督员拿着手机', () => {
  test('抽中的出现在“我的核查”；登记这部手机以后，核查带照片、带签名交上去，交过的不再出现', async () => {
    const { page, faults, context } = await supervisor();
    await page.goto(`${city.url}/desk/field`);
    const cases = page.locator('a[href*="/desk/field/cases/"]');
    expect(await cases.count()).toBe(4);
    await expectAccessible(page);
    await page.getByRole('button', { name: '在这部手机上登记' }).click();
    await page.getByText('已登记，以后提交时自动签名').waitFor();
    await page.reload();
    await page.getByText('这部手机已经登记').waitFor();

    const address = (await cases.first().getAttribute('href')) ?? '';
    const id = address.split('/').at(-1) ?? '';
    await cases.first().click();
    await page.waitForURL(/\/desk\/field\/cases\//);
    await expectAccessible(page);
    await page.getByLabel('看到了什么').fill('到现场看过，路灯都亮了。');
    await page.getByLabel('地点').fill('解放路东段');
    await page.getByLabel('属实，已经办好').check();
    expect(await page.getByLabel('现在拍').getAttribute('capture')).toBe('environment');
    await page.getByLabel('现在拍').setInputFiles(photo);
    await page.locator('input[name="check-evidence-kept"]').waitFor();
    await page.getByRole('button', { name: '提交核查结果' }).click();
    await page.waitForURL(/done=check-/);
    expect(await cases.count()).toBe(3);
    const given = await newestCheck(id);
    expect(given.signature).toHaveLength(86);
    expect(given.evidence).toHaveLength(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('没选结果、没写看到什么，页面留住写下的，指出缺哪一项', async () => {
    const { page, context } = await supervisor();
    await page.goto(`${city.url}/desk/field`);
    await page.locator('a[href*="/desk/field/cases/"]').first().click();
    await page.getByLabel('地点').fill('解放路西段');
    await page.getByRole('button', { name: '提交核查结果' }).click();
    await page.locator('#error-summary').waitFor();
    expect(await page.getByLabel('地点').inputValue()).toBe('解放路西段');
    expect(await page.locator('#error-summary').innerText()).toContain('请选现场看到的是哪一种');
    await expectAccessible(page);
    await context.close();
  });

  test('没有脚本也能核查：照片一起交，只是没有签名', async () => {
    const { page, context } = await supervisor({ javaScriptEnabled: false });
    await page.goto(`${city.url}/desk/field`);
    const address = (await page.locator('a[href*="/desk/field/cases/"]').first().getAttribute('href')) ?? '';
    await page.goto(`${city.url}${address}`);
    await page.locator('[name="check-finding"]').fill('现场看过，没有修。');
    await page.locator('[name="act"]').nth(1).check();
    await page.locator('#check-evidence').setInputFiles(photo);
    await page.locator('main form .buttons button').click();
    await page.waitForURL(/done=check-/);
    const given = await newestCheck(address.split('/').at(-1) ?? '');
    expect(given.signature).toBeUndefined();
    expect(given.evidence).toHaveLength(1);
    await context.close();
  });

  test('写到一半断了网，写下的还在手机里：再打开时找回来，交上去以后不再出现', async () => {
    const { page, context, faults } = await supervisor();
    await page.goto(`${city.url}/desk/field/inspections/new`);
    await expectAccessible(page);
    await page.getByLabel('情况描述').fill('三号窗口没有人，等了二十分钟。');
    await page.getByLabel('地点').fill('政务大厅');
    await page.getByLabel('暗访').check();
    await page.getByLabel('在岗').check();
    await context.setOffline(true);
    // Only once the page itself has noticed is the button pressed; a page that was left at that instant tests nothing.
    await page.getByText('现在没有网络').first().waitFor();
    await page.getByLabel('发现问题').fill('脱岗');
    await page.getByRole('button', { name: /交上去/ }).click();
    // The page is closed before there is a network again: what it was about to send stays behind with it.
    await page.goto('about:blank');
    await context.setOffline(false);
    await page.goto(`${city.url}/desk/field`);
    await page.goto(`${city.url}/desk/field/inspections/new`);
    await page.getByText('找回了上次没交的草稿').waitFor();
    expect(await page.getByLabel('情况描述').inputValue()).toBe('三号窗口没有人，等了二十分钟。');
    expect(await page.getByLabel('发现问题').inputValue()).toBe('脱岗');
    expect(await page.getByLabel('暗访').isChecked()).toBe(true);
    expect(await page.getByLabel('在岗').isChecked()).toBe(true);
    await page.getByLabel('被查单位').fill('行政审批局');
    await page.getByLabel('一般').check();
    await page.getByLabel('交办').check();
    await page.getByRole('button', { name: /交上去/ }).click();
    await page.waitForURL(/\/desk\/field\/inspections\/.*done=write/);
    await page.getByRole('heading', { name: '明查暗访记录' }).waitFor();
    await expectAccessible(page);
    await page.goto(`${city.url}/desk/field/inspections/new`);
    expect(await page.getByLabel('情况描述').inputValue()).toBe('');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('别人写的明查暗访，看过再签第二个名；自己写的不能再签', async () => {
    const { page, context } = await supervisor();
    await page.goto(`${city.url}/desk/field`);
    await page
      .getByRole('link', { name: /看过再签/ })
      .first()
      .click();
    await page.getByRole('button', { name: '我也在场，签名' }).click();
    await page.waitForURL(/done=cosign/);
    await page.getByText('已签名，待审核').or(page.getByText('待审核')).first().waitFor();
    expect(await page.getByRole('button', { name: '我也在场，签名' }).count()).toBe(0);
    await context.close();
  });

  test('别的岗位来到这一页，说清楚这是谁的', async () => {
    const visitor = await visit(browser);
    await signIn(visitor, city, 'pyb1');
    const answer = await visitor.page.goto(`${city.url}/desk/field`);
    expect(answer?.status()).toBe(403);
    await visitor.page.getByText('这是监督员的页面').waitFor();
    await visitor.context.close();
  });
});

describe('谁都可以看', () => {
  test('抽查的公告里有冻结的范围、号码、抽中的；在手机上重算一遍，一致', async () => {
    const { page, faults, context } = await visit(browser);
    await page.goto(`${city.url}/samples`);
    await expectAccessible(page);
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '在手机上重算' }).click();
    await page.getByText(/^一致：/).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('名单被人动过，手机说出来', async () => {
    const { page, context } = await visit(browser);
    await page.route('**/frame', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).split('\n').slice(1).join('\n') });
    });
    await page.goto(`${city.url}/samples/${encodeURIComponent(number)}`);
    await page.getByRole('button', { name: '在手机上重算' }).click();
    await page.getByText('名单和公告时的不一样').waitFor();
    expect(await page.getByText(/^一致：/).count()).toBe(0);
    await context.close();
  });

  test('监督员名单公开姓名、聘期、公钥', async () => {
    const { page, faults, context } = await visit(browser);
    await page.goto(`${city.url}/supervisors`);
    await page.getByRole('heading', { name: '社会监督员', exact: true }).waitFor();
    await expectAccessible(page);
    expect(await page.locator('.field-list li').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});

test('评议办新聘一位监督员：选账号、填聘期，登记表打得出来', async () => {
  const visitor = await visit(browser, { viewport: { width: 1280, height: 900 } });
  const { page } = visitor;
  await signIn(visitor, city, 'pyb1');
  await page.goto(`${city.url}/desk/supervisors`);
  await expectAccessible(page);
  await page.locator('main table a').first().click();
  await page.getByRole('heading', { name: '社会监督员登记表' }).waitFor();
  expect(await page.getByRole('link', { name: '聘任、续聘、解聘' }).count()).toBe(1);
  await expectAccessible(page);
  await visitor.context.close();
});
