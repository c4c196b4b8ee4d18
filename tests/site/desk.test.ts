/** The desk in a real browser: a city is set up, a case goes from paper to 公示 through its pages, with and without JavaScript. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Server, startServer } from '../support/server.ts';

const password = 'four words that nobody guesses';
/** A photo of one pixel. */
const photo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ args: ['--empty'] }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function newPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  return context.newPage();
}

async function signIn(page: Page, username: string, typed = password): Promise<void> {
  await page.goto(`${server.url}/desk/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(typed);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(/\/desk(?:\/password)?(?:\?.*)?$/);
}

/** A page of somebody who is signed in. */
async function deskOf(username: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await newPage(options);
  await signIn(page, username);
  return page;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
}

/** Unfolds the form of an act. */
async function openAct(page: Page, key: string) {
  const act = page.locator(`#act-${key}`);
  if ((await act.getAttribute('open')) === null) await act.locator('> summary').click();
  return act;
}

/** Sends the form of an act and waits for the word that it is done. */
async function doAct(page: Page, key: string, button: string): Promise<void> {
  await page.locator(`#act-${key}`).getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('status').filter({ hasText: '已办理' }).waitFor();
}

describe('设置一座城市', () => {
  test('the operator sets the city up once, with the code that the server printed', async () => {
    const page = await newPage();
    await page.goto(`${server.url}/setup`);
    await expectAccessible(page);
    const code = /设置码 (\S+)/.exec(server.output())?.[1] ?? '';
    await page.getByLabel('设置码').fill('0000-0000-0000-0000');
    await page.getByLabel('城市名称').fill('澜江市');
    await page.getByLabel('主办单位').fill('澜江市万人评议机关办公室');
    await page.getByLabel('用户名').fill('guanli');
    await page.getByLabel('姓名').fill('管理员');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.getByRole('alert').filter({ hasText: '设置码' }).waitFor();
    expect(await page.getByLabel('城市名称').inputValue()).toBe('澜江市');
    await page.getByLabel('设置码').fill(code);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.waitForURL(/sign-in/);
    await page.goto(`${server.url}/setup`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('这座城市已经设置过了');
  });

  test('the administrator enters a class and two departments', async () => {
    const page = await deskOf('guanli');
    await expectAccessible(page);
    await page.getByRole('navigation').getByRole('link', { name: '单位' }).click();
    await page.getByText('增加或修改分类').click();
    await page.getByLabel('分类代码').fill('service');
    await page.getByLabel('分类名称').fill('服务类');
    await page.getByRole('button', { name: '保存分类' }).click();
    await page.getByRole('status').waitFor();
    for (const [code, name, fullName] of [
      ['xzspj', '市行政审批局', '澜江市行政审批服务局'],
      ['ybj', '市医保局', '澜江市医疗保障局'],
    ] as const) {
      await page.locator('summary', { hasText: '增加单位' }).click();
      await page.getByLabel('单位代码').fill(code);
      await page.getByLabel('简称').fill(name);
      await page.getByLabel('全称').fill(fullName);
      await page.getByLabel('分类', { exact: true }).selectOption('service');
      await page.getByRole('button', { name: '增加单位' }).click();
      await page.getByRole('link', { name }).waitFor();
    }
    expect(await page.getByRole('row', { name: /服务类/ }).count()).toBe(3);
    await expectAccessible(page);
  });

  test('an account gets a first password that is shown once and must be changed', async () => {
    const page = await deskOf('guanli');
    const accounts = [
      ['jia', '经办甲', 'clerk', ''],
      ['yi', '经办乙', 'clerk', ''],
      ['lian', '联络员丙', 'liaison', '市行政审批局'],
      ['qita', '联络员丁', 'liaison', '市医保局'],
      ['jiandu', '监督员', 'supervisor', ''],
      ['shenji', '审计员', 'auditor', ''],
      ['tongji', '统计员', 'statistician', ''],
    ] as const;
    for (const [username, displayName, role, department] of accounts) {
      await page.goto(`${server.url}/desk/admin/accounts`);
      await page.getByText('开通账号').click();
      await page.getByLabel('用户名', { exact: true }).fill(username);
      await page.getByLabel('姓名', { exact: true }).fill(displayName);
      await page.getByLabel('岗位').selectOption(role);
      await page.getByLabel('所属单位').fill(department);
      await page.getByRole('button', { name: '开通并显示初始密码' }).click();
      const first = (await page.locator('.handed .code').textContent()) ?? '';
      expect(first).toMatch(/^(?:\w{4}-){3}\w{4}$/);

      const theirs = await newPage();
      await signIn(theirs, username, first);
      expect(theirs.url()).toContain('/desk/password');
      await theirs.getByLabel('现在的密码').fill(first);
      await theirs.getByLabel('新密码', { exact: true }).fill(password);
      await theirs.getByLabel('再输一次新密码').fill(password);
      await theirs.getByRole('button', { name: '更换密码' }).click();
      await theirs.getByRole('status').filter({ hasText: '密码已更换' }).waitFor();
      await theirs.close();
    }
    await page.goto(`${server.url}/desk/admin/accounts`);
    await expectAccessible(page);
  });

  test('the calendar of a year is entered as it was published, a line that cannot be read is named, and what it moves is said first', async () => {
    const page = await deskOf('guanli');
    await page.goto(`${server.url}/desk/admin/calendar?year=2031`);
    await page.getByLabel('放假和调休安排').fill('2031-10-01 至 2031-10-07 放假 国庆节\n十月十一日上班');
    await page.getByRole('button', { name: '先看影响，再保存' }).click();
    await page.getByRole('alert').filter({ hasText: '第 2 行“十月十一日上班”看不懂' }).waitFor();
    await page
      .getByLabel('放假和调休安排')
      .fill('一、国庆节：10月1日（周三）至7日（周二）放假调休，共7天。10月11日（周六）上班。');
    await page.getByRole('button', { name: '先看影响，再保存' }).click();
    await page.getByText('读到放假 7 天、调休上班 1 天').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '保存这一年' }).click();
    await page.getByRole('cell', { name: '调休上班' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(2);
    await expectAccessible(page);
  });
});

describe('一件意见从来信到公示', () => {
  let address = '';

  test('the office records a letter and gets the slip to hand out, once', async () => {
    const page = await deskOf('jia');
    await page.getByRole('link', { name: '代录意见' }).click();
    await expectAccessible(page);
    await page.getByLabel('意见原话').fill('我叫张三，电话 13800138000，二楼办执照排队两个多小时，窗口只开两个。');
    await page.getByLabel('涉及单位').fill('没有这个局');
    await page.getByRole('button', { name: '录入，取回执单' }).click();
    await page.getByRole('alert').filter({ hasText: '没有这个局' }).waitFor();
    expect(await page.getByLabel('意见原话').inputValue()).toContain('二楼办执照');
    await page.getByLabel('涉及单位').fill('市行政审批局');
    await page.getByRole('button', { name: '录入，取回执单' }).click();
    await expect.poll(() => page.locator('#receipt-code').getAttribute('data-code')).toMatch(/^(?:\w{4}-){4}\w$/);
    await expectAccessible(page);
    await page.getByRole('link', { name: '去梳理这一件' }).click();
    address = page.url();
  });

  test('at triage the original stands beside what will be public, and the eight exits are offered', async () => {
    const page = await deskOf('jia');
    await page.goto(address);
    await expectAccessible(page);
    expect(await page.locator('.texts').textContent()).toContain('13800138000');
    expect(await page.locator('#acts details').count()).toBe(8);
    const act = await openAct(page, 'takeUp');
    const text = act.getByLabel('公开文本');
    expect(await text.inputValue()).not.toContain('13800138000');
    expect(await text.inputValue()).toMatch(/^\S/);
    await text.fill('二楼办执照排队两个多小时，窗口只开两个。');
    await act.getByRole('button', { name: '列为有效意见' }).click();
    await act.getByRole('alert').filter({ hasText: '意见类别' }).waitFor();
    expect(await text.inputValue()).toBe('二楼办执照排队两个多小时，窗口只开两个。');
    await act.getByLabel('意见类别').selectOption('procedure');
    await doAct(page, 'takeUp', '列为有效意见');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/案件 \d{4}-\d{4}/);
  });

  test('at 交办 the deadlines of the three kinds are explained, and a department is picked by name', async () => {
    const page = await deskOf('jia');
    await page.goto(address);
    const act = await openAct(page, 'assign');
    expect(await act.locator('.natures section').count()).toBe(3);
    expect(await act.locator('.natures').textContent()).toContain('个工作日');
    await act.getByLabel('主办单位').fill('市行政审批局');
    await act.getByLabel('限期整改').check();
    await act.getByLabel('办理要求').fill('请统一开足窗口。');
    await expectAccessible(page);
    await doAct(page, 'assign', '交办');
  });

  test('the department accepts and plans, and never sees the author’s own words', async () => {
    const page = await deskOf('lian');
    await page.getByRole('link', { name: /^2\d{3}-\d{4}/ }).click();
    expect(await page.locator('body').textContent()).not.toContain('13800138000');
    expect(await page.locator('body').textContent()).toContain('你单位');
    await openAct(page, 'accept');
    await doAct(page, 'accept', '签收');
    const plan = await openAct(page, 'plan');
    await plan.getByLabel('整改目标').fill('排队不超过二十分钟');
    await plan.getByRole('group', { name: '措施 1' }).getByLabel('做什么').fill('增开两个窗口');
    await plan.getByLabel('责任领导').fill('分管副局长');
    await plan.getByLabel('计划完成日期').fill('2099-01-04');
    await plan.getByRole('button', { name: '提交整改方案' }).click();
    await plan.getByRole('alert').filter({ hasText: '措施 1 没有填全' }).waitFor();
    const row = plan.getByRole('group', { name: '措施 1' });
    expect(await row.getByLabel('做什么').inputValue()).toBe('增开两个窗口');
    await row.getByLabel('责任处室').fill('政务服务科');
    await row.getByLabel('完成日期').fill('2099-01-04');
    await doAct(page, 'plan', '提交整改方案');
    await expectAccessible(page);
  });

  test('another department cannot open the case, and is told what to do', async () => {
    const page = await deskOf('qita');
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(404);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('没有找到这一件');
    await expectAccessible(page);
  });

  test('without JavaScript the department claims with a photo, after a first try that kept the photo', async () => {
    const page = await deskOf('lian', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    await page.goto(address);
    const claim = await openAct(page, 'claim');
    await claim.getByLabel('整改成效').fill('十二月起二楼开足四个窗口，平均等候十五分钟。');
    await claim.getByLabel('佐证材料').setInputFiles({ name: '窗口照片.png', mimeType: 'image/png', buffer: photo });
    await claim.getByRole('button', { name: '申请销号', exact: true }).click();
    await claim.getByRole('alert').filter({ hasText: '签字的单位负责人' }).waitFor();
    expect(await claim.getByLabel(/保留 窗口照片/).isChecked()).toBe(true);
    expect(await claim.getByLabel('整改成效').inputValue()).toContain('四个窗口');
    await claim.getByLabel('签字的单位负责人').fill('局长');
    await doAct(page, 'claim', '申请销号');
  });

  test('whoever assigned the case is not offered the review; a second person passes it', async () => {
    const first = await deskOf('jia');
    await first.goto(address);
    expect(await first.locator('#act-beginReview').count()).toBe(0);
    const page = await deskOf('yi');
    await page.goto(address);
    expect(await page.getByRole('link', { name: /窗口照片/ }).count()).toBeGreaterThan(0);
    await openAct(page, 'beginReview');
    await doAct(page, 'beginReview', '开始审核');
    const pass = await openAct(page, 'passReview');
    await pass.getByLabel('意见', { exact: true }).fill('照片与所述一致。');
    await expectAccessible(page);
    await doAct(page, 'passReview', '审核通过，征询意见人');
  });

  test('when somebody was faster, the page says so and keeps what was typed', async () => {
    const page = await deskOf('jiandu');
    await page.goto(address);
    const check = await openAct(page, 'check');
    await check.getByLabel('核查情况').fill('现场开了四个窗口，等候十分钟。');
    const other = await deskOf('yi');
    await other.goto(address);
    const revisit = await openAct(other, 'redactText');
    await revisit.getByLabel('公开文本').fill('二楼办执照排队两个多小时。');
    await revisit.getByLabel('理由').fill('更简短');
    await doAct(other, 'redactText', '修改公开文本');
    await check.getByRole('button', { name: '核实通过', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: '先办了一步' }).waitFor();
    expect(await check.getByLabel('核查情况').inputValue()).toBe('现场开了四个窗口，等候十分钟。');
    await expectAccessible(page);
    await doAct(page, 'check', '核实通过');
  });

  test('a form sent after the session ended comes back after signing in, and is done', async () => {
    const page = await deskOf('yi');
    await page.goto(address);
    const proceed = await openAct(page, 'proceed');
    await proceed.getByLabel('意见', { exact: true }).fill('独立核实已通过。');
    await page.context().clearCookies();
    await proceed.getByRole('button', { name: '转入公示', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '您填的文字都留着' }).waitFor();
    await page.getByLabel('用户名').fill('yi');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '已办理' }).waitFor();
    expect(await page.locator('.history').textContent()).toContain('独立核实已通过。');
  });
});

describe('各个岗位的工作台', () => {
  test.each(['jia', 'lian', 'jiandu', 'shenji', 'tongji', 'guanli'])(
    '%s finds a home that is accessible on a phone in the dark',
    async (username) => {
      const page = await deskOf(username, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
      await expectAccessible(page);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
    },
  );

  test('the auditor reads the trail; the statistician is told why there is no page', async () => {
    const auditor = await deskOf('shenji');
    await auditor.getByRole('link', { name: '审计记录' }).click();
    await auditor.getByLabel('操作').selectOption('account.created');
    await auditor.getByRole('button', { name: '查找' }).click();
    await expect.poll(() => auditor.locator('tbody tr').count()).toBe(7);
    await expectAccessible(auditor);
    const statistician = await deskOf('tongji');
    const answer = await statistician.goto(`${server.url}/desk/admin/accounts`);
    expect(answer?.status()).toBe(403);
    expect(await statistician.getByRole('heading', { level: 1 }).textContent()).toBe('您的岗位没有这一页');
  });

  test('keys search, move through the ledger and open a case', async () => {
    const page = await deskOf('jia');
    await page.goto(`${server.url}/desk?queue=all`);
    await page.keyboard.press('/');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('q');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/cases\//);
  });

  test('signing out ends the session', async () => {
    const page = await deskOf('jia');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('status').filter({ hasText: '已退出登录' }).waitFor();
    await page.goto(`${server.url}/desk`);
    expect(page.url()).toContain('/desk/sign-in');
    await expectAccessible(page);
  });
});
