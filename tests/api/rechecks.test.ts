/** 复核: who may ask until when, by when it is answered, and that a round is not final before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoundLetter } from '../../server/schemas/round-letters.ts';
import type { RoundOutcome } from '../../server/schemas/round-results.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { recordHands, type RecordHands } from '../support/record-hands.ts';
import { correctResults, roundWithResults, type SmallRound } from '../support/round-with-results.ts';

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let hands: RecordHands;
  let round: SmallRound;
  beforeAll(async () => {
    desk = await testDesk(await open());
    // A Friday, so that working days are not days.
    desk.time = new Date('2026-11-20T02:00:00Z');
    hands = recordHands(desk);
    round = await roundWithResults(desk, { upTo: 'publish' });
  });
  afterAll(() => desk.close());

  const given = (more: object = {}): object => ({
    round: round.number,
    reason: '企业类有三份不是我市企业',
    signedBy: '主要负责人',
    ...more,
  });
  const outcome = async (): Promise<RoundOutcome> => {
    await desk.context.ledger.settle();
    return (await (await desk.ask(`/api/rounds/${round.id}/results`)).json()) as RoundOutcome;
  };
  const letter = async (who: string, code: string): Promise<Response> =>
    (await desk.as(who)).get(`/api/desk/rounds/${round.id}/letters/${code}`);

  test('before the letters went out nobody asks, and a department has no letter yet', async () => {
    expect((await hands.tryBegin('head', 'recheck', 'apply', given())).status).toBe(409);
    expect((await letter('head', 'cgj')).status).toBe(409);
    expect((await letter('director', 'cgj')).status).toBe(200);
  });

  test('from then on it has three working days, and reads so in its letter', async () => {
    await hands.act('director', round.id, 'hear');
    const own = (await (await letter('head', 'cgj')).json()) as RoundLetter;
    expect(own).toMatchObject({ mayRecheck: true, recheckUntil: '2026-11-25', rechecks: [] });
    const words = JSON.stringify(own.paper);
    const score = round.results.departments.find(({ department }) => department === 'cgj')?.score ?? '?';
    for (const told of [score, '第 3 名（共 3 个单位）', '服务态度', '2026年11月25日']) expect(words).toContain(told);
    expect(((await (await letter('handler', 'cgj')).json()) as RoundLetter).mayRecheck).toBe(false);
  });

  test('a letter is its own department’s, and a small sample has no numbers in it', async () => {
    expect((await letter('other', 'cgj')).status).toBe(404);
    expect((await letter('statistician', 'cgj')).status).toBe(403);
    const withheld = JSON.stringify(((await (await letter('clerk', 'wsj')).json()) as RoundLetter).paper.sections);
    expect(withheld).toContain('不公布');
    expect(withheld).not.toContain('满意率');
    const list = async (who: string) =>
      ((await (await (await desk.as(who)).get(`/api/desk/rounds/${round.id}/letters`)).json()) as { items: unknown[] })
        .items;
    expect((await list('clerk')).length).toBe(round.plan.departments.length);
    expect((await list('head')).length).toBe(1);
  });

  test('a request is answered within ten working days; a second one waits for the answer', async () => {
    const { id, number } = await hands.begin('head', 'recheck', 'apply', given());
    expect(number).toContain('核〔2026〕');
    expect((await hands.view('head', id)).due).toBe('2026-12-04');
    expect((await hands.tryBegin('liaison', 'recheck', 'apply', given())).status).toBe(409);
    expect((await outcome()).rechecks).toEqual([
      expect.objectContaining({
        number,
        isOpen: true,
        result: null,
        replyBy: '2026-12-04',
        reason: '企业类有三份不是我市企业',
      }),
    ]);
  });

  test('who was not rated, and whoever names no round, is told so', async () => {
    expect((await hands.tryBegin('head', 'recheck', 'apply', given({ round: '澜评评〔2020〕0001号' }))).status).toBe(
      422,
    );
    const { id } = await hands.begin('clerk', 'use', 'propose', {
      round: round.number,
      department: 'cgj',
      useKind: 'praise',
      reason: '进步明显',
    });
    expect((await hands.tryBegin('head', 'recheck', 'apply', given({ round: id }))).status).toBe(422);
  });

  test('after the last day it is too late', async () => {
    desk.time = new Date('2026-11-26T02:00:00Z');
    const late = await hands.tryBegin('other', 'recheck', 'apply', given());
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('2026年11月25日');
    expect(((await (await letter('other', 'jyj')).json()) as RoundLetter).mayRecheck).toBe(false);
  });

  test('the round is not final while somebody waits, nor before what was wrong is corrected', async () => {
    const waiting = await hands.tryAct('director', round.id, 'conclude');
    expect(waiting.status).toBe(409);
    expect(await waiting.text()).toContain('还有 1 份复核申请没有答复');
    const number = (await outcome()).rechecks[0]?.number ?? '';
    const { id } = await desk.context.db
      .selectFrom('record')
      .select('id')
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    await hands.act('director', id, 'decide', { recheckResult: 'changed', opinion: '三份票确不属评议范围，更正。' });
    const uncorrected = await hands.tryAct('director', round.id, 'conclude');
    expect(uncorrected.status).toBe(409);
    expect(await uncorrected.text()).toContain('更正结果');
    desk.time = new Date('2026-11-26T03:00:00Z');
    await correctResults(desk, round, [
      { group: 'clients', department: 'cgj', levels: [40, 20, 0, 0] },
      { group: 'clients', department: 'jyj', levels: [40, 16, 3, 1] },
    ]);
    const told = await outcome();
    expect(told.rechecks[0]).toMatchObject({
      isOpen: false,
      result: 'changed',
      opinion: '三份票确不属评议范围，更正。',
    });
    expect(told.corrections.length).toBe(1);
    expect((await hands.act('director', round.id, 'conclude')).state).toBe('final');
  });
});
