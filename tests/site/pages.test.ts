/** Every page that the public reads, as everybody has to be able to read it: sizes, dark, elder, large text, keyboard, screen reader. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type City, desktop, openCity, phone, signIn, visit } from '../support/site.ts';

let browser: Browser;
let city: City;
/** A published case that was struck off. */
let closed: string;

beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), openCity()]);
  const list = (await (await fetch(`${city.url}/api/cases?state=resolved`)).json()) as { items: { number: string }[] };
  closed = list.items[0]?.number ?? '';
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

const addresses = (): string[] => [
  '/',
  '/d',
  '/d?q=jj',
  '/d/cgj',
  '/d/cgj/rate',
  '/d/cgj/opinion',
  '/opinion',
  '/track',
  '/rates',
  '/rates/C',
  '/cases',
  `/cases/${closed}`,
  '/pledges',
  '/pledges/2026-0001',
  '/pledges/2026-0001/mark',
  '/pledges/2026-0001/paper',
  '/reports',
  '/reports/bulletin-2026-0001',
  '/reports/analysis-2026-0001',
  '/letter',
  '/method',
  '/verify',
  '/privacy',
  '/api',
  '/problems/validation',
  '/offline',
  '/d/nobody/rate',
  '/nothing-here',
  '/desk/sign-in',
];

/** What axe finds, short enough to read in a report. */
async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const result = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return result.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 200))
        .join(' ')}`,
  );
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

interface Looking {
  elder?: boolean;
  /** Size of text, 1 as usual. */
  zoom?: number;
  axe?: boolean;
  /** Only these rules of axe, where a window changes nothing that others look at. */
  rules?: readonly string[];
}

/** Looks at every page with one kind of window and collects everything that is wrong. */
async function look(
  options: BrowserContextOptions,
  { elder = false, zoom = 1, axe = true, rules = [] }: Looking = {},
): Promise<string[]> {
  const { page, context, faults } = await visit(browser, { ...options, ...(zoom !== 1 && { bypassCSP: true }) });
  if (elder) await context.addCookies([{ name: 'view', value: 'elder', url: city.url }]);
  const wrong: string[] = [];
  for (const address of addresses()) {
    await page.goto(city.url + address);
    if (zoom !== 1) await page.addStyleTag({ content: `html { font-size: ${zoom * 100}% !important }` });
    const found = axe ? await violations(page, rules) : [];
    const wider = await overflow(page);
    if (wider > 0) found.push(`is ${wider} px wider than the window`);
    wrong.push(...found.map((one) => `${address} ${one}`));
  }
  await context.close();
  return [...wrong, ...faults];
}

// On a wide screen in the light they are looked at in every-look.test.ts, in a smaller city.
describe('every public page', () => {
  test.each([
    ['on a phone', { viewport: phone }, {}],
    ['on a phone in the dark', { viewport: phone, colorScheme: 'dark' }, { rules: ['color-contrast'] }],
    [
      'on a phone in 长辈版',
      { viewport: phone },
      { elder: true, rules: ['target-size', 'scrollable-region-focusable'] },
    ],
    [
      'on a wide screen in the dark and in 长辈版',
      { viewport: desktop, colorScheme: 'dark' },
      { elder: true, rules: ['target-size', 'link-in-text-block'] },
    ],
  ] satisfies [string, BrowserContextOptions, Looking][])(
    '%s has nothing that axe, the console or the CSP complains about',
    async (_, options, more) => {
      expect(await look(options, more)).toEqual([]);
    },
  );

  test('with text at 200 % needs no scrolling sideways at 360 pixels', async () => {
    expect(await look({ viewport: phone }, { zoom: 2, axe: false })).toEqual([]);
  });

  test('works without JavaScript, without complaints', async () => {
    expect(await look({ viewport: phone, javaScriptEnabled: false }, { axe: false })).toEqual([]);
  });
});

describe('a citizen with only a keyboard', () => {
  test('rates a department, is told what is missing, and hears where they are', async () => {
    const { page, faults } = await visit(browser, { viewport: phone });
    await page.goto(`${city.url}/d/cgj/rate`);
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('skip');
    await page.keyboard.press('Enter');
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName);
    const tabTo = async (wanted: string): Promise<void> => {
      for (let presses = 0; presses < 30; presses += 1) {
        await page.keyboard.press('Tab');
        if ((await focused()) === wanted) return;
      }
      throw new Error(`Tab never reaches ${wanted}`);
    };
    await tabTo('BUTTON');
    await page.keyboard.press('Enter');
    await page.locator('#error-summary').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('error-summary');
    await tabTo('A');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('level');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('[name=level]:checked').count()).toBe(1);
    await tabTo('BUTTON');
    await page.keyboard.press('Enter');
    await page.locator('#receipt-number').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(faults).toEqual([]);
  });
});

describe('links and markup', () => {
  test('every link of the public pages leads to a page, and no page has a style or a script in its markup', async () => {
    const seen = new Set<string>();
    const waiting = ['/'];
    const wrong: string[] = [];
    const perPattern = new Map<string, number>();
    while (waiting.length > 0) {
      const address = waiting.shift() ?? '/';
      const answer = await fetch(city.url + address, { headers: { accept: 'text/html' } });
      const body = await answer.text();
      if (answer.status !== 200) wrong.push(`${address} answers ${answer.status}`);
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
      if (
        /<style[\s>]|\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son\w+=/i.test(
          body.replaceAll(/<(pre|code)[\s>].*?<\/\1>/gs, ''),
        )
      ) {
        wrong.push(`${address} has a style or a script in its markup`);
      }
      for (const [, found = ''] of body.matchAll(/<a\s[^>]*href="([^"]+)"/g)) {
        const target = new URL(found.replaceAll('&amp;', '&'), city.url + address);
        const path = target.pathname + target.search;
        if (target.origin !== new URL(city.url).origin || seen.has(path) || path.startsWith('/desk')) continue;
        seen.add(path);
        // Pages of a kind are alike: some dozen departments and cases stand for all of them.
        const pattern =
          target.pathname.replaceAll(/\d{4}-\d+/g, 'N').replace(/^\/d\/[\w-]+/, '/d/x') +
          [...target.searchParams.keys()].join();
        const many = (perPattern.get(pattern) ?? 0) + 1;
        perPattern.set(pattern, many);
        if (many <= 12) waiting.push(path);
      }
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
  });

  test('the desk says nothing to the console on its main pages, and axe finds nothing', async () => {
    const clerk = await visit(browser, { viewport: desktop });
    await signIn(clerk, city, 'pyb1');
    const wrong: string[] = [];
    for (const address of ['/desk', '/desk?queue=all', '/desk/opinions/new', '/desk/password']) {
      await clerk.page.goto(city.url + address);
      wrong.push(...(await violations(clerk.page)).map((one) => `${address} ${one}`));
    }
    expect([...wrong, ...clerk.faults]).toEqual([]);
  });
});
