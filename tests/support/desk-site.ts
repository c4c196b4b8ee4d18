/** A small city with everybody's account, served to real browsers; what happened there before is lived over the API beforehand, in its own time. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { dayOf } from '../../server/clock.ts';
import { addDays, type Day } from '../../server/domain/day.ts';
import { type Cast, type CastOptions, castOf } from './year/cast.ts';
import { cookieIn, password, testDesk } from './desk.ts';
import { startServer } from './server.ts';
import { arriveAtDesk, desktop, visit, type Visitor } from './site.ts';

export interface DeskSite<T> extends AsyncDisposable {
  url: string;
  /** What the beforehand gave. */
  given: T;
  /** Somebody who has signed in with a browser of their own. */
  as(username: string, options?: BrowserContextOptions): Promise<Officer>;
  /** The cookie of somebody who has signed in. */
  cookieOf(username: string): Promise<string>;
  /** A citizen with a browser. */
  citizen(options?: BrowserContextOptions): Promise<Visitor>;
  /** What the server printed. */
  printed(): string;
  /** What browsers complained of. */
  faults(): string[];
}

/** The day on which the tests run, in the city. */
export const today = (): Day => dayOf(new Date());

/** Somebody at a desk, who finds things by their labels. */
export interface Officer {
  page: Page;
  /** Opens a case by its address in the desk. */
  open(id: string): Promise<void>;
  /** Headings of the forms that the case offers now. */
  offers(): Promise<string[]>;
  /** Fills in and sends the form with a button, and waits until the page says that it is done; the heading says the same as the button. */
  does(button: string, fill?: (form: Locator) => Promise<void>, heading?: string): Promise<void>;
  /** The same where it is refused. @returns what the page says about it */
  isRefused(button: string, fill?: (form: Locator) => Promise<void>): Promise<string>;
  /** Everything that the page says. */
  reads(): Promise<string>;
}

/**
 * Serves a city.
 * @param daysAgo when its beforehand begins
 * @param beforehand what has happened before the browsers come; cases are known by their ids
 */
export async function openDeskSite<T>(
  browser: Browser,
  daysAgo: number,
  beforehand: (cast: Cast) => Promise<T>,
  options: CastOptions = {},
): Promise<DeskSite<T>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wanping-desk-'));
  const db = openDatabase(`sqlite:${join(dataDir, 'wanping.sqlite')}`);
  await migrateToLatest(db);
  const cast = castOf(await testDesk(db), options);
  cast.desk.time = new Date(`${addDays(today(), -daysAgo)}T02:00:00Z`);
  const given = await beforehand(cast);
  // The log that has begun goes on under the same keys, and evidence is still there.
  for (const kept of ['keys', 'files']) {
    const from = join(cast.desk.context.env.dataDir, kept);
    if (existsSync(from)) cpSync(from, join(dataDir, kept), { recursive: true });
  }
  await cast.close();
  const server = await startServer({ dataDir, env: { ALTCHA_COST: '100' } });
  const visitors: Visitor[] = [];
  const arrive = async (options: BrowserContextOptions): Promise<Visitor> => {
    const visitor = await visit(browser, options);
    visitors.push(visitor);
    return visitor;
  };
  return {
    url: server.url,
    given,
    as: async (username, options = {}) => {
      const { page } = await arrive({ viewport: desktop, ...options });
      await arriveAtDesk(page, server.url, { username, password });
      return officerOn(page, server.url);
    },
    cookieOf: async (username) => {
      const answer = await fetch(`${server.url}/api/desk/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ username, password }),
      });
      expect(answer.status, username).toBe(200);
      return cookieIn(answer);
    },
    citizen: (options = {}) => arrive(options),
    printed: () => server.output(),
    faults: () => visitors.flatMap(({ faults }) => faults),
    [Symbol.asyncDispose]: async () => {
      for (const { context } of visitors) await context.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function officerOn(page: Page, url: string): Officer {
  const formOf = async (heading: string): Promise<Locator> => {
    const form = page.locator('details').filter({ has: page.locator('summary').getByText(heading, { exact: true }) });
    // The page may still be on its way.
    await form
      .first()
      .waitFor({ timeout: 10_000 })
      .catch(() => undefined);
    if ((await form.count()) === 0) {
      const offered = await page.locator('details.act > summary').allInnerTexts();
      throw new Error(`${await page.title()}: no form “${heading}”, but ${offered.join(' | ') || 'none'}`);
    }
    const one = form.first();
    if ((await one.getAttribute('open')) === null) await one.locator('> summary').click();
    return one;
  };
  const send = async (button: string, fill?: (form: Locator) => Promise<void>, heading = button): Promise<void> => {
    const form = await formOf(heading);
    await fill?.(form);
    await form.getByRole('button', { name: button, exact: true }).click();
  };
  return {
    page,
    open: async (id) => {
      const answer = await page.goto(`${url}/desk/cases/${id}`);
      expect(answer?.status(), await page.locator('main').innerText()).toBe(200);
    },
    offers: () => page.locator('details.act > summary .act-title').allInnerTexts(),
    does: async (button, fill, heading) => {
      await send(button, fill, heading);
      const [done, wrong] = [page.getByRole('status').filter({ hasText: '已办理' }), page.getByRole('alert').first()];
      await done.or(wrong).first().waitFor();
      if ((await done.count()) === 0) throw new Error(`${button} was refused: ${await wrong.innerText()}`);
    },
    isRefused: async (button, fill) => {
      await send(button, fill);
      const wrong = page.getByRole('alert').first();
      await wrong.waitFor();
      return wrong.innerText();
    },
    reads: async () => {
      await page.waitForLoadState();
      return page.locator('main').innerText();
    },
  };
}

/** A picture of one pixel, as evidence. */
export const picture = {
  name: '整改后.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};
