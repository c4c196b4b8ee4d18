/** 投票 on the phone, in real browsers against the built server: the whole vote, everything that may come between, and the largest ballot. */
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveClass, saveDepartment } from '../../db/departments.ts';
import { formatInvitationCode } from '../../server/domain/round/invitation-code.ts';
import { votePage, voteTexts, voteWordsWith } from '#words/vote.ts';
import type { Desk } from '../support/desk.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DeskSite, openDeskSite } from '../support/desk-site.ts';
import { phone, type Visitor } from '../support/site.ts';
import { type OpenRound, openRound } from '../support/voting.ts';

const voteWords = voteWordsWith(voteTexts);

interface Rounds {
  small: OpenRound;
  large: OpenRound;
}

let browser: Browser;
let site: DeskSite<Rounds>;

const largeTitle = '大型评议';
/** As many as a large city rates. */
const many = 86;
const items = ['服务态度', '办事效率', '依法行政', '廉洁自律', '政务公开', '业务能力', '解决问题成效'];
const classes = ['党群部门', '政府部门', '行政执法', '公共服务', '垂管单位'].map((name, place) => ({
  code: `k${place}`,
  name,
  isRanked: true,
}));

/** A round of a city with as many departments as the largest. */
async function largeRound(desk: Desk): Promise<OpenRound> {
  const { db } = desk.context;
  const departments = Array.from({ length: many }, (_, place) => ({
    code: `unit${place + 1}`,
    name: `第${place + 1}局`,
    classCode: `k${place % classes.length}`,
  }));
  for (const [place, one] of classes.entries()) await saveClass(db, { ...one, position: place + 10 });
  for (const [position, { code, name, classCode }] of departments.entries()) {
    await saveDepartment(db, {
      code,
      name,
      fullName: `澜江市${name}`,
      classCode,
      pinyin: '',
      initials: '',
      duties: '',
      commitments: [],
      address: '',
      telephone: '',
      isActive: true,
      position: position + 10,
    });
  }
  return openRound(desk, {
    rosters: [{ roster: 'NP', group: 'npc', codes: 30 }],
    parts: {
      title: largeTitle,
      classes,
      departments,
      items: items.map((name, place) => ({ code: `i${place}`, name, weight: place === 0 ? 16 : 14 })),
      asksOverall: false,
    },
  });
}

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openDeskSite(browser, 3, async ({ desk }) => {
    const small = await openRound(desk);
    const large = await largeRound(desk);
    await desk.context.ledger.settle();
    return { small, large };
  });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await browser?.close();
});

/** Codes that nobody has used. */
const taken = new Map<string, number>();
function freshCode(round: OpenRound, roster = 'NP'): string {
  const key = `${round.id}${roster}`;
  const place = taken.get(key) ?? 0;
  taken.set(key, place + 1);
  return round.codes[roster]?.[place] ?? '';
}

const addressOf = (round: OpenRound, code: string): string => `${site.url}/v#${round.id}.${code}`;
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();
const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();

/** Opens the page with the code of a letter. */
async function arrive(round: OpenRound, code: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const visitor = await site.citizen({ viewport: phone, ...options });
  await visitor.page.goto(addressOf(round, code));
  return visitor;
}

/** Picks a department, rates it, and goes to the review. */
async function rateOne(page: Page, name: string, level: string): Promise<void> {
  await heading(page, voteWords.choose.title);
  await page.getByLabel(name, { exact: true }).check();
  await press(page, voteWords.choose.go(1));
  await heading(page, voteWords.ballot.title);
  await press(page, voteWords.ballot.sameLabel(level));
  await press(page, voteWords.ballot.toReview);
  await heading(page, voteWords.review.title);
}

const stepsOf = ({ sent }: Visitor): string[] =>
  sent.flatMap(({ url, method }) => (method === 'POST' ? [new URL(url).pathname.replace('/api/vote/', '')] : []));

const keptIn = (page: Page): Promise<{ stage: string; marks: object; ballots: Record<string, object> }[]> =>
  page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith('wanping-vote-'))
      .map((key) => JSON.parse(localStorage.getItem(key) ?? '{}')),
  );

/** The browser is gone, and what it had kept is not: another one goes on with it. */
async function killed({ context, page }: Visitor): Promise<Visitor> {
  const storageState = await context.storageState();
  const pages = page.url();
  await context.close();
  const again = await site.citizen({ viewport: phone, storageState });
  await again.page.goto(pages);
  return again;
}

test('somebody with a letter votes: the code leaves the address, the marks leave the phone last, and the receipt does not tell them', async () => {
  const code = freshCode(site.given.small);
  const visitor = await site.citizen({ viewport: phone });
  const { page } = visitor;
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.push(answer.body());
  });
  await page.goto(addressOf(site.given.small, code));
  await heading(page, voteWords.choose.title);
  expect(page.url()).toBe(`${site.url}/v`);
  await page.getByLabel('cgj单位', { exact: true }).check();
  await page.getByLabel('zjj单位', { exact: true }).check();
  await press(page, voteWords.choose.go(2));
  await page.getByRole('button', { name: 'cgj单位' }).click();
  for (const question of ['服务态度', '办事结果', voteWords.ballot.overall]) {
    await page.getByRole('group', { name: question }).getByLabel('比较满意').check();
  }
  await press(page, voteWords.ballot.next);
  await page.getByRole('group', { name: '服务态度' }).getByLabel('不满意').check();
  await press(page, voteWords.ballot.toReview);
  await heading(page, voteWords.review.title);
  const review = await page.locator('#vote').innerText();
  expect(review).toContain('比较满意 3');
  expect(review).toContain(voteWords.review.left(2));
  expect(review).toContain(voteWords.review.rest(1));
  await press(page, voteWords.review.submit);
  await heading(page, voteWords.done.title);
  const slip = await page.locator('.slip').innerText();
  expect(slip).toContain(voteWords.done.ballots(3));
  expect(slip).not.toMatch(/比较满意|不满意/);
  // Everything that the vote needed, on the way to a phone with little to spare.
  const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script, { level: 9 }).byteLength);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30 * 1024);
  expect(stepsOf(visitor)).toEqual(['issue', 'ballots', 'openings']);
  const [issue = '', ballots = '', openings = ''] = visitor.sent
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => body);
  for (const body of [issue, ballots]) expect(body).not.toContain('attitude');
  expect(JSON.parse(openings).openings.map(({ o }: { o: object }) => o)).toEqual(
    expect.arrayContaining([
      { r: 3, x: { attitude: 3, result: 3 } },
      { r: 0, x: { attitude: 1, result: 0 } },
      { r: 0, x: {} },
    ]),
  );
  // The code stays on the phone; not even its secret part is sent.
  for (const { url, body } of visitor.sent) expect(`${url} ${body}`).not.toContain(code.slice(2, 18));
  const [kept] = await keptIn(page);
  expect(kept?.stage).toBe('done');
  expect(JSON.stringify(kept)).not.toMatch(/attitude|"open"|"salt"/);
  expect(await page.evaluate(() => localStorage.getItem('wanping-ledger'))).not.toMatch(/attitude|单位/);
  await page.locator('.vote-receipts').evaluate((list) => list.closest('details')?.setAttribute('open', ''));
  await page.getByRole('button', { name: voteWords.done.qr }).first().click();
  await page.locator('.vote-receipts svg').waitFor();
  expect(await page.getByRole('link', { name: voteWords.done.opinion }).getAttribute('href')).toBe('/opinion');
  await visitor.context.close();
});

test('a code that is typed finds its round, and says what is wrong with it before anything is sent', async () => {
  const visitor = await site.citizen({ viewport: phone });
  const { page } = visitor;
  await page.goto(`${site.url}/v`);
  const code = formatInvitationCode(freshCode(site.given.small, 'S1'));
  await page.getByLabel(voteWords.start.code).fill(`${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`);
  await press(page, voteWords.start.button);
  const summary = page.locator('#error-summary');
  await summary.waitFor();
  expect(await summary.innerText()).toContain(voteWords.start.wrong.check);
  expect(await summary.innerText()).toContain(voteWords.start.whichFirst);
  await page.getByLabel(largeTitle).check();
  await page.getByLabel(voteWords.start.code).fill(code.toLowerCase());
  await press(page, voteWords.start.button);
  await page.getByText(voteWords.start.foreign).waitFor();
  await page.getByLabel('二〇二六年度万人评议机关').check();
  await press(page, voteWords.start.button);
  // Of one department only: it is there at once.
  await heading(page, voteWords.ballot.title);
  await page.getByRole('group', { name: '服务态度' }).waitFor();
  expect(stepsOf(visitor)).toEqual([]);
  await visitor.context.close();
});

describe('whatever comes between', () => {
  test('an answer that is lost on the way is asked for again with the same words', async () => {
    const visitor = await arrive(site.given.small, freshCode(site.given.small));
    const { page } = visitor;
    const bodies: Record<string, string[]> = {};
    await page.route('**/api/vote/*', async (route: Route) => {
      const step = route.request().url().split('/').at(-1) ?? '';
      const before = (bodies[step] ??= []);
      before.push(route.request().postData() ?? '');
      // The server has done it; the phone never hears of it the first time.
      const answer = await route.fetch();
      await (before.length === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer }));
    });
    await rateOne(page, 'jyj单位', '满意');
    await press(page, voteWords.review.submit);
    await heading(page, voteWords.done.title);
    for (const step of ['issue', 'ballots', 'openings']) {
      expect(bodies[step], step).toHaveLength(2);
      expect(bodies[step]?.[1], step).toBe(bodies[step]?.[0]);
    }
    await visitor.context.close();
  });

  test('a button that is pressed twice sends once', async () => {
    const visitor = await arrive(site.given.small, freshCode(site.given.small));
    await rateOne(visitor.page, 'jyj单位', '满意');
    await visitor.page
      .getByRole('button', { name: voteWords.review.submit, exact: true })
      .evaluate((button: HTMLElement) => {
        button.click();
        button.click();
      });
    await heading(visitor.page, voteWords.done.title);
    expect(stepsOf(visitor)).toEqual(['issue', 'ballots', 'openings']);
    await visitor.context.close();
  });

  test.each(['issue', 'ballots', 'openings'])(
    'a browser that is killed while it waits for an answer (%s) goes on where it was',
    async (step) => {
      const first = await arrive(site.given.small, freshCode(site.given.small));
      // Done by the server and never answered.
      const asked: string[] = [];
      await first.page.route(`**/api/vote/${step}`, async (route) => {
        asked.push(route.request().postData() ?? '');
        await route.fetch();
      });
      await rateOne(first.page, 'jyj单位', '满意');
      await press(first.page, voteWords.review.submit);
      await expect.poll(() => asked.length, { timeout: 30_000 }).toBe(1);
      const second = await killed(first);
      const { page } = second;
      const stage = { issue: 'sealed', ballots: 'ticketed', openings: 'cast' } as const;
      await press(page, voteWords.start.stage[stage[step as keyof typeof stage]]);
      await heading(page, voteWords.done.title);
      const again = second.sent.find(({ url }) => url.endsWith(`/vote/${step}`));
      expect(again?.body).toBe(asked[0]);
      await second.context.close();
    },
  );

  test('marks that were made before the phone ran out of power are there again', async () => {
    const code = freshCode(site.given.small);
    const first = await arrive(site.given.small, code);
    await rateOne(first.page, 'jyj单位', '基本满意');
    const second = await killed(first);
    // The letter again, as people do.
    await second.page.goto('about:blank');
    await second.page.goto(addressOf(site.given.small, code));
    await heading(second.page, voteWords.ballot.title);
    expect(await second.page.locator('.vote-head').innerText()).toContain(voteWords.ballot.status(3, 3));
    await second.context.close();
  });

  test('without a network nothing is lost, and the button goes on', async () => {
    const visitor = await arrive(site.given.small, freshCode(site.given.small));
    const { page, context } = visitor;
    await rateOne(page, 'jyj单位', '满意');
    await context.setOffline(true);
    await press(page, voteWords.review.submit);
    await heading(page, voteWords.sending.stopped);
    await context.setOffline(false);
    await press(page, voteWords.again);
    await heading(page, voteWords.done.title);
    expect(stepsOf(visitor).slice(-3)).toEqual(['issue', 'ballots', 'openings']);
    await context.close();
  });
});

test('a code is good on one phone: the other is told so, and what to do', async () => {
  const code = freshCode(site.given.small);
  const [first, second] = [await arrive(site.given.small, code), await arrive(site.given.small, code)];
  for (const { page } of [first, second]) await rateOne(page, 'jyj单位', '满意');
  await press(first.page, voteWords.review.submit);
  await heading(first.page, voteWords.done.title);
  await press(second.page, voteWords.review.submit);
  await heading(second.page, voteWords.sending.stopped);
  expect(await second.page.getByRole('alert').innerText()).toContain('这个评议码已经用过了');
  expect(stepsOf(second)).toEqual(['issue']);
  for (const { context } of [first, second]) await context.close();
});

test('先领票，过几天再投: stops with the tickets, and hands nothing in until it is told to', async () => {
  const first = await arrive(site.given.small, freshCode(site.given.small));
  await rateOne(first.page, 'jyj单位', '满意');
  await first.page.locator('summary', { hasText: voteWords.review.wait }).click();
  await press(first.page, voteWords.review.wait);
  await heading(first.page, voteWords.tickets.title);
  expect(stepsOf(first)).toEqual(['issue']);
  const second = await killed(first);
  await press(second.page, voteWords.start.stage.ticketed);
  await heading(second.page, voteWords.tickets.title);
  expect(stepsOf(second)).toEqual([]);
  await press(second.page, voteWords.tickets.cast);
  await heading(second.page, voteWords.done.title);
  expect(stepsOf(second)).toEqual(['ballots', 'openings']);
  await second.context.close();
});

test('a ballot is taken back with its key, on the phone and with the text that was kept, and only once it is meant', async () => {
  const visitor = await arrive(site.given.small, freshCode(site.given.small));
  const { page } = visitor;
  await rateOne(page, 'jyj单位', '满意');
  await press(page, voteWords.review.submit);
  await heading(page, voteWords.done.title);
  const download = page.waitForEvent('download');
  await press(page, voteWords.done.cancelSave);
  const text = await (await (await download).createReadStream()).toArray();
  const keys = Buffer.concat(text).toString('utf8');
  await press(page, voteWords.done.cancelGo);
  await heading(page, voteWords.cancel.title);
  await page.getByLabel('jyj单位', { exact: true }).check();
  await press(page, voteWords.cancel.button(1));
  expect(stepsOf(visitor)).not.toContain('cancel');
  await press(page, voteWords.cancel.yes);
  await page.getByText(voteWords.cancel.said(1)).waitFor();
  expect(await page.getByLabel('jyj单位', { exact: true }).count()).toBe(0);
  expect(await page.getByLabel('cgj单位', { exact: true }).count()).toBe(1);
  await visitor.context.close();

  const other = await site.citizen({ viewport: phone });
  await other.page.goto(`${site.url}/v`);
  await other.page.locator('summary', { hasText: voteWords.cancel.paste }).click();
  await other.page.getByLabel(voteWords.cancel.paste).fill(keys);
  await press(other.page, voteWords.cancel.pasteButton);
  await press(other.page, voteWords.cancel.yes);
  // All three, the one that is taken back already among them.
  await other.page.getByText(voteWords.cancel.said(3)).waitFor();
  await other.context.close();
});

describe(`a ballot on ${many} departments with ${items.length} questions each`, () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await site.citizen({ viewport: phone });
    const session = await visitor.context.newCDPSession(visitor.page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await visitor.page.goto(addressOf(site.given.large, freshCode(site.given.large)));
  });
  afterAll(() => visitor.context.close());

  const elements = (): Promise<number> => visitor.page.evaluate(() => document.querySelectorAll('#vote *').length);

  test('has in the page only what is unfolded, whether departments are chosen or rated', async () => {
    const { page } = visitor;
    await heading(page, voteWords.choose.title);
    expect(await page.locator('.vote-rows > *').count()).toBe(0);
    expect(await elements()).toBeLessThan(60);
    await page.getByLabel(voteWords.choose.search).fill('第8');
    // 第8局, and 第80局 to 第86局.
    expect(await page.locator('.vote-rows > *').count()).toBe(8);
    await page.getByLabel('第83局').check();
    await press(page, voteWords.choose.all);
    await heading(page, voteWords.ballot.title);
    expect(await elements()).toBeLessThan(100);
    await page.locator('summary', { hasText: classes[0]?.name ?? '' }).click();
    await page.getByRole('button', { name: '第1局' }).click();
    expect(await elements()).toBeLessThan(400);
    expect(await page.locator('#vote input[type=radio]').count()).toBe(items.length * 5);
    await press(page, voteWords.ballot.sameLabel('满意'));
    await press(page, voteWords.ballot.next);
    // The one before is folded again: there is never more than one questionnaire.
    expect(await page.locator('#vote input[type=radio]').count()).toBe(items.length * 5);
    expect(await elements()).toBeLessThan(400);
  });

  test('keeps for a choice no more than the marks, and draws nothing anew', async () => {
    const { page } = visitor;
    const changes = await page.evaluate(() => {
      let count = 0;
      const observer = new MutationObserver((records) => {
        count += records.length;
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      document.querySelector<HTMLInputElement>('#vote input[type=radio]')?.click();
      return new Promise<number>((resolve) =>
        setTimeout(() => {
          observer.disconnect();
          resolve(count);
        }),
      );
    });
    expect(changes).toBeLessThan(15);
    const [kept] = await keptIn(page);
    expect(kept?.stage).toBe('marking');
    expect(JSON.stringify(kept).length).toBeLessThan(5000);
  });

  test('is handed in to the end, with the page free between one department and the next', async () => {
    const { page } = visitor;
    await press(page, voteWords.ballot.toReview);
    await heading(page, voteWords.review.title);
    expect(await page.locator('#vote').innerText()).toContain(voteWords.review.rest(many - 2));
    // How often the page gets its turn while ballots are closed, tickets made and receipts read: once for each, at least.
    await page.evaluate(() => {
      const turns = { count: 0 };
      Object.assign(globalThis, { turns });
      const said = new MutationObserver(() => {
        turns.count += 1;
      });
      said.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await press(page, voteWords.review.submit);
    await page.getByRole('heading', { name: voteWords.done.title, level: 1 }).waitFor({ timeout: 120_000 });
    expect(
      await page.evaluate(() => (globalThis as unknown as { turns: { count: number } }).turns.count),
    ).toBeGreaterThan(3 * many);
    expect(await page.locator('.slip').innerText()).toContain(voteWords.done.ballots(many));
    expect(await elements()).toBeLessThan(100);
  });
});

describe('a browser that cannot', () => {
  test('without JavaScript says how else one takes part, and what the system cannot prevent', async () => {
    const { page, context } = await site.citizen({ viewport: phone, javaScriptEnabled: false });
    await page.goto(`${site.url}/v`);
    expect(await page.locator('[data-cannot]').isVisible()).toBe(true);
    expect(await page.locator('main').innerText()).toContain(votePage.paper(''));
    expect(await page.locator('.vote-limits').textContent()).toContain(votePage.cannot[0]);
    await context.close();
  });

  test.each([
    ['large numbers', () => Reflect.deleteProperty(globalThis, 'BigInt')],
    ['random numbers', () => Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: undefined })],
    [
      'a memory',
      () =>
        Object.defineProperty(Storage.prototype, 'setItem', {
          value: () => {
            throw new DOMException('full', 'QuotaExceededError');
          },
        }),
    ],
  ])('without %s says the same', async (_, takeAway) => {
    const { page, context } = await site.citizen({ viewport: phone });
    await page.addInitScript(takeAway);
    await page.goto(addressOf(site.given.small, freshCode(site.given.small)));
    await page.locator('[data-cannot]').waitFor();
    expect(await page.locator('#vote').isVisible()).toBe(false);
    await context.close();
  });
});

describe.each([
  ['for everybody', { elder: false }],
  ['in the dark and in 长辈版', { elder: true, colorScheme: 'dark' as const }],
])('every screen %s', (_, { elder, ...options }) => {
  test('is one that everybody can use, and nothing hangs over its edge', async () => {
    const visitor = await site.citizen({ viewport: phone, ...options });
    const { page, context } = visitor;
    if (elder) await context.addCookies([{ name: 'view', value: 'elder', url: site.url }]);
    const wrong: string[] = [];
    const lookAt = async (screen: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      wrong.push(
        ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${screen}: ${id} ${html.slice(0, 200)}`)),
      );
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) wrong.push(`${screen}: ${over} px too wide`);
      // 44 px, and 60 px in 长辈版.
      const small = await page.evaluate(
        (least) => {
          const targets = document.querySelectorAll<HTMLElement>(
            '#vote button:not(.link), #vote .choice, .vote-levels label',
          );
          return [...targets]
            .filter((one) => one.offsetHeight > 0 && one.offsetHeight < least)
            .map((one) => one.innerText);
        },
        elder ? 59 : 44,
      );
      wrong.push(...small.map((text) => `${screen}: ${text} is small`));
    };
    await page.goto(`${site.url}/v`);
    await heading(page, voteWords.start.title);
    await lookAt('start');
    await page.goto('about:blank');
    await page.goto(addressOf(site.given.small, freshCode(site.given.small)));
    await heading(page, voteWords.choose.title);
    await lookAt('choose');
    await rateOne(page, 'jyj单位', '满意');
    await lookAt('review');
    await press(page, `${voteWords.review.change}：jyj单位`);
    await lookAt('ballot');
    await press(page, voteWords.ballot.toReview);
    await press(page, voteWords.review.submit);
    await heading(page, voteWords.done.title);
    await page.locator('details').evaluateAll((folds) => {
      for (const fold of folds) fold.setAttribute('open', '');
    });
    await page.locator('.vote-receipts li').first().waitFor();
    await lookAt('done');
    await press(page, voteWords.done.cancelGo);
    await heading(page, voteWords.cancel.title);
    await lookAt('cancel');
    expect(wrong).toEqual([]);
    await context.close();
  });
});

test('no browser had anything to complain of but the network that was taken away', () => {
  expect(site.faults().filter((fault) => !fault.includes('ERR_'))).toEqual([]);
});
