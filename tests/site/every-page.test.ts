/** Every page of the site, in a city whose people wrote markup into every field for a year, as each role comes to it by following links. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../server/domain/day.ts';
import { staffRoles } from '../../server/domain/roles.ts';
import { launchBrowser } from '../support/browser.ts';
import { crawl, deskStarts, type Found, publicStarts, routes } from '../support/crawl.ts';
import { type DeskSite, openDeskSite, today } from '../support/desk-site.ts';
import { mistaken, showsWords, withMarkup } from '../support/markup.ts';
import { liveYear } from '../support/year/live-year.ts';

let browser: Browser;
let site: DeskSite<void>;
const visited = new Set<string>();

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 330, (cast) => liveYear(cast, addDays(today(), -13)), {
    says: withMarkup,
    everyNight: false,
  });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

function look(pages: readonly Found[]): number {
  for (const { route } of pages) visited.add(route);
  for (const { address, html } of pages) expect(mistaken(html), address).toBe('');
  return pages.filter(({ html }) => showsWords(html)).length;
}

test('no page of the public takes what somebody wrote for markup', async () => {
  expect(look(await crawl(site.url, publicStarts, { most: 6 }))).toBeGreaterThan(10);
});

test.each(staffRoles)('nor any page that a %s comes to', async (role) => {
  const pages = await crawl(site.url, deskStarts, { cookie: await site.cookieOf(role), most: 5 });
  // Accounts, settings and the calendar have no words of anybody else's.
  expect(look(pages)).toBeGreaterThan(role === 'administrator' ? -1 : 0);
});

test('somebody comes to every page there is', () => {
  // Answers to errors and to forms, and the page for a city that is not set up yet.
  const apart = ['/404', '/500', '/setup', '/desk/bulk', '/desk/bulk/[id]', '/desk/filters', '/desk/letters/[id]'];
  expect(routes.filter((route) => !visited.has(route) && !apart.includes(route))).toEqual([]);
});
