/** 公开承诺, 函调, 回访 and reports in a real browser, with and without JavaScript: what the office does, and what citizens say. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, monthOf } from '../../server/domain/day.ts';
import { launchBrowser } from '../support/browser.ts';
import type { Desk } from '../support/desk.ts';
import { type DeskSite, openDeskSite, today } from '../support/desk-site.ts';
import { recordAs } from '../support/records.ts';
import { desktop, openCity, phone, signIn, visit } from '../support/site.ts';

const month = monthOf(today());

/** Three complaints about the same thing; a pledge that is said to be kept. */
async function beforehand(desk: Desk): Promise<void> {
  const [clerk, head] = [await desk.as('clerk'), await desk.as('head')];
  for (let count = 0; count < 3; count += 1) {
    const { id } = await desk.opinion({ text: '桃园路夜市油烟直排' });
    await clerk.act(id, 'takeUp', { publicText: '桃园路夜市油烟直排', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
  }
  const { id } = await recordAs(desk, 'head', 'pledge', 'draft', {
    department: 'cgj',
    title: '整治夜市油烟',
    matter: '群众反映夜市油烟直排',
    goal: '全部装上净化器',
    measures: [{ what: '逐户安装', section: '市容科', by: addDays(today(), 20) }],
    plannedDay: addDays(today(), 30),
    leader: '主要负责人',
    leaderPost: '局长',
    telephone: '0000-1234567',
  });
  await recordAs(desk, 'director', 'pledge', 'publish', {}, id);
  const outcome = { outcome: '38 户全部装好', evidence: [await head.upload()], signedBy: '局长' };
  await recordAs(desk, 'head', 'pledge', 'finish', outcome, id);
  await desk.context.ledger.settle();
}

let browser: Browser;
let site: DeskSite<void>;
beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 1, ({ desk }) => beforehand(desk));
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
const pledge = '/pledges/2026-0001';

describe('a 公开承诺', () => {
  test('is found from its department, read, and marked with one press; the same phone marks once', async () => {
    const { page, sent } = await site.citizen();
    await page.goto(`${site.url}/d/cgj`);
    await page.getByRole('link', { name: '整治夜市油烟' }).click();
    await expect.poll(() => main(page)).toContain('局长 主要负责人');
    await expectAccessible(page);
    const mark = async (word: string): Promise<string> => {
      await page.goto(`${site.url}${pledge}`);
      await page.getByRole('link', { name: '做到了吗？您来评' }).click();
      await page.getByLabel(word, { exact: true }).check();
      await page.getByRole('button', { name: '提交测评' }).click();
      await page.getByRole('status').filter({ hasText: '评的是' }).waitFor();
      return main(page);
    };
    expect(await mark('基本满意')).toContain('您评的是“基本满意”');
    expect(await mark('不满意')).toContain('第一次评的是“基本满意”');
    const posted = sent.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(posted[0]).toContain('altcha');
    await page.goto(`${site.url}${pledge}`);
    expect(await main(page)).toContain('测评还不到 10 人');
  });

  test('is marked without JavaScript in two steps, and whoever chose nothing is told so', async () => {
    const { page } = await site.citizen({ javaScriptEnabled: false });
    await page.goto(`${site.url}${pledge}/mark`);
    await page.getByRole('button', { name: '提交测评' }).click();
    await expect.poll(() => main(page)).toContain('请选择满意程度');
    await page.getByLabel('满意', { exact: true }).check();
    await page.getByRole('button', { name: '提交测评' }).click();
    await expect.poll(() => main(page)).toContain('请确认您的测评');
    await page.getByRole('button', { name: '确认提交' }).click();
    await expect.poll(() => main(page)).toContain('测评已收下');
  });

  test('that is not there, and a list that finds nothing, say what to do', async () => {
    const { page } = await site.citizen();
    expect((await page.goto(`${site.url}/pledges/2026-0099`))?.status()).toBe(404);
    expect(await main(page)).toContain('没有这项公开承诺');
    expect((await page.goto(`${site.url}/pledges/2026-0099/mark`))?.status()).toBe(404);
    await page.goto(`${site.url}/pledges?department=jyj`);
    expect(await main(page)).toContain('没有符合条件的公开承诺');
    expect((await page.goto(`${site.url}/pledges?state=drafted`))?.status()).toBe(422);
  });

  test('is proposed where many say the same, with its cases filled in', async () => {
    const { page } = await site.as('clerk');
    await page.getByRole('link', { name: '公开承诺', exact: true }).click();
    await expectAccessible(page);
    await page.getByRole('link', { name: '拟承诺' }).click();
    await expect.poll(() => page.locator('[name=draft-department]').inputValue()).toBe('城管局');
    expect((await page.locator('[name=draft-cases]').inputValue()).split(/\s+/)).toHaveLength(3);
    await expectAccessible(page);
    await page.locator('form[method=post] .buttons button').last().click();
    await page.locator('#error-summary').waitFor();
    expect(await page.locator('[name=draft-title]').inputValue()).not.toBe('');
  });
});

describe('函调', () => {
  test('letters go out with their codes, which are shown once; whoever holds one answers once', async () => {
    const { page } = await site.as('clerk');
    await page.goto(`${site.url}/desk/letters`);
    await page.getByText('发函', { exact: true }).click();
    await page.getByRole('button', { name: '发函并生成返回码' }).click();
    await expect.poll(() => page.locator('#error-summary').innerText()).toContain('请至少写一个收函单位');
    await page.getByLabel('征求对哪个单位的意见').fill('城管局');
    await page.getByLabel('收函单位').fill('桃园社区居委会\n翠湖苑物业');
    await page.getByLabel('请在哪天前回复').fill(addDays(today(), 14));
    await page.getByRole('button', { name: '发函并生成返回码' }).click();
    await page.locator('.paper-sheet').first().waitFor();
    const codes = await page.locator('.paper-sheet .code').allInnerTexts();
    expect(codes).toHaveLength(2);
    await expectAccessible(page);

    // From the QR code: the code stands behind the `#`, and is sent only in the body of a form.
    const holder = await site.citizen();
    await holder.page.goto(`${site.url}/letter#${codes[0]?.replaceAll('-', '')}`);
    await holder.page.getByText('对城管局的函调').waitFor();
    expect(holder.page.url()).toBe(`${site.url}/letter`);
    await expectAccessible(holder.page);
    await holder.page.getByRole('button', { name: '提交' }).click();
    await expect.poll(() => holder.page.locator('#error-summary').innerText()).toContain('请选择满意程度');
    await holder.page.getByLabel('基本满意').check();
    await holder.page.getByRole('button', { name: '提交' }).click();
    await holder.page.getByText('谢谢，已经收到').waitFor();
    for (const { url } of holder.sent) expect(url).not.toContain(codes[0]?.slice(0, 4));

    const again = await site.citizen({ javaScriptEnabled: false });
    await again.page.goto(`${site.url}/letter`);
    await again.page.getByLabel('返回码').fill(codes[0] ?? '');
    await again.page.getByRole('button', { name: '下一步' }).click();
    await expect.poll(() => main(again.page)).toContain('这份函调已经答过');
    await again.page.goto(`${site.url}/letter`);
    await again.page.getByLabel('返回码').fill('ABCD');
    await again.page.getByRole('button', { name: '下一步' }).click();
    await expect.poll(() => main(again.page)).toContain('17 个字母和数字');

    await page.goto(`${site.url}/desk/letters`);
    expect(await main(page)).toContain('翠湖苑物业');
    await page.getByRole('link', { name: /澜评函/ }).click();
    await page.getByText('重发返回码').click();
    await page.getByRole('button', { name: '生成新的返回码并打印' }).click();
    await page.locator('.paper-sheet').waitFor();
    expect(await page.locator('.paper-sheet .code').innerText()).not.toBe(codes[1]);
  });
});

describe('回访', () => {
  test('the call list shows no telephone; it is opened for one call, and what was heard is recorded', async () => {
    await using city = await openCity();
    const visitor = await visit(browser, { viewport: desktop });
    const { page, faults } = visitor;
    await signIn(visitor, city, 'pyb1');
    await page.goto(`${city.url}/desk/revisits`);
    await expectAccessible(page);
    const listed = await main(page);
    const link = page.locator('tbody th a').first();
    const number = await link.innerText();
    await link.click();
    await page.getByRole('button', { name: '打开联系方式' }).click();
    const contact = (await page.locator('main .notice strong').first().innerText()).trim();
    expect(contact).not.toBe('');
    expect(listed).not.toContain(contact);
    await page.getByLabel('联系上了', { exact: true }).check();
    await page.getByRole('group', { name: '您对办理结果满意吗' }).getByLabel('不满意').check();
    await page.getByRole('button', { name: '登记回访' }).click();
    const wrong = await page.locator('#error-summary').innerText();
    for (const said of ['请选择问题是否解决', '请选择单位是否联系过意见人', '请写明原因', '请写明怎么处理'])
      expect(wrong).toContain(said);
    await expectAccessible(page);
    await page.getByRole('group', { name: '问题解决了吗' }).getByLabel('部分').check();
    await page.getByRole('group', { name: '单位办理中联系过您吗' }).getByLabel('是', { exact: true }).check();
    await page.getByLabel('不满意的原因').fill('只装了一半');
    await page.getByLabel('怎么处理').fill('退回重办');
    await page.getByRole('button', { name: '登记回访' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: `${number}的回访已登记` })
      .waitFor();
    expect(await page.locator('tbody').innerText()).not.toContain(number);

    // Nobody picks up the next one: it stays on the list, with one more attempt.
    const next = await page.locator('tbody th a').first().innerText();
    const attempts = await page.locator('tbody tr').first().locator('td').last().innerText();
    await page.locator('tbody th a').first().click();
    await page.getByLabel('没有联系上').check();
    await page.getByRole('button', { name: '登记回访' }).click();
    await page.getByRole('status').filter({ hasText: '没有联系上' }).waitFor();
    const row = page.locator('tbody tr').filter({ hasText: next });
    expect(await row.locator('td').last().innerText()).not.toBe(attempts);
    await row.locator('a').click();
    await page.getByRole('link', { name: '打印回访记录' }).click();
    const paper = await page.locator('.paper-sheet').innerText();
    for (const said of ['未接通', '无法联系', next]) expect(paper).toContain(said);
    await page.goto(`${city.url}/desk/revisits/print`);
    expect(await page.locator('.paper-sheet').innerText()).toContain(next);
    expect(faults).toEqual([]);
  });
});

describe('reports', () => {
  test('a department finds its numbers counted, writes the rest, and the office sees that it is there', async () => {
    const { page } = await site.as('liaison');
    await page.goto(`${site.url}/desk/reports/fill?month=${month}`);
    expect(await page.locator('.paper-numbers').innerText()).toContain('3');
    await expectAccessible(page);
    await page.getByRole('button', { name: '提交审核' }).click();
    await page.locator('#error-summary').waitFor();
    await page.getByLabel('本月完成').fill('装好净化器');
    await page.getByLabel('下月计划').fill('回头看');
    await page.getByRole('button', { name: '提交审核' }).click();
    await page.getByRole('status').filter({ hasText: '等待领导审核' }).waitFor();
    await expectAccessible(page);
    const clerk = await site.as('clerk');
    await clerk.page.goto(`${site.url}/desk/reports?month=${month}`);
    expect(await main(clerk.page)).toContain('待领导审核');
    await expectAccessible(clerk.page);
    await clerk.page.getByRole('link', { name: '打印' }).first().click();
    await expect.poll(() => clerk.page.locator('.paper-sheet').innerText()).toContain('装好净化器');
  });

  test('a 通报 begins with the published numbers in its words, and is read by everybody once it is issued', async () => {
    const clerk = await site.as('clerk', { viewport: phone });
    await clerk.page.goto(`${site.url}/desk/reports/new?kind=bulletin&month=${month}`);
    expect(await clerk.page.getByLabel('总体情况').inputValue()).toContain('有效意见 3 件');
    await expectAccessible(clerk.page);
    await clerk.page.getByRole('button', { name: '保存草稿' }).click();
    await clerk.page.waitForURL(/\/desk\/records\/item\//);
    const id = clerk.page.url().split('/').at(-1)?.split('?')[0] ?? '';
    const director = await site.as('director');
    const seq = 1;
    const issued = await director.page.evaluate(
      async ([address, body]) => {
        const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        return answer.status;
      },
      [`/api/desk/records/${id}/acts`, JSON.stringify({ kind: 'bulletin', act: 'issue', seq, given: {} })] as const,
    );
    expect(issued).toBe(200);
    const { page } = await site.citizen();
    await page.goto(`${site.url}/reports`);
    await page.getByRole('link', { name: /群众意见整改情况通报/ }).click();
    const paper = await main(page);
    for (const heading of [
      '一、总体情况',
      '二、分类情况',
      '三、亮灯情况',
      '四、存在问题',
      '五、下步要求',
      '附表 1',
      '附表 2',
      '附表 3',
    ]) {
      expect(paper).toContain(heading);
    }
    await expectAccessible(page);
  });

  test('others than those who may are told that these pages are not theirs', async () => {
    const { page } = await site.as('supervisor');
    for (const address of ['/desk/revisits', '/desk/letters', '/desk/reports', '/desk/pledges']) {
      expect((await page.goto(site.url + address))?.status(), address).toBe(403);
      expect(await main(page)).toContain('工作台');
    }
  });
});

test('no browser complained of anything', () => {
  expect(site.faults().filter((fault) => !fault.includes('status of 4'))).toEqual([]);
});
