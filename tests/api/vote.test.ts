/** Voting with invitation codes: one code gives one set of ballots, retries change nothing, and nothing is taken that does not fit. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/tables.ts';
import { makeInvitationCode } from '../../server/domain/round/invitation-code.ts';
import { leafOf } from '../../server/domain/trust/hash.ts';
import { canonicalJson } from '../../server/domain/trust/canonical.ts';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import { readReceipt } from '../../server/domain/trust/signatures.ts';
import { toBase64Url } from '../../server/domain/trust/encoding.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { jobs } from '../../server/jobs/jobs.ts';
import { createScheduler } from '../../server/jobs/scheduler.ts';
import type { ProblemBody } from '../../server/problem.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { hostileTexts, notText } from '../support/hostile.ts';
import {
  allMarks,
  ballotsOf,
  castVote,
  frozenRound,
  type OpenRound,
  openingsOf,
  openRound,
  prepareVote,
  usualRosters,
  type Vote,
} from '../support/voting.ts';

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
const paths = ['issue', 'ballots', 'openings', 'cancel'].map((name) => `/api/vote/${name}`);

describe.each(databases)('用评议码投票（$name）', ({ open }) => {
  let desk: Desk;
  let round: OpenRound;
  let next = 0;
  beforeAll(async () => {
    desk = await testDesk(await open());
    round = await openRound(desk);
  });
  afterAll(() => desk?.close());

  /** The next code that nobody used. */
  const code = (): string => round.codes['NP']?.[next++] ?? '';
  const vote = (typed = code(), level = 4): Vote => prepareVote(round, typed, () => allMarks(level));
  const send = async (path: string, body: unknown): Promise<{ status: number; body: never }> => {
    const answer = await desk.post(path, body);
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const expectRefused = async (path: string, body: unknown, name: string, status: number): Promise<void> => {
    const answer = await desk.post(path, body);
    const problem = (await answer.json()) as ProblemBody;
    expect([problem.name, answer.status]).toEqual([name, status]);
  };
  const issue = async (one: Vote): Promise<Record<string, string>> => {
    const { status, body } = await send('/api/vote/issue', one.request);
    expect(status, JSON.stringify(body)).toBe(200);
    return (body as { signed: Record<string, string> }).signed;
  };
  const rowsOf = (one: Vote) =>
    desk.context.db
      .selectFrom('ballot')
      .selectAll()
      .where(
        'c',
        'in',
        one.drafts.map(({ c }) => c),
      )
      .execute();
  const waiting = (kind: 'redeem' | 'ballot' | 'cancel') =>
    desk.context.db.selectFrom('vote_waiting').selectAll().where('kind', '=', kind).execute();

  test('领票、投票、开票，三步走完，票在箱里，内容对得上', async () => {
    const one = vote(undefined, 3);
    const receipts = await castVote(desk, one);
    expect(receipts.map(({ c }) => c)).toEqual(one.drafts.map(({ c }) => c));
    const rows = await rowsOf(one);
    expect(rows.map(({ department }) => department).toSorted(byText)).toEqual(['cgj', 'jyj', 'zjj']);
    for (const row of rows) {
      expect(JSON.parse(row.marks ?? '')).toEqual(allMarks(3));
      expect(row).toMatchObject({ round_id: round.id, rater_group: 'npc', cancelled: 0 });
    }
  });

  test('回执是签了名的，只说哪张票最晚哪天存入，在开票以前就给', async () => {
    const one = vote();
    const sent = ballotsOf(one, await issue(one));
    const { body } = await send('/api/vote/ballots', sent);
    const { receipts } = body as { receipts: { c: string; leaf: string; receipt: string; includeBy: string }[] };
    const key = readVerifierKey(desk.context.ledger.keys[1]);
    for (const [at, { c, leaf, receipt, includeBy }] of receipts.entries()) {
      const ballot = sent.ballots[at];
      const entry = canonicalJson({ t: 'ballot', p: round.id, g: 'npc', ...ballot });
      expect(leaf).toBe(leafOf(nativeSha256, entry));
      expect(c).toBe(ballot?.c);
      const read = key && readReceipt(receipt, key);
      expect(read && [toBase64Url(read.leaf), read.by]).toEqual([leaf, includeBy]);
    }
    expect((await rowsOf(one)).every(({ salt, marks }) => salt === null && marks === null)).toBe(true);
  });

  test('一个码同时用四十次，只有一份票', async () => {
    const typed = code();
    const votes = Array.from({ length: 40 }, (_, at) => vote(typed, 1 + (at % 4)));
    const answers = await Promise.all(votes.map((one) => send('/api/vote/issue', one.request)));
    const granted = answers.flatMap(({ status }, at) => (status === 200 ? [at] : []));
    expect(granted).toHaveLength(1);
    expect(answers.filter(({ body }) => (body as ProblemBody).name === 'code-used')).toHaveLength(39);
    const winner = votes[granted[0] ?? 0] as Vote;
    const { signed } = (answers[granted[0] ?? 0]?.body ?? {}) as { signed: Record<string, string> };
    const body = ballotsOf(winner, signed);
    const stored = await Promise.all(Array.from({ length: 40 }, () => send('/api/vote/ballots', body)));
    expect(new Set(stored.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await rowsOf(winner)).toHaveLength(3);
    const used = await waiting('redeem');
    expect(used.filter(({ entry }) => entry.includes(winner.request.redemption))).toHaveLength(1);
    const ballots = await waiting('ballot');
    expect(ballots.filter(({ entry }) => winner.drafts.some(({ c }) => entry.includes(c)))).toHaveLength(3);
  });

  test('同一个请求同时发四十次，得到同一个答复', async () => {
    const one = vote();
    const answers = await Promise.all(Array.from({ length: 40 }, () => send('/api/vote/issue', one.request)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('两部手机用一个码：先领到的算，另一部被告知码已用过；先领到的那部断网后重试仍然成功', async () => {
    const typed = code();
    const [first, second] = [vote(typed, 4), vote(typed, 1)];
    const signed = await issue(first);
    await expectRefused('/api/vote/issue', second.request, 'code-used', 409);
    expect(await issue(first)).toEqual(signed);
    await castVote(desk, first);
    await expectRefused('/api/vote/issue', second.request, 'code-used', 409);
    expect(await rowsOf(second)).toEqual([]);
    expect((await rowsOf(first)).map(({ marks }) => JSON.parse(marks ?? '') as object)).toEqual(
      Array.from({ length: 3 }, () => allMarks(4)),
    );
  });

  test('每一步都可以重做，答复一字不差，也不会多出一张票', async () => {
    const one = vote();
    const first = await castVote(desk, one);
    const before = await desk.context.db.selectFrom('vote_waiting').select('leaf').execute();
    expect(await castVote(desk, one)).toEqual(first);
    expect(await desk.context.db.selectFrom('vote_waiting').select('leaf').execute()).toHaveLength(before.length);
    expect(await rowsOf(one)).toHaveLength(3);
  });

  test('存证以后再交一次，还是原来的票，不再写第二次', async () => {
    const one = vote();
    const first = await castVote(desk, one);
    await desk.context.ledger.settle();
    expect(await waiting('ballot')).toEqual([]);
    const again = await castVote(desk, one);
    expect(again.map(({ leaf }) => leaf)).toEqual(first.map(({ leaf }) => leaf));
    expect(await waiting('ballot')).toEqual([]);
    expect(await waiting('redeem')).toEqual([]);
    const leaves = await desk.context.db
      .selectFrom('ledger_leaf')
      .select('leaf')
      .where(
        'leaf',
        'in',
        first.map(({ leaf }) => leaf),
      )
      .execute();
    expect(leaves).toHaveLength(3);
  });

  test('不在名单里的码、别的名册的码、拿别的码的原像，都领不到票', async () => {
    const stranger = makeInvitationCode('NP', randomBytes(10));
    await expectRefused('/api/vote/issue', vote(stranger).request, 'not-invited', 403);
    const service = prepareVote(round, round.codes['S1']?.[0] ?? '', () => allMarks(4));
    const npc = vote();
    await expectRefused(
      '/api/vote/issue',
      { ...npc.request, redemption: service.request.redemption },
      'not-invited',
      403,
    );
    await expectRefused('/api/vote/issue', { ...npc.request, roster: 'ZZ' }, 'not-invited', 403);
    // The code itself was not used up by any of this.
    expect(Object.keys(await issue(npc))).toHaveLength(3);
  });

  test('服务对象的码只给打过交道的那个单位的票；多要、少要、换一个都不给', async () => {
    const one = prepareVote(round, round.codes['S1']?.[1] ?? '', () => allMarks(2));
    const [only] = Object.values(one.request.blinded);
    for (const blinded of [{ jyj: only }, { cgj: only, jyj: only }, { nowhere: only }])
      await expectRefused('/api/vote/issue', { ...one.request, blinded }, 'wrong-departments', 422);
    const npc = vote();
    const { cgj, jyj } = npc.request.blinded;
    await expectRefused('/api/vote/issue', { ...npc.request, blinded: { cgj, jyj } }, 'wrong-departments', 422);
    const largest = toBase64Url(new Uint8Array(256).fill(255));
    await expectRefused(
      '/api/vote/issue',
      { ...npc.request, blinded: { ...npc.request.blinded, cgj: largest } },
      'wrong-departments',
      422,
    );
    expect(await castVote(desk, one)).toHaveLength(1);
    expect(await castVote(desk, npc)).toHaveLength(3);
  });

  test('不是这把钥匙签的票不收；一张不对，整份都不存', async () => {
    const one = vote();
    const body = ballotsOf(one, await issue(one));
    const [first, second, third] = body.ballots;
    const wrong = { ...second, s: first?.s };
    await expectRefused('/api/vote/ballots', { ...body, ballots: [first, wrong, third] }, 'bad-ticket', 422);
    for (const changed of [{ d: 'jyj' }, { z: first?.c }, { c: first?.z }, { d: 'nowhere' }])
      await expectRefused('/api/vote/ballots', { ...body, ballots: [{ ...first, ...changed }] }, 'bad-ticket', 422);
    await expectRefused('/api/vote/ballots', { ...body, group: 'sub' }, 'bad-ticket', 422);
    expect(await rowsOf(one)).toEqual([]);
    expect((await send('/api/vote/ballots', body)).status).toBe(200);
  });

  test('开票的内容改一点就对不上；弃权和不合问卷的内容照收，算不算由公开的规则定', async () => {
    const one = vote();
    await send('/api/vote/ballots', ballotsOf(one, await issue(one)));
    const { openings } = openingsOf(one);
    const [first] = openings;
    for (const changed of [
      { o: allMarks(1) },
      { salt: one.drafts[1]?.salt },
      { c: one.drafts[1]?.c },
      { c: first?.salt },
    ])
      await expectRefused(
        '/api/vote/openings',
        { round: round.id, openings: [{ ...first, ...changed }] },
        'bad-opening',
        422,
      );
    const bad = { ...first, o: allMarks(1) };
    await expectRefused(
      '/api/vote/openings',
      { round: round.id, openings: [...openings.slice(1), bad] },
      'bad-opening',
      422,
    );
    expect((await rowsOf(one)).every(({ marks }) => marks === null)).toBe(true);

    const strange = prepareVote(round, code(), (d) =>
      d === 'cgj' ? { r: 0, x: {} } : d === 'jyj' ? { r: 9, x: { nonsense: 9 } } : allMarks(0),
    );
    await castVote(desk, strange);
    expect((await rowsOf(strange)).map(({ marks }) => marks ?? '').toSorted(byText)).toEqual([
      '{"r":0,"x":{"attitude":0,"result":0}}',
      '{"r":0,"x":{}}',
      '{"r":9,"x":{"nonsense":9}}',
    ]);
  });

  test('作废钥匙能作废自己的票，别的钥匙不能；作废以后内容不再留着，也不能再开', async () => {
    const one = vote();
    await castVote(desk, one);
    const [mine, other] = one.drafts;
    const body = { round: round.id, c: mine?.c, w: mine?.w };
    for (const changed of [{ w: other?.w }, { w: mine?.z }, { c: other?.c }, { c: mine?.salt }])
      await expectRefused('/api/vote/cancel', { ...body, ...changed }, 'wrong-key', 403);
    expect((await rowsOf(one)).every(({ cancelled }) => cancelled === 0)).toBe(true);
    const done = await send('/api/vote/cancel', body);
    expect(done.status).toBe(200);
    expect(await send('/api/vote/cancel', body)).toEqual(done);
    const [row] = (await rowsOf(one)).filter(({ c }) => c === mine?.c);
    expect(row).toMatchObject({ cancelled: 1, salt: null, marks: null });
    expect((await waiting('cancel')).map(({ entry }) => JSON.parse(entry) as object)).toEqual([
      { t: 'cancel', p: round.id, c: mine?.c, w: mine?.w },
    ]);
    await expectRefused('/api/vote/openings', openingsOf(one), 'ballot-cancelled', 409);
  });

  test('恶意的请求一律拒绝，什么也不留下', async () => {
    const one = vote();
    const body = ballotsOf(one, await issue(one));
    const all: [string, Record<string, unknown>][] = [
      ['/api/vote/issue', one.request],
      ['/api/vote/ballots', body],
      ['/api/vote/openings', openingsOf(one)],
      ['/api/vote/cancel', { round: round.id, c: one.drafts[0]?.c, w: one.drafts[0]?.w }],
    ];
    const before = await desk.context.db.selectFrom('ballot').select('c').execute();
    for (const [path, good] of all) {
      for (const field of Object.keys(good)) {
        for (const value of [...notText, ...Object.values(hostileTexts), 'x'.repeat(100_000)]) {
          const answer = await desk.post(path, { ...good, [field]: value });
          expect([422, 400, 404], `${path} ${field} ${JSON.stringify(value).slice(0, 40)}`).toContain(answer.status);
        }
        const { [field]: _gone, ...rest } = good;
        expect((await desk.post(path, rest)).status).toBe(422);
      }
      expect((await desk.post(path, { ...good, more: 1 })).status).toBe(422);
    }
    const many = Array.from({ length: 501 }, () => body.ballots[0]);
    await expectRefused('/api/vote/ballots', { ...body, ballots: many }, 'validation', 422);
    await expectRefused('/api/vote/ballots', { ...body, ballots: [] }, 'validation', 422);
    const deep = JSON.parse('{"__proto__": 1, "attitude": 2}') as Record<string, number>;
    await expectRefused(
      '/api/vote/openings',
      { round: round.id, openings: [{ ...openingsOf(one).openings[0], o: { r: 1, x: deep } }] },
      'bad-opening',
      422,
    );
    const elsewhere = await desk.post('/api/vote/issue', one.request, {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(elsewhere.status).toBe(403);
    expect(await desk.context.db.selectFrom('ballot').select('c').execute()).toHaveLength(before.length);
  });

  test('没有这个活动的，和还没冻结的一样，都说没有', async () => {
    const one = vote();
    await expectRefused('/api/vote/issue', { ...one.request, round: 'A'.repeat(22) }, 'not-found', 404);
    expect(Object.keys(await issue(one))).toHaveLength(3);
  });
});

describe.each(databases)('活动的时间（$name）', ({ open }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await testDesk(await open());
  });
  afterAll(() => desk?.close());
  const tick = async (): Promise<void> => {
    const scheduler = createScheduler(desk.context, jobs, (line) => desk.log.push(line));
    await scheduler.tick();
    await scheduler.stop();
  };
  const stateOf = async (id: string) =>
    (await desk.context.db.selectFrom('record').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
  const nameOf = async (path: string, body: unknown): Promise<string> => {
    const answer = await desk.post(path, body);
    return answer.status === 200 ? 'ok' : ((await answer.json()) as ProblemBody).name;
  };

  test('到日子自己开，过了日子自己关；开以前、关以后、领票期过了、会场码不在会场时间，都不行', async () => {
    const [today, later] = ['2026-10-14', '2026-10-15'];
    desk.time = new Date(`${today}T02:00:00Z`);
    const round = await frozenRound(desk, {
      days: 4,
      ticketsUntil: '2026-10-16',
      rosters: [
        ...usualRosters,
        { roster: 'HA', group: 'npc', codes: 5, window: { from: `${later}T09:00`, until: `${later}T09:30` } },
      ],
    });
    const vote = (roster: string, at: number): Vote =>
      prepareVote(round, round.codes[roster]?.[at] ?? '', () => allMarks(4));
    const early = vote('NP', 0);
    expect(await nameOf('/api/vote/issue', early.request)).toBe('round-not-open');
    await tick();
    expect(await stateOf(round.id)).toBe('frozen');

    desk.time = new Date(`${later}T00:50:00Z`);
    await tick();
    expect(await stateOf(round.id)).toBe('open');
    expect(await nameOf('/api/vote/issue', early.request)).toBe('ok');
    const hall = vote('HA', 0);
    expect(await nameOf('/api/vote/issue', hall.request)).toBe('outside-window');
    desk.time = new Date(`${later}T01:30:00Z`);
    expect(await nameOf('/api/vote/issue', hall.request)).toBe('ok');
    desk.time = new Date(`${later}T01:31:00Z`);
    expect(await nameOf('/api/vote/issue', vote('HA', 1).request)).toBe('outside-window');
    // What was asked for in time is given again.
    expect(await nameOf('/api/vote/issue', hall.request)).toBe('ok');

    desk.time = new Date('2026-10-17T02:00:00Z');
    await tick();
    expect(await nameOf('/api/vote/issue', vote('NP', 1).request)).toBe('round-not-open');
    // Tickets taken before may be used until the end.
    await castVote(desk, early);

    desk.time = new Date('2026-10-18T15:59:00Z');
    await tick();
    expect(await stateOf(round.id)).toBe('open');
    await castVote(desk, hall);
    desk.time = new Date('2026-10-18T16:01:00Z');
    for (const path of paths)
      expect(
        await nameOf(
          path,
          path.endsWith('issue')
            ? early.request
            : path.endsWith('openings')
              ? openingsOf(early)
              : path.endsWith('cancel')
                ? { round: round.id, c: early.drafts[0]?.c, w: early.drafts[0]?.w }
                : { round: round.id, group: 'npc', ballots: [{ ...ballotShape(early) }] },
        ),
        path,
      ).toBe('round-not-open');
    await tick();
    expect(await stateOf(round.id)).toBe('closed');
    expect(desk.log.filter((line) => /job (rounds|redemptions|vote-order|ticket-keys)/.test(line))).toEqual([]);
    await desk.context.ledger.settle();
    const leaves = await desk.context.db.selectFrom('vote_waiting').select('leaf').execute();
    expect(leaves).toEqual([]);
  });

  test('夜里把票的几张表按键重写；活动定了以后，签票的私钥和领票的记录都销毁', async () => {
    desk.time = new Date('2026-11-02T02:00:00Z');
    const round = await openRound(desk, { days: 3 });
    await castVote(
      desk,
      prepareVote(round, round.codes['NP']?.[0] ?? '', () => allMarks(4)),
    );
    desk.time = new Date('2026-11-03T16:05:00Z');
    await tick();
    const result = async (name: string) =>
      (await desk.context.db.selectFrom('job').select('last_result').where('name', '=', name).executeTakeFirst())
        ?.last_result;
    expect(await result('vote-order')).toBe('written anew');
    const keys = () =>
      desk.context.db.selectFrom('issuer_key').select('sealed').where('round_id', '=', round.id).execute();
    expect((await keys()).every(({ sealed }) => sealed !== null)).toBe(true);
    await desk.context.db.updateTable('record').set({ state: 'final' }).where('id', '=', round.id).execute();
    desk.time = new Date('2026-11-04T16:05:00Z');
    await tick();
    expect(await keys()).toEqual(Array.from({ length: 4 }, () => ({ sealed: null })));
    for (const table of ['issuer_line', 'issuer_round'] as const satisfies (keyof Database)[])
      expect(
        await desk.context.db.selectFrom(table).select('round_id').where('round_id', '=', round.id).execute(),
      ).toEqual([]);
  });
});

/** A ballot of the right shape whose ticket nobody signed. */
const ballotShape = ({ drafts, request }: Vote) => ({
  d: drafts[0]?.d,
  c: drafts[0]?.c,
  z: drafts[0]?.z,
  s: Object.values(request.blinded)[0],
});
