/** The rating page on a phone: what it weighs, how soon it can be used on a slow line, and whether it works without JavaScript. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../tests/support/browser.ts';
import { median, startSite } from './processes.ts';
import { held, limited, type Section } from './report.ts';

const size = { width: 360, height: 740 };
/** A slow mobile line: bits a second, and milliseconds there and back. */
const line = { bits: 400_000, roundTrip: 400 };
const visits = 5;

interface Received {
  url: string;
  /** Head and body as they came over the wire. */
  bytes: number;
  /** Milliseconds of the browser's clock. */
  at: number;
}

/** What a page has loaded so far, with bytes as the browser's network stack counted them. */
async function watch(session: CDPSession): Promise<Received[]> {
  const urls = new Map<string, string>();
  const received: Received[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
    received.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength, at: timestamp * 1000 });
  });
  await session.send('Network.enable');
  return received;
}

const phone = (browser: Browser, javaScriptEnabled: boolean): Promise<BrowserContext> =>
  browser.newContext({ viewport: size, isMobile: true, hasTouch: true, deviceScaleFactor: 2, javaScriptEnabled });

/** Milliseconds after the request at which the page is painted, styled and read to its end. */
const usableAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list, observer) => {
          const painted = list.getEntriesByName('first-contentful-paint')[0];
          if (painted === undefined) return;
          observer.disconnect();
          const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          resolve(Math.max(painted.startTime, navigation?.domInteractive ?? 0));
        }).observe({ type: 'paint', buffered: true });
      }),
  );

/** The sum of all layout shifts since the page began but those that a touch has caused, as CLS is defined. */
const shifts = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
            if (!entry.hadRecentInput) sum += entry.value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );

/** Whether what stops a first view is only the page itself and its style sheets: scripts that load later do not. */
const isNeeded = (address: string, page: string): boolean =>
  address === page || new URL(address).pathname.endsWith('.css');

export async function measurePhone(city: string): Promise<Section> {
  using site = await startSite(city);
  const list = (await (await fetch(`${site.url}/api/departments`)).json()) as {
    items: { code: string; name: string }[];
  };
  const heaviest = list.items.toSorted((a, b) => b.name.length - a.name.length)[0];
  const address = `${site.url}/d/${heaviest?.code}/rate`;
  await (await fetch(address)).arrayBuffer();
  const browser = await launchBrowser();
  try {
    const { first, all, shifted } = await weigh(browser, address);
    const plain: number[] = [];
    for (let visit = 0; visit < visits; visit += 1) plain.push(await slowVisit(browser, address));
    const slip = await withoutScript(browser, address);
    const sum = (received: readonly Received[]): number => received.reduce((bytes, one) => bytes + one.bytes, 0) / 1024;
    const usable = median(plain) / 1000;
    return {
      name: 'phone',
      title: 'The rating page on a phone',
      how: `A first visit in Chromium at ${size.width}×${size.height}, nothing cached; bytes as they came over the wire, heads counted. The slow line is ${line.bits / 1000} kbit/s with ${line.roundTrip} ms there and back for each request; connecting costs ${line.roundTrip} ms more over HTTP and ${2 * line.roundTrip} ms over HTTPS, which the browser's emulation leaves out and the second line adds.`,
      lines: [
        limited('before it can be used', sum(first), 'KB', { most: 14 }),
        limited('requests before it can be used', first.length, 'requests', { most: 2 }),
        limited('with everything it loads later, one rating sent', sum(all), 'KB', { most: 30 }),
        limited('layout shift', shifted, 'CLS', { most: 0 }),
        limited('usable on the slow line', usable, 's', { most: 2 }),
        {
          what: 'the same with the handshakes of TCP and TLS 1.3',
          value: `${(usable + (2 * line.roundTrip) / 1000).toFixed(2)} s`,
        },
        held('a rating without JavaScript', slip !== undefined, slip ?? 'no slip'),
      ],
      table: {
        head: ['what is loaded', 'bytes over the wire', ''],
        rows: all.map((one) => [
          new URL(one.url).pathname,
          String(one.bytes),
          first.includes(one) ? 'before it can be used' : 'later',
        ]),
      },
      raw: { shifted, address: new URL(address).pathname, first, all, slow: plain },
    };
  } finally {
    await browser.close();
  }
}

/** One visit with a rating, everything counted. */
async function weigh(browser: Browser, address: string) {
  const context = await phone(browser, true);
  const page = await context.newPage();
  const received = await watch(await context.newCDPSession(page));
  await page.goto(address, { waitUntil: 'networkidle' });
  const first = received.filter(({ url }) => isNeeded(url, address));
  await page.locator('[name=level]').first().check({ force: true });
  const shifted = await shifts(page);
  await page.locator('#rate-form button').last().click();
  await page.locator('.slip').waitFor();
  await page.waitForLoadState('networkidle');
  const all = [...received];
  await context.close();
  return { first, all, shifted };
}

/** Milliseconds until the page can be used on the slow line, nothing cached. */
async function slowVisit(browser: Browser, address: string): Promise<number> {
  const context = await phone(browser, true);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: line.roundTrip,
    downloadThroughput: line.bits / 8,
    uploadThroughput: line.bits / 8,
  });
  await page.goto(address, { waitUntil: 'commit' });
  const milliseconds = await usableAt(page);
  await context.close();
  return milliseconds;
}

/** The number on the slip, or nothing when there was none. */
async function withoutScript(browser: Browser, address: string): Promise<string | undefined> {
  const context = await phone(browser, false);
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('[name=level]').first().check({ force: true });
  await page.locator('#rate-form button').last().click();
  await page.locator('#rate-confirm button').click();
  const slip = page.locator('.slip');
  await slip.waitFor();
  const number = /[A-Z0-9-]{8,}/.exec(await slip.innerText())?.[0];
  await context.close();
  return number;
}
