/** Every page of the site can be used by everybody: on a phone, on a desk, with letters of twice the size; nothing hangs over the edge. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { type StaffRole, staffRoles } from '../../server/domain/roles.ts';
import { launchBrowser } from '../support/browser.ts';
import { crawl, publicStarts } from '../support/crawl.ts';
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
    add(role, await crawl(site.url, ['/desk'], { cookie, most: 2 }));
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

describe.each([undefined, ...staffRoles])('every page that %s comes to', (who) => {
  test('keeps within a phone, and within a desk', async () => {
    expect(await lookAround(who, phone, overhang)).toEqual([]);
    expect(await lookAround(who, desktop, overhang)).toEqual([]);
  });

  test('keeps within a phone with letters of twice the size', async () => {
    const twice = async (page: Page): Promise<string[]> => {
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      return overhang(page);
    };
    expect(await lookAround(who, phone, twice)).toEqual([]);
  });

  test('is accessible on a phone', async () => {
    expect(await lookAround(who, phone, axe)).toEqual([]);
  });

  test('is accessible on a desk', async () => {
    expect(await lookAround(who, desktop, axe)).toEqual([]);
  });
});

test('no page says anything in the console or asks anybody else', () => {
  expect(site.faults()).toEqual([]);
});
