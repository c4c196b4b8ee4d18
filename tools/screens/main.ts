/** Takes the pictures: a fresh demonstration city, its most important pages, on a phone and on a wide screen. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../../tests/support/browser.ts';
import { startServer } from '../../tests/support/server.ts';
import { root } from '../prepare.mjs';

const sizes = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true },
  wide: { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 },
} as const;
/** Bytes of a picture at most; a page is cut below this many windows. */
const heaviest = 60_000;
const windows = { phone: 2, wide: 1.4 } as const;

if (spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim() === '') {
  console.error('✗ 本机没有中文字体，截图里的字会是方框：请先安装一种，如 fonts-noto-cjk，再运行一次。');
  process.exit(1);
}

const folder = join(root, 'docs', 'screens');
const dataDir = mkdtempSync(join(tmpdir(), 'wanping-screens-'));
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder)) if (old.endsWith('.png')) rmSync(join(folder, old));
console.error('· 正在生成演示城市 ……');
const server = await startServer({ dataDir, env: { ALTCHA_COST: '100' } });
const browser = await launchBrowser();

const secondWord = (first: string): string =>
  readFileSync(join(dataDir, 'demonstration-accounts.txt'), 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${first} `))
    ?.split(/\s+/)[1] ?? '';

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(`${server.url}/desk/sign-in`);
  await page.locator('[name=sign-in-username]').fill(username);
  await page.locator('[name=sign-in-password]').fill(secondWord(username));
  await page.locator('main form button:not([type=button])').first().click();
  await page.waitForURL(/\/desk$/);
}

const go = (path: string) => async (page: Page) => void (await page.goto(server.url + path));

const closed = (await (await fetch(`${server.url}/api/cases?state=resolved`)).json()) as {
  items: { number: string; basis: string | null }[];
};
const confirmed = closed.items.find(({ basis }) => basis === 'citizen') ?? closed.items[0];

/** Each page with the way to it. */
const pages: Record<string, (page: Page) => Promise<void>> = {
  home: go('/'),
  directory: go('/d'),
  rating: go('/d/cgj/rate'),
  opinion: async (page) => {
    await page.goto(`${server.url}/d/cgj/opinion`);
    await page
      .locator('#text')
      .fill('青石巷十二盏路灯全都不亮，晚上走路要打手电。我的电话是13912345678，请修好告诉我。');
    await page.locator('[name=kind][value=complaint]').check({ force: true });
  },
  slip: async (page) => {
    await page.goto(`${server.url}/d/cgj/opinion`);
    await page.locator('#text').fill('青石巷十二盏路灯全都不亮，晚上走路要打手电。');
    await page.locator('[name=kind][value=complaint]').check({ force: true });
    await page.locator('[name=publish][value=yes]').check({ force: true });
    await page.locator('#opinion-form button.full').click();
    await page.locator('#receipt-code').waitFor();
  },
  tracking: async (page) => {
    await page.goto(`${server.url}/track`);
    await page.locator('#code').fill(secondWord('回执码'));
    await page.locator('#track-form button.full').click();
    await page.locator('#answer-yes').waitFor();
  },
  rates: go('/rates'),
  department: go('/d/cgj'),
  case: go(`/cases/${confirmed?.number}`),
  'desk-queue': async (page) => {
    await signIn(page, 'pyb1');
  },
  'desk-case': async (page) => {
    await signIn(page, 'pyb1');
    await page.locator('main a[href*="/desk/cases/"]').first().click();
    await page.waitForURL(/\/desk\/cases\//);
  },
};

for (const [size, options] of Object.entries(sizes) as [keyof typeof sizes, (typeof sizes)[keyof typeof sizes]][]) {
  for (const [name, open] of Object.entries(pages)) {
    const context = await browser.newContext({ ...options, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    await open(page);
    await page.evaluate(() => scrollTo(0, 0));
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    const height = Math.min(whole, Math.round(options.viewport.height * windows[size]));
    const picture = await page.screenshot({
      fullPage: true,
      clip: { x: 0, y: 0, width: options.viewport.width, height },
    });
    const file = join(folder, `${name}-${size}.png`);
    let bytes = 0;
    // Pages have few colours: a palette is smaller than any lossy format, and sharp.
    for (const colours of [48, 24, 12]) {
      ({ size: bytes } = await sharp(picture).png({ palette: true, colours, dither: 0, effort: 10 }).toFile(file));
      if (bytes <= heaviest) break;
    }
    console.log(`${name}-${size}.png  ${Math.round(bytes / 1024)} KB`);
    await context.close();
  }
}
await browser.close();
await server.stop();
rmSync(dataDir, { recursive: true, force: true });
