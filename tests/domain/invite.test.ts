/** `npm run invite` as an inviter uses it: codes for people, papers to print, who still has to be reminded, and nothing of anybody in what the portal gets. */

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeSha256 } from '../../db/native-hash.ts';
import { readLooseCsv } from '../../server/domain/loose-csv.ts';
import { readInvitationCode } from '../../server/domain/round/invitation-code.ts';
import { readRosterFile, type RosterFile } from '../../server/domain/round/roster-file.ts';
import { redemptionOf, rosterLineOf } from '../../server/domain/trust/ballot.ts';
import type { Entry } from '../../server/domain/trust/entries.ts';
import { writeVerifierKey } from '../../server/domain/trust/note.ts';
import { makeInvitations } from '../../tools/invite/make.ts';
import { readMakeOptions } from '../../tools/invite/options.ts';
import { root } from '../../tools/prepare.mjs';
import { logSigner, seal } from '../support/small-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'wanping-invite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program, in the folder of the test. */
function invite(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(root, 'tools', 'invite', 'main.ts'), ...args], {
    env: { PATH: process.env['PATH'], INIT_CWD: folder },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const round = 'r-2026';
const site = 'https://pingyi.example/wp';
const key = writeVerifierKey(logSigner.key);
const usual = {
  round,
  title: '2026年日常评议',
  site,
  organizer: '澜江市评议办',
  closes: '2026-12-20',
  roster: 'FW',
  group: 'service',
};
/** Arguments of `make`: those of a usual call with some of them changed, added or, as undefined, left out. */
const make = (given: Record<string, string | undefined>, ...flags: string[]) =>
  invite('make', ...argumentsOf({ ...usual, ...given }, flags));
const argumentsOf = (given: Record<string, string | undefined>, flags: readonly string[]): string[] => [
  ...Object.entries(given).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`, value])),
  ...flags.map((flag) => `--${flag}`),
];

const path = (...names: string[]): string => join(folder, ...names);
const text = (...names: string[]): string => readFileSync(path(...names), 'utf8');
function rosterIn(name: string): RosterFile {
  const reading = readRosterFile(text(name, 'roster.json'));
  if (!reading.ok) throw new Error(reading.why);
  return reading.file;
}
/** Rows of a list by the names of its columns. */
function listIn(...names: string[]): Record<string, string>[] {
  const [columns = [], ...rows] = readLooseCsv(text(...names)) ?? [];
  return rows.map((row) => Object.fromEntries(row.map((cell, place) => [columns[place], cell])));
}
function redemption(code: string): { roster: string; r: string } {
  const reading = readInvitationCode(code);
  if (!reading.ok) throw new Error(reading.why);
  return { roster: reading.roster, r: redemptionOf(nativeSha256, round, reading.roster, reading.secret) };
}

const people = [
  ['姓名', '手机号', '单位代码'],
  ['张某某', '13800000001', 'bdczx'],
  ['李某某', '+86 13800000002', 'swj'],
  ['王某某', '13800000003', 'bdczx'],
  ['<b>赵</b>', '=1+1', 'swj'],
];

beforeAll(() => {
  writeFileSync(path('people.csv'), people.map((row) => row.join(',')).join('\r\n'));
});

describe('ten thousand codes', () => {
  beforeAll(async () => {
    await make({ count: '10000', into: 'many' });
  });

  test('are all different, and each can be typed', () => {
    const codes = listIn('many', 'list.csv').map((row) => row['评议码'] ?? '');
    expect(codes).toHaveLength(10_000);
    expect(new Set(codes.map((code) => redemption(code).r)).size).toBe(10_000);
  });

  test('leave in the roster nothing but hashes, sorted: no code, no person, no order', () => {
    const { rosters, ...rest } = rosterIn('many');
    expect(rest).toEqual({ v: 1, round });
    expect(rosters).toHaveLength(1);
    const lines = listIn('many', 'list.csv').map((row) =>
      rosterLineOf(nativeSha256, redemption(row['评议码'] ?? '').r),
    );
    expect(rosters[0]).toEqual({ roster: 'FW', group: 'service', codes: 10_000, lines: lines.toSorted() });
    expect(rosters[0]?.lines).not.toEqual(lines);
  });
});

describe('people in a table', () => {
  let said = '';
  beforeAll(async () => {
    const { out } = await make(
      { people: 'people.csv', into: 'two', 'only-by': '单位代码', key, phone: '0123-1234567' },
      'letters',
      'qr',
    );
    said = out;
  });

  test('keep their columns, and each gets a code, a link that opens the ballot, and a message', () => {
    const list = listIn('two', 'list.csv');
    expect(list.map((row) => row['姓名'])).toEqual(people.slice(1).map(([name]) => name));
    for (const row of list) {
      const code = (row['评议码'] ?? '').replaceAll('-', '');
      expect(row['链接']).toBe(`${site}/v#${round}.${code}`);
      expect(row['短信']).toContain(row['链接']);
      expect(row['短信']).toContain(row['评议码']);
      expect(row['名册']).toBe(code.slice(0, 2));
    }
    expect(list[1]?.['手机号']).toBe('+86 13800000002');
    // A spreadsheet program would compute it.
    expect(list[3]?.['手机号']).toBe("'=1+1");
  });

  test('are told apart into rosters by the department that they had to do with', () => {
    const rosters = rosterIn('two').rosters;
    expect(rosters.map(({ roster, only, codes }) => [roster, only, codes])).toEqual([
      ['FW', 'bdczx', 2],
      ['FX', 'swj', 2],
    ]);
    expect(listIn('two', 'list.csv').map((row) => row['名册'])).toEqual(['FW', 'FX', 'FW', 'FX']);
    expect(said).toContain('FW  2 个  类别 service，只评 bdczx');
    expect(said).toContain('⚠ 有 2 个名册不到 10 个码');
  });

  test('leave nothing of themselves in what the portal gets', () => {
    const roster = text('two', 'roster.json');
    for (const row of listIn('two', 'list.csv')) {
      const code = (row['评议码'] ?? '').replaceAll('-', '');
      for (const trace of [row['姓名'], row['手机号'], row['评议码'], code, code.slice(2, 18), redemption(code).r])
        expect(roster).not.toContain(trace);
    }
  });

  test('get a letter each, with name, code, how to vote, the key of the ledger, and what this does not protect against', () => {
    const letters = text('two', 'letters-001.html').split('<article').slice(1);
    expect(letters).toHaveLength(4);
    for (const [index, row] of listIn('two', 'list.csv').entries()) {
      const letter = letters[index] ?? '';
      expect(letter.replaceAll(/<\/?span[^>]*>/g, '')).toContain(row['评议码']);
      expect(letter).toContain('pingyi.example/wp/v');
      expect(letter).toContain(key);
      expect(letter).toContain('防不了');
      expect(letter).toContain('0123-1234567');
    }
    expect(letters[0]).toContain('张某某：');
    expect(letters[3]).toContain('&lt;b&gt;赵&lt;/b&gt;：');
    expect(text('two', 'letters-001.html')).toContain("default-src 'none'");
    expect(text('two', 'letters-001.html')).not.toMatch(/<script|src=|href=/);
  });

  test('are in files that only the inviter may read', () => {
    for (const name of readdirSync(path('two'))) expect(statSync(path('two', name)).mode & 0o777).toBe(0o600);
    expect(statSync(path('two')).mode & 0o777).toBe(0o700);
  });

  test('are read from a table as Chinese Excel saves it', async () => {
    // 姓名 / 张某某 in GB 18030.
    const bytes = [0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a, 0xd5, 0xc5, 0xc4, 0xb3, 0xc4, 0xb3, 0x0d, 0x0a];
    writeFileSync(path('gbk.csv'), Uint8Array.from(bytes));
    expect((await make({ people: 'gbk.csv', into: 'gbk' })).code).toBe(0);
    expect(listIn('gbk', 'list.csv')[0]?.['姓名']).toBe('张某某');
  });
});

describe('codes of a kind', () => {
  test('on slips stand eight to a page, in files that a browser can print', async () => {
    await make({ count: '1001', into: 'slips' }, 'slips');
    const slips = readdirSync(path('slips')).filter((name) => name.startsWith('slips-'));
    expect(slips.map((name) => text('slips', name).split('class="slip"').length - 1)).toEqual([1000, 1]);
  });

  test('of a meeting hold for its time alone, and the slip says so', async () => {
    await make({ count: '12', into: 'hall', roster: 'H1', window: '2026-12-20T09:00/2026-12-20T11:30' }, 'slips');
    expect(rosterIn('hall').rosters[0]?.window).toEqual({ from: '2026-12-20T09:00', until: '2026-12-20T11:30' });
    expect(text('hall', 'slips-001.html')).toContain('2026年12月20日 09:00 至 11:30 有效');
  });

  test('of staff are for all departments but their own', async () => {
    await make({ people: 'people.csv', into: 'staff', 'except-by': '单位代码' });
    expect(rosterIn('staff').rosters.map(({ except, only }) => [except, only])).toEqual([
      ['bdczx', undefined],
      ['swj', undefined],
    ]);
  });

  test('in sealed envelopes are on paper alone: no list is kept of who has which', async () => {
    const { code, out } = await make({ count: '20', into: 'sealed', key }, 'sealed', 'letters');
    expect(code).toBe(0);
    expect(readdirSync(path('sealed')).toSorted()).toEqual(['letters-001.html', 'roster.json']);
    expect(text('sealed', 'letters-001.html')).toContain('没有登记谁拿了哪个码');
    expect(out).toContain('随手抽');
    expect((await make({ people: 'people.csv', into: 'x' }, 'sealed', 'slips')).err).toContain('--sealed 不要名单');
    expect((await make({ count: '20', into: 'x' }, 'sealed')).err).toContain('评议码只在纸上');
  });
});

describe('who has not voted', () => {
  const write = (name: string, entries: Entry[]): string => {
    for (const [file, bytes] of seal({ entries, open: new Map() })) {
      mkdirSync(dirname(path(name, file)), { recursive: true });
      writeFileSync(path(name, file), bytes);
    }
    return name;
  };
  const redeem = (code: string, p = round): Entry => {
    const { roster, r } = redemption(code);
    return { t: 'redeem', p, g: roster, r };
  };
  const hash = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
  const ballot = (byte: number): Entry => ({
    t: 'ballot',
    p: round,
    g: 'service',
    d: 'bdczx',
    c: hash(byte),
    z: hash(byte + 1),
    s: Buffer.alloc(256, byte).toString('base64url'),
  });
  let codes: string[] = [];
  beforeAll(async () => {
    await make({ people: 'people.csv', into: 'remind' });
    codes = listIn('remind', 'list.csv').map((row) => row['评议码'] ?? '');
  });
  const remind = (from: string, into: string) =>
    invite('remind', '--list', 'remind/list.csv', '--from', from, '--into', into);

  test('is whoever has a code that the ledger does not name, with all that the list says of them', async () => {
    const [first = '', second = '', third = ''] = codes;
    // Used in this round: the first and the third. The second was used in another one.
    const ledger = write('ledger', [redeem(first), redeem(second, 'r-2025'), redeem(third)]);
    const { code, out } = await remind(ledger, 'unused.csv');
    expect(code).toBe(0);
    expect(out).toContain('2 个评议码用过，2 个还没有用过');
    expect(listIn('unused.csv')).toEqual([listIn('remind', 'list.csv')[1], listIn('remind', 'list.csv')[3]]);
    expect(statSync(path('unused.csv')).mode & 0o777).toBe(0o600);
  });

  test('comes out the same whatever stands in the ballots', async () => {
    const used = redeem(codes[0] ?? '');
    await remind(write('ballots-1', [used, ballot(1)]), 'unused-1.csv');
    await remind(write('ballots-2', [ballot(2), used, ballot(4)]), 'unused-2.csv');
    expect(text('unused-1.csv')).toBe(text('unused-2.csv'));
    expect(listIn('unused-1.csv')).toHaveLength(3);
  });

  test('is not asked of a ledger that does not hold together, nor written over another file', async () => {
    const ledger = write('broken', [redeem(codes[0] ?? ''), redeem(codes[1] ?? '')]);
    const entries = path('broken', 'log', 'tile', 'entries', '000.p', '2');
    const bytes = readFileSync(entries);
    bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 1;
    writeFileSync(entries, bytes);
    const refused = await remind(ledger, 'broken.csv');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('对不上');
    expect(existsSync(path('broken.csv'))).toBe(false);
    const again = await remind(write('whole', [redeem(codes[0] ?? '')]), 'people.csv');
    expect(again.err).toContain('不覆盖');
    expect(text('people.csv')).toContain('张某某');
  });
});

test('the id of a round may look like an option, and is none', async () => {
  const { code } = await make({ round: '-Q_x', count: '2', into: 'dash' });
  expect(code).toBe(0);
  expect((await invite('check', '--list', 'dash/list.csv', '--roster', 'dash/roster.json')).out).toContain(
    '2 个评议码',
  );
});

describe('roster and list', () => {
  const check = (roster: string) => invite('check', '--list', 'two/list.csv', '--roster', roster);

  test('that belong together agree, in the file of the inviter and in that which the portal publishes', async () => {
    const { code, out } = await check('two/roster.json');
    expect(code).toBe(0);
    expect(out).toContain('✓ 名册 FW：2 个评议码，一个不多，一个不少');
    const published = Object.fromEntries(rosterIn('two').rosters.map(({ roster, lines }) => [roster, lines]));
    writeFileSync(path('published.json'), JSON.stringify(published));
    expect((await check('published.json')).code).toBe(0);
  });

  test('with a code too many or too few differ, and it says how many', async () => {
    const [first, second] = rosterIn('two').rosters;
    const changed = {
      FW: [...(first?.lines ?? []), Buffer.alloc(32, 9).toString('base64url')],
      FX: second?.lines.slice(1),
    };
    writeFileSync(path('changed.json'), JSON.stringify(changed));
    const { code, out } = await check('changed.json');
    expect(code).toBe(1);
    expect(out).toContain('✗ 名册 FW：对上 2 个；清单里有、名册里没有 0 个；名册里有、清单里没有 1 个');
    expect(out).toContain('✗ 名册 FX：对上 1 个；清单里有、名册里没有 1 个；名册里有、清单里没有 0 个');
  });
});

describe('what is refused', () => {
  test('nothing is written over: neither a folder that holds something, nor a file', async () => {
    const before = text('two', 'list.csv');
    const { code, err } = await make({ count: '5', into: 'two' });
    expect(code).toBe(2);
    expect(err).toContain('不覆盖任何文件');
    expect(text('two', 'list.csv')).toBe(before);
  });

  test('a slip of the hand is named in one sentence, and no folder is left behind', async () => {
    const wrong: [{ people?: string } & Record<string, string | undefined>, string, ...string[]][] = [
      [{ round: undefined }, '缺少 --round'],
      [{ round: '2026 年' }, '--round 不对'],
      [{ site: 'pingyi.example' }, '--site 不对'],
      [{ site: 'http://pingyi.example' }, '--site 不对'],
      [{ closes: '2026-02-30' }, '--closes 不对'],
      [{ roster: 'FU' }, '--roster 不对'],
      [{ group: '服务对象' }, '--group 不对'],
      [{ only: 'bdczx', except: 'swj' }, '只能写一个'],
      [{ window: '2026-12-20T11:30/2026-12-20T09:00' }, '--window 不对'],
      [{ count: '0' }, '--count 不对'],
      [{ count: undefined }, '缺少 --people'],
      [{ people: 'people.csv' }, '只能写一个'],
      [{ count: undefined, people: 'nobody.csv' }, '读不了文件'],
      [{ count: undefined, people: 'people.csv', name: '名字' }, '没有“名字”这一列'],
      [{ count: undefined, people: 'people.csv', 'only-by': '手机号' }, '单位代码不对'],
      [{ count: undefined, people: 'people.csv', 'only-by': '单位代码', roster: 'ZZ' }, '换一个靠前的'],
      [{ key: 'x' }, '--key 不对'],
      [{}, '要写 --key', 'letters'],
      [{ colour: 'red' }, '不认识的参数'],
    ];
    for (const [given, sentence, ...flags] of wrong) {
      const options = { ...usual, count: '5', into: path('wrong'), ...given };
      const file = options.people === undefined ? {} : { people: path(options.people) };
      expect(() => makeInvitations(readMakeOptions(argumentsOf({ ...options, ...file }, flags)))).toThrow(sentence);
    }
    expect(existsSync(path('wrong'))).toBe(false);
    expect(await make({ roster: 'FU', count: '5', into: 'wrong' })).toMatchObject({ code: 2, out: '' });
  });

  test('without arguments it says how it is used; another command it does not know', async () => {
    expect(await invite()).toMatchObject({ code: 0, err: '' });
    expect((await invite()).out).toContain('npm run invite -- make');
    expect((await invite('send')).err).toContain('不认识的命令 send');
  });
});
