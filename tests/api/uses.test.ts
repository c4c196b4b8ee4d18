/** 结果运用: proposed by one, approved by another, public only then; nothing comes of a score by itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveDepartment } from '../../db/departments.ts';
import type { RoundOutcome } from '../../server/schemas/round-results.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { recordHands, type RecordHands } from '../support/record-hands.ts';
import { roundWithResults, type SmallRound } from '../support/round-with-results.ts';

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let hands: RecordHands;
  let round: SmallRound;
  beforeAll(async () => {
    desk = await testDesk(await open());
    hands = recordHands(desk);
    round = await roundWithResults(desk);
  });
  afterAll(() => desk.close());

  const given = (more: object = {}): object => ({
    round: round.number,
    department: 'cgj',
    useKind: 'talk',
    reason: '连续两年本类末位',
    ...more,
  });
  const uses = async (): Promise<RoundOutcome['uses']> => {
    await desk.context.ledger.settle();
    return ((await (await desk.ask(`/api/rounds/${round.id}/results`)).json()) as RoundOutcome).uses;
  };

  test('a published result alone has no consequences', async () => {
    expect(await uses()).toEqual([]);
    const { count } = await desk.context.db
      .selectFrom('record')
      .where('kind', 'in', ['use', 'order', 'award'])
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(0);
  });

  test('a proposal is the office’s alone until somebody else approves it; then everybody reads it with both reasons', async () => {
    const { id } = await hands.begin('director', 'use', 'propose', given());
    expect(await uses()).toEqual([]);
    expect((await (await desk.as('head')).get(`/api/desk/records/${id}`)).status).toBe(404);
    const own = await hands.tryAct('director', id, 'approve', { opinion: '同意' });
    expect(own.status).toBe(403);
    const byClerk = await hands.begin('clerk', 'use', 'propose', given());
    const { number } = await hands.act('director', byClerk.id, 'approve', { opinion: '同意约谈' });
    expect(await uses()).toEqual([
      expect.objectContaining({
        number,
        use: 'talk',
        department: { code: 'cgj', name: '城管局' },
        reason: '连续两年本类末位',
        opinion: '同意约谈',
      }),
    ]);
    await hands.act('director', id, 'decline', { opinion: '已有同样的建议' });
    expect((await uses()).length).toBe(1);
  });

  test('before a result nobody proposes anything, and only about departments that were rated', async () => {
    const early = await roundWithResults(desk, { upTo: 'review', year: 2026 });
    expect((await hands.tryBegin('clerk', 'use', 'propose', given({ round: early.number }))).status).toBe(422);
    expect((await hands.tryBegin('head', 'use', 'propose', given())).status).toBe(403);
    await saveDepartment(desk.context.db, {
      code: 'new',
      name: '新单位',
      fullName: '新单位',
      classCode: 'law',
      pinyin: '',
      initials: '',
      duties: '',
      commitments: [],
      address: '',
      telephone: '',
      isActive: true,
      position: 99,
    });
    expect((await hands.tryBegin('clerk', 'use', 'propose', given({ department: 'new' }))).status).toBe(422);
  });
});
