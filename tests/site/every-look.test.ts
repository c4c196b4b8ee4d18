/** Every page of the site can be used by everybody: on a phone, on a desk, with letters of twice the size; nothing hangs over the edge. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { type StaffRole, staffRoles } from '../../server/domain/roles.ts';
import { launchBrowser } from '../support/browser.ts';
import { crawl, deskStarts, publicStarts } from '../support/crawl.ts';
import { type DeskSite, openDeskSite, today } from '../support/desk-site.ts';
import { desktop, phone } from '../support/site.ts';
import { liveYear } from '../support/year/live-year.ts';

let browser: Browser;
let site: DeskSite<void>;
/** One address of every page, with the role that comes to it first; nobody's are for everybody. */
const found = new Map<string, { address: string; role: StaffRole | undefined }>();

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 330, (cast) => liveYear(cast, addDays(today(), -13)), { everyNight: false });
  const add = (role: StaffRole | undefined, pages: Awaited<ReturnType<typeof crawl>>): void => {
    for (const { route, address } of pages) if (!found.has(route)) found.set(route, { address, role });
  };
  add(undefined, await crawl(site.url, publicStarts, { most: 2 }));
  for (const role of staffRoles) {
    const cookie = await site.cookieOf(role);
    add(role, await crawl(site.url, deskStarts, { cookie, most: 2 }));
  }
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

/** Goes to the pages of somebody with a window of a size. @returns what is wrong, by address */
async function lookAround(
  who: StaffRole | undefined,
  viewport: typeof phone,
  look: (page: Page) => Promise<string[]>,
): Promise<string[]> {
  const pages = [...found.values()].filter(({ role }) => role === who);
  if (pages.length === 0) return [];
  const page = who ? (await site.as(who, { viewport })).page : (await site.citizen({ viewport })).page;
  const wrong: string[] = [];
  for (const { address } of pages) {
    await page.goto(site.url + address);
    for (const fault of await look(page)) wrong.push(`${address}: ${fault}`);
  }
  await page.context().close();
  return wrong;
}

/** How far a page hangs over the edge, and what does. */
const overhang = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over <= 0) return [];
    const widest = [...document.querySelectorAll('main *, header *, footer *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .filter((element) => element.closest('.scroll') === null || element.matches('.scroll'))
      .at(-1);
    return [`${over} px too wide: ${widest?.outerHTML.slice(0, 120) ?? ''}`];
  });

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''} (${nodes.length})`);
}

/** Twice the letters, as a reader sets them; looked at last, because the page stays so. */
async function withLargeLetters(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  return (await overhang(page)).map((fault) => `with letters of twice the size ${fault}`);
}

describe.each([undefined, ...staffRoles])('every page that %s comes to', (who) => {
  test('keeps within a phone, with large letters, too, and is accessible there', async () => {
    const look = async (page: Page): Promise<string[]> => [
      ...(await overhang(page)),
      ...(await axe(page)),
      ...(await withLargeLetters(page)),
    ];
    expect(await lookAround(who, phone, look)).toEqual([]);
  });

  test('keeps within a desk, and is accessible there', async () => {
    expect(await lookAround(who, desktop, async (page) => [...(await overhang(page)), ...(await axe(page))])).toEqual(
      [],
    );
  });
});

test('the whole city is verified in a browser, and is told in the words of the program for computers', async () => {
  const { page } = await site.citizen({ viewport: desktop });
  await page.goto(`${site.url}/verify`);
  await page.locator('#city-form button').click();
  await page.locator('#city .verdict').waitFor({ timeout: 150_000 });
  const result = await page.locator('#city [data-result]').innerText();
  expect(result).toContain('✓ 全部一致');
  expect(result).toContain('结果：全部一致。');
});

test('no page says anything in the console or asks anybody else', () => {
  expect(site.faults()).toEqual([]);
});
