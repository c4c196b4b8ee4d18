/** 收件箱: each person sees what they were told, newest first, and nobody else's. */
import { describe, expect, test } from 'vitest';
import { jobs } from '../../server/jobs/jobs.ts';
import { notify } from '../../server/notify/notify.ts';
import { databases } from '../support/databases.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';

interface Inbox {
  items: { id: string; kind: string; subject: string; caseId: string | null; at: string; isRead: boolean }[];
  next: string | null;
  unread: number;
}
const inboxOf = async (hand: Hand, query = ''): Promise<Inbox> => {
  const answer = await hand.get(`/api/desk/inbox${query}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as Inbox;
};
const tell = (desk: Desk, about: string, given: object = {}): Promise<void> =>
  desk.context.db.transaction().execute((trx) =>
    notify(trx, desk.context, {
      kind: 'due-soon',
      about,
      to: { department: 'cgj' },
      subject: `案件 ${about}`,
      day: '2026-10-12',
      ...given,
    }),
  );

describe.each(databases)('$name', ({ open }) => {
  test('交办以后，主办单位的联络员和主要负责人、协办单位都在收件箱里看到，别人看不到', async () => {
    const desk = await testDesk(await open());
    const { id } = await desk.opinion();
    const clerk = await desk.as('clerk');
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE', coDepartments: ['jyj'] });
    const [line] = (await inboxOf(await desk.as('liaison'))).items;
    expect(line).toMatchObject({ kind: 'assigned', caseId: id, isRead: false });
    expect(line?.subject).toMatch(/^案件 2026-0001（城管局）：已交办，请签收。签收期限：2026年10月\d+日$/);
    expect((await inboxOf(await desk.as('head'))).unread).toBe(1);
    const [helper] = (await inboxOf(await desk.as('other'))).items;
    expect(helper?.subject).toMatch(/^案件 2026-0001（教育局）：请你单位协办.*协办意见期限/);
    for (const name of ['clerk', 'handler', 'third', 'director', 'supervisor', 'administrator'])
      expect((await inboxOf(await desk.as(name))).items, name).toEqual([]);
    await desk.close();
  });

  test('办理被退回、会商裁定、延期、核查、督办：轮到谁，谁的收件箱里就有', async () => {
    const desk = await testDesk(await open());
    const kinds = async (name: string) => (await inboxOf(await desk.as(name))).items.map(({ kind }) => kind);
    const { id } = await desk.opinion();
    const clerk = await desk.as('clerk');
    const director = await desk.as('director');
    const liaison = await desk.as('liaison');
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(id, 'requestReturn', { reason: '不归我们', grounds: '三定', suggestedDepartment: 'zjj' });
    expect(await kinds('director')).toEqual(['returned']);
    await director.act(id, 'refuseReturn', { ruling: '请继续办理' });
    expect(await kinds('liaison')).toContain('ruled');
    await director.act(id, 'supervise', { level: 3, reason: '拖延', demand: '抓紧', replyBy: '2026-10-16' });
    expect((await inboxOf(await desk.as('head'))).items.find(({ kind }) => kind === 'order')?.subject).toBe(
      '案件 2026-0001（城管局）：已发督办单，请按期反馈。反馈督办期限：2026年10月16日',
    );
    await liaison.act(id, 'answerOrder', { orderReply: '正在办', signedBy: '负责人' });
    expect(await kinds('director')).toContain('order');
    await liaison.act(id, 'claim', { outcome: '修好了', evidence: [await liaison.upload()], signedBy: '负责人' });
    // Whoever assigned the case may not review it, and is not asked to.
    expect(await kinds('clerk')).toEqual([]);
    expect(await kinds('clerk2')).toEqual(['claimed']);
    await (await desk.as('clerk2')).act(id, 'beginReview');
    await (await desk.as('clerk2')).act(id, 'sendBack', { reason: '佐证看不清' });
    expect(await kinds('liaison')).toContain('sent-back');
    await desk.close();
  });

  test('一次被拒绝的办理不告知任何人', async () => {
    const desk = await testDesk(await open());
    const { id } = await desk.opinion();
    const clerk = await desk.as('clerk');
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了', topic: 'city', kind: 'complaint' });
    expect((await clerk.try(id, 'assign', { department: 'nobody', nature: 'IMMEDIATE' })).status).toBe(422);
    expect((await clerk.try(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' }, 1)).status).toBe(409);
    expect(await desk.context.db.selectFrom('notice').selectAll().execute()).toEqual([]);
    await desk.close();
  });

  test('标为已读只动自己的；未读数跟着变，登录信息里也有', async () => {
    const desk = await testDesk(await open());
    for (const about of ['一', '二', '三']) await tell(desk, about);
    const liaison = await desk.as('liaison');
    const head = await desk.as('head');
    const unreadOf = async (hand: Hand) =>
      ((await (await hand.get('/api/desk/me')).json()) as { unread: number }).unread;
    expect(await unreadOf(liaison)).toBe(3);
    const [first] = (await inboxOf(liaison)).items;
    expect((await head.post(`/api/desk/inbox/${first?.id}/read`)).status).toBe(404);
    expect(await (await liaison.post(`/api/desk/inbox/${first?.id}/read`)).json()).toEqual({
      caseId: null,
      recordId: null,
      unread: 2,
    });
    expect((await inboxOf(liaison, '?only=unread')).items).toHaveLength(2);
    expect(await (await liaison.post('/api/desk/inbox/read')).json()).toEqual({ read: 2 });
    expect(await unreadOf(liaison)).toBe(0);
    expect(await unreadOf(head)).toBe(3);
    await desk.close();
  });

  test('从新到旧，一页接一页不漏不重，可以只看一类', async () => {
    const desk = await testDesk(await open());
    for (let index = 0; index < 65; index += 1) {
      desk.time = new Date(desk.time.getTime() + 1000);
      await tell(desk, `n${index}`, { kind: index % 2 === 0 ? 'due-soon' : 'overdue' });
    }
    const hand = await desk.as('liaison');
    const seen: string[] = [];
    let after = '';
    do {
      const page = await inboxOf(hand, after === '' ? '' : `?after=${encodeURIComponent(after)}`);
      seen.push(...page.items.map(({ subject }) => subject));
      after = page.next ?? '';
    } while (after !== '');
    expect(seen).toEqual(Array.from({ length: 65 }, (_, index) => `案件 n${64 - index}`));
    expect(new Set((await inboxOf(hand, '?kind=overdue')).items.map(({ kind }) => kind))).toEqual(new Set(['overdue']));
    expect((await hand.get('/api/desk/inbox?after=x')).status).toBe(422);
    await desk.close();
  });

  test('停用的账号不再收到通知，一百八十天以前的通知自动清除', async () => {
    const desk = await testDesk(await open());
    await desk.context.db
      .updateTable('account')
      .set({ disabled_at: '2026-10-01T00:00:00Z' })
      .where('id', '=', 'account-head')
      .execute();
    await tell(desk, '旧', { day: '2026-04-14' });
    await tell(desk, '新', { day: '2026-04-15' });
    const rows = () => desk.context.db.selectFrom('notice').select(['account_id', 'subject']).orderBy('day').execute();
    expect(await rows()).toEqual([
      { account_id: 'account-liaison', subject: '案件 旧' },
      { account_id: 'account-liaison', subject: '案件 新' },
    ]);
    await jobs.find(({ name }) => name === 'notices')?.run(desk.context);
    expect(await rows()).toEqual([{ account_id: 'account-liaison', subject: '案件 新' }]);
    await desk.close();
  });
});
