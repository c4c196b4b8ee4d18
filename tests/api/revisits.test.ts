/** 回访: who is still to be called, by when, how often somebody tried, and what figures make of several calls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, testDesk } from '../support/desk.ts';
import { sheetOf } from '../support/unzipped.ts';

interface Line {
  id: string;
  due: string | null;
  overdue: boolean;
  attempts: number;
  lastOn: string | null;
  state: string;
}

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await testDesk(await open());
  });
  afterAll(() => desk.close());

  const list = async (query = ''): Promise<{ items: Line[]; count: number; next: string | null }> => {
    const answer = await (await desk.as('clerk')).get(`/api/desk/revisits${query}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as { items: Line[]; count: number; next: string | null };
  };
  /** As far as 征询意见人. */
  const asking = async (contact?: string): Promise<Citizen & { id: string }> => {
    const citizen = await desk.opinion(contact === undefined ? {} : { contact });
    const clerk = await desk.as('clerk');
    const head = await desk.as('head');
    const second = await desk.as('clerk2');
    await clerk.act(citizen.id, 'takeUp', { publicText: '路灯坏了', topic: 'city', kind: 'complaint' });
    await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await head.act(citizen.id, 'accept');
    await head.act(citizen.id, 'claim', { outcome: '已经修好', evidence: [await head.upload()], signedBy: '局长' });
    await second.act(citizen.id, 'beginReview');
    await second.act(citizen.id, 'passReview', { opinion: '属实' });
    return citizen;
  };
  const close = async ({ id, viewKey, preimage }: Citizen & { id: string }): Promise<void> => {
    const answer = await desk.post('/api/track/answer', {
      viewKey,
      answer: 'yes',
      preimage: preimage(1, 'y'),
      seen: false,
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    desk.later(9);
    await (await desk.as('clerk2')).act(id, 'close');
  };
  const figures = async (): Promise<object> => {
    await desk.context.ledger.settle();
    const { overall } = (await (await desk.ask('/api/figures')).json()) as { overall: Record<string, number> };
    return { due: overall['revisitDue'], revisited: overall['revisited'], satisfied: overall['revisitSatisfied'] };
  };
  const revisit = async (id: string, given: object) => (await desk.as('clerk')).act(id, 'revisit', given);

  let first: Citizen & { id: string };
  let second: Citizen & { id: string };

  test('who left a contact is on the list from 征询意见人 on, and once it is closed with the day by which to call', async () => {
    first = await asking('13912345678');
    second = await asking('微信 lanjiang');
    await asking();
    expect((await list()).items.map(({ id, due, attempts, state }) => ({ id, due, attempts, state }))).toEqual(
      [first.id, second.id].sort().map((id) => ({ id, due: null, attempts: 0, state: 'asking' })),
    );
    await close(first);
    const { items, count } = await list();
    expect(count).toBe(2);
    // Closed on Wednesday, 2026-10-21; five working days on.
    expect(items[0]).toMatchObject({ id: first.id, due: '2026-10-28', overdue: false });
    expect(items[1]).toMatchObject({ id: second.id, due: null });
    desk.later(8);
    expect((await list()).items[0]).toMatchObject({ overdue: true });
  });

  test('the list names nobody and no telephone, is the office’s alone, and goes on page by page', async () => {
    const text = JSON.stringify(await list());
    expect(text).not.toContain('13912345678');
    expect(text).not.toContain('lanjiang');
    for (const username of ['head', 'supervisor', 'statistician', 'auditor']) {
      expect((await (await desk.as(username)).get('/api/desk/revisits')).status).toBe(403);
    }
    const page = await list('?limit=1');
    expect(page.items.map(({ id }) => id)).toEqual([first.id]);
    expect((await list(`?limit=1&after=${encodeURIComponent(page.next ?? '')}`)).items.map(({ id }) => id)).toEqual([
      second.id,
    ]);
    expect((await list('?department=jyj')).count).toBe(0);
    expect((await (await desk.as('clerk')).get('/api/desk/revisits?after=x')).status).toBe(422);
  });

  test('it leaves the desk as a spreadsheet with the same lines, without any contact, and the trail says so', async () => {
    const clerk = await desk.as('clerk');
    const sheet = await sheetOf(await clerk.get('/api/desk/export/revisits'));
    // What it is, who made it, the head, and the two cases.
    expect(sheet.match(/<row /g)).toHaveLength(5);
    expect(sheet).toContain('路灯坏了');
    expect(sheet).not.toContain('13912345678');
    expect(sheet).not.toContain('lanjiang');
    expect((await sheetOf(await clerk.get('/api/desk/export/revisits?department=jyj'))).match(/<row /g)).toHaveLength(
      3,
    );
    expect((await (await desk.as('head')).get('/api/desk/export/revisits')).status).toBe(403);
    const trail = (await (await (await desk.as('auditor')).get('/api/admin/audit')).json()) as {
      items: { act: string; subject: string }[];
    };
    expect(trail.items.filter(({ act }) => act === 'list.exported').map(({ subject }) => subject)).toEqual([
      'revisits',
      'revisits',
    ]);
  });

  test('who is not reached stays on the list for three attempts; what was said is not taken back by a later call', async () => {
    await revisit(first.id, { revisitAnswer: 'unreachable', revisitWay: 'phone' });
    await revisit(first.id, { revisitAnswer: 'unreachable', revisitWay: 'phone' });
    expect((await list()).items[0]).toMatchObject({ id: first.id, attempts: 2, lastOn: '2026-10-29' });
    expect(await figures()).toEqual({ due: 1, revisited: 0, satisfied: 0 });
    const told = { solved: 'yes', revisitWay: 'phone', contacted: true, attitude: 'good', comment: '修得快' };
    await revisit(first.id, { revisitAnswer: 'fairly', ...told });
    expect((await list()).items.map(({ id }) => id)).toEqual([second.id]);
    expect(await figures()).toEqual({ due: 1, revisited: 1, satisfied: 1 });
    await revisit(first.id, { revisitAnswer: 'unreachable' });
    expect(await figures()).toEqual({ due: 1, revisited: 1, satisfied: 1 });
    await revisit(first.id, { revisitAnswer: 'dissatisfied', solved: 'no', comment: '又坏了', handling: '退回重办' });
    expect(await figures()).toEqual({ due: 1, revisited: 1, satisfied: 0 });
    for (let count = 0; count < 3; count += 1) {
      await revisit(second.id, { revisitAnswer: 'unreachable', revisitWay: 'visit' });
    }
    expect(await list()).toEqual({ items: [], count: 0, next: null, mostAttempts: 3 });
  });
});
