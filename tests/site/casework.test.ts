/** 退回, 会办 and 延期 as people do them, in browsers, each with a desk of their own. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite, picture, today } from '../support/desk-site.ts';
import { phone } from '../support/site.ts';
import type { Author } from '../support/year/cast.ts';

let browser: Browser;
let site: DeskSite<{ returned: Author; helped: Author; extended: Author }>;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 0, async (cast) => ({
    returned: await cast.opinion('人民桥下面的人行道积水'),
    helped: await cast.opinion('学校门口早上堵车'),
    extended: await cast.opinion('健身步道的灯晚上不亮'),
  }));
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

test('退回不同意：单位申请，评议办会商后裁定，单位继续办理，不能再退', async () => {
  const { id } = site.given.returned;
  const clerk = await site.as('clerk');
  await clerk.open(id);
  await clerk.does('交办', async (form) => {
    await form.getByLabel('主办单位').fill('城管局');
    await form.getByLabel('限期整改').check();
  });
  const liaison = await site.as('liaison');
  await liaison.open(id);
  expect(await liaison.isRefused('申请退回', (form) => form.getByLabel('理由').fill('桥下道路由住建局养护'))).toContain(
    '依据',
  );
  await liaison.does('申请退回', async (form) => {
    expect(await form.getByLabel('理由').inputValue()).toBe('桥下道路由住建局养护');
    await form.getByLabel('依据').fill('三定规定第四条');
    await form.getByLabel('建议承办单位').fill('住建局');
  });
  expect(await liaison.reads()).toContain('退回审核中');

  const director = await site.as('director');
  await director.page.getByRole('link', { name: /退回待裁/ }).click();
  await director.page
    .getByRole('link', { name: /人民桥|\d{4}-\d{4}/ })
    .first()
    .click();
  await director.page.waitForURL(/\/desk\/cases\//);
  expect(await director.reads()).toContain('三定规定第四条');
  await director.does('不同意退回，限继续办理', async (form) => {
    await form.getByLabel('评议办意见').fill('桥下人行道已移交城管局养护');
    await form.getByLabel('会商记录').fill('三方到现场会商，确认养护界线');
    await form.getByLabel('参加会商').fill('城管局分管副局长\n住建局设施科');
  });
  await liaison.open(id);
  expect(await liaison.reads()).toContain('桥下人行道已移交城管局养护');
  expect(await liaison.offers()).not.toContain('申请退回');
  expect(await liaison.reads()).toContain('已签收');
});

test('会办：两家协办各有时限，都交了意见，主办才能申请销号', async () => {
  const { id } = site.given.helped;
  const clerk = await site.as('clerk');
  await clerk.open(id);
  await clerk.does('交办', async (form) => {
    await form.getByLabel('主办单位').fill('城管局');
    await form
      .getByLabel(/协办单位/)
      .first()
      .fill('住建局');
    await form
      .getByLabel(/协办单位/)
      .nth(1)
      .fill('教育局');
    await form.getByLabel('立行立改').check();
  });
  const liaison = await site.as('liaison', { viewport: phone });
  await liaison.open(id);
  await liaison.does('签收');
  const claim = async (): Promise<string[]> => {
    await liaison.open(id);
    return liaison.offers();
  };
  expect(await claim()).not.toContain('申请销号');
  expect(await liaison.reads()).toContain('住建局');

  const third = await site.as('third');
  await third.page.getByRole('link', { name: /待协办/ }).click();
  await third.page.waitForURL(/queue=/);
  await third.page
    .getByRole('link', { name: /学校门口|\d{4}-\d{4}/ })
    .first()
    .click();
  await third.page.waitForURL(/\/desk\/cases\//);
  expect(await third.offers()).toEqual(['提交协办意见']);
  await third.does('提交协办意见', (form) => form.getByLabel('意见', { exact: true }).fill('本周重划停车线'));
  expect(await claim()).not.toContain('申请销号');
  const other = await site.as('other', { javaScriptEnabled: false, viewport: phone });
  await other.open(id);
  await other.does('提交协办意见', (form) => form.getByLabel('意见', { exact: true }).fill('学校错峰放学'));
  expect(await claim()).toContain('申请销号');
  expect(await liaison.reads()).toContain('本周重划停车线');
  await liaison.does('申请销号', async (form) => {
    await form.getByLabel('整改成效').fill('停车线重划，错峰放学，早上不再堵车');
    await form.getByLabel('佐证材料').setInputFiles(picture);
    await form.getByLabel('签字的单位负责人').fill('局长');
  });
  expect(await liaison.reads()).toContain('已申请销号');
});

test('延期：联络员申请，主要负责人签字，评议办同意，时限顺延；只有一次', async () => {
  const { id } = site.given.extended;
  const clerk = await site.as('clerk');
  await clerk.open(id);
  await clerk.does('交办', async (form) => {
    await form.getByLabel('主办单位').fill('城管局');
    await form.getByLabel('限期整改').check();
  });
  const liaison = await site.as('liaison');
  await liaison.open(id);
  await liaison.does('签收');
  const until = addDays(today(), 75);
  const ask = async (day: string): Promise<void> => {
    const form = liaison.page.locator('details', { has: liaison.page.getByLabel('申请延至') });
    await form.getByLabel('理由').fill('灯具要定制');
    await form.getByLabel('已做工作').fill('已完成测量');
    await form.getByLabel('申请延至').fill(day);
    await form.getByLabel('签字的单位负责人').fill('局长');
  };
  expect(await liaison.isRefused('申请延期', () => ask(addDays(today(), 200)))).toContain('延');
  await liaison.does('申请延期', () => ask(until));
  const director = await site.as('director');
  await director.open(id);
  expect(await director.offers()).not.toContain('同意延期');

  const head = await site.as('head', { viewport: phone });
  await head.page.getByRole('link', { name: /延期待签字/ }).click();
  await head.page
    .getByRole('link', { name: /健身步道|\d{4}-\d{4}/ })
    .first()
    .click();
  await head.does('签字同意申请延期');

  await director.page.goto(`${site.url}/desk`);
  await director.page.getByRole('link', { name: /延期待批/ }).click();
  await director.page
    .getByRole('link', { name: /健身步道|\d{4}-\d{4}/ })
    .first()
    .click();
  await director.does('同意延期', (form) => form.getByLabel('评议办意见').fill('情况属实，同意'));
  await liaison.open(id);
  expect(await liaison.reads()).toContain('同意延期');
  expect(await liaison.offers()).not.toContain('申请延期');
});

test('没有一个页面报错，也没有请求别处的东西', () => {
  expect(site.faults()).toEqual([]);
});
