/** 重办 three times, each time with a higher leader, and 移交销号, as people do them in browsers. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatCode } from '../../server/domain/receipt.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, type Officer, openDeskSite, picture } from '../support/desk-site.ts';
import { phone } from '../support/site.ts';
import type { Author } from '../support/year/cast.ts';

let browser: Browser;
let site: DeskSite<{ reworked: Author; handedOver: Author; closing: { id: string; number: string } }>;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 40, async (cast) => {
    const worked = async (text: string): Promise<Author> => {
      const author = await cast.opinion(text);
      await cast.does('clerk', author.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
      await cast.does('liaison', author.id, 'accept');
      return author;
    };
    const reworked = await worked('小公园的健身器材坏了');
    const [handedOver, closing] = [await worked('高铁桥下堆着建筑垃圾'), await worked('铁路边的围挡倒了')];
    for (const { id } of [handedOver, closing]) {
      await cast.claims('liaison', id, '已经清理');
      await cast.does('clerk2', id, 'beginReview');
      await cast.does('clerk2', id, 'sendBack', { reason: '照片不是这一处' });
    }
    const director = await cast.desk.as('director');
    await cast.does('director', closing.id, 'closeByTransfer', {
      panel: ['人大代表甲', '政协委员乙', '律师丙'],
      receivingBody: '铁路局工务段',
      ruling: '属铁路用地红线以内',
      evidence: [await director.upload('移交单.pdf')],
    });
    const { number } = await director.view(closing.id);
    return { reworked, handedOver, closing: { id: closing.id, number: number ?? '' } };
  });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

async function claims(officer: Officer, id: string): Promise<void> {
  await officer.open(id);
  await officer.does('申请销号', async (form) => {
    await form.getByLabel('整改成效').fill('全部换新');
    await form.getByLabel('佐证材料').setInputFiles(picture);
    await form.getByLabel('签字的单位负责人').fill('局长');
  });
}

async function passes(officer: Officer, id: string): Promise<void> {
  await officer.open(id);
  await officer.does('开始审核');
  await officer.does('审核通过，征询意见人', (form) => form.getByLabel('意见', { exact: true }).fill('佐证属实'));
}

test('重办三次：审核退回、核实不通过、群众不认可；联络员、分管领导、主要领导一级一级往上', async () => {
  const { id, code } = site.given.reworked;
  const [liaison, deputy, head] = [await site.as('liaison'), await site.as('deputy'), await site.as('head')];
  const second = await site.as('clerk2');
  await claims(liaison, id);
  await second.open(id);
  await second.does('开始审核');
  await second.does('退回重办', (form) => form.getByLabel('理由').fill('照片不是这个公园'));

  await claims(liaison, id);
  await passes(second, id);
  const supervisor = await site.as('supervisor', { viewport: phone });
  await supervisor.open(id);
  await supervisor.does('核实不通过，退回重办', async (form) => {
    await form.getByLabel('核查情况').fill('还有两件不能用');
    await form.getByLabel('核查地点').fill('小公园');
  });

  await liaison.open(id);
  expect(await liaison.offers()).not.toContain('申请销号');
  expect(await liaison.reads()).toContain('分管领导');
  await claims(deputy, id);
  await passes(second, id);
  const citizen = await site.citizen({ viewport: phone });
  await citizen.page.goto(`${site.url}/track`);
  await citizen.page.getByLabel('回执码').fill(formatCode(code));
  await citizen.page.getByRole('button', { name: '查看', exact: true }).click();
  await citizen.page.getByRole('button', { name: /不认可/ }).click();
  await citizen.page
    .getByText(/不认可/)
    .first()
    .waitFor();
  await citizen.page.locator('#answer-form').waitFor({ state: 'detached' });

  await deputy.open(id);
  expect(await deputy.offers()).not.toContain('申请销号');
  expect(await deputy.reads()).toContain('主要领导');
  await claims(head, id);
  expect(await head.reads()).toContain('已申请销号');
  const director = await site.as('director');
  await director.open(id);
  expect(await director.reads()).toMatch(/重办.{0,4}3/);
});

test('移交销号：三人以上研判，写明接收单位，公示期满后由另一人销号，群众看得到', async () => {
  const { handedOver, closing } = site.given;
  const director = await site.as('director');
  await director.open(handedOver.id);
  const panel = '人大代表甲\n政协委员乙';
  const refused = await director.isRefused('移交销号', async (form) => {
    await form.getByLabel('研判人员').fill(panel);
    await form.getByLabel('接收单位').fill('铁路局工务段');
    await form.getByLabel('评议办意见').fill('属铁路用地红线以内');
    await form.getByLabel('佐证材料').setInputFiles(picture);
  });
  expect(refused).toMatch(/研判人员|三/);
  await director.does('移交销号', async (form) => {
    await form.getByLabel('研判人员').fill(`${panel}\n律师丙`);
  });
  expect(await director.reads()).toContain('公示中');

  const second = await site.as('clerk2');
  await second.page.getByRole('link', { name: /公示期满/ }).click();
  await second.page
    .getByRole('link', { name: new RegExp(closing.number) })
    .first()
    .click();
  await second.does('销号');
  const { page } = await site.citizen({ viewport: phone });
  await page.goto(`${site.url}/cases/${closing.number}`);
  const told = await page.locator('main').innerText();
  expect(told).toContain('移交');
  expect(told).toContain('铁路局工务段');
});

test('没有一个页面报错，也没有请求别处的东西', () => {
  expect(site.faults()).toEqual([]);
});
