/** 抽查 through the API: what is frozen, what the numbers draw, and that nobody else can say who was drawn. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawLots, frameHash } from '../../server/domain/lottery.ts';
import type { Problem } from '../../server/problem.ts';
import { tellDrawnLater } from '../../server/samples/tell-drawn.ts';
import type { SampleView } from '../../server/schemas/samples.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { announce, draw, winning } from '../support/supervisors.ts';

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await testDesk(await open());
  });
  afterEach(() => desk.close());

  /** A case that its department says is done. */
  async function claimed(): Promise<string> {
    const [clerk, liaison] = [await desk.as('clerk'), await desk.as('liaison')];
    const { id } = await desk.opinion();
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了三个月没有修。', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(id, 'accept');
    await liaison.act(id, 'claim', { outcome: '修好了', evidence: [await liaison.upload()], signedBy: '局长' });
    return id;
  }
  const read = async (number: string | null): Promise<SampleView> => {
    const answer = await desk.ask(`/api/samples/${encodeURIComponent(number ?? '')}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as SampleView;
  };
  const listOf = async (number: string | null): Promise<string[]> => {
    const answer = await desk.ask(`/api/samples/${encodeURIComponent(number ?? '')}/frame`);
    return (await answer.text()).split('\n').filter(Boolean);
  };
  const refusal = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(
      () => undefined,
      (problem: Problem) => problem.options.errors?.[0]?.detail ?? problem.problem,
    );

  test('公告时冻结存证本最新的检查点，之后的案件进不来也出不去；到期用号码抽，抽中的由系统登记', async () => {
    const ids = [await claimed(), await claimed(), await claimed()];
    await desk.context.ledger.settle();
    const sample = await announce(desk, { sampleSize: 2 });
    await desk.context.ledger.settle();
    const before = await read(sample.number);
    expect(before).toMatchObject({ frame: 'claimed', size: 2, count: 3, drawnOn: null, winning: null, drawn: [] });
    expect(before.frozen.ids).toBe(frameHash(ids));
    expect(before.entries).toHaveLength(1);
    expect(await listOf(sample.number)).toEqual(ids.toSorted());

    // One more is done, and one is not any more: neither changes who may be drawn.
    await claimed();
    await (await desk.as('clerk2')).act(ids[0] ?? '', 'beginReview');
    await (await desk.as('clerk2')).act(ids[0] ?? '', 'sendBack', { reason: '没有修好' });
    await desk.context.ledger.settle();
    expect(await listOf(sample.number)).toEqual(ids.toSorted());

    desk.later(3);
    const drawn = await draw(desk, sample.id, '33 24 19 11 07 02 + 5');
    const expected = drawLots({ root: before.frozen.root, winning, ids, size: 2 });
    expect(drawn.body).toMatchObject({ winning, drawn: expected });
    await desk.context.ledger.settle();
    const after = await read(sample.number);
    expect(after.drawn.map(({ id }) => id)).toEqual(expected);
    expect(after.winning).toBe(winning);
    expect(after.entries).toHaveLength(2);

    const marked = async (): Promise<string[]> =>
      (await desk.context.db.selectFrom('case_file').select('id').where('drawn', '=', 1).execute()).map(({ id }) => id);
    const open = expected.filter((id) => id !== ids[0]);
    expect((await marked()).sort()).toEqual(open.toSorted());
    // Whoever was worked on again just then is looked at as soon as it is said to be done again.
    const liaison = await desk.as('liaison');
    const again = { outcome: '真的修好了', evidence: [await liaison.upload()], signedBy: '局长' };
    await liaison.act(ids[0] ?? '', 'claim', again);
    expect(await tellDrawnLater(desk.context)).toBe(expected.length - open.length);
    expect((await marked()).sort()).toEqual(expected.toSorted());
    expect(await tellDrawnLater(desk.context)).toBe(0);
  });

  test('抽中的核查通过以前不能销号，核查通过就不在下一次的范围里', async () => {
    const id = await claimed();
    await desk.context.ledger.settle();
    const sample = await announce(desk);
    desk.later(3);
    await draw(desk, sample.id);
    const second = await desk.as('clerk2');
    await second.act(id, 'beginReview');
    const refused = await second.try(id, 'passReview', { opinion: '属实' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ name: 'siteChecked' });
    await (await desk.as('supervisor')).act(id, 'check', { finding: '灯亮了', place: '解放路' });
    await second.act(id, 'passReview', { opinion: '属实' });
    await desk.context.ledger.settle();
    expect((await read(sample.number)).drawn).toEqual([{ id, name: '2026-0001', result: 'passed' }]);
    expect(await refusal(announce(desk))).toContain('一个也没有');
  });

  test('开奖日要在以后，没到开奖日不能抽，号码写得不像不能抽，抽过不能再抽', async () => {
    await claimed();
    expect(await refusal(announce(desk))).toContain('检查点');
    await desk.context.ledger.settle();
    expect(await refusal(announce(desk, { drawDay: '2026-10-12' }))).toContain('晚于今天');
    const sample = await announce(desk);
    expect(await refusal(draw(desk, sample.id))).toContain('2026-10-15');
    desk.later(3);
    expect(await refusal(draw(desk, sample.id, '1 2 3'))).toContain('双色球');
    expect(await refusal(draw(desk, sample.id, '红球'))).toContain('双色球');
    await draw(desk, sample.id);
    expect(await refusal(draw(desk, sample.id))).toBe('not-in-this-state');
  });

  test('谁抽中只由号码说：负责人自己不能说抽中了哪一件', async () => {
    const [first, second] = [await claimed(), await claimed()];
    await desk.context.ledger.settle();
    const sample = await announce(desk);
    desk.later(3);
    const { body } = await draw(desk, sample.id);
    const [drawn = ''] = body.drawn as string[];
    const other = drawn === first ? second : first;
    const answer = await (await desk.as('director')).try(other, 'draw', { sample: sample.id });
    expect(answer.status).toBe(422);
    expect(await desk.context.db.selectFrom('case_file').select('id').where('drawn', '=', 1).execute()).toHaveLength(1);
  });

  test('公告还没有存入存证本时，公众看不到；没有的编号说没有', async () => {
    await claimed();
    await desk.context.ledger.settle();
    const sample = await announce(desk);
    expect(await (await desk.ask('/api/samples')).json()).toEqual({ items: [] });
    expect((await desk.ask(`/api/samples/${encodeURIComponent(sample.number ?? '')}`)).status).toBe(404);
    await desk.context.ledger.settle();
    expect(await (await desk.ask('/api/samples')).json()).toMatchObject({ items: [{ number: sample.number }] });
    expect((await desk.ask('/api/samples/nothing')).status).toBe(404);
    expect((await desk.ask('/api/samples/nothing/frame')).status).toBe(404);
  });

  test('单位也可以抽：名单写在公告里，停用的不在其中', async () => {
    await desk.opinion();
    await desk.context.ledger.settle();
    const sample = await announce(desk, { frame: 'departments', sampleSize: 1 });
    await desk.context.db.updateTable('department').set({ is_active: 0 }).where('code', '=', 'zjj').execute();
    desk.later(3);
    const { body } = await draw(desk, sample.id);
    expect(body.drawn).toHaveLength(1);
    await desk.context.ledger.settle();
    expect(await listOf(sample.number)).toEqual(['cgj', 'jyj', 'zjj']);
    expect((await read(sample.number)).drawn[0]?.name).toBeTruthy();
    const field = await (await desk.as('supervisor')).get('/api/desk/field');
    expect(((await field.json()) as { places: unknown[] }).places).toHaveLength(1);
  });
});
