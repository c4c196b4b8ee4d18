/** Bad networks and hostile words, where they meet people: in the browser. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { launchBrowser } from '../support/browser.ts';
import { type City, openCity, visit } from '../support/site.ts';

let browser: Browser;
let city: City;

beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), openCity()]);
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

async function stored(): Promise<{ ratings: number; opinions: number }> {
  const db = openDatabase(`sqlite:${join(city.dataDir, 'wanping.sqlite')}`);
  try {
    const count = async (table: 'rating' | 'opinion'): Promise<number> =>
      (
        await db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
      ).count;
    return { ratings: await count('rating'), opinions: await count('opinion') };
  } finally {
    await db.destroy();
  }
}

describe('when the network drops while something is sent', () => {
  test('a rating whose answer was lost is sent again and stored once', async () => {
    const before = await stored();
    const { page, context, faults } = await visit(browser);
    await page.goto(`${city.url}/d/cgj/rate`);
    let attempts = 0;
    await context.route('**/d/cgj/rate', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      attempts += 1;
      if (attempts > 1) return route.continue();
      // The server gets it and answers; the phone never hears.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.locator('[name=level][value="5"]').check({ force: true });
    await page.locator('#rate-form button').last().click();
    await page.locator('#receipt-number').waitFor();
    expect(attempts).toBe(2);
    expect(await stored()).toEqual({ ...before, ratings: before.ratings + 1 });
    expect(faults.filter((fault) => !fault.includes('ERR_CONNECTION_RESET'))).toEqual([]);
  });

  test('an 意见 whose answer was lost is sent again, stored once, and its code opens it', async () => {
    const before = await stored();
    const { page, context } = await visit(browser);
    await page.goto(`${city.url}/d/cgj/opinion`);
    let attempts = 0;
    await context.route('**/d/cgj/opinion', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      attempts += 1;
      if (attempts > 1) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.locator('#text').fill('河边步道的栏杆断了一截，孩子容易掉下去');
    await page.locator('[name=kind][value=complaint]').check({ force: true });
    await page.locator('[name=publish][value=yes]').check({ force: true });
    await page.locator('#opinion-form button.full').click();
    await page.locator('#receipt-code').waitFor();
    expect(attempts).toBe(2);
    expect(await stored()).toEqual({ ...before, opinions: before.opinions + 1 });
    const code = await page.locator('#receipt-code').innerText();
    await page.goto(`${city.url}/track`);
    await page.locator('#code').fill(code);
    await page.locator('#track-form button.full').click();
    await page.locator('#track').waitFor();
    expect(await page.locator('blockquote').first().innerText()).toContain('栏杆断了一截');
  });

  test('what was typed is still there after the page was lost', async () => {
    const { page, context } = await visit(browser);
    await page.goto(`${city.url}/d/cgj/opinion`);
    await page.locator('#text').fill('写到一半断网了，这些字不能丢');
    await page.waitForTimeout(1500);
    await context.setOffline(true);
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await page.goto(`${city.url}/d/cgj/opinion`);
    expect(await page.locator('#text').inputValue()).toBe('写到一半断网了，这些字不能丢');
  });
});

const hostile = [
  ['a script', '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">路灯坏了'],
  ['an end of the field', '</textarea><b id="hacked">路灯坏了</b>'],
  ['control characters', '路灯\u0000坏了\u0007很久\u202e了没人修'],
  ['too many characters', '路灯坏了'.repeat(20_000)],
  ['nothing but blanks', ' \u3000\u200b\n '.repeat(20)],
] as const;

describe.each([true, false])('with scripts %s, hostile words in an 意见', (javaScriptEnabled) => {
  test.each(hostile)('that are %s change nothing but themselves', async (_, words) => {
    const { page, faults } = await visit(browser, { javaScriptEnabled });
    await page.goto(`${city.url}/d/cgj/opinion`);
    await page.locator('#text').evaluate((field: HTMLTextAreaElement, text) => {
      field.removeAttribute('maxlength');
      field.value = text;
    }, words);
    await page.locator('[name=kind][value=complaint]').check({ force: true });
    await page.locator('[name=publish][value=yes]').check({ force: true });
    await page.locator('#opinion-form button.full').click();
    const answered = page.locator('#error-summary, #opinion-confirm, #receipt-code');
    await answered.first().waitFor();
    if (javaScriptEnabled) expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('b#hacked').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

test('a wrong receipt code is refused in words, with what was typed kept, however often', async () => {
  const { page, faults } = await visit(browser);
  await page.goto(`${city.url}/track`);
  for (const typed of [
    '',
    'nonsense',
    '0000-0000-0000-0000-0',
    `<script>${'x'.repeat(30)}`,
    '９X6Y-D14Z-AGKJ-F17G-X',
  ]) {
    await page.locator('#code').fill(typed);
    await page.locator('#track-form button.full').click();
    await page.locator('#error-summary').waitFor();
    expect(await page.locator('#code').inputValue()).toBe(typed);
  }
  expect(faults).toEqual([]);
});

test('the search for a department takes any words and shows them as words', async () => {
  const { page, faults } = await visit(browser);
  for (const [, words] of hostile.slice(0, 3)) {
    await page.goto(`${city.url}/d?q=${encodeURIComponent(words.slice(0, 60))}`);
    expect(await page.locator('b#hacked').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  }
  expect(faults).toEqual([]);
});
