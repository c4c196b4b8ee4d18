/** 整改月报, 月通报 and 意见分析报告: their numbers are the server's, and what was issued is public. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remindOfReports } from '../../server/jobs/reports.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { recordAs } from '../support/records.ts';

interface Board {
  months: string[];
  month: string | null;
  due: string | null;
  items: {
    department: { code: string };
    month: string;
    due: string;
    state: string;
    late: boolean;
    record: object | null;
  }[];
  missing: number;
}
const written = { doneThisMonth: '修好两处路灯', nextPlan: '全面排查', filledBy: '王某某' };
const texts = { overview: '总体平稳', problems: '个别超期', requirements: '抓紧办' };

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await testDesk(await open());
    const clerk = await desk.as('clerk');
    for (const department of ['cgj', 'cgj', 'jyj']) {
      const { id } = await desk.opinion({ text: '解放路窗口排队太长了' });
      await clerk.act(id, 'takeUp', { publicText: '解放路窗口排队太长', topic: 'procedure', kind: 'complaint' });
      await clerk.act(id, 'assign', { department, nature: 'TIMED' });
    }
    // Into November.
    desk.later(21);
  });
  afterAll(() => desk.close());

  const board = async (username: string, query = ''): Promise<Board> => {
    const answer = await (await desk.as(username)).get(`/api/desk/reports${query}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as Board;
  };
  let report: string;

  test('a department sees the months of the 评议年度 that are over, and by when each is due', async () => {
    const { months, items } = await board('liaison');
    expect(months).toEqual([
      '2026-10',
      '2026-09',
      '2026-08',
      '2026-07',
      '2026-06',
      '2026-05',
      '2026-04',
      '2026-03',
      '2026-02',
      '2026-01',
      '2025-12',
    ]);
    expect(items[0]).toMatchObject({
      month: '2026-10',
      due: '2026-11-05',
      state: 'missing',
      late: false,
      record: null,
    });
  });

  test('the office sees which departments with cases have not reported', async () => {
    const { month, due, items, missing } = await board('clerk');
    expect({ month, due, missing }).toEqual({ month: '2026-10', due: '2026-11-05', missing: 2 });
    expect(items.map(({ department, state }) => [department.code, state])).toEqual([
      ['cgj', 'missing'],
      ['jyj', 'missing'],
    ]);
    expect((await board('clerk', '?month=2026-09')).items).toEqual([]);
    expect((await (await desk.as('clerk')).get('/api/desk/reports?month=2026-12')).status).toBe(422);
  });

  test('numbers are counted by the server as they stood at the end of the month, whatever came after', async () => {
    const clerk = await desk.as('clerk');
    const { id } = await desk.opinion();
    await clerk.act(id, 'takeUp', { publicText: '十一月才来的', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'TIMED' });
    const answer = await (await desk.as('liaison')).get('/api/desk/reports/numbers?month=2026-10');
    const numbers = {
      assigned: 2,
      assignedNow: 2,
      resolved: 0,
      resolvedNow: 0,
      explained: 0,
      suspended: 0,
      open: 2,
      overdue: 0,
      extended: 0,
    };
    expect(await answer.json()).toEqual({ month: '2026-10', due: '2026-11-05', numbers });
    const file = await recordAs(desk, 'liaison', 'report', 'fill', { month: '2026-10', ...written });
    report = file.id;
    expect(file).toMatchObject({ department: 'cgj', state: 'filled', body: { counted: numbers } });
    expect((await clerk.get('/api/desk/reports/numbers?month=2026-10')).status).toBe(403);
  });

  test('a month is reported once, and not before it has begun', async () => {
    const again = recordAs(desk, 'handler', 'report', 'fill', { month: '2026-10', ...written });
    await expect(again).rejects.toMatchObject({ problem: 'validation' });
    const future = recordAs(desk, 'liaison', 'report', 'fill', { month: '2026-12', ...written });
    await expect(future).rejects.toMatchObject({ problem: 'validation' });
    const none = recordAs(desk, 'liaison', 'report', 'fill', { month: '2026-1', ...written });
    await expect(none).rejects.toMatchObject({ problem: 'validation' });
  });

  test('a leader approves it or sends it back, and it goes to the office with a number', async () => {
    await recordAs(desk, 'deputy', 'report', 'sendBack', { reason: '写具体些' }, report);
    expect((await board('clerk')).items[0]).toMatchObject({ state: 'returned' });
    await recordAs(desk, 'liaison', 'report', 'refill', { ...written, difficulty: '缺经费' }, report);
    const file = await recordAs(desk, 'head', 'report', 'approve', { signedBy: '局长' }, report);
    expect(file).toMatchObject({ state: 'approved', number: '澜评报〔2026〕0001号' });
    expect((await board('liaison')).items[0]).toMatchObject({ state: 'approved', late: false });
    expect((await board('clerk')).missing).toBe(1);
  });

  test('who has not reported is reminded: by the office once a day, by the clockwork before and after the day', async () => {
    const clerk = await desk.as('clerk');
    const told = async (): Promise<string[]> =>
      (
        await desk.context.db
          .selectFrom('notice')
          .select(['account_id', 'subject'])
          .where('subject', 'like', '%月报请于%')
          .execute()
      ).map(({ account_id }) => account_id);
    expect(await (await clerk.post('/api/desk/reports/remind', { month: '2026-10' })).json()).toEqual({
      departments: 1,
    });
    await clerk.post('/api/desk/reports/remind', { month: '2026-10' });
    expect(await told()).toEqual(['account-other']);
    // Monday, 2026-11-02: three working days are left.
    expect(await remindOfReports.run(desk.context)).toBe('not yet');
    desk.later(1);
    expect(await remindOfReports.run(desk.context)).toBe('1 departments');
    desk.later(1);
    await remindOfReports.run(desk.context);
    expect(await told()).toHaveLength(2);
    desk.later(2);
    await remindOfReports.run(desk.context);
    desk.later(3);
    await remindOfReports.run(desk.context);
    expect(await told()).toHaveLength(3);
  });

  test('before anything was published no 通报 can be drafted', async () => {
    const clerk = await desk.as('clerk');
    const answer = await clerk.get('/api/desk/reports/bulletin?month=2026-10');
    expect(await answer.json()).toEqual({ numbers: null, texts: null });
    await expect(recordAs(desk, 'clerk', 'bulletin', 'draft', { month: '2026-10', ...texts })).rejects.toMatchObject({
      problem: 'validation',
    });
  });

  test('a 通报 carries the published numbers, and is public with its number once it is issued', async () => {
    await desk.context.ledger.settle();
    const clerk = await desk.as('clerk');
    const begun = (await (await clerk.get('/api/desk/reports/bulletin?month=2026-10')).json()) as {
      numbers: { overall: object; now: object; yearBefore: object; departments: { code: string }[] };
      texts: { overview: string };
    };
    expect(begun.numbers).toMatchObject({
      month: '2026-10',
      year: 2025,
      overall: { effective: 4, assigned: 4, resolved: 0, open: 4, rectification: '0.0' },
      now: { effective: 3, resolved: 0 },
      yearBefore: { effective: 0, resolved: 0 },
    });
    expect(begun.numbers.departments.map(({ code }) => code)).toEqual(['cgj', 'jyj']);
    expect(begun.texts.overview).toContain('有效意见 4 件');
    const { overall } = (await (await desk.ask('/api/figures')).json()) as { overall: { effective: number } };
    expect(overall.effective).toBe(4);

    const { id } = await recordAs(desk, 'clerk', 'bulletin', 'draft', { month: '2026-10', ...texts });
    expect(await (await desk.ask('/api/reports')).json()).toEqual({ items: [], next: null });
    expect((await desk.ask('/api/reports/bulletin-2026-0001')).status).toBe(404);
    await recordAs(desk, 'director', 'bulletin', 'issue', {}, id);
    const list = (await (await desk.ask('/api/reports')).json()) as { items: object[] };
    expect(list.items).toEqual([
      {
        name: 'bulletin-2026-0001',
        kind: 'bulletin',
        number: '澜评通〔2026〕0001号',
        title: '2026年10月群众意见整改情况通报',
        month: '2026-10',
        issuedOn: '2026-11-09',
      },
    ]);
    const report_ = await (await desk.ask('/api/reports/bulletin-2026-0001')).json();
    expect(report_).toMatchObject({
      ...texts,
      bulletin: begun.numbers,
      analysis: null,
      departments: { cgj: '城管局' },
    });
    expect((await desk.ask('/api/reports/analysis-2026-0001')).status).toBe(404);
    expect((await desk.ask('/api/reports/letter-2026-0001')).status).toBe(422);
  });

  test('an analysis tells the structure of the 意见 and the words they share', async () => {
    const statistician = await desk.as('statistician');
    const begun = (await (await statistician.get('/api/desk/reports/analysis?month=2026-11')).json()) as {
      numbers: { total: object; topics: object[]; words: object[] };
      texts: { title: string; problems: string };
    };
    expect(begun.numbers.total).toEqual({ now: 4, before: 0 });
    expect(begun.numbers.topics[0]).toEqual({ topic: 'procedure', now: 3, before: 0 });
    expect(begun.numbers.words).toEqual([{ word: '放路窗口排队', texts: 3 }]);
    const { id } = await recordAs(desk, 'statistician', 'analysis', 'draft', {
      title: '十月分析',
      month: '2026-10',
      ...texts,
    });
    await recordAs(desk, 'director', 'analysis', 'issue', {}, id);
    expect(await (await desk.ask('/api/reports/analysis-2026-0001')).json()).toMatchObject({
      title: '十月分析',
      analysis: { total: { now: 3, before: 0 } },
      bulletin: null,
    });
  });
});
