/** Results of rounds: what everybody may read once they are published, and nothing before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoundOfDepartment, RoundOutcome } from '../../server/schemas/round-results.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { correctResults, roundWithResults, type SmallRound } from '../support/round-with-results.ts';

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let round: SmallRound;
  beforeAll(async () => {
    desk = await testDesk(await open());
    await roundWithResults(desk, { year: 2024, upTo: 'conclude' });
    round = await roundWithResults(desk, { year: 2025 });
  });
  afterAll(() => desk.close());

  const outcome = async (id: string): Promise<RoundOutcome> => {
    const answer = await desk.ask(`/api/rounds/${id}/results`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as RoundOutcome;
  };

  test('a round that is not published has no results for anybody', async () => {
    const counting = await roundWithResults(desk, { upTo: 'review', year: 2026 });
    expect((await desk.ask(`/api/rounds/${counting.id}`)).status).toBe(200);
    expect((await desk.ask(`/api/rounds/${counting.id}/results`)).status).toBe(404);
    expect((await desk.ask('/api/rounds/unknown/results')).status).toBe(404);
  });

  test('what is told is the published file, number by number', async () => {
    const told = await outcome(round.id);
    expect(told.results).toEqual(round.results);
    expect(told).toMatchObject({ isFinal: false, corrections: [], rechecks: [], uses: [], exclusions: [] });
    expect(told.recheckUntil).not.toBeNull();
    const row = await desk.context.db
      .selectFrom('round_plan')
      .select('results_hash')
      .where('round_id', '=', round.id)
      .executeTakeFirstOrThrow();
    expect(told.hash).toBe(row.results_hash);
  });

  test('places are shared inside a class, and small samples are told in words', () => {
    const of = (code: string) => round.results.departments.find(({ department }) => department === code);
    expect([of('jyj')?.rank, of('zjj')?.rank, of('cgj')?.rank]).toEqual([1, 1, 3]);
    expect(of('slj')?.standing).toBe('few');
    expect(of('wsj')).toMatchObject({ standing: 'withheld' });
    expect(of('wsj')?.score).toBeUndefined();
    expect(of('xcb')?.standing).toBe('unranked');
    expect(of('ldb')?.standing).toBe('exempt');
  });

  test('a department is followed over the years, the newest first', async () => {
    const answer = await desk.ask('/api/departments/cgj/rounds');
    const { items } = (await answer.json()) as { items: RoundOfDepartment[] };
    expect(items.map(({ year, rank, of, isFinal }) => ({ year, rank, of, isFinal }))).toEqual(
      expect.arrayContaining([
        { year: 2025, rank: 3, of: 3, isFinal: false },
        { year: 2024, rank: 3, of: 3, isFinal: true },
      ]),
    );
    expect(await (await desk.ask('/api/departments/nobody/rounds')).json()).toEqual({ items: [] });
  });

  test('a correction stands beside the result with its reason, and the corrected file is what is told', async () => {
    const results = await correctResults(desk, round, [
      { group: 'clients', department: 'cgj', levels: [60, 0, 0, 0] },
      { group: 'clients', department: 'jyj', levels: [20, 20, 10, 0] },
    ]);
    const told = await outcome(round.id);
    expect(told.results).toEqual(results);
    expect(told.corrections.map(({ reason }) => reason)).toEqual(['复核后更正']);
  });
});
