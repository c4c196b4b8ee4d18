/** 异常票: flags by the published rules after the end of voting, exclusions by two people, what is forgotten with the end of a round. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FlagList } from '../../server/schemas/flags.ts';
import { flagBallots } from '../../server/jobs/round-flags.ts';
import { type BatchRound, openBatchRound } from '../support/batch-round.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { type RecordHands, recordHands } from '../support/record-hands.ts';

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let hands: RecordHands;
  let round: BatchRound;
  let paper: string;
  beforeAll(async () => {
    desk = await testDesk(await open());
    hands = recordHands(desk);
    round = await openBatchRound(desk);
    paper = (await round.begin('paper', { issued: 20 })).id;
    const alike = { rows: round.rows(4, 11) };
    const loneWorst = { rows: { ...round.rows(4), cgj: round.row(1) } };
    const various = { rows: { ...round.rows(3, 8), ...Object.fromEntries([['jyj', round.row(2)]]) } };
    for (const [index, reading] of [alike, loneWorst, various, alike].entries())
      await round.both(paper, index + 1, reading);
    await hands.act('clerk', paper, 'count', { issued: 20, returned: 4 });
    await hands.act('clerk2', paper, 'confirm');
    const calls = (await round.begin('telephone')).id;
    const clerk = await desk.as('clerk');
    for (const seconds of [1, 90])
      await clerk.post(`/api/desk/batches/${calls}/interviews`, { consent: true, rows: round.rows(3, 2), seconds });
    await hands.act('clerk', calls, 'count', { issued: 10, returned: 2 });
    await hands.act('clerk2', calls, 'confirm');
  });
  afterAll(() => desk.close());

  const list = async (who = 'clerk'): Promise<FlagList> => {
    const answer = await (await desk.as(who)).get(`/api/desk/rounds/${round.id}/flags`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as FlagList;
  };
  const ruleOf = async (rule: string, who?: string) => (await list(who)).rules.find((one) => one.rule === rule);
  const propose = async (who: string, body: object): Promise<Response> =>
    (await desk.as(who)).post(`/api/desk/rounds/${round.id}/exclusions`, { reason: '看过原票，笔迹相同', ...body });
  const proposed = async (answer: Response): Promise<string[]> => {
    expect(answer.status, await answer.clone().text()).toBe(201);
    return ((await answer.json()) as { exclusions: { id: string }[] }).exclusions.map(({ id }) => id);
  };
  const bodyOf = async (id: string) => {
    const { body } = await desk.context.db
      .selectFrom('record')
      .select('body')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return JSON.parse(body) as { excluded: { ballots: number; rows: number; targets: string[] }; flagged: string };
  };

  test('while people vote nothing is flagged and nothing can be excluded', async () => {
    expect(await flagBallots.run(desk.context)).toBe('0 flags');
    expect((await list()).takes).toBe(false);
    expect((await propose('clerk', { rule: 'straight-line', flags: 'all' })).status).toBe(409);
  });

  test('after the end the rules flag what meets them, once, with their numbers; each rule stands with its sentence', async () => {
    await round.close();
    expect(await flagBallots.run(desk.context)).toBe('4 flags');
    expect(await flagBallots.run(desk.context)).toBe('0 flags');
    const { rules, takes } = await list('auditor');
    expect(takes).toBe(true);
    expect(rules.map(({ rule, flags }) => [rule, flags])).toEqual([
      ['straight-line', 2],
      ['lone-zero', 1],
      ['too-fast', 1],
      ['burst', 0],
      ['own-staff', 0],
      ['interference', 0],
    ]);
    expect(rules[0]?.sentence).toContain('10 个以上单位');
    expect(rules[0]?.items.map(({ where }) => where.split('第一箱 ').at(-1))).toEqual(['第 1 号', '第 4 号']);
    expect(rules[1]?.items[0]).toMatchObject({ rows: 12, why: '评了 12 个单位，只有一个最低', exclusion: null });
    expect(rules[2]?.items[0]?.why).toBe('2 个单位用了 1 秒');
    expect((await (await desk.as('head')).get(`/api/desk/rounds/${round.id}/flags`)).status).toBe(403);
  });

  test('an exclusion is proposed by one with a reason, confirmed by another, and names the rows of whole ballots', async () => {
    for (const who of ['statistician', 'auditor', 'head'])
      expect((await propose(who, { rule: 'straight-line', flags: 'all' })).status, who).toBe(403);
    expect((await propose('clerk', { rule: 'straight-line', flags: 'all', reason: ' ' })).status).toBe(422);
    const [id = ''] = await proposed(await propose('clerk', { rule: 'straight-line', flags: 'all' }));
    const { excluded } = await bodyOf(id);
    expect(excluded).toMatchObject({ ballots: 2, rows: 24 });
    expect(excluded.targets).toEqual(excluded.targets.toSorted());
    const rows = await desk.context.db
      .selectFrom('batch_row')
      .innerJoin('paper_ballot', 'paper_ballot.id', 'batch_row.ballot_id')
      .select(['c', 'serial'])
      .where('serial', 'in', [1, 4])
      .where('batch_row.batch_id', '=', paper)
      .execute();
    expect(excluded.targets).toEqual(rows.map(({ c }) => c).toSorted());
    expect((await propose('clerk2', { rule: 'straight-line', flags: 'all' })).status).toBe(422);
    expect((await list('clerk')).exclusions[0]).toMatchObject({ state: 'proposed', mayDecide: false });
    expect((await list('clerk2')).exclusions[0]).toMatchObject({ mayDecide: true });
    expect((await hands.tryAct('clerk', id, 'confirm', { opinion: '同意' })).status).toBe(403);
    const done = await hands.act('clerk2', id, 'confirm', { opinion: '笔迹一致，同意' });
    expect(done.number).toMatch(/剔〔2026〕0001号$/);
    expect((await ruleOf('straight-line'))?.items.map(({ exclusion }) => exclusion?.stateName)).toEqual([
      '已剔除',
      '已剔除',
    ]);
  });

  test('what was rejected may be proposed again; a row is never excluded twice', async () => {
    const flags = ((await ruleOf('lone-zero'))?.items ?? []).map(({ id }) => id);
    const [first = ''] = await proposed(await propose('clerk', { rule: 'lone-zero', flags }));
    await hands.act('director', first, 'reject', { opinion: '看过原票，理由充分' });
    expect((await ruleOf('lone-zero'))?.open).toBe(1);
    const [again = ''] = await proposed(await propose('clerk2', { rule: 'lone-zero', flags }));
    await hands.act('clerk', again, 'confirm', { opinion: '同意' });
    // The same papers once more, because somebody was found to have told people what to mark.
    const clerk = await desk.as('clerk');
    const byHand = (body: object): Promise<Response> => clerk.post(`/api/desk/rounds/${round.id}/flags`, body);
    expect(await (await byHand({ rule: 'interference', batch: paper, serials: [2, 3] })).json()).toEqual({ added: 2 });
    expect((await byHand({ rule: 'interference', batch: paper, serials: [9] })).status).toBe(422);
    expect((await byHand({ rule: 'own-staff', batch: paper, serials: [3] })).status).toBe(422);
    const [third = ''] = await proposed(await propose('clerk', { rule: 'interference', flags: 'all' }));
    expect((await bodyOf(third)).excluded).toMatchObject({ ballots: 1, rows: 12 });
  });

  test('of somebody who rated their own department only that row goes, and the ballot stays', async () => {
    const { db } = desk.context;
    const clerk = await desk.as('clerk');
    const hall = await db
      .selectFrom('record')
      .select('id')
      .where('kind', '=', 'exclusion')
      .where('state', '=', 'proposed')
      .execute();
    for (const { id } of hall) await hands.act('clerk2', id, 'reject', { opinion: '查无实据' });
    const body = { rule: 'own-staff', batch: paper, serials: [3], department: 'jyj' };
    expect((await clerk.post(`/api/desk/rounds/${round.id}/flags`, body)).status).toBe(200);
    const [id = ''] = await proposed(await propose('clerk', { rule: 'own-staff', flags: 'all' }));
    expect((await bodyOf(id)).excluded).toMatchObject({ ballots: 0, rows: 1 });
    await hands.act('clerk2', id, 'reject', { opinion: '不是本单位人员' });
  });

  test('an exclusion cannot be made up beside the flags', async () => {
    const given = { round: round.id, exclusionRule: 'burst', flagged: 'x', reason: '不喜欢' };
    expect((await hands.tryBegin('clerk', 'exclusion', 'propose', given)).status).toBe(422);
  });

  test('with the end of the round the flags go, which tell what was on one paper', async () => {
    const { db } = desk.context;
    await db.updateTable('record').set({ state: 'final' }).where('id', '=', round.id).execute();
    await flagBallots.run(desk.context);
    expect(await db.selectFrom('ballot_flag').select('id').execute()).toEqual([]);
  });
});
