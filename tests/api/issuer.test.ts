/** ROLE: the ticket issuer as another institution's server, and the portal without one of its own. */
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/tables.ts';
import { access } from '../../server/access.ts';
import { securityHeaders } from '../../server/http/headers.ts';
import { readEnvironment } from '../../server/env.ts';
import { jobs } from '../../server/jobs/jobs.ts';
import { createScheduler } from '../../server/jobs/scheduler.ts';
import type { ProblemBody } from '../../server/problem.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { portal, startIssuer, type TestIssuer, token } from '../support/issuer-server.ts';
import {
  allMarks,
  ballotsOf,
  castVote,
  type OpenRound,
  openingsOf,
  openRound,
  prepareVote,
  type Vote,
} from '../support/voting.ts';

describe.each(databases)('发票机在另一个单位（$name）', ({ open }) => {
  let desk: Desk;
  let issuer: TestIssuer;
  let round: OpenRound;
  let next = 0;
  beforeAll(async () => {
    const clock = { now: () => new Date('2026-10-12T02:00:00Z') };
    issuer = await startIssuer(await open(), () => clock.now());
    desk = await testDesk(await open(), {
      env: { ROLE: 'box', ISSUER_URL: issuer.url, ISSUER_PUBLIC_URL: issuer.url, ISSUER_TOKEN: token },
    });
    clock.now = () => desk.time;
    round = await openRound(desk);
  });
  afterAll(async () => {
    await desk?.close();
    await issuer?.stop();
  });
  const vote = (): Vote => prepareVote(round, round.codes['NP']?.[next++] ?? '', () => allMarks(4));
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(issuer.url + path, init);
  const issueHere = (body: unknown, headers: Record<string, string>): Promise<Response> =>
    ask('/api/vote/issue', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const nameOf = async (answer: Response): Promise<string> => ((await answer.json()) as ProblemBody).name;
  const rows = (db: Kysely<Database>, table: keyof Database) => db.selectFrom(table).selectAll().execute();

  test('活动的钥匙在发票机上做好，私钥和名册只在那里；评议网站没有', async () => {
    expect(round.keys).toHaveLength(4);
    expect(await rows(issuer.db, 'issuer_key')).toHaveLength(4);
    expect(await rows(issuer.db, 'issuer_line')).toHaveLength(80);
    for (const table of ['issuer_key', 'issuer_line', 'issuer_round'] as const)
      expect(await rows(desk.context.db, table)).toEqual([]);
    const stored = JSON.stringify(await rows(issuer.db, 'issuer_key'));
    expect(stored).not.toMatch(/PRIVATE|MIIE/);
  });

  test('手机向发票机领票，向评议网站投票：发票机没有票，评议网站没有领票的请求', async () => {
    const one = vote();
    const answer = await issueHere(one.request, { origin: portal });
    expect(answer.headers.get('access-control-allow-origin')).toBe(portal);
    const { signed } = (await answer.json()) as { signed: Record<string, string> };
    const sent = await desk.post('/api/vote/ballots', ballotsOf(one, signed));
    expect(sent.status).toBe(200);
    expect((await desk.post('/api/vote/openings', openingsOf(one))).status).toBe(200);
    expect(await rows(desk.context.db, 'ballot')).toHaveLength(3);
    expect(await rows(issuer.db, 'ballot')).toEqual([]);
    const [used] = await issuer.db.selectFrom('issuer_line').selectAll().where('redemption', 'is not', null).execute();
    expect(used?.redemption).toBe(one.request.redemption);
    const waiting = await rows(desk.context.db, 'vote_waiting');
    expect(JSON.stringify(waiting)).not.toContain(one.request.redemption);
    expect(issuer.log.join('\n')).not.toContain(one.request.redemption.slice(0, 12));
  });

  test('用过的号由评议网站定时取回，和票一起存入；关闭以前一定取齐', async () => {
    const one = vote();
    const { signed } = (await (await issueHere(one.request, { origin: portal })).json()) as {
      signed: Record<string, string>;
    };
    await desk.post('/api/vote/ballots', ballotsOf(one, signed));
    const scheduler = createScheduler(desk.context, jobs, (line) => desk.log.push(line));
    await scheduler.tick();
    await scheduler.stop();
    expect(desk.log.filter((line) => line.startsWith('job'))).toEqual([]);
    const all = JSON.stringify(await rows(desk.context.db, 'vote_waiting'));
    expect(all).toContain(one.request.redemption);
  });

  test('没有公开地址的，由评议网站转交：一样领得到，拒绝的理由也一样', async () => {
    const one = vote();
    await castVote(desk, one);
    const again = prepareVote(round, round.codes['NP']?.[next - 1] ?? '', () => allMarks(1));
    const refused = await desk.post('/api/vote/issue', again.request);
    expect([refused.status, await nameOf(refused)]).toEqual([409, 'code-used']);
    const wrong = await desk.post('/api/vote/issue', { ...vote().request, blinded: {} });
    expect(wrong.status).toBe(422);
    const waiting = JSON.stringify(await rows(desk.context.db, 'vote_waiting'));
    expect(waiting).toContain(one.request.redemption);
  });

  test('别的网站的页面不能来领票，没有口令的程序也不能', async () => {
    const one = vote();
    const evil = await issueHere(one.request, { origin: 'https://evil.example' });
    expect([evil.status, await nameOf(evil), evil.headers.get('access-control-allow-origin')]).toEqual([
      403,
      'origin',
      null,
    ]);
    expect(await nameOf(await issueHere(one.request, {}))).toBe('not-allowed');
    expect(await nameOf(await issueHere(one.request, { authorization: 'Bearer guess' }))).toBe('not-allowed');
    const preflight = await ask('/api/vote/issue', {
      method: 'OPTIONS',
      headers: { origin: portal, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST');
    expect(preflight.headers.get('access-control-allow-origin')).toBe(portal);
    const other = await ask('/api/vote/issue', { method: 'OPTIONS', headers: { origin: 'http://city.test.evil' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect((await issueHere(one.request, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  test('下达活动、取用过的号、销毁私钥，都要两台服务器共用的口令；用过的活动不能重新下达', async () => {
    const path = `/issuer/rounds/${round.id}`;
    const calls: [string, string][] = [
      ['PUT', path],
      ['GET', `${path}/redemptions`],
      ['DELETE', `${path}/keys`],
    ];
    for (const [method, where] of calls)
      for (const authorization of ['', 'Bearer guess', token])
        expect((await ask(where, { method, headers: { authorization } })).status, `${method} ${where}`).toBe(403);
    const again = await ask(path, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        round: round.id,
        opensOn: '2026-10-12',
        closesOn: '2026-10-13',
        keys: [],
        rosters: [],
        lines: {},
      }),
    });
    expect([again.status, await nameOf(again)]).toEqual([409, 'conflict']);
    for (const body of ['', '{', '[]', '{"round":"../../etc"}', 'x'.repeat(2_000_000)]) {
      const answer = await issueHere(body, { authorization: `Bearer ${token}` });
      expect([400, 413, 422]).toContain(answer.status);
    }
  });

  test('除了健康状况和发票，发票机上什么都没有：评议网站的每一个地址在这里都没有', async () => {
    const health = (await (await ask('/healthz')).json()) as object;
    expect(health).toEqual({ status: 'ok', database: 'ok', role: 'issuer' });
    const lines = Object.keys(access).filter((line) => line !== 'GET /healthz' && line !== 'POST /api/vote/issue');
    const pages = ['GET /', 'GET /v', 'GET /desk', 'GET /rounds', 'GET /_astro/x.js', 'GET /log/checkpoint', 'POST /'];
    expect(lines.length).toBeGreaterThan(100);
    for (const line of [...lines, ...pages]) {
      const [method = '', path = ''] = line.split(' ');
      const answer = await ask(path.replaceAll(/\{\w+\}/g, 'x'), { method });
      expect(answer.status, line).toBe(404);
      await answer.arrayBuffer();
    }
  });

  test('页面可以连到发票机，也只多这一个地方', () => {
    const policy = securityHeaders(desk.context.env)['content-security-policy'];
    expect(policy).toContain(`connect-src 'self' ${issuer.url};`);
    const usual = securityHeaders(readEnvironment({}))['content-security-policy'];
    expect(usual).toContain("connect-src 'self';");
  });

  test('公开的活动说明告诉手机到哪里领票', async () => {
    const told = (await (await desk.ask(`/api/rounds/${round.id}`)).json()) as { issuer: string | null };
    expect(told.issuer).toBe(issuer.url);
  });

  test('发票机没有应答时说清楚，码没有用掉，活动也不会在取齐之前关闭', async () => {
    const one = vote();
    const { context } = desk;
    const deaf = await testDesk(await open(), {
      env: { ROLE: 'box', ISSUER_URL: 'http://127.0.0.1:9', ISSUER_TOKEN: token },
    });
    await expect(deaf.context.issuer.redemptions(round.id)).rejects.toMatchObject({ problem: 'issuer-unreachable' });
    await expect(deaf.context.issuer.issue(one.request)).rejects.toMatchObject({ problem: 'issuer-unreachable' });
    const withoutIssuer = { ...context, issuer: deaf.context.issuer };
    desk.time = new Date('2026-10-30T02:00:00Z');
    const log: string[] = [];
    const scheduler = createScheduler(
      withoutIssuer,
      jobs.filter(({ name }) => name === 'rounds'),
      (line) => log.push(line),
    );
    await scheduler.tick();
    await scheduler.stop();
    expect(log.join()).toContain('issuer-unreachable');
    const stateOf = async () =>
      (await context.db.selectFrom('record').select('state').where('id', '=', round.id).executeTakeFirstOrThrow())
        .state;
    expect(await stateOf()).toBe('open');
    desk.time = new Date('2026-10-30T02:02:00Z');
    const second = createScheduler(
      context,
      jobs.filter(({ name }) => name === 'rounds'),
      (line) => log.push(line),
    );
    await second.tick();
    await second.stop();
    expect(await stateOf()).toBe('closed');
    await context.ledger.settle();
    const used = await issuer.db
      .selectFrom('issuer_line')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('redemption', 'is not', null)
      .executeTakeFirstOrThrow();
    expect(used.n).toBeGreaterThan(3);
    expect(await rows(context.db, 'vote_waiting')).toEqual([]);
    await deaf.close();
  });
});

test('角色写错了不启动：评议网站要有发票机的地址和口令，发票机要有口令', () => {
  for (const wrong of [{ ROLE: 'box' }, { ROLE: 'box', ISSUER_URL: 'https://issuer.example' }, { ROLE: 'issuer' }])
    expect(() => readEnvironment(wrong)).toThrow(/ISSUER_TOKEN/);
  expect(readEnvironment({}).role).toEqual({ name: 'all' });
  expect(readEnvironment({ ROLE: 'issuer', ISSUER_TOKEN: token }).role).toMatchObject({ portal: undefined });
});
