/** 文号 of papers: one for each paper, without gaps, whoever works at the same time. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { numberOldPapers, numberPapers, paperNumbersOf } from '../../db/paper-numbers.ts';
import { databases } from '../support/databases.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';

const takeUp = { publicText: '有群众反映，解放路路灯坏了三个月没有修。', topic: 'city', kind: 'complaint' };
const toCgj = { department: 'cgj', nature: 'TIMED', demand: '修好并回告' };

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let director: Hand;
  let liaison: Hand;
  beforeEach(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
    director = await desk.as('director');
    liaison = await desk.as('liaison');
  });
  afterEach(() => desk.close());

  async function triaged(): Promise<string> {
    const { id } = await desk.opinion();
    await clerk.act(id, 'takeUp', takeUp);
    return id;
  }
  const given = () =>
    desk.context.db
      .selectFrom('paper_number')
      .select(['kind', 'year', 'n', 'case_id', 'seq'])
      .orderBy('kind')
      .orderBy('year')
      .orderBy('n')
      .execute();

  test('every 交办单, 退回申请单, 延期申请单 and 督办单 is numbered from 1, each kind by itself', async () => {
    const [first, second] = [await triaged(), await triaged()];
    await clerk.act(first, 'assign', toCgj);
    await clerk.act(second, 'assign', toCgj);
    await liaison.act(second, 'requestReturn', {
      reason: '不归我局管',
      grounds: '三定规定第五条',
      suggestedDepartment: 'zjj',
    });
    await liaison.act(first, 'accept');
    await director.act(first, 'supervise', {
      level: 2,
      reason: '群众着急',
      demand: '十日内修好',
      replyBy: '2026-10-30',
    });
    await director.act(first, 'list', { reason: '一再拖延', demand: '月底前修好', replyBy: '2026-10-30' });
    await (await desk.as('head')).act(first, 'requestExtension', {
      reason: '灯具断货',
      workDone: '已下订单',
      until: '2026-12-20',
      signedBy: '局长',
    });
    expect((await given()).map(({ kind, year, n, case_id }) => [kind, year, n, case_id])).toEqual([
      ['assignment', 2026, 1, first],
      ['assignment', 2026, 2, second],
      ['extension', 2026, 1, first],
      ['order', 2026, 1, first],
      ['order', 2026, 2, first],
      ['return', 2026, 1, second],
    ]);
    const numbers = await paperNumbersOf(desk.context.db, first);
    const { history } = await clerk.view(first);
    expect(history.map(({ act, seq }) => [act, numbers.get(seq)?.n]).filter(([, n]) => n !== undefined)).toEqual([
      ['assign', 1],
      ['supervise', 1],
      ['list', 2],
      ['requestExtension', 1],
    ]);
  });

  test('what is refused or comes too late takes no number, so that there are no gaps', async () => {
    const [first, second] = [await triaged(), await triaged()];
    expect((await clerk.try(first, 'assign', { ...toCgj, department: 'nobody' })).status).toBe(422);
    expect((await clerk.try(first, 'assign', toCgj, 1)).status).toBe(409);
    expect((await liaison.try(first, 'assign', toCgj)).status).toBe(404);
    await clerk.act(second, 'assign', toCgj);
    expect((await given()).map(({ n, case_id }) => [n, case_id])).toEqual([[1, second]]);
  });

  test('many who assign at once get numbers that differ and leave none out', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) ids.push(await triaged());
    // Twice each: of two who assign the same case, one is told of the other and gets no number.
    const answers = await Promise.all([...ids, ...ids].map((id) => clerk.try(id, 'assign', toCgj, 2)));
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      ...ids.map(() => 200),
      ...ids.map(() => 409),
    ]);
    const numbers = await given();
    expect(numbers.map(({ n }) => n)).toEqual(ids.map((_, index) => index + 1));
    expect(new Set(numbers.map(({ case_id }) => case_id))).toEqual(new Set(ids));
  });

  test('a history that was taken over is numbered in the order in which it happened, once, and new papers follow', async () => {
    const [first, second, third] = [await triaged(), await triaged(), await triaged()];
    await clerk.act(second, 'assign', toCgj);
    desk.time = new Date(desk.time.getTime() + 60_000);
    await clerk.act(first, 'assign', toCgj);
    await desk.context.db.deleteFrom('paper_number').execute();
    await desk.context.db.deleteFrom('counter').where('name', 'like', 'paper-%').execute();
    const { db } = desk.context;
    // Two processes start together.
    expect(
      (await Promise.all([numberOldPapers(db), numberOldPapers(db)])).toSorted((one, other) => one - other),
    ).toEqual([0, 2]);
    expect(await db.transaction().execute(numberPapers)).toBe(0);
    await clerk.act(third, 'assign', toCgj);
    expect((await given()).map(({ n, case_id }) => [n, case_id])).toEqual([
      [1, second],
      [2, first],
      [3, third],
    ]);
  });

  test('counting begins anew with the year', async () => {
    const first = await triaged();
    await clerk.act(first, 'assign', toCgj);
    desk.later(100);
    clerk = await desk.as('clerk');
    const second = await triaged();
    await clerk.act(second, 'assign', toCgj);
    expect((await given()).map(({ year, n }) => [year, n])).toEqual([
      [2026, 1],
      [2027, 1],
    ]);
  });
});
