/** 满意机关创建: from the application over its conditions to the award, its term and its end; and what the public reads of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expireAwards } from '../../server/jobs/awards.ts';
import type { AwardView, Star } from '../../server/schemas/awards.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { recordHands, type RecordHands } from '../support/record-hands.ts';
import { roundWithResults, type SmallRound } from '../support/round-with-results.ts';

const marks = {
  markPolitics: 95,
  markTeam: 94,
  markService: 96,
  markConduct: 92,
  markStaff: 93,
  markInstitutions: 95,
  markOffice: 97,
  markCulture: 90,
};

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let hands: RecordHands;
  let round: SmallRound;
  beforeAll(async () => {
    desk = await testDesk(await open());
    desk.time = new Date('2026-11-20T02:00:00Z');
    hands = recordHands(desk);
    round = await roundWithResults(desk, { upTo: 'hear' });
  });
  afterAll(() => desk.close());

  const apply = async (who: string) => {
    const evidence = [await (await desk.as(who)).upload()];
    return { stars: '4', ...marks, situation: '一年来创建情况', evidence, signedBy: '主要负责人' };
  };
  const view = async (who: string, id: string): Promise<AwardView> => {
    const answer = await (await desk.as(who)).get(`/api/desk/awards/${id}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as AwardView;
  };
  const stars = async (): Promise<Star[]> => {
    await desk.context.ledger.settle();
    return ((await (await desk.ask('/api/stars')).json()) as { items: Star[] }).items;
  };
  const detail = async (answer: Response): Promise<string> => ((await answer.json()) as { detail: string }).detail;
  let id = '';

  test('a department applies once, and sees each condition with what it rests on', async () => {
    ({ id } = await hands.begin('otherhead', 'award', 'apply', await apply('otherhead')));
    expect((await hands.tryBegin('otherhead', 'award', 'apply', await apply('otherhead'))).status).toBe(409);
    const own = await view('otherhead', id);
    expect(own.conditions.map(({ condition, isMet }) => ({ condition, isMet }))).toEqual([
      { condition: 'no-veto', isMet: true },
      { condition: 'rectified', isMet: true },
      { condition: 'not-listed', isMet: true },
    ]);
    expect(own).toMatchObject({ isChecked: false, score: null });
    expect(JSON.stringify(own.paper)).toContain('94.0');
    expect((await (await desk.as('head')).get(`/api/desk/awards/${id}`)).status).toBe(404);
    expect(await stars()).toEqual([]);
  });

  test('挂牌督办 and an approved 一票否决建议 each keep it from passing, and the refusal says which', async () => {
    const order = await hands.begin('director', 'order', 'issue', {
      orderLevel: 'listed',
      department: 'jyj',
      reason: '多次超期',
      demand: '限期整改',
      replyBy: hands.today(10),
    });
    const listed = await hands.tryAct('clerk', id, 'check', { opinion: '符合' });
    expect(listed.status).toBe(409);
    expect(await detail(listed)).toContain('没有被挂牌督办：未摘牌的挂牌督办 1 项');
    await hands.act('otherhead', order.id, 'answer', { orderReply: '已整改', signedBy: '主要负责人' });
    await hands.act('director', order.id, 'lift', { opinion: '摘牌' });
    expect((await hands.act('clerk', id, 'check', { opinion: '符合' })).state).toBe('checked');
    expect((await view('clerk', id)).isChecked).toBe(true);

    const veto = await hands.begin('clerk', 'use', 'propose', {
      round: round.number,
      department: 'cgj',
      useKind: 'veto',
      reason: '查实有人干预评议',
    });
    const before = await hands.begin('head', 'award', 'apply', await apply('head'));
    expect((await view('clerk', before.id)).conditions[0]?.isMet).toBe(true);
    const { number } = await hands.act('director', veto.id, 'approve', { opinion: '同意' });
    const vetoed = await hands.tryAct('clerk', before.id, 'check', { opinion: '符合' });
    expect(await detail(vetoed)).toContain(`已批准的一票否决建议：${number}`);
    await hands.act('clerk', before.id, 'refuse', { reason: '有一票否决事项' });
  });

  test('the score that people gave comes from the newest final round, and 85 is the least', async () => {
    const given = { siteScore: 92, supervisorScore: 93 };
    expect(await detail(await hands.tryAct('clerk', id, 'rate', given))).toContain('没有已定案的评议得分');
    const low = await roundWithResults(desk, {
      year: 2024,
      upTo: 'conclude',
      said: [{ group: 'clients', department: 'jyj', levels: [10, 10, 10, 10] }],
    });
    const refused = await detail(await hands.tryAct('clerk', id, 'rate', given));
    expect(refused).toContain(low.number);
    expect(refused).toContain('不到 85 分');
    const final = await roundWithResults(desk, { year: 2025, upTo: 'conclude', title: '复评' });
    await hands.act('clerk', id, 'rate', given);
    const score = final.results.departments.find(({ department }) => department === 'jyj')?.score;
    expect((await view('otherhead', id)).score).toMatchObject({ number: final.number, score, isEnough: true });
  });

  test('公示 lasts five working days; only then it is awarded, for two years at most', async () => {
    expect((await hands.act('director', id, 'announce')).number).toContain('创〔2026〕');
    expect(await stars()).toEqual([
      expect.objectContaining({ state: 'noticed', noticeUntil: '2026-11-27', termUntil: null, stars: '4' }),
    ]);
    expect((await hands.tryAct('director', id, 'award', { termUntil: '2028-11-01' })).status).toBe(409);
    desk.time = new Date('2026-11-30T02:00:00Z');
    const long = await hands.tryAct('director', id, 'award', { termUntil: '2029-01-01' });
    expect(long.status).toBe(422);
    expect(await long.text()).toContain('2028年11月30日');
    await hands.act('director', id, 'award', { termUntil: '2028-11-30' });
    expect(await stars()).toEqual([
      expect.objectContaining({
        state: 'awarded',
        awardedOn: '2026-11-30',
        termUntil: '2028-11-30',
        noticeUntil: null,
      }),
    ]);
    expect((await hands.tryBegin('otherhead', 'award', 'apply', await apply('otherhead'))).status).toBe(409);
  });

  test('a warning stands in public with its reason, a review takes it back, and the term ends by itself', async () => {
    await hands.act('director', id, 'warn', { reason: '复查发现窗口无人' });
    expect(await stars()).toEqual([expect.objectContaining({ state: 'warned', reason: '复查发现窗口无人' })]);
    await hands.act('clerk', id, 'review', { opinion: '已改正' });
    expect((await stars())[0]).toMatchObject({ state: 'awarded', reason: '' });
    desk.time = new Date('2028-11-30T02:00:00Z');
    expect(await expireAwards.run(desk.context)).toBe('0 awards ended');
    desk.time = new Date('2028-12-01T02:00:00Z');
    expect(await expireAwards.run(desk.context)).toBe('1 awards ended');
    expect((await stars())[0]?.state).toBe('expired');
  });
});
