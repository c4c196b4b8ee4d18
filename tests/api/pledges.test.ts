/** 公开承诺: from a hot topic over progress to the marks of citizens; and what the public reads at each step. */
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pledgeCourses } from '../../db/pledges.ts';
import { countPledges } from '../../server/domain/pledges.ts';
import type { FieldValues } from '../../server/domain/fields.ts';
import type { PledgeView } from '../../server/schemas/pledges.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { recordAs } from '../support/records.ts';

const draft: FieldValues = {
  department: 'cgj',
  title: '整治夜市油烟',
  matter: '群众反映桃园路夜市油烟直排',
  goal: '年底前全部装上净化器',
  measures: [{ what: '逐户安装净化器', section: '市容科', by: '2026-11-30' }],
  plannedDay: '2026-12-10',
  leader: '局长某某',
  leaderPost: '党组书记、局长',
  telephone: '0000-1234567',
  topic: 'city',
};

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await testDesk(await open());
  });
  afterAll(() => desk.close());

  const token = (): string => Buffer.from(desk.context.random(16)).toString('base64url');
  const solved = async (): Promise<{ altcha: string }> => {
    const { altcha } = (await (await desk.ask('/api/challenge?for=mark')).json()) as {
      altcha: Parameters<typeof solveChallenge>[0]['challenge'];
    };
    const solution = await solveChallenge({ challenge: altcha, deriveKey });
    return { altcha: Buffer.from(JSON.stringify({ challenge: altcha, solution })).toString('base64') };
  };
  const view = async (number: string): Promise<PledgeView> => {
    const answer = await desk.ask(`/api/pledges/${number}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as PledgeView;
  };
  const mark = (number: string, body: object) => desk.post(`/api/pledges/${number}/marks`, body);
  const waitingEntries = async (): Promise<string[]> =>
    (await desk.context.db.selectFrom('ledger_pending').select('entry').execute()).map(({ entry }) => entry);

  test('three 有效意见 about one thing are a hot topic, of which a department sees only its own', async () => {
    const clerk = await desk.as('clerk');
    for (let count = 0; count < 3; count += 1) {
      const { id } = await desk.opinion({ text: `夜市油烟直排第 ${count} 次反映` });
      await clerk.act(id, 'takeUp', { publicText: '夜市油烟直排', topic: 'city', kind: 'complaint' });
      await clerk.act(id, 'assign', { department: 'cgj', nature: 'TIMED' });
    }
    const seen = async (username: string): Promise<unknown> =>
      ((await (await (await desk.as(username)).get('/api/desk/topics')).json()) as { items: unknown }).items;
    const topic = { department: { code: 'cgj', name: '城管局' }, topic: 'city', cases: 3, open: 3, pledges: 0 };
    expect(await seen('clerk')).toEqual([topic]);
    expect(await seen('head')).toEqual([topic]);
    expect(await seen('other')).toEqual([]);
    const numbers = (await (await clerk.get('/api/desk/topics/cases?department=cgj&topic=city')).json()) as object;
    expect(numbers).toEqual({ numbers: ['2026-0003', '2026-0002', '2026-0001'] });
    const other = await desk.as('other');
    expect((await other.get('/api/desk/topics/cases?department=cgj&topic=city')).status).toBe(403);
  });

  test('a draft is nobody’s but the desk’s; once published everybody reads who promises what until when', async () => {
    const { id } = await recordAs(desk, 'head', 'pledge', 'draft', {
      ...draft,
      cases: ['2026-0001', '2026-0002'],
    });
    expect(await (await desk.ask('/api/pledges')).json()).toEqual({ items: [], count: 0, next: null });
    expect((await desk.ask('/api/pledges/2026-0001')).status).toBe(404);
    await recordAs(desk, 'director', 'pledge', 'publish', {}, id);
    await desk.context.ledger.settle();
    const list = (await (await desk.ask('/api/pledges?department=cgj&state=published&year=2025')).json()) as {
      items: unknown[];
    };
    expect(list.items).toEqual([
      expect.objectContaining({
        number: '2026-0001',
        fullNumber: '澜评诺〔2026〕0001号',
        title: '整治夜市油烟',
        leader: '局长某某',
        telephone: '0000-1234567',
        plannedOn: '2026-12-10',
        overdue: false,
        percent: 0,
      }),
    ]);
    expect(await (await desk.ask('/api/pledges?department=jyj')).json()).toMatchObject({ items: [], count: 0 });
    const shown = await view('2026-0001');
    expect(shown).toMatchObject({
      matter: draft.matter,
      promisedOn: '2026-12-10',
      measures: draft.measures,
      casesCount: 2,
      mayMark: false,
      marks: { total: null, counts: null },
    });
    expect(shown.cases.map(({ number }) => number)).toEqual(['2026-0001', '2026-0002']);
    expect((await mark('2026-0001', { token: token(), mark: 'satisfied' })).status).toBe(409);
  });

  test('progress, a telephone somebody wrote into it, and what is carried on stand on the public page', async () => {
    const { id } = (await desk.context.db.selectFrom('record').select('id').executeTakeFirstOrThrow()) as {
      id: string;
    };
    await recordAs(
      desk,
      'liaison',
      'pledge',
      'report',
      { progress: '已装 12 户，找张科长 13912345678', percent: 40 },
      id,
    );
    await recordAs(desk, 'director', 'pledge', 'carry', { reason: '设备到货晚', plannedDay: '2026-12-31' }, id);
    const shown = await view('2026-0001');
    expect(shown).toMatchObject({ percent: 40, plannedOn: '2026-12-31', promisedOn: '2026-12-10', state: 'published' });
    expect(shown.progress).toHaveLength(1);
    expect(shown.progress[0]?.text).not.toContain('13912345678');
    expect(shown.carried).toEqual([{ on: '2026-10-12', reason: '设备到货晚', to: '2026-12-31' }]);
  });

  test('each phone marks once; marks without proof are counted apart; none is told before there are ten', async () => {
    const head = await desk.as('head');
    const { id } = (await desk.context.db.selectFrom('record').select('id').executeTakeFirstOrThrow()) as {
      id: string;
    };
    const finished = { outcome: '38 户全部装好', evidence: [await head.upload()], signedBy: '局长' };
    await recordAs(desk, 'head', 'pledge', 'finish', finished, id);
    const open = await view('2026-0001');
    expect(open).toMatchObject({ state: 'marking', mayMark: true, outcome: '38 户全部装好', evidenceCount: 1 });
    // Fifteen days, as an author has for an answer.
    expect(open.marksUntil).toBe('2026-10-27');

    const own = token();
    const first = await mark('2026-0001', { token: own, mark: 'satisfied', proof: await solved() });
    expect(first.status).toBe(201);
    expect(await first.json()).toEqual({ mark: 'satisfied', repeated: false });
    const again = await mark('2026-0001', { token: own, mark: 'dissatisfied' });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ mark: 'satisfied', repeated: true });
    for (let count = 0; count < 8; count += 1) {
      expect((await mark('2026-0001', { token: token(), mark: 'fairly', proof: await solved() })).status).toBe(201);
    }
    expect((await mark('2026-0001', { token: token(), mark: 'dissatisfied' })).status).toBe(201);
    expect((await view('2026-0001')).marks).toEqual({ total: null, counts: null });
    expect((await mark('2026-0001', { token: token(), mark: 'dissatisfied', proof: await solved() })).status).toBe(201);
    expect((await view('2026-0001')).marks).toEqual({
      total: 10,
      counts: { satisfied: 1, fairly: 8, dissatisfied: 1, apart: 1 },
    });
    const proof = await solved();
    expect((await mark('2026-0001', { token: token(), mark: 'fairly', proof })).status).toBe(201);
    expect((await mark('2026-0001', { token: token(), mark: 'fairly', proof })).status).toBe(403);
    expect((await mark('2026-0001', { token: token(), mark: 'splendid' })).status).toBe(422);
    expect((await mark('2026-0009', { token: token(), mark: 'fairly' })).status).toBe(404);
  });

  test('marks are in the ledger without the phone, the hour or the token', async () => {
    const entries = (await waitingEntries()).filter((entry) => entry.includes('"t":"mark"'));
    expect(entries).toHaveLength(12);
    for (const entry of entries) {
      expect(
        Object.keys(JSON.parse(entry) as object).filter((key) => !['t', 'p', 'k', 'm', 'f'].includes(key)),
      ).toEqual([]);
    }
    expect(entries.filter((entry) => entry.includes('"f":true'))).toHaveLength(1);
    const columns = await desk.context.db.selectFrom('pledge_mark').selectAll().executeTakeFirstOrThrow();
    expect(Object.keys(columns).sort()).toEqual(['id', 'is_apart', 'mark', 'record_id']);
  });

  test('the office says that it is kept only when the marks are over, by somebody else than who said so, with what was marked', async () => {
    const { id } = (await desk.context.db.selectFrom('record').select('id').executeTakeFirstOrThrow()) as {
      id: string;
    };
    await expect(recordAs(desk, 'director', 'pledge', 'keep', { opinion: '查验属实' }, id)).rejects.toMatchObject({
      problem: 'not-in-this-state',
    });
    desk.later(16);
    expect((await mark('2026-0001', { token: token(), mark: 'satisfied' })).status).toBe(409);
    await recordAs(desk, 'director', 'pledge', 'keep', { opinion: '查验属实' }, id);
    const shown = await view('2026-0001');
    expect(shown).toMatchObject({ state: 'kept', opinion: '查验属实', keptOn: '2026-10-28', mayMark: false });
    const { body } = await desk.context.db.selectFrom('record').select('body').executeTakeFirstOrThrow();
    expect((JSON.parse(body) as FieldValues).marksCounted).toEqual({
      satisfied: 1,
      fairly: 9,
      dissatisfied: 1,
      apart: 1,
    });
    expect((await desk.context.ledger.settle(), await view('2026-0001')).state).toBe('kept');
  });

  test('what is kept is counted by the day first promised, however often it was carried on', async () => {
    const counted = async (username: string): Promise<unknown> =>
      ((await (await (await desk.as(username)).get('/api/desk/topics')).json()) as { pledges: unknown }).pledges;
    // Promised for 10 December, carried on to the 31st, kept on 28 October.
    expect(await counted('clerk')).toEqual({ all: 1, due: 0, kept: 0, carried: 0 });
    desk.later(33);
    expect(desk.time.toISOString().slice(0, 10)).toBe('2026-11-30');
    const late = {
      ...draft,
      department: 'jyj',
      plannedDay: '2026-11-30',
      measures: [{ what: '公示', section: '办公室', by: '2026-11-30' }],
    };
    const { id } = await recordAs(desk, 'clerk', 'pledge', 'draft', late);
    await recordAs(desk, 'director', 'pledge', 'publish', {}, id);
    await recordAs(desk, 'director', 'pledge', 'carry', { reason: '人手不够', plannedDay: '2027-03-31' }, id);
    const courses = await pledgeCourses(desk.context.db, 2025);
    expect(countPledges(courses, '2026-12-11')).toEqual({ all: 2, due: 2, kept: 1, carried: 2 });
    expect(await counted('other')).toEqual({ all: 1, due: 0, kept: 0, carried: 0 });
  });

  test('numbers that are none, and what is no condition of the list, are refused', async () => {
    expect((await desk.ask('/api/pledges/none')).status).toBe(422);
    expect((await desk.ask('/api/pledges?state=drafted')).status).toBe(422);
    expect((await desk.ask('/api/pledges?year=abc')).status).toBe(422);
  });
});
