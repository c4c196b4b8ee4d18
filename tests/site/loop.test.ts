/** The whole loop as people go through it: from a phone to the desk, to the department, back to the phone, and to the public page. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findCaseByNumber, listEvents, type StoredEvent } from '../../db/case-files.ts';
import { openDatabase } from '../../db/open.ts';
import { assessmentYear } from '../../server/domain/day.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Recount, recount } from '../support/recount.ts';
import { act, type City, desktop, openCity, phone, type Sent, signIn, visit, type Visitor } from '../support/site.ts';

const letters = /[^0-9A-Z]/gi;

/** The city's figures as anybody can read them. */
interface Figures {
  asOf: string;
  years: { year: number; effective: number; resolved: Recount['resolved']; resolvedTotal: number; explained: number }[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const figuresAt = async (city: City, path: string): Promise<Figures> =>
  (await (await fetch(city.url + path)).json()) as Figures;

/** Opens the one case that a search for a number, or for words of its text, finds. */
async function openCase(page: Page, city: City, text: string): Promise<void> {
  await page.goto(`${city.url}/desk?queue=all&q=${encodeURIComponent(text)}`);
  const found = page.locator('main a[href*="/desk/cases/"]');
  expect(await found.count()).toBe(1);
  await found.click();
  await page.waitForURL(/\/desk\/cases\//);
}

async function photo(city: City): Promise<string> {
  const file = join(city.dataDir, 'after.jpg');
  writeFileSync(
    file,
    await sharp({ create: { width: 320, height: 240, channels: 3, background: '#7a9' } })
      .jpeg()
      .toBuffer(),
  );
  return file;
}

/** What the author of a case has answered, as it was recorded. */
async function answersTo(city: City, number: string): Promise<StoredEvent[]> {
  const db = openDatabase(`sqlite:${join(city.dataDir, 'wanping.sqlite')}`);
  try {
    const found = await findCaseByNumber(db, number);
    return (await listEvents(db, found?.file.id ?? '')).filter(({ act: one }) => one === 'confirm');
  } finally {
    await db.destroy();
  }
}

/** Everything that the desk does with an 意见, up to the question to its author. */
async function atTheDesk(city: City, words: string): Promise<{ number: string; people: Visitor[] }> {
  const clerk = await visit(browser, { viewport: desktop });
  await signIn(clerk, city, 'pyb1');
  await openCase(clerk.page, city, words);
  await act(clerk.page, 'takeUp', async (field) => {
    await clerk.page.locator(field('publicText')).fill(`有群众反映，${words}。`);
    await choose(clerk.page, field('topic'), 'city');
    await choose(clerk.page, field('kind'), 'complaint');
  });
  await act(clerk.page, 'assign', async (field) => {
    await clerk.page.locator(field('department')).fill('城市管理局');
    await choose(clerk.page, field('nature'), 'IMMEDIATE');
  });
  const number = /\d{4}-\d{4,}/.exec(await clerk.page.locator('h1').innerText())?.[0] ?? '';

  const liaison = await visit(browser, { viewport: desktop });
  await signIn(liaison, city, 'cgj');
  await openCase(liaison.page, city, number);
  await act(liaison.page, 'accept', async (field) => {
    await fillIfThere(liaison.page, field('contactPerson'), '市政设施科');
    await fillIfThere(liaison.page, field('telephone'), '0000-80000001');
  });
  const { asOf: day } = await figuresAt(city, '/api/figures');
  if ((await liaison.page.locator('#act-plan').count()) > 0) {
    await act(liaison.page, 'plan', async (field) => {
      await liaison.page.locator(field('goal')).fill('恢复照明');
      await liaison.page.locator(field('measures-what')).first().fill('更换灯具和线路');
      await liaison.page.locator(field('measures-section')).first().fill('市政设施科');
      await liaison.page.locator(field('measures-by')).first().fill(day);
      await liaison.page.locator(field('leader')).fill('分管副局长');
      await fillIfThere(liaison.page, field('plannedDay'), day);
    });
  }
  await act(liaison.page, 'progress', async (field) => {
    await liaison.page.locator(field('progress')).fill('已更换六盏');
    await fillIfThere(liaison.page, field('percent'), '60');
  });
  await act(liaison.page, 'claim', async (field) => {
    await liaison.page.locator(field('outcome')).fill('十二盏路灯全部修好，以后请找市政设施科');
    await liaison.page.locator(field('evidence')).setInputFiles(await photo(city));
    await fillIfThere(liaison.page, field('signedBy'), '局长');
  });

  const second = await visit(browser, { viewport: desktop });
  await signIn(second, city, 'pyb2');
  await openCase(second.page, city, number);
  await act(second.page, 'beginReview');
  await act(second.page, 'passReview', (field) => fillIfThere(second.page, field('opinion'), '佐证属实'));
  return { number, people: [clerk, liaison, second] };
}

async function fillIfThere(page: Page, selector: string, value: string): Promise<void> {
  if ((await page.locator(selector).count()) > 0) await page.locator(selector).first().fill(value);
}

/** A choice is a list or a group of radio buttons, whichever is shorter. */
async function choose(page: Page, selector: string, value: string): Promise<void> {
  const control = page.locator(selector).first();
  if ((await control.evaluate((element) => element.tagName)) === 'SELECT') await control.selectOption(value);
  else await page.locator(`${selector}[value="${value}"]`).check({ force: true });
}

const holds = (sent: readonly Sent[], secret: string): Sent[] =>
  sent.filter(({ url, body }) => (url + body).replaceAll(letters, '').toUpperCase().includes(secret));

describe('a citizen with an ordinary phone', () => {
  test('rates, writes, follows, confirms, and reads the new numbers on the public page', async () => {
    await using city = await openCity();
    const before = await figuresAt(city, '/api/figures');
    const words = '青石巷十二盏路灯全都不亮，晚上走路要打手电';
    const citizen = await visit(browser, { viewport: phone, isMobile: true, hasTouch: true });
    const { page, sent } = citizen;

    await page.goto(`${city.url}/d/cgj/rate`);
    await page.locator('[name=level][value="4"]').check({ force: true });
    await page.locator('#rate-form button').last().click();
    await page.locator('#receipt-number').waitFor();
    expect(sent.some(({ url }) => url.includes('/api/challenge'))).toBe(true);

    await page.goto(`${city.url}/d/cgj/opinion`);
    await page.locator('#text').fill(`${words}，我的电话是13912345678。`);
    expect(await page.locator('[data-preview-text]').innerText()).not.toContain('13912345678');
    await page.locator('[name=kind][value=complaint]').check({ force: true });
    await page.locator('[name=publish][value=yes]').check({ force: true });
    await page.locator('#opinion-form button.full').click();
    await page.locator('#receipt-code').waitFor();
    const code = (await page.locator('#receipt-code').innerText()).replaceAll(letters, '').toUpperCase();
    expect(code).toHaveLength(17);

    const { number, people } = await atTheDesk(city, words);
    expect(number).toMatch(/^\d{4}-\d{4,}$/);

    await page.goto(`${city.url}/track`);
    await page.locator('#code').fill(code.toLowerCase());
    await page.locator('#track-form button.full').click();
    await page.locator('#answer-yes').waitFor();
    expect(await page.locator('main').innerText()).toContain('十二盏路灯全部修好');
    await page.locator('#answer-yes').click();
    await page.locator('#answer-form').waitFor({ state: 'detached' });

    // The code is what makes the answer the author's own: it has never left the phone.
    expect(holds(sent, code)).toEqual([]);
    expect(holds(sent, code.slice(0, 16))).toEqual([]);
    const answered = sent.find(({ method, body }) => method === 'POST' && body.includes('preimage'));
    expect(answered).toBeDefined();

    // Long enough for the notice, and for every session to end.
    await city.later(12);
    const second = people[2] as Visitor;
    await signIn(second, city, 'pyb2');
    await openCase(second.page, city, number);
    await act(second.page, 'close');

    await page.goto(`${city.url}/cases/${number}`);
    await page.locator('.seal').waitFor();
    expect(await page.locator('.seal').textContent()).toContain('群众确认');
    const told = await page.locator('main').innerText();
    expect(told).toContain('十二盏路灯全部修好');
    expect(told).not.toContain('13912345678');

    const of = (figures: Figures): Figures['years'][number] => {
      const found = figures.years.find(({ year }) => year === assessmentYear(before.asOf));
      if (found === undefined) throw new Error('the year in which the 意见 came is not published');
      return found;
    };
    // Numbers stay what they are until the next publication, which the demonstration makes by itself.
    const api = await vi.waitFor(
      async () => {
        const now = await figuresAt(city, '/api/figures');
        if (of(now).resolved.citizen === of(before).resolved.citizen) throw new Error('not published yet');
        return now;
      },
      { timeout: 90_000, interval: 500 },
    );
    expect(await figuresAt(city, '/open/figures.json')).toEqual(api);
    const { effective, resolved, resolvedTotal, explained } = of(api);
    expect(effective).toBe(of(before).effective + 1);
    expect(resolved).toEqual({ ...of(before).resolved, citizen: of(before).resolved.citizen + 1 });
    expect({ effective, resolved, explained }).toEqual((await recount(city.dataDir)).get(of(api).year));
    await page.goto(`${city.url}/rates`);
    expect(await page.locator('main').innerText()).toContain(
      `${resolvedTotal.toLocaleString('zh-CN')}/${(effective - explained).toLocaleString('zh-CN')}`,
    );
    for (const visitor of [citizen, ...people]) expect(visitor.faults).toEqual([]);
  });
});

describe('a citizen whose phone runs no scripts', () => {
  test('rates, writes with a code that the server makes once, and answers; the answer is marked as seen', async () => {
    await using city = await openCity();
    const words = '柳树巷公厕没有灯，晚上不敢进去，也没有人打扫';
    const citizen = await visit(browser, { viewport: phone, javaScriptEnabled: false });
    const { page, sent } = citizen;

    await page.goto(`${city.url}/d/cgj/rate`);
    await page.locator('#rate-form button').last().click();
    await expect.poll(() => page.locator('#error-summary').innerText()).toContain('请先选一个评价');
    await page.locator('[name=level][value="2"]').check({ force: true });
    await page.locator('#rate-form button').last().click();
    await page.locator('#rate-confirm button').click();
    await page.locator('#receipt-number').waitFor();

    await page.goto(`${city.url}/d/cgj/opinion`);
    await page.locator('#text').fill(words);
    await page.locator('[name=kind][value=complaint]').check({ force: true });
    await page.locator('[name=publish][value=yes]').check({ force: true });
    await page.locator('#opinion-form button.full').click();
    await page.locator('#opinion-confirm button').first().click();
    const code = ((await page.locator('#receipt-code').getAttribute('data-code')) ?? '').replaceAll(letters, '');
    expect(code).toHaveLength(17);

    const { number, people } = await atTheDesk(city, words);
    await page.goto(`${city.url}/track`);
    await page.locator('#code').fill(code);
    await page.locator('#track-form button.full').click();
    await page.locator('#comment').fill('灯装上了');
    await page.locator('#answer-yes').click();
    await page.locator('#answer-form').waitFor({ state: 'detached' });
    expect(holds(sent, code).length).toBeGreaterThan(0);

    const office = people[0] as Visitor;
    await openCase(office.page, city, number);
    expect(await office.page.locator('main').innerText()).toContain('灯装上了');
    const [event] = await answersTo(city, number);
    expect(event?.given['proof']).toBe('seen');
    for (const visitor of [citizen, ...people]) expect(visitor.faults).toEqual([]);
  });
});
