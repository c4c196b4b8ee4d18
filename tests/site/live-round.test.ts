/** The open round of the demonstration, by hand: a letter's code is voted with on a phone, and paper ballots for the same questions are printed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ballotPaperWords } from '#words/ballot-paper.ts';
import { voteTexts, voteWordsWith } from '#words/vote.ts';
import { launchBrowser } from '../support/browser.ts';
import { type City, desktop, openCity, phone, signIn, visit } from '../support/site.ts';

const voteWords = voteWordsWith(voteTexts);

let browser: Browser;
let city: City;

beforeAll(async () => {
  city = await openCity();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await city?.[Symbol.asyncDispose]();
});

/** Codes of a roster, out of the letters that were printed. */
function codesOf(roster: string): string[] {
  const letters = readFileSync(join(city.dataDir, 'demonstration-letters.html'), 'utf8');
  const codes = letters.matchAll(/<span class="code">(.*?)<\/span>(?=<\/p>)/g);
  return [...codes].map(([, code = '']) => code.replaceAll(/<[^>]*>/g, '')).filter((code) => code.startsWith(roster));
}

/** Types a code on a phone, rates one department, and hands the ballots in. */
async function vote(code: string): Promise<string> {
  const { page, context, faults } = await visit(browser);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).first().click();
  const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
  await page.goto(`${city.url}/v`);
  await page.getByLabel(voteWords.start.code).fill(code);
  await press(voteWords.start.button);
  await heading(voteWords.choose.title);
  await page.getByLabel('行政审批局', { exact: true }).check();
  await press(voteWords.choose.go(1));
  await heading(voteWords.ballot.title);
  await press(voteWords.ballot.sameLabel('满意'));
  await press(voteWords.ballot.toReview);
  await press(voteWords.review.submit);
  await heading(voteWords.done.title);
  const slip = await page.locator('.slip').innerText();
  expect(faults).toEqual([]);
  await context.close();
  return slip;
}

test('the code of a letter is voted with on a phone, on the first day and a month later', async () => {
  const [, first = '', second = ''] = codesOf('QY');
  expect(await vote(first)).toContain(voteWords.done.ballots(7));
  await city.later(30);
  expect(await vote(second)).toContain(voteWords.done.ballots(7));
});

test('the office prints ballots for the same questions: numbered, every department on one page, and a slip for words without a number', async () => {
  const officer = await visit(browser, { viewport: desktop });
  const { page } = officer;
  await signIn(officer, city, 'pyb1');
  const { items } = (await (await page.request.get(`${city.url}/api/rounds`)).json()) as {
    items: { id: string; state: string }[];
  };
  const round = items.find(({ state }) => state === 'open');
  await page.goto(`${city.url}/desk/rounds/${round?.id}/ballot-paper`);
  const words = ballotPaperWords.page;
  const make = (): Promise<void> => page.getByRole('button', { name: words.make }).click();
  await page.getByLabel(words.group).selectOption({ label: '企业' });
  await page.getByLabel(words.first).fill('101');
  await page.getByLabel(words.copies).fill('0');
  await make();
  expect(await page.locator('#error-summary').innerText()).toContain(words.wrongCopies(200));
  await page.getByLabel(words.copies).fill('2');
  await make();
  await page.getByText(words.pages(2, 2)).waitFor();
  expect(await page.locator('.ballot-block').count()).toBe(14);
  const ballot = page.locator('.ballot-page');
  expect(await ballot.first().innerText()).toContain(ballotPaperWords.serial('000101'));
  expect(await ballot.first().innerText()).toContain(ballotPaperWords.anonymous);
  expect(await ballot.nth(2).innerText()).not.toContain('000101');
  expect(await ballot.nth(3).innerText()).toContain(ballotPaperWords.serial('000102'));
  expect(await page.locator('.ballot-block').first().locator('tbody tr').count()).toBe(8);
  const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(printed.match(/\/Type\s*\/Page\b/g)).toHaveLength(6);
  await page.setViewportSize(phone);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(officer.faults).toEqual([]);
});
