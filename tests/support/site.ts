/** A demonstration city of a test's own, and people who visit it with a browser that tells what went wrong on the way. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { getSetting, setSetting } from '../../db/settings.ts';
import { copyOf } from './demonstration.ts';
import { type Server, startServer } from './server.ts';

/** The sizes that every page is looked at in. */
export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 900 };

export interface City extends AsyncDisposable {
  /** Its address, which changes when time passes. */
  readonly url: string;
  readonly dataDir: string;
  /** Username and password of a demonstration account. */
  account(username: string): { username: string; password: string };
  /** The receipt code of the case that waits for its author's word. */
  readonly receiptCode: string;
  /** Lets days pass: the server is stopped, the demonstration's clock put forward, and the server started again. */
  later(days: number): Promise<void>;
}

/** @param settings of the server, beside the usual ones */
export async function openCity(settings: Readonly<Record<string, string>> = {}): Promise<City> {
  const dataDir = copyOf(inject('demonstration'));
  const env = { ALTCHA_COST: '100', ...settings };
  let server: Server = await startServer({ dataDir, env });
  const lines = readFileSync(join(dataDir, 'demonstration-accounts.txt'), 'utf8').split('\n');
  const secondWord = (first: string): string => {
    const line = lines.find((one) => one.startsWith(`${first} `));
    if (line === undefined) throw new Error(`the demonstration has no account ${first}`);
    return line.split(/\s+/)[1] ?? '';
  };
  return {
    get url() {
      return server.url;
    },
    dataDir,
    account: (username) => ({ username, password: secondWord(username) }),
    receiptCode: secondWord('回执码'),
    later: async (days) => {
      await server.stop();
      const db = openDatabase(`sqlite:${join(dataDir, 'wanping.sqlite')}`);
      const { offsetMilliseconds } = await getSetting(db, 'clock');
      await setSetting(db, 'clock', { offsetMilliseconds: offsetMilliseconds + days * 24 * 60 * 60 * 1000 });
      await db.destroy();
      server = await startServer({ dataDir, env });
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A request that a browser made. */
export interface Sent {
  method: string;
  url: string;
  /** What was sent with it, as text. */
  body: string;
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: errors in the console, exceptions of scripts, violations of the CSP, requests to others. */
  readonly faults: string[];
  readonly sent: Sent[];
}

/** What Chromium says about every answer of 400 and above, even where the page that comes with it is what was asked for. */
const isAboutStatus = (text: string): boolean => /Failed to load resource.*status of 4\d\d/.test(text);

/** Opens a browser window that is nobody else's. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: phone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults: string[] = [];
  const sent: Sent[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isAboutStatus(message.text())) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    sent.push({ method: request.method(), url: request.url(), body: request.postDataBuffer()?.toString('utf8') ?? '' });
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') faults.push(`a request to ${request.url()}`);
  });
  return { page, context, faults, sent };
}

/** Comes to the desk as somebody who has signed in; how one signs in is the subject of tests of its own. */
export async function arriveAtDesk(
  page: Page,
  url: string,
  { username, password }: { username: string; password: string },
): Promise<void> {
  const answer = await page.context().request.post(`${url}/api/desk/sign-in`, {
    headers: { origin: new URL(url).origin },
    data: { username, password },
  });
  if (!answer.ok()) throw new Error(`${username}: ${await answer.text()}`);
  await page.goto(`${url}/desk`);
}

/** Somebody of the demonstration city signs in. */
export const signIn = ({ page }: Visitor, city: City, username: string): Promise<void> =>
  arriveAtDesk(page, city.url, city.account(username));

/** Does an act on the page of a case: opens its form, fills it in, sends it, and waits until it is said to be done. */
export async function act(
  page: Page,
  sheet: string,
  fill: (field: (name: string) => string) => Promise<void> = async () => undefined,
) {
  const form = page.locator(`#act-${sheet}`);
  if ((await form.count()) === 0) {
    const offered = await page.locator('details.act').evaluateAll((forms) => forms.map(({ id }) => id));
    throw new Error(`${page.url()} (${await page.title()}) offers ${offered.join(', ') || 'no act'}, not ${sheet}`);
  }
  if (!(await form.evaluate((details: HTMLDetailsElement) => details.open)))
    await form.locator('summary').first().click();
  await fill((name) => `[name="${sheet}-${name}"]`);
  await form.locator('.buttons button[data-sending]').click();
  // The address may still tell of the act before this one.
  const done = page.waitForURL(new RegExp(`[?&]done=${sheet.split('-')[0]}(&|#|$)`));
  const refused = page.locator('#error-summary').waitFor();
  await Promise.race([done, refused.catch(() => done)]);
  if ((await page.locator('#error-summary').count()) > 0) {
    throw new Error(`${sheet} was refused: ${await page.locator('#error-summary').innerText()}`);
  }
  await done;
}
