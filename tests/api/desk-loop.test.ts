/** The whole loop through the API: from 意见 to 销号, its side roads, and what each step leaves behind. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, dump, type Hand, testDesk } from '../support/desk.ts';

const takeUp = { publicText: '有群众反映，解放路路灯坏了三个月没有修。', topic: 'city', kind: 'complaint' };
const plan = () => ({
  goal: '恢复照明',
  measures: [{ what: '更换灯具和线路', section: '设施科', by: '2026-11-20' }],
  leader: '分管副局长',
  plannedDay: '2026-11-20',
});

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let clerk2: Hand;
  let director: Hand;
  let liaison: Hand;
  beforeEach(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
    clerk2 = await desk.as('clerk2');
    director = await desk.as('director');
    liaison = await desk.as('liaison');
  });
  afterEach(() => desk.close());

  /** From 意见 to 整改中, assigned to 城管局 by the first clerk. */
  async function rectifying(given: Parameters<Desk['opinion']>[0] = {}): Promise<Citizen & { id: string }> {
    const citizen = await desk.opinion(given);
    await clerk.act(citizen.id, 'takeUp', takeUp);
    await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'TIMED', demand: '修好并回告' });
    await liaison.act(citizen.id, 'accept', { contactPerson: '设施科', telephone: '0571-0000' });
    await liaison.act(citizen.id, 'plan', plan());
    await liaison.act(citizen.id, 'progress', { progress: '已更换一半', percent: 50 });
    return citizen;
  }
  const claim = async (id: string, outcome = '十二盏路灯全部修好，以后请找设施科'): Promise<void> => {
    await liaison.act(id, 'claim', { outcome, evidence: [await liaison.upload()], signedBy: '局长' });
  };
  async function asking(given: Parameters<Desk['opinion']>[0] = {}): Promise<Citizen & { id: string }> {
    const citizen = await rectifying(given);
    await claim(citizen.id);
    await clerk2.act(citizen.id, 'beginReview');
    await clerk2.act(citizen.id, 'passReview', { opinion: '佐证属实' });
    return citizen;
  }
  const answer = (citizen: Citizen, word: 'yes' | 'no', round: 1 | 2 | 3 = 1, comment = '路灯亮了') =>
    desk.post('/api/track/answer', {
      viewKey: citizen.viewKey,
      answer: word,
      preimage: citizen.preimage(round, word === 'yes' ? 'y' : 'n'),
      seen: false,
      comment,
    });
  const figures = async () => {
    await desk.context.ledger.settle();
    return (await (await desk.ask('/api/figures')).json()) as never;
  };

  test('an 意见 goes all the way to 销号 on the word of its author, and the figures move', async () => {
    const before = JSON.stringify(await figures());
    const citizen = await asking({ contact: '13800138000' });
    const { id } = citizen;
    const shown = await clerk.view(id);
    expect(shown.number).toBe('2026-0001');
    expect(shown.state).toBe('asking');
    expect(shown.nextDue?.clock).toBe('answer');
    expect(shown.nextDue?.explanation).toContain('2026年10月12日');

    expect((await answer(citizen, 'yes')).status).toBe(200);
    expect((await clerk.view(id)).state).toBe('notice');
    expect(await (await clerk2.try(id, 'close')).json()).toMatchObject({ name: 'noticeOver' });
    desk.later(10);
    await (await desk.as('clerk2')).act(id, 'close');

    const closed = await (await desk.as('clerk')).view(id);
    expect(closed).toMatchObject({
      state: 'closed',
      basis: 'citizen',
      closure: 'ordinary',
      onTime: true,
      closedOn: '2026-10-22',
    });
    expect(closed.publicOutcome).toBe('十二盏路灯全部修好，以后请找设施科');
    expect(closed.opinions[0]?.contactPurgeAfter).toBe('2026-11-21');
    expect(closed.history.map(({ act }) => act)).toEqual([
      'submit',
      'takeUp',
      'assign',
      'accept',
      'plan',
      'progress',
      'claim',
      'beginReview',
      'passReview',
      'confirm',
      'close',
    ]);
    const row = await desk.context.db
      .selectFrom('case_file')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.has_contact).toBe(1);
    expect(JSON.stringify(await figures())).not.toBe(before);
    expect(JSON.stringify(await figures())).toContain('"citizen":1');
  });

  test('the one who assigned a case cannot review it, and nobody at the desk can speak for its author', async () => {
    const citizen = await rectifying();
    await claim(citizen.id);
    expect(await (await clerk.try(citizen.id, 'beginReview')).json()).toMatchObject({
      status: 403,
      name: 'secondPerson',
    });
    await clerk2.act(citizen.id, 'beginReview');
    await clerk2.act(citizen.id, 'passReview', { opinion: '属实' });
    for (const act of ['confirm', 'dispute', 'reply', 'submit', 'endQuestion'] as const) {
      expect((await clerk2.try(citizen.id, act, { proof: 'lock' })).status).toBe(422);
    }
    expect(await (await clerk2.try(citizen.id, 'proceed', { opinion: '无答复' })).json()).toMatchObject({
      name: 'silentOrChecked',
    });
    desk.later(16);
    await (await desk.as('clerk2')).act(citizen.id, 'proceed', { opinion: '答复期满' });
    expect(await (await desk.as('clerk')).view(citizen.id)).toMatchObject({ state: 'notice' });
  });

  test('an unsatisfied author sends the case back, and what was claimed no longer counts', async () => {
    const citizen = await asking();
    expect((await answer(citizen, 'no', 1, '只修了一半')).status).toBe(200);
    const back = await liaison.view(citizen.id);
    expect(back).toMatchObject({ state: 'rectifying', reworks: 1, result: null, publicOutcome: null });
    expect(back.history.at(-1)?.fields).toEqual([
      { field: 'comment', label: '补充说明', value: '只修了一半', files: [] },
    ]);
    const answered = (await (await liaison.get('/api/desk/cases?queue=answered')).json()) as {
      items: { id: string }[];
    };
    expect(answered.items.map(({ id }) => id)).toEqual([citizen.id]);
    await claim(citizen.id, '这次全部修好了');
    expect((await liaison.view(citizen.id)).publicOutcome).toBe('这次全部修好了');
  });

  test('a department may return a case once; the office grants or refuses it', async () => {
    const citizen = await desk.opinion();
    await clerk.act(citizen.id, 'takeUp', takeUp);
    await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    const request = { reason: '不是我局职责', grounds: '三定第三条', suggestedDepartment: 'zjj' };
    await liaison.act(citizen.id, 'requestReturn', request);
    expect((await clerk.try(citizen.id, 'grantReturn', { ruling: '同意' })).status).toBe(403);
    await director.act(citizen.id, 'grantReturn', { ruling: '同意，改交住建局' });
    expect((await liaison.get(`/api/desk/cases/${citizen.id}`)).status).toBe(404);
    // The office has ruled: the department it named may not return the case a second time.
    await clerk.act(citizen.id, 'assign', { department: 'zjj', nature: 'IMMEDIATE' });
    const third = await desk.as('third');
    expect((await third.try(citizen.id, 'requestReturn', { ...request, suggestedDepartment: 'cgj' })).status).toBe(409);

    const other = await desk.opinion({ text: '路口的红绿灯坏了两个星期' });
    await clerk.act(other.id, 'takeUp', takeUp);
    await clerk.act(other.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(other.id, 'requestReturn', request);
    await director.act(other.id, 'refuseReturn', { ruling: '首接负责' });
    expect(await liaison.view(other.id)).toMatchObject({ state: 'accepted', returnLocked: true });
    expect((await liaison.try(other.id, 'requestReturn', request)).status).toBe(409);
  });

  test('the office sends a weak claim back, and the second rework calls the leader', async () => {
    const citizen = await rectifying();
    for (let round = 1; round <= 2; round += 1) {
      await claim(citizen.id);
      await clerk2.act(citizen.id, 'beginReview');
      await clerk2.act(citizen.id, 'sendBack', { reason: '没有照片' });
    }
    expect(await liaison.view(citizen.id)).toMatchObject({ reworks: 2, leader: 'deputy', state: 'rectifying' });
  });

  test('a merged 意见 keeps its receipt, its author and its photos, and comes back when the merging is undone', async () => {
    const first = await rectifying();
    const second = await desk.opinion({ text: '解放路路灯坏了三个月都没有人来修' });
    const similar = (await (await clerk.get(`/api/desk/cases/${second.id}/similar`)).json()) as {
      items: { id: string }[];
    };
    expect(similar.items.map(({ id }) => id)).toContain(first.id);
    expect((await clerk.view(second.id)).similar[0]).toMatchObject({ id: first.id, takesReporters: true });

    expect((await clerk.try(second.id, 'merge', { target: '2026-9999' })).status).toBe(422);
    expect((await clerk.try(second.id, 'merge', { target: second.id })).status).toBe(422);
    await clerk.act(second.id, 'merge', { target: '2026-0001' });
    const target = await clerk.view(first.id);
    expect(target.opinions.map(({ id }) => id).sort()).toEqual([first.opinionId, second.opinionId].sort());
    expect(target.merged.map(({ id }) => id)).toEqual([second.id]);
    expect((await clerk.view(second.id)).history.at(-1)?.fields[0]?.value).toBe('2026-0001');
    expect((await desk.post('/api/track', { viewKey: second.viewKey })).status).toBe(200);

    await clerk.act(second.id, 'unmerge', { reason: '不是同一处' });
    expect((await clerk.view(first.id)).opinions).toHaveLength(1);
    expect(await clerk.view(second.id)).toMatchObject({ state: 'received', mergedInto: null });
    expect((await clerk.view(second.id)).opinions.map(({ id }) => id)).toEqual([second.opinionId]);
  });

  test('erasing leaves no word of the author anywhere, and says that it happened', async () => {
    const secret = '青石巷独一无二的话';
    const citizen = await desk.opinion({ text: `${secret}，请修路灯`, contact: `微信 ${secret}` });
    await clerk.act(citizen.id, 'takeUp', { ...takeUp, publicText: `有群众说：${secret}` });
    await clerk.act(citizen.id, 'redactText', { publicText: `群众反映：${secret}`, reason: '改写' });
    await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(citizen.id, 'accept');
    await liaison.act(citizen.id, 'ask', { question: `您说的${secret}在哪里` });
    const reply = await desk.post('/api/track/reply', { viewKey: citizen.viewKey, answer: `在${secret}东头` });
    expect(reply.status).toBe(200);
    await liaison.act(citizen.id, 'claim', {
      outcome: `${secret}已修`,
      evidence: [await liaison.upload()],
      signedBy: '局长',
    });
    expect(await dump(desk.context.db)).toContain(secret);

    expect((await clerk.try(citizen.id, 'erase', { reason: '本人申请' })).status).toBe(403);
    await director.act(citizen.id, 'erase', { reason: '本人申请' });
    const everything = await dump(desk.context.db);
    expect(everything).not.toContain(secret);
    const row = await desk.context.db
      .selectFrom('opinion')
      .selectAll()
      .where('case_id', '=', citizen.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ original_text: '', redacted_text: '', sealed_contact: null });
    const view = await clerk.view(citizen.id);
    expect(view).toMatchObject({ erased: true, publicText: null, publicOutcome: null });
    expect(view.history.at(-1)).toMatchObject({ act: 'erase', fields: [{ label: '理由', value: '本人申请' }] });
    expect(view.history.find(({ act }) => act === 'claim')?.fields[0]).toMatchObject({ field: 'outcome', value: null });
    // The history itself is untouched: nobody can rewrite it.
    await expect(desk.context.db.deleteFrom('case_event').execute()).rejects.toThrow('append-only');
  });

  test('an act on a case that has moved on in the meantime changes nothing', async () => {
    const citizen = await desk.opinion();
    const [one, two] = await Promise.all([
      clerk.try(citizen.id, 'takeUp', takeUp, 1),
      clerk2.try(citizen.id, 'takeUp', takeUp, 1),
    ]);
    expect([one.status, two.status].sort((a, b) => a - b)).toEqual([200, 409]);
    expect((await clerk.try(citizen.id, 'assign', { department: 'cgj', nature: 'TIMED' }, 1)).status).toBe(409);
    expect((await clerk.view(citizen.id)).seq).toBe(2);
  });

  test('numbers have no gaps: a refused act uses none up', async () => {
    const first = await desk.opinion();
    const second = await desk.opinion({ text: '公园厕所没有灯，晚上不敢去' });
    await clerk.act(first.id, 'takeUp', takeUp);
    await clerk.try(first.id, 'takeUp', takeUp);
    await clerk.try(second.id, 'takeUp', { ...takeUp, topic: 'nothing' });
    expect((await clerk.act(second.id, 'takeUp', takeUp)).number).toBe('2026-0002');
  });

  test('evidence must be the uploads of who claims, each used once', async () => {
    const one = await rectifying();
    const request = (evidence: string[]) => ({ outcome: '修好了', evidence, signedBy: '局长' });
    const others = await (await desk.as('other')).upload();
    const handlers = await (await desk.as('handler')).upload();
    for (const file of [others, handlers, 'nothing-there']) {
      const answer = await liaison.try(one.id, 'claim', request([file]));
      expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/given/evidence' }] });
    }
    expect((await liaison.view(one.id)).state).toBe('rectifying');
    const own = await liaison.upload();
    await liaison.act(one.id, 'claim', request([own]));
    expect((await liaison.view(one.id)).evidence.map(({ id }) => id)).toEqual([own]);
    const two = await rectifying({ text: '公园厕所没有灯，晚上不敢去' });
    expect((await liaison.try(two.id, 'claim', request([own]))).status).toBe(422);
  });

  test('the case says what may be done, by when, and who is next', async () => {
    const citizen = await desk.opinion({ text: '我叫王小明，电话13800138000，路灯坏了' });
    const received = await clerk.view(citizen.id);
    expect(received.acts.map(({ act }) => act)).toEqual(expect.arrayContaining(['takeUp', 'file', 'merge', 'seal']));
    const offer = received.acts.find(({ act }) => act === 'takeUp');
    expect(offer?.fields.map(({ name, required }) => [name, required])).toEqual([
      ['publicText', true],
      ['topic', true],
      ['kind', true],
    ]);
    expect(offer?.fields[0]?.value).not.toContain('13800138000');
    expect(received.opinions[0]?.original).toContain('13800138000');
    expect(received.opinions[0]?.findings.map(({ name }) => name)).toContain('手机号');

    await clerk.act(citizen.id, 'takeUp', takeUp);
    const triaged = await clerk.view(citizen.id);
    expect(triaged.deadlines.map(({ name }) => name)).toEqual(['立行立改', '限期整改', '长期坚持']);
    const timed = triaged.deadlines[1]?.dues.find(({ clock }) => clock === 'complete');
    expect(timed).toMatchObject({ due: '2026-12-11', explanation: expect.stringContaining('60 天') });
    const assign = triaged.acts.find(({ act }) => act === 'assign');
    expect(assign).toMatchObject({ to: 'assigned', next: expect.arrayContaining(['主办单位']) });
    expect(assign?.fields.find(({ name }) => name === 'department')?.value).toBe('cgj');

    await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'TIMED' });
    const assigned = await liaison.view(citizen.id);
    expect(assigned.nextDue).toMatchObject({ clock: 'accept', due: '2026-10-13', workingDaysLeft: 1 });
    expect(assigned.acts.find(({ act }) => act === 'accept')?.next).toContain('城管局');
  });

  test('the office records an 意见 that came on paper, and its receipt code is shown once', async () => {
    const given = {
      token: 'a'.repeat(22),
      channel: 'paper',
      kind: 'complaint',
      department: 'cgj',
      text: '窗口排队太久，希望多开一个',
      contact: '13900139000',
    };
    const first = await clerk.post('/api/desk/opinions', given);
    expect(first.status).toBe(201);
    const receipt = (await first.json()) as { case: string; code: string; receiptNumber: string };
    expect(receipt.code).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]$/);
    expect(await dump(desk.context.db)).not.toContain(receipt.code.replaceAll('-', ''));
    const again = await clerk.post('/api/desk/opinions', given);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ ...receipt, code: null });
    const view = await clerk.view(receipt.case);
    expect(view).toMatchObject({ channel: 'paper', state: 'received' });
    expect(view.opinions[0]).toMatchObject({ codeSeen: true, hasContact: true });
    expect(view.history[0]?.by).toBe('评议办经办 姓名clerk');
    for (const username of ['liaison', 'supervisor', 'auditor', 'administrator']) {
      expect((await (await desk.as(username)).post('/api/desk/opinions', given)).status).toBe(403);
    }
  });

  test('what the office looks at word for word is in the audit trail', async () => {
    const citizen = await desk.opinion({ contact: '13800138000' });
    await clerk.view(citizen.id);
    const contact = await clerk.post(`/api/desk/cases/${citizen.id}/contact`);
    expect(await contact.json()).toMatchObject({ items: [{ contact: '13800138000' }] });
    const trail = (await (await (await desk.as('auditor')).get('/api/admin/audit')).json()) as {
      items: { act: string; subject: string; account: { username: string } | null }[];
    };
    for (const act of ['text.opened', 'contact.opened']) {
      expect(trail.items).toContainEqual(
        expect.objectContaining({ act, subject: citizen.id, account: expect.objectContaining({ username: 'clerk' }) }),
      );
    }
  });

  test('queues count what they list, and a page follows another without gaps', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1)
      ids.push((await desk.opinion({ text: `第${index}条意见，路灯不亮` })).id);
    const read = async (path: string) =>
      (await (await clerk.get(path)).json()) as { items: { id: string }[]; next: string | null; count: number };
    const queues = (await (await clerk.get('/api/desk/queues')).json()) as {
      items: { queue: string; count: number }[];
    };
    expect(queues.items.find(({ queue }) => queue === 'triage')?.count).toBe(5);
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { items, next } = await read(`/api/desk/cases?queue=triage&limit=2&after=${after}`);
      seen.push(...items.map(({ id }) => id));
      after = next ?? '';
    }
    expect(after).toBe('');
    expect(seen.sort()).toEqual(ids.sort());
    expect((await read(`/api/desk/cases?queue=all&q=${encodeURIComponent('第3条 路灯')}`)).count).toBe(1);
    expect((await read(`/api/desk/cases?queue=all&q=${encodeURIComponent('100%')}`)).count).toBe(0);
  });
});
