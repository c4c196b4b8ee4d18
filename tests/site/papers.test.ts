/** Papers in a browser: each one is there, looks like a paper when it is printed, and can be read by everybody; merged cases lead to where they went. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite } from '../support/desk-site.ts';
import { phone } from '../support/site.ts';
import type { Author, Cast } from '../support/year/cast.ts';

let browser: Browser;
let site: DeskSite<Awaited<ReturnType<typeof beforehand>>>;

/** Cases that have every paper between them. */
async function beforehand(cast: Cast) {
  const does: Cast['does'] = (...act) => cast.does(...act);
  const assign = (id: string, given: object = {}) =>
    does('clerk', id, 'assign', { department: 'cgj', nature: 'TIMED', demand: '修好并回告意见人', ...given });
  const plan = async (id: string): Promise<void> => {
    await does('liaison', id, 'accept', { contactPerson: '设施科长', telephone: '0000-1234' });
    await does('liaison', id, 'plan', {
      goal: '恢复照明',
      cause: '线路老化',
      measures: [
        { what: '更换灯具', section: '设施科', by: addDays(cast.today(), 20) },
        { what: '检查线路', section: '照明所', by: addDays(cast.today(), 25) },
      ],
      leader: '分管副局长',
      plannedDay: addDays(cast.today(), 25),
    });
  };
  const order = () => ({ reason: '一再拖延', demand: '十日内报情况', replyBy: addDays(cast.today(), 15) });

  const returned = await cast.opinion('人民桥下面的人行道积水');
  await assign(returned.id);
  await does('liaison', returned.id, 'requestReturn', {
    reason: '桥下道路由住建局养护',
    grounds: '三定规定第四条',
    suggestedDepartment: 'zjj',
  });
  await does('director', returned.id, 'refuseReturn', {
    ruling: '桥下人行道已移交城管局养护',
    consultation: '三方到现场会商，确认养护界线',
    attendees: ['城管局设施科', '住建局设施科'],
  });

  const closed = await cast.opinion('解放路路灯坏了三个月没人修');
  await assign(closed.id, { keyItem: true, coDepartments: ['jyj'] });
  await plan(closed.id);
  await does('other', closed.id, 'assist', { opinion: '校门口两盏由我局出资' });
  await does('liaison', closed.id, 'progress', { progress: '已更换一半', percent: 50, difficulty: '灯具断货' });
  await does('head', closed.id, 'requestExtension', {
    reason: '灯具断货',
    workDone: '已下订单',
    until: addDays(cast.today(), 75),
    signedBy: '局长',
  });
  await does('director', closed.id, 'grantExtension', { ruling: '理由成立，请抓紧' });
  await cast.claims('liaison', closed.id);
  await does('clerk2', closed.id, 'beginReview');
  await does('supervisor', closed.id, 'check', { finding: '十二盏都亮', place: '解放路' });
  await does('clerk2', closed.id, 'passReview', { opinion: '佐证属实' });
  await cast.says(closed, 'yes');

  const ordered = await cast.opinion('健身步道的灯晚上不亮');
  await assign(ordered.id);
  await plan(ordered.id);
  await does('director', ordered.id, 'supervise', { level: 3, ...order() });
  await does('liaison', ordered.id, 'answerOrder', { orderReply: '已订到灯具', signedBy: '局长' });
  await does('director', ordered.id, 'list', order());

  const suspended = await cast.opinion('老小区没有电梯');
  await assign(suspended.id);
  await plan(suspended.id);
  await does('head', suspended.id, 'putOnAccount', {
    suspensionCause: 'funds',
    explanation: '改造经费要列入明年预算',
    nextStep: '明年一季度招标',
    reviewDay: addDays(cast.today(), 120),
    signedBy: '局长',
  });
  await does('clerk2', suspended.id, 'beginReview');
  await does('clerk2', suspended.id, 'passAccount', { opinion: '情况属实，同意挂账' });

  const merged = await cast.opinion('健身步道的灯还是不亮');
  const numberOf = async ({ id }: Author): Promise<string> =>
    (await (await cast.desk.as('clerk')).view(id)).number ?? '';
  const numbers = { merged: await numberOf(merged), ordered: await numberOf(ordered) };
  await does('clerk', merged.id, 'merge', { target: numbers.ordered, reason: '同一条步道' });
  await cast.pass(12);
  await does('clerk2', closed.id, 'close');
  await cast.pass(8);
  return { closed, returned, ordered, suspended, merged, numbers };
}

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 40, beforehand);
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

const forms = [
  ['closed', 'opinion', '意见建议征集表', '实名／匿名'],
  ['closed', 'assignment', '意见交办单', '方案报送时限'],
  ['returned', 'return', '退回（转办）申请单', '会商记录'],
  ['closed', 'help', '会办意见单', '校门口两盏由我局出资'],
  ['closed', 'plan', '整改方案（台账登记表）', '检查线路'],
  ['closed', 'extension', '延期申请单', '是否告知意见人'],
  ['ordered', 'order', '督办单', '已超期天数'],
  ['suspended', 'account', '未整改说明', '改造经费要列入明年预算'],
  ['closed', 'closing', '销号申请（验收）表', '销号编号'],
] as const;

test.each(forms)('%s：%s 打印出来是一张%s，网页上的菜单不印', async (story, form, title, says) => {
  const clerk = await site.as('clerk');
  const { page } = clerk;
  await page.goto(`${site.url}/desk/cases/${site.given[story].id}/papers/${form}`);
  const sheet = page.locator('.paper-sheet').first();
  expect(await sheet.getByRole('heading', { name: title }).count()).toBe(1);
  expect(await sheet.innerText()).toContain(says);
  await expectReadable(page);
  await page.setViewportSize(phone);
  await expectReadable(page);
  await page.emulateMedia({ media: 'print' });
  expect(await sheet.isVisible()).toBe(true);
  for (const other of ['.masthead', '.skip', 'main nav', 'main button']) {
    for (const one of await page.locator(other).all()) expect(await one.isVisible(), other).toBe(false);
  }
  // A form is one page or two, and never runs out of the paper.
  const sheets = await page.locator('.paper-sheet').count();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThanOrEqual(sheets);
  expect(pages).toBeLessThanOrEqual((form === 'closing' ? 3 : 2) * sheets);
  const [, width, height] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(pdf.toString('latin1')) ?? [];
  expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
});

test('案件页列出这一件的表单，直接打印的是现在用的那一张', async () => {
  const clerk = await site.as('clerk');
  const { page } = clerk;
  await clerk.open(site.given.closed.id);
  expect(await page.getByRole('button', { name: '打印销号申请（验收）表' }).isVisible()).toBe(true);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('main').isVisible()).toBe(false);
  expect(await page.locator('.paper-print .paper-sheet').isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: '表单和打印' }).click();
  await page.waitForURL(/\/papers$/);
  await expectReadable(page);
  const listed = await page.locator('main tbody th a').allInnerTexts();
  expect(listed).toEqual([
    '意见建议征集表',
    '意见交办单',
    '会办意见单',
    '整改方案（台账登记表）',
    '延期申请单',
    '销号申请（验收）表',
  ]);
  await page.getByRole('link', { name: '意见交办单' }).click();
  await expect.poll(() => page.locator('.paper-sheet').innerText()).toMatch(/澜评交〔\d{4}〕\d{4}号/);
});

test('没有的表、别的单位的案件，说清楚没有，不是打不开的网页', async () => {
  const other = await site.as('other');
  const clerk = await site.as('clerk');
  const { id } = site.given.ordered;
  const missing = await clerk.page.goto(`${site.url}/desk/cases/${id}/papers/account`);
  expect(missing?.status()).toBe(404);
  expect(await clerk.reads()).toContain('没有这张表');
  const hidden = await other.page.goto(`${site.url}/desk/cases/${id}/papers/order`);
  expect(hidden?.status()).toBe(404);
  expect(await other.reads()).toContain('没有找到这一件');
});

test('单位打印自己的整改台账，横着一张纸；评议办选单位', async () => {
  const liaison = await site.as('liaison');
  await liaison.page.goto(`${site.url}/desk/papers/ledger`);
  expect(await liaison.page.locator('.paper-sheet tbody tr').count()).toBe(4);
  await expectReadable(liaison.page);
  const pdf = (await liaison.page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const [, width, height] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(pdf) ?? [];
  expect(Number(width)).toBeGreaterThan(Number(height));
  const clerk = await site.as('clerk');
  await clerk.page.goto(`${site.url}/desk/papers/ledger`);
  expect(await clerk.reads()).toContain('请选一个单位');
  await clerk.page.getByLabel('单位', { exact: true }).fill('教育局');
  await clerk.page.getByRole('button', { name: '显示' }).click();
  await expect.poll(() => clerk.reads()).toContain('这一年还没有交办的意见');
});

test('空白征集表可以打印给不上网的人', async () => {
  const clerk = await site.as('clerk');
  await clerk.page.goto(`${site.url}/desk/papers/opinion`);
  expect(await clerk.page.locator('.paper-sheet').innerText()).toContain('不影响办理');
  await expectReadable(clerk.page);
});

test('办理经过让新来的人看得懂：每一步是什么意思、时限怎么变、文号多少', async () => {
  const clerk = await site.as('clerk');
  await clerk.open(site.given.ordered.id);
  const text = await clerk.page.locator('.history').innerText();
  expect(text).toContain('评议办把这一件交给主办单位，各项时限从次日起算。');
  expect(text).toMatch(/反馈督办时限：\d{4}年/);
  expect(text).toMatch(/澜评督〔\d{4}〕0002号/);
  expect(await clerk.page.locator('.history .entry').count()).toBeGreaterThan(0);
  expect(await clerk.reads()).toContain('销号还差什么');
  await expectReadable(clerk.page);
  await clerk.page.setViewportSize(phone);
  await expectReadable(clerk.page);
});

test('归并的案件，旧地址和旧编号都转到并入的那一件；工作台上可以撤销归并', async () => {
  const citizen = await site.citizen();
  const { numbers } = site.given;
  await citizen.page.goto(`${site.url}/cases/${numbers.merged}`);
  expect(citizen.page.url()).toBe(`${site.url}/cases/${numbers.ordered}`);
  expect(await citizen.page.locator('main').innerText()).toContain(numbers.merged);
  await expectReadable(citizen.page);

  const clerk = await site.as('clerk');
  const { merged, ordered } = site.given;
  await clerk.open(merged.id);
  expect(clerk.page.url()).toContain(`/desk/cases/${ordered.id}`);
  await clerk.page.getByRole('link', { name: '看并入的那一件，或撤销归并' }).click();
  await clerk.does('撤销归并', (form) => form.getByLabel('理由').fill('不是同一条步道'));
  expect(clerk.page.url()).toContain(`/desk/cases/${merged.id}`);
});

test('公众看得到谁挂账、为什么、哪天再看', async () => {
  const citizen = await site.citizen();
  await citizen.page.goto(`${site.url}/cases`);
  await citizen.page.getByRole('link', { name: '全部挂账的意见和未整改说明' }).click();
  await citizen.page.waitForURL(/\/account$/);
  const text = await citizen.page.locator('main').innerText();
  expect(text).toContain('改造经费要列入明年预算');
  expect(text).toContain('明年一季度招标');
  await expectReadable(citizen.page);
  await citizen.page
    .getByRole('link', { name: /^\d{4}-\d{4}$/ })
    .first()
    .click();
  await expect.poll(() => citizen.page.locator('main').innerText()).toContain('为什么挂账');
  expect(site.faults()).toEqual([]);
});
