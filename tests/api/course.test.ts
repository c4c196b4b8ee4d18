/** The course of a case as the desk and as everybody reads it: who did what, what it set going, who refused it and why, and where merged numbers lead. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountLine, PublishedCase } from '../../server/schemas/cases.ts';
import type { CaseView } from '../../server/schemas/desk.ts';
import type { Track } from '../../server/schemas/tracking.ts';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, type Hand, testDesk } from '../support/desk.ts';
import { mirrorCity } from '../support/open-mirror.ts';

const takeUp = { publicText: '有群众反映，解放路路灯坏了三个月没有修。', topic: 'city', kind: 'complaint' };
const toCgj = { department: 'cgj', nature: 'TIMED', demand: '修好并回告' };
const plan = {
  goal: '恢复照明',
  measures: [{ what: '更换灯具', section: '设施科', by: '2026-11-20' }],
  leader: '分管副局长',
  plannedDay: '2026-11-20',
};
const account = {
  suspensionCause: 'funds',
  explanation: '改造经费要列入明年预算',
  nextStep: '明年一季度招标',
  reviewDay: '2027-03-01',
  signedBy: '局长',
};

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let clerk2: Hand;
  let director: Hand;
  let liaison: Hand;
  let head: Hand;
  beforeEach(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
    clerk2 = await desk.as('clerk2');
    director = await desk.as('director');
    liaison = await desk.as('liaison');
    head = await desk.as('head');
  });
  afterEach(() => desk.close());

  async function triaged(given: Parameters<Desk['opinion']>[0] = {}): Promise<Citizen & { id: string }> {
    const citizen = await desk.opinion(given);
    await clerk.act(citizen.id, 'takeUp', takeUp);
    return citizen;
  }
  async function planned(given: object = {}): Promise<Citizen & { id: string }> {
    const citizen = await triaged();
    await clerk.act(citizen.id, 'assign', { ...toCgj, ...given });
    await liaison.act(citizen.id, 'accept');
    await liaison.act(citizen.id, 'plan', plan);
    return citizen;
  }
  const line = (view: CaseView, act: string) => view.history.findLast((one) => one.act === act);
  const track = async ({ viewKey }: Citizen): Promise<Track> =>
    (await (await desk.post('/api/track', { viewKey })).json()) as Track;
  /** The public case, once the ledger tells of everything and the receipt week is over. */
  const published = async (number: string): Promise<PublishedCase> => {
    await desk.context.ledger.settle();
    const answer = await desk.ask(`/api/cases/${number}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as PublishedCase;
  };

  test('every step says what it means, which deadlines it set, stopped or moved, its paper and its place in the ledger', async () => {
    const { id } = await planned({ coDepartments: ['jyj'] });
    await desk.context.ledger.settle();
    const view = await clerk.view(id);
    for (const { told } of view.history) expect(told).not.toBe('');
    expect(line(view, 'assign')).toMatchObject({
      paper: '澜评交〔2026〕0001号',
      effects: [
        '签收时限：2026年10月13日（周二）',
        '退回申请时限：2026年10月14日（周三）',
        '报送整改方案时限：2026年10月26日（周一）',
        '办结时限：2026年12月11日（周五）',
        '教育局的协办意见时限：2026年10月19日（周一）',
      ],
    });
    expect(line(view, 'accept')?.effects).toEqual(['签收、退回申请时限到此为止']);
    expect(line(view, 'assign')?.entry).toBeGreaterThan(0);
    const waits = await clerk.act(id, 'urge');
    expect(line(await clerk.view(id), 'urge')).toMatchObject({ seq: waits.seq, entry: null });
  });

  test('a question stops the clock and its answer starts it again, and the timeline says so', async () => {
    const citizen = await planned();
    await liaison.act(citizen.id, 'ask', { question: '是哪一段路？' });
    expect(line(await clerk.view(citizen.id), 'ask')?.effects).toEqual(['办结时限停止计算']);
    desk.later(2);
    await desk.post('/api/track/reply', { viewKey: citizen.viewKey, answer: '桥头那一段' });
    const { effects } = line(await (await desk.as('clerk')).view(citizen.id), 'reply') ?? { effects: [] };
    expect(effects).toContain('办结时限恢复计算');
    expect(effects.some((effect) => effect.startsWith('办结时限由 2026年12月11日（周五） 改到 '))).toBe(true);
  });

  test('the desk lists who has not answered, what is ordered, and what 销号 still waits for', async () => {
    const { id } = await planned({ coDepartments: ['jyj', 'zjj'], keyItem: true });
    await (await desk.as('third')).act(id, 'assist', { opinion: '没有意见' });
    await director.act(id, 'supervise', { level: 2, reason: '群众着急', demand: '抓紧', replyBy: '2026-10-30' });
    let view = await clerk.view(id);
    expect(view.helpers).toMatchObject([
      { department: { name: '教育局' }, due: { due: '2026-10-19', workingDaysLeft: 5 }, doneOn: null },
      { department: { name: '住建局' }, due: null, doneOn: '2026-10-12' },
    ]);
    expect(view.orders).toMatchObject([
      { level: '督办（黄）', number: '澜评督〔2026〕0001号', replyBy: '2026-10-30', answeredOn: null },
    ]);
    const missing = (): string[] => view.stillNeeded.filter(({ done }) => !done).map(({ name }) => name);
    expect(missing()).toEqual([
      '协办意见',
      '单位申请销号',
      '佐证材料',
      '第二个人审核',
      '监督员现场核查通过',
      '意见人表态，或者期满、独立核实',
      '公示期满',
    ]);
    await (await desk.as('other')).act(id, 'assist', { opinion: '没有意见' });
    await liaison.act(id, 'answerOrder', { orderReply: '已安排', signedBy: '局长' });
    await liaison.act(id, 'claim', { outcome: '修好了', evidence: [await liaison.upload()], signedBy: '局长' });
    await clerk2.act(id, 'beginReview');
    view = await clerk.view(id);
    expect(view.orders[0]?.answeredOn).toBe('2026-10-12');
    expect(missing()).toEqual(['监督员现场核查通过', '意见人表态，或者期满、独立核实', '公示期满']);
  });

  test('everybody reads who did not want the case, what the office said, and the words can be checked against the ledger', async () => {
    const citizen = await triaged();
    await clerk.act(citizen.id, 'assign', toCgj);
    await liaison.act(citizen.id, 'requestReturn', {
      reason: '内部说明不公开',
      grounds: '三定规定第五条',
      suggestedDepartment: 'zjj',
    });
    await director.act(citizen.id, 'refuseReturn', { ruling: '城管局负责，电话13800138000' });
    desk.later(7);
    const one = await published('2026-0001');
    expect(one.moves).toEqual([
      {
        act: 'requestReturn',
        day: '2026-10-12',
        by: { code: 'cgj', name: '城管局' },
        suggested: { code: 'zjj', name: '住建局' },
        ruling: { granted: false, day: '2026-10-12', reason: '城管局负责，电话〔手机号〕' },
      },
    ]);
    expect(JSON.stringify(one)).not.toContain('内部说明不公开');
    const { history } = await track(citizen);
    expect(history.find(({ text }) => text.includes('不同意退回'))?.detail).toBe('城管局负责，电话〔手机号〕');
    const texts = new TextDecoder().decode((await mirrorCity(desk)).get('open/texts.ndjson'));
    expect(texts).toContain('城管局负责，电话〔手机号〕');
    expect(texts).not.toContain('内部说明不公开');
  });

  test('an extension is told to everybody with its reason, and a stage with what it is to reach', async () => {
    const citizen = await planned();
    await head.act(citizen.id, 'requestExtension', {
      reason: '内部理由',
      workDone: '已下订单',
      until: '2026-12-21',
      signedBy: '局长',
    });
    await director.act(citizen.id, 'grantExtension', { ruling: '灯具断货，年底前换完' });
    await liaison.act(citizen.id, 'stage', { explanation: '先换主路', stageDay: '2026-11-30', signedBy: '局长' });
    desk.later(7);
    const one = await published('2026-0001');
    expect(one.extended).toEqual([
      { day: '2026-10-12', from: '2026-12-11', until: '2026-12-21', reason: '灯具断货，年底前换完' },
    ]);
    expect(one.stages).toEqual([{ day: '2026-10-12', until: '2026-11-30', explanation: '先换主路' }]);
    expect(JSON.stringify(one)).not.toContain('内部理由');
    const told = await track(citizen);
    expect(told.stage).toBe('2026-11-30');
    expect(told.history.map(({ text, detail }) => [text, detail])).toContainEqual([
      '评议办同意延期，办结时限改到 2026年12月21日（周一）',
      '灯具断货，年底前换完',
    ]);
  });

  test('orders and 摘牌 are public with their days, helpers with whether they answered in time', async () => {
    const citizen = await planned({ coDepartments: ['jyj'] });
    const order = { reason: '内部事由', demand: '抓紧', replyBy: '2026-10-30' };
    await director.act(citizen.id, 'list', order);
    desk.later(10);
    await (await desk.as('other')).act(citizen.id, 'assist', { opinion: '内部意见' });
    const one = await published('2026-0001');
    expect(one.orders).toEqual([
      {
        act: 'list',
        level: null,
        day: '2026-10-12',
        replyBy: '2026-10-30',
        answeredOn: null,
        delistedOn: null,
      },
    ]);
    expect(one.helpers).toEqual([
      { department: { code: 'jyj', name: '教育局' }, askedOn: '2026-10-12', due: '2026-10-19', doneOn: '2026-10-22' },
    ]);
    expect(JSON.stringify(one)).not.toMatch(/内部事由|内部意见/);
  });

  test('what the ledger does not tell of yet is not among these facts', async () => {
    const { id } = await planned();
    desk.later(7);
    await published('2026-0001');
    await (await desk.as('director')).act(id, 'list', { reason: '拖延', demand: '抓紧', replyBy: '2026-10-30' });
    const answer = await desk.ask('/api/cases/2026-0001');
    expect(((await answer.json()) as PublishedCase).orders).toEqual([]);
    expect((await published('2026-0001')).orders).toHaveLength(1);
  });

  test('移交销号 says to whom, and nothing says who sat in the panel', async () => {
    const citizen = await planned();
    await liaison.act(citizen.id, 'claim', { outcome: '修好了', evidence: [await liaison.upload()], signedBy: '局长' });
    await clerk2.act(citizen.id, 'beginReview');
    await clerk2.act(citizen.id, 'sendBack', { reason: '照片看不清' });
    await director.act(citizen.id, 'closeByTransfer', {
      panel: ['甲律师', '乙代表', '丙委员'],
      receivingBody: '省道管理处',
      ruling: '路段已移交',
      evidence: [await director.upload()],
    });
    desk.later(12);
    await (await desk.as('clerk2')).act(citizen.id, 'close');
    const one = await published('2026-0001');
    expect(one.handedOver).toEqual({ to: '省道管理处', until: null });
    expect(one.outcome).toBe('路段已移交');
    expect(JSON.stringify(one)).not.toContain('甲律师');
  });

  test('挂账清单 has every case on account with its reasons and when it is looked at again, and no other', async () => {
    const citizen = await planned();
    await planned();
    await head.act(citizen.id, 'putOnAccount', account);
    await clerk2.act(citizen.id, 'beginReview');
    await clerk2.act(citizen.id, 'passAccount', { opinion: '同意' });
    desk.later(7);
    await (await desk.as('clerk')).act(citizen.id, 'reviewAccount', { opinion: '内部意见' });
    await desk.context.ledger.settle();
    const list = async (query = ''): Promise<{ items: AccountLine[]; count: number }> =>
      (await (await desk.ask(`/api/account${query}`)).json()) as never;
    expect(await list()).toMatchObject({
      count: 1,
      items: [
        {
          number: '2026-0001',
          outcome: '改造经费要列入明年预算',
          suspension: {
            cause: 'funds',
            nextStep: '明年一季度招标',
            reviewDay: '2027-03-01',
            since: '2026-10-12',
            reviews: ['2026-10-19'],
          },
        },
      ],
    });
    expect((await list('?department=jyj')).count).toBe(0);
    expect((await list('?department=cgj')).count).toBe(1);
    expect((await track(citizen)).account).toMatchObject({ cause: '资金原因', reviewDay: '2027-03-01' });
    await (await desk.as('director')).act(citizen.id, 'resume', { reason: '经费已到' });
    expect((await list()).count).toBe(0);
  });

  describe('归并', () => {
    test('a merged number leads to the case that goes on, once the ledger tells of it, and stands for itself again when undone', async () => {
      const kept = await planned();
      const other = await triaged({ text: '路灯还是不亮' });
      await clerk.act(other.id, 'merge', { target: '2026-0001' });
      const ask = () => desk.ask('/api/cases/2026-0002');
      expect((await ask()).status).toBe(404);
      desk.later(7);
      const one = await published('2026-0001');
      expect(one).toMatchObject({ merged: 1, mergedNumbers: ['2026-0002'] });
      const answer = await ask();
      expect(answer.status).toBe(307);
      expect(answer.headers.get('location')).toBe('2026-0001');
      const view = await (await desk.as('clerk')).view(kept.id);
      expect(view.merged).toMatchObject([{ id: other.id, number: '2026-0002', agreed: false }]);
      expect(view.merged[0]?.receipts).toHaveLength(1);
      expect(view.opinions.map(({ id }) => id)).toEqual([kept.opinionId, other.opinionId]);
      await (await desk.as('clerk')).act(other.id, 'unmerge', { reason: '不是一件事' });
      expect((await ask()).status).toBe(404);
    });

    test('a case that was merged on leads to where it ended', async () => {
      await planned();
      const middle = await triaged({ text: '路灯还是不亮' });
      const last = await triaged({ text: '路灯怎么还不亮' });
      await clerk.act(last.id, 'merge', { target: '2026-0002' });
      await clerk.act(middle.id, 'merge', { target: '2026-0001' });
      desk.later(7);
      await desk.context.ledger.settle();
      expect((await desk.ask('/api/cases/2026-0003')).headers.get('location')).toBe('2026-0001');
    });

    test('only what is said of the same department is suggested, and of the same topic once there is one', async () => {
      const text = '解放路路灯坏了三个月没人修，晚上很黑';
      await triaged({ text });
      const elsewhere = await desk.opinion({ text, department: 'jyj' });
      const same = await desk.opinion({ text });
      const anywhere = await desk.opinion({ text, department: null });
      const numbers = async (id: string): Promise<(string | null)[]> =>
        (await clerk.view(id)).similar.map(({ number }) => number);
      expect(await numbers(same.id)).toEqual(['2026-0001']);
      expect(await numbers(elsewhere.id)).toEqual([]);
      expect((await numbers(anywhere.id)).length).toBe(3);
      await clerk.act(same.id, 'takeUp', { ...takeUp, topic: 'conduct' });
      expect(await numbers(same.id)).toEqual([]);
    });
  });
});
