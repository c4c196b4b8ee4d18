/** Notifications in a real browser: channels are opened without JavaScript, a department finds in its inbox what it was given, and a chat group hears of it. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type HttpReceiver, httpReceiver } from '../support/receivers.ts';
import { type City, openCity, phone, signIn, visit, type Visitor } from '../support/site.ts';

let city: City;
let browser: Browser;
let group: HttpReceiver;

beforeAll(async () => {
  [city, browser, group] = await Promise.all([openCity({ NOTIFY_LOOPBACK: 'on' }), launchBrowser(), httpReceiver()]);
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
  await group?.[Symbol.asyncDispose]();
});

async function deskOf(username: string, options: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(browser, { viewport: phone, ...options });
  await signIn(visitor, city, username);
  return visitor;
}

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, page.url()).toBeLessThanOrEqual(0);
}

describe('通知通道', () => {
  test('系统管理员不用脚本也能开通群机器人：填错了说明哪里错，测试消息送到没有当场知道', async () => {
    const { page, faults } = await deskOf('guanli', { javaScriptEnabled: false });
    await page.goto(`${city.url}/desk/admin/channels`);
    await page.getByText('还没有通道').waitFor();
    await page.getByRole('link', { name: '企业微信群机器人' }).click();
    await page.getByLabel('名称').fill('评议办值班群');
    await page.getByRole('button', { name: '保存通道' }).click();
    await page.getByRole('link', { name: '请填写机器人或接收系统给的完整地址' }).waitFor();
    expect(await page.getByLabel('名称').inputValue()).toBe('评议办值班群');
    await page.getByLabel('地址').fill(`${group.url}/send?key=KEY-5f6a`);
    await page.getByRole('button', { name: '保存通道' }).click();
    await page.getByRole('status').filter({ hasText: '请发一条测试消息试试' }).waitFor();
    expect(await page.content()).not.toContain('KEY-5f6a');
    await page.getByRole('button', { name: '发一条测试消息' }).click();
    await page.getByRole('status').filter({ hasText: '测试消息已经送达' }).waitFor();
    expect(group.received.map(({ url }) => url)).toEqual(['/send?key=KEY-5f6a']);
    group.answer = (response) => response.end('{"errcode":93000}');
    await page.getByRole('button', { name: '发一条测试消息' }).click();
    await page.getByRole('alert').filter({ hasText: 'key 不对' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('列表、设置和新建的页面在手机上、长辈版里都读得了', async () => {
    const { page, faults } = await deskOf('guanli');
    for (const view of ['standard', 'elder']) {
      await page.context().addCookies([{ name: 'view', value: view, url: city.url }]);
      for (const path of ['', '?new=mail', '?new=webhook', '?id=nobody']) {
        await page.goto(`${city.url}/desk/admin/channels${path}`);
        await expectReadable(page);
      }
      await page.goto(`${city.url}/desk/admin/channels`);
      await page.getByRole('link', { name: '评议办值班群' }).click();
      await expectReadable(page);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('评议办打不开通道的页面，页面说清楚为什么', async () => {
    const { page } = await deskOf('pyb1');
    const answer = await page.goto(`${city.url}/desk/admin/channels`);
    expect(answer?.status()).toBe(403);
    expect(await page.locator('main form').count()).toBe(0);
    await page.context().close();
  });
});

describe('收件箱', () => {
  test('交办以后，单位在收件箱里看到，点开就是那一件，未读数少一条；群里也收到一条', async () => {
    group.answer = (response) => response.end('{"errcode":0,"errmsg":"ok"}');
    group.received.length = 0;
    const clerk = await deskOf('pyb1');
    const given = await clerk.page.evaluate(async () => {
      const read = async (path: string): Promise<unknown> => (await fetch(path)).json();
      const { items } = (await read('/api/desk/cases?queue=assign&limit=1')) as {
        items: { id: string; number: string }[];
      };
      const [first] = items;
      const { seq } = (await read(`/api/desk/cases/${first?.id}`)) as { seq: number };
      const answer = await fetch(`/api/desk/cases/${first?.id}/acts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ act: 'assign', seq, given: { department: 'cgj', nature: 'TIMED' } }),
      });
      return { status: answer.status, ...first };
    });
    expect(given.status).toBe(200);
    const { page, faults } = await deskOf('cgj', { javaScriptEnabled: false });
    const unread = async (): Promise<number> =>
      Number(/\d+/.exec(await page.locator('header a[href$="/desk/inbox"]').innerText())?.[0] ?? '0');
    const before = await unread();
    expect(before).toBeGreaterThan(0);
    await page.locator('header a[href$="/desk/inbox"]').click();
    const line = page.getByRole('row').filter({ hasText: `案件 ${given.number}` });
    expect(await line.innerText()).toContain('已交办，请签收');
    await line.getByRole('link').click();
    expect(page.url()).toContain(`/desk/cases/${given.id}`);
    await page.goto(`${city.url}/desk/inbox?only=unread`);
    expect(await unread()).toBe(before - 1);
    expect(await page.getByText(`案件 ${given.number}`).count()).toBe(0);
    if (before > 1) {
      await page.getByRole('button', { name: /^全部标为已读/ }).click();
      await page.getByRole('status').filter({ hasText: '已标为已读' }).waitFor();
    }
    expect(await unread()).toBe(0);
    await expect
      .poll(() => group.received.map(({ body }) => body).join('\n'), { timeout: 60_000 })
      .toContain(`案件 ${given.number}（城市管理局）：已交办，请签收`);
    expect(faults).toEqual([]);
    await Promise.all([page.context().close(), clerk.page.context().close()]);
  });

  test('有通知、没有通知都在手机上、长辈版里读得了', async () => {
    for (const username of ['cgj', 'tongji']) {
      const { page, faults } = await deskOf(username);
      for (const view of ['standard', 'elder']) {
        await page.context().addCookies([{ name: 'view', value: view, url: city.url }]);
        for (const path of ['', '?only=unread', '?kind=closed', '?after=2020-01-01~x']) {
          await page.goto(`${city.url}/desk/inbox${path}`);
          await expectReadable(page);
        }
      }
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });
});
