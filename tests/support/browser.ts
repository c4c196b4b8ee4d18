/** A real browser for the tests: the system's Chromium where there is one, else the one that npm brings. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium, type Locator } from 'playwright-core';

interface Program {
  executablePath: string;
  /** Additions to the environment it needs. */
  env: Record<string, string>;
}

/** Nothing that calls out, and no sandbox, which needs rights that a container or root does not have. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Launches the browser; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = systemBrowser() ?? (await npmBrowser());
  const browser = await chromium.launch({ executablePath, args: flags, env: { ...inherited(), ...env } });
  await waitLikePeople(browser);
  return browser;
}

/** How long a click waits for the rest of a page; where the network is gone on purpose, there is no rest. */
const patience = 5000;

/**
 * A click that leads to another page ends when that page has begun, and what is read then may be half of it, because pages are sent as they are made.
 * People read when it is there: so do tests, from every click on.
 */
async function waitLikePeople(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  const locators = Object.getPrototypeOf(page.locator('html')) as Locator & { waits?: true };
  await page.close();
  if (locators.waits) return;
  const click = Reflect.get(locators, 'click') as (
    this: Locator,
    options?: Parameters<Locator['click']>[0],
  ) => Promise<void>;
  locators.waits = true;
  locators.click = async function (this: Locator, options) {
    await click.call(this, options);
    await this.page()
      .waitForLoadState('load', { timeout: patience })
      .catch(() => undefined);
  };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The first Chromium or Chrome on the path. `WANPING_SYSTEM_BROWSER=off` hides it. */
function systemBrowser(): Program | undefined {
  if (process.env['WANPING_SYSTEM_BROWSER'] === 'off') return undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const executablePath = candidates.find(isProgram);
  return executablePath === undefined ? undefined : { executablePath, env: {} };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Unpacks the browser of @sparticuz/chromium once per checkout. Its libraries and fonts are used only where the system
 * has none. Two test processes may arrive here together: each unpacks into its own folder and the first rename wins.
 */
async function npmBrowser(): Promise<Program> {
  const parts = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..', 'bin');
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  const home = join(cache, 'chromium');
  if (!existsSync(home)) {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(join(cache, 'chromium-'));
    await unpack(join(parts, 'chromium.br'), join(work, 'chromium'));
    chmodSync(join(work, 'chromium'), 0o755);
    for (const archive of ['al2023.tar', 'fonts.tar']) {
      await unpack(join(parts, `${archive}.br`), join(work, archive));
      execFileSync('tar', ['-xf', archive], { cwd: work });
      rmSync(join(work, archive));
    }
    // The package's own list of font folders is for the cloud service that it was made for.
    writeFileSync(join(work, 'fonts.conf'), `<fontconfig><dir>${join(home, 'fonts')}</dir></fontconfig>\n`);
    try {
      renameSync(work, home);
    } catch (error) {
      rmSync(work, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    }
  }
  const executablePath = join(home, 'chromium');
  const env: Record<string, string> = {};
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_FILE'] = join(home, 'fonts.conf');
  if (spawnSync(executablePath, ['--version']).status !== 0) env['LD_LIBRARY_PATH'] = join(home, 'lib');
  return { executablePath, env };
}

async function unpack(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}
