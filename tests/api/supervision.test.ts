/** 督办 at the desk: what the lights propose, the orders and what became of them, the lists; to a department only its own. */
import type { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { insertMonthLights } from '../../db/lights.ts';
import { departmentLight, noCases } from '../../server/domain/department-lights.ts';
import { monthLights } from '../../server/jobs/lights.ts';
import { periodicPapers } from '../../server/jobs/papers.ts';
import type { lightTable, orderList, periodicPaper, SupervisionView } from '../../server/schemas/supervision.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { sheetOf } from '../support/unzipped.ts';

const red = { ...noCases, assigned: 10, open: 4, overdue: 2 };
const yellow = { ...noCases, assigned: 40, open: 4, overdue: 1 };
const green = { ...noCases, assigned: 10 };

/** Lights of months as they would have been decided. */
async function addLights(city: Desk, department: string, months: Record<string, typeof noCases>): Promise<void> {
  await insertMonthLights(
    city.context.db,
    Object.entries(months).map(([month, counts]) => ({
      department,
      month,
      decidedOn: '2026-10-01',
      ...departmentLight(counts, { resolved: 0, rectifiable: 0 }),
    })),
  );
}

async function workingCase(city: Desk): Promise<string> {
  const [clerk, liaison] = [await city.as('clerk'), await city.as('liaison')];
  const { id } = await city.opinion();
  await clerk.act(id, 'takeUp', { publicText: '路灯坏了三个月', topic: 'city', kind: 'complaint' });
  await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
  await liaison.act(id, 'accept');
  return id;
}

const read = async <T>(city: Desk, username: string, path: string): Promise<T> => {
  const answer = await (await city.as(username)).get(path);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as T;
};

describe.each(databases)('$name', ({ open }) => {
  test('the lights propose a reminder, an order or an interview; the one that is issued follows its light and settles it', async () => {
    const city = await testDesk(await open());
    await addLights(city, 'cgj', { '2026-07': red, '2026-08': red, '2026-09': red });
    await addLights(city, 'jyj', { '2026-07': green, '2026-08': yellow, '2026-09': yellow });
    await addLights(city, 'zjj', { '2026-07': red, '2026-08': yellow, '2026-09': green });
    const view = await read<SupervisionView>(city, 'director', '/api/desk/supervision');
    expect(view).toMatchObject({ month: '2026-09', mayIssue: true, counts: { red: 1, yellow: 1, green: 1 } });
    expect(
      view.proposals.map(({ department, levelName, lights }) => [department.name, levelName, lights.length]),
    ).toEqual([
      ['城管局', '约谈建议', 3],
      ['教育局', '工作提醒函', 2],
    ]);
    expect(view.proposals[1]?.reason).toContain('2026年8月黄灯：超期 1 件（交办 40 件）');

    const [proposal] = view.proposals;
    const director = await city.as('director');
    const { level, reason, demand, replyBy } = proposal ?? {};
    const issued = await director.post('/api/desk/records', {
      kind: 'order',
      act: 'issue',
      given: { orderLevel: level, department: 'cgj', reason, demand, replyBy },
    });
    expect(issued.status, await issued.clone().text()).toBe(201);
    expect((await issued.json()) as object).toMatchObject({ number: '澜评督〔2026〕0001号', state: 'issued' });
    const { body } = await city.context.db.selectFrom('record').select('body').executeTakeFirstOrThrow();
    expect(JSON.parse(body)).toMatchObject({
      counted: { month: '2026-09', light: 'red', assigned: 10, overdue: 2, reasons: ['overdue-many'] },
    });
    const left = (await read<SupervisionView>(city, 'clerk', '/api/desk/supervision')).proposals;
    expect(left.map(({ department }) => department.code)).toEqual(['jyj']);
    expect((await read<SupervisionView>(city, 'clerk', '/api/desk/supervision')).mayIssue).toBe(false);
    // The next month has its own light, and what follows from it.
    await addLights(city, 'cgj', { '2026-10': red });
    await addLights(city, 'jyj', { '2026-10': green });
    const next = (await read<SupervisionView>(city, 'director', '/api/desk/supervision')).proposals;
    expect(next.map(({ department, level: one }) => [department.code, one])).toEqual([['cgj', 'talk']]);
    await city.close();
  });

  test('orders about cases are listed with number, level, reply-by and answer, from 督办 to 摘牌', async () => {
    const city = await testDesk(await open());
    const id = await workingCase(city);
    const director = await city.as('director');
    const order = { reason: '群众反映强烈', demand: '限期整改', replyBy: '2026-10-16' };
    await director.act(id, 'supervise', { level: 3, ...order });
    type Orders = z.infer<typeof orderList>;
    const orders = (username: string, query = '') =>
      read<Orders>(city, username, `/api/desk/supervision/orders${query}`);
    expect((await orders('clerk', '?open=1')).items).toMatchObject([
      { number: '澜评督〔2026〕0001号', level: '督办（红）', replyBy: '2026-10-16', answeredOn: null, late: false },
    ]);
    city.time = new Date('2026-10-19T02:00:00Z');
    expect((await orders('clerk', '?open=1')).items[0]?.late).toBe(true);
    await (await city.as('liaison')).act(id, 'answerOrder', { orderReply: '已安排抢修', signedBy: '李局长' });
    expect((await orders('clerk', '?open=1')).items).toEqual([]);
    await (await city.as('director')).act(id, 'list', { ...order, replyBy: '2026-10-23' });
    await (await city.as('liaison')).act(id, 'answerOrder', { orderReply: '已修好', signedBy: '李局长' });
    expect((await orders('clerk', '?open=1')).items).toMatchObject([
      { level: '挂牌督办', listed: true, answeredOn: '2026-10-19' },
    ]);
    expect((await orders('clerk')).items.map(({ level }) => level)).toEqual(['挂牌督办', '督办（红）']);
    expect((await orders('head')).count).toBe(2);
    expect((await orders('other')).count).toBe(0);
    expect((await orders('other', '?department=cgj')).count).toBe(0);
    expect((await (await city.as('supervisor')).get('/api/desk/supervision/orders')).status).toBe(403);
    const exported = async (username: string, query = ''): Promise<string> =>
      sheetOf(await (await city.as(username)).get(`/api/desk/export/orders${query}`));
    expect(await exported('clerk')).toContain('澜评督〔2026〕0001号');
    // What it is, who made it, the head, and the lines.
    expect((await exported('clerk')).match(/<row /g)).toHaveLength(5);
    expect((await exported('head', '?open=1')).match(/<row /g)).toHaveLength(4);
    expect((await exported('other', '?department=cgj')).match(/<row /g)).toHaveLength(3);
    expect((await (await city.as('supervisor')).get('/api/desk/export/orders')).status).toBe(403);
    await city.close();
  });

  test('a department reads its own part of lights and lists, the office all of them', async () => {
    const city = await testDesk(await open());
    await workingCase(city);
    city.time = new Date('2026-11-03T02:00:00Z');
    await monthLights.run(city.context);
    await periodicPapers.run(city.context);
    type Paper = z.infer<typeof periodicPaper>;
    type Lights = z.infer<typeof lightTable>;
    const list = await read<Paper>(city, 'clerk', '/api/desk/supervision/papers/dispatch/2026-11-1');
    expect(list).toMatchObject({ name: '2026年11月上半月调度清单', madeOn: '2026-11-03' });
    expect(list.dispatch).toMatchObject([{ department: { name: '城管局' }, lines: [{ light: 'overdue', left: -1 }] }]);
    expect((await read<Paper>(city, 'other', '/api/desk/supervision/papers/dispatch/2026-11-1')).dispatch).toEqual([]);
    const check = await read<Paper>(city, 'auditor', '/api/desk/supervision/papers/check/2026-10');
    expect(check.check).toMatchObject([
      { assigned: 1, accepted: 1, acceptedInTime: 1, resolved: 0, open: 1, light: 'green' },
    ]);
    expect(check.total).toMatchObject({ assigned: 1 });
    expect((await read<Paper>(city, 'head', '/api/desk/supervision/papers/check/2026-10')).total).toBeNull();
    const all = await read<Lights>(city, 'statistician', '/api/desk/supervision/lights');
    expect(all.months).toEqual(['2026-10']);
    expect(all.classes[0]?.departments).toHaveLength(3);
    const own = await read<Lights>(city, 'other', '/api/desk/supervision/lights');
    expect(own.classes.flatMap(({ departments }) => departments.map(({ department }) => department.code))).toEqual([
      'jyj',
    ]);
    const director = await city.as('director');
    expect((await director.get('/api/desk/supervision/papers/dispatch/2025-01-1')).status).toBe(404);
    expect((await director.get('/api/desk/supervision/papers/dispatch/nothing')).status).toBe(422);
    await city.close();
  });
});
