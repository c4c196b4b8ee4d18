/** 收票批次: double entry, a third person where two differ, numbers that must add up, and who confirms. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roundFile } from '../../db/round-files.ts';
import type { BallotDifference, BatchList, ReadingDone } from '../../server/schemas/batches.ts';
import { type BatchRound, openBatchRound } from '../support/batch-round.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { type RecordHands, recordHands } from '../support/record-hands.ts';
import { actOnRound } from '../support/rounds.ts';

interface Refused {
  name: string;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let hands: RecordHands;
  let round: BatchRound;
  beforeAll(async () => {
    desk = await testDesk(await open());
    hands = recordHands(desk);
    round = await openBatchRound(desk);
  });
  afterAll(() => desk.close());

  const refused = async (answer: Response, status: number): Promise<Refused> => {
    expect(answer.status, await answer.clone().text()).toBe(status);
    return (await answer.json()) as Refused;
  };
  const done = async (answer: Response): Promise<ReadingDone> => {
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as ReadingDone;
  };
  const difference = async (who: string, batch: string, serial: number): Promise<Response> =>
    (await desk.as(who)).get(`/api/desk/batches/${batch}/differences/${serial}`);
  const decide = async (who: string, batch: string, serial: number, given: object): Promise<Response> =>
    (await desk.as(who)).post(`/api/desk/batches/${batch}/differences/${serial}`, { void: null, rows: {}, ...given });
  const rowsOf = (batch: string) =>
    desk.context.db.selectFrom('batch_row').selectAll().where('batch_id', '=', batch).execute();

  test('a batch is for a group and a channel that the round has, and only while the round takes ballots', async () => {
    const given = { round: round.id, raterGroup: 'delegates', ballotChannel: 'paper', batchName: '一', issued: 3 };
    const errors = async (more: object): Promise<string | undefined> =>
      (await refused(await hands.tryBegin('clerk', 'batch', 'begin', { ...given, ...more }), 422)).errors?.[0]?.detail;
    expect(await errors({ raterGroup: 'nobody' })).toBe('方案里没有这一类评议人。');
    expect(await errors({ round: 'nothing' })).toBe('没有找到这个编号的记录');
    await refused(await hands.tryBegin('liaison', 'batch', 'begin', given), 403);
    expect((await round.begin('paper')).number).toMatch(/批〔2026〕\d{4}号$/);
  });

  test('two people read a paper without seeing each other; the same person is refused the second time', async () => {
    const { id } = await round.begin('paper');
    expect(await done(await round.read('clerk', id, 1))).toMatchObject({ state: 'first', voidReason: null });
    const again = await refused(await round.read('clerk', id, 1), 403);
    expect(again.name).toBe('second-signer');
    const view = await round.view('clerk2', id);
    expect(view.mine).toMatchObject({ next: 1, toSecond: 1, alone: [] });
    expect(JSON.stringify(view)).not.toContain('account-clerk');
    const theirs = await (await desk.as('clerk2')).get(`/api/desk/batches/${id}/ballots/1`);
    expect(await theirs.json()).toEqual({ serial: 1, state: 'first', mine: null });
    // Until somebody else has read it, one may mend one's own.
    const mended = { rows: round.rows(2), correct: true };
    expect(await done(await round.read('clerk', id, 1, mended))).toMatchObject({ state: 'first' });
    expect(await done(await round.read('clerk2', id, 1, { rows: round.rows(2) }))).toMatchObject({ state: 'agreed' });
    expect((await refused(await round.read('director', id, 1), 409)).name).toBe('conflict');
  });

  test('where two differ a third person decides cell by cell, and what both agreed on stays', async () => {
    const { id } = await round.begin('paper');
    await round.read('clerk', id, 1);
    const other = { ...round.rows(3), cgj: round.row(3).with(0, 1), jyj: [-1] };
    expect(await done(await round.read('clerk2', id, 1, { rows: other }))).toMatchObject({ state: 'differs' });
    for (const who of ['clerk', 'clerk2']) await refused(await difference(who, id, 1), 403);
    const shown = (await (await difference('director', id, 1)).json()) as BallotDifference;
    expect(shown).toMatchObject({ kind: 'rows', voids: [null, null] });
    expect(shown.rows.map(({ department, columns }) => [department, columns.length])).toEqual([
      ['cgj', 1],
      ['jyj', round.row(3).length],
    ]);
    const missing = await refused(await decide('director', id, 1, { rows: { cgj: round.row(1) } }), 422);
    expect(missing.errors?.[0]?.pointer).toBe('#/rows/jyj');
    for (const who of ['clerk', 'clerk2']) await refused(await decide(who, id, 1, { rows: other }), 403);
    // Only the first cell of cgj differed: the rest of what the third person says of it is not asked.
    const decision = { rows: { cgj: round.row(1), jyj: [-1] } };
    expect(await done(await decide('director', id, 1, decision))).toMatchObject({ state: 'agreed' });
    expect((await round.count('clerk', id, 1, 1)).status).toBe(200);
    const rows = await rowsOf(id);
    expect(rows.map(({ department }) => department)).not.toContain('jyj');
    const { x } = JSON.parse(rows.find(({ department }) => department === 'cgj')?.marks ?? '') as {
      x: Record<string, number>;
    };
    expect(Object.values(x)).toEqual(round.plan.items.map((_, at) => (at === 0 ? 1 : 3)));
  });

  test('a paper that one holds for void and the other does not is void on the word of a third, or read again by another', async () => {
    const { id } = await round.begin('paper');
    await round.read('clerk', id, 1, { void: 'spoiled', rows: {} });
    expect(await done(await round.read('clerk2', id, 1))).toMatchObject({ state: 'differs' });
    expect(await (await difference('director', id, 1)).json()).toMatchObject({
      kind: 'void',
      voids: ['spoiled', null],
    });
    expect(await done(await decide('director', id, 1, {}))).toMatchObject({ state: 'first' });
    // The reading that stays is that of the second clerk, who cannot confirm it.
    await refused(await round.read('clerk2', id, 1), 403);
    expect(await done(await round.read('statistician', id, 1))).toMatchObject({ state: 'agreed' });
    // A row that one read and the other did not may well be blank.
    await round.read('clerk', id, 3);
    await round.read('clerk2', id, 3, { rows: round.rows(3, 11) });
    expect(await done(await decide('director', id, 3, { rows: { d12: round.row(0) } }))).toMatchObject({
      state: 'agreed',
    });
    await round.read('clerk', id, 2, { void: 'repeated', rows: {} });
    await round.read('clerk2', id, 2);
    expect(await done(await decide('director', id, 2, { void: 'repeated' }))).toMatchObject({
      state: 'void',
      voidReason: 'repeated',
    });
  });

  test('blank papers, spoiled ones and those that leave out more than half of the departments are void by themselves', async () => {
    const { id } = await round.begin('paper');
    await round.both(id, 1, { rows: {} });
    await round.both(id, 2, { rows: round.rows(4, 5) });
    await round.both(id, 3, { rows: round.rows(4, 6) });
    await round.both(id, 4, { rows: { cgj: [-1] } });
    const { entered } = await round.view('clerk', id);
    expect(entered.valid).toBe(1);
    expect(entered.void.map(({ reason, count }) => [reason, count])).toEqual([
      ['blank', 1],
      ['unknown-majority', 1],
      ['spoiled', 1],
    ]);
  });

  test('a level that the scale does not have, and a department that is not on the paper, are told by cell', async () => {
    const { id } = await round.begin('hall');
    const wrong = { rows: { cgj: round.row(3).with(1, 9), nobody: round.row(1) } };
    const { errors } = await refused(await round.read('clerk', id, 1, wrong), 422);
    expect(errors?.map(({ pointer }) => pointer)).toEqual([`#/rows/cgj/${round.plan.items[1]?.code}`, '#/rows/nobody']);
    expect((await round.view('clerk', id)).isEmpty).toBe(true);
  });

  test('a batch counts when issued, returned, void and valid add up; its rows are bound by their hash', async () => {
    const { id } = await round.begin('paper', { issued: 4 });
    await round.both(id, 1);
    await round.both(id, 2, { rows: {} });
    await round.read('clerk', id, 3);
    const told = async (issued: number, returned: number): Promise<string> =>
      (await refused(await round.count('clerk', id, issued, returned), 422)).errors?.[0]?.detail ?? '';
    expect(await told(4, 3)).toContain('1 张只录了一遍');
    await round.read('clerk2', id, 3);
    expect(await told(4, 4)).toBe('收回 4 张，只录了 3 张，还差 1 张。');
    expect(await told(4, 2)).toContain('多出 1 张');
    expect(await told(2, 3)).toContain('整批作废');
    expect((await round.count('clerk', id, 4, 3)).status).toBe(200);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(2 * 12);
    const stored = await desk.context.db
      .selectFrom('record')
      .select('body')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const body = JSON.parse(stored.body) as { batchCounts: object; batchRows: { hash: string } };
    expect(body.batchCounts).toEqual({ issued: 4, returned: 3, void: { blank: 1 }, valid: 2, rows: 24 });
    const file = await roundFile(desk.context.db, round.id, `batches/${id}.ndjson`);
    const lines = Buffer.from(file?.bytes ?? [])
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([...lines].sort());
    const commitments = lines.map((line) => (JSON.parse(line) as { c: string }).c);
    expect(commitments.toSorted()).toEqual(rows.map(({ c }) => c).toSorted());
    expect(
      createHash('sha256')
        .update(commitments.map((c) => `${c}\n`).join(''))
        .digest('base64url'),
    ).toBe(body.batchRows.hash);
    await refused(await round.read('clerk', id, 4), 409);
    // Whoever counted does not confirm.
    await refused(await hands.tryAct('clerk', id, 'confirm'), 403);
    await hands.act('director', id, 'confirm');
    const list = (await (
      await (await desk.as('auditor')).get(`/api/desk/rounds/${round.id}/batches`)
    ).json()) as BatchList;
    expect(list.totals.find(({ channel }) => channel === 'paper')).toMatchObject({
      batches: 1,
      issued: 4,
      returned: 3,
      void: 1,
      valid: 2,
    });
  });

  test('a batch that is sent back loses its rows until it is counted anew; a paper taken out is read anew, and the trail tells of it', async () => {
    const { id } = await round.begin('paper');
    await round.both(id, 1);
    await round.both(id, 2);
    expect((await round.count('clerk', id, 10, 2)).status).toBe(200);
    await hands.act('clerk2', id, 'recount', { reason: '第二号录错了票' });
    expect(await rowsOf(id)).toEqual([]);
    const clerk = await desk.as('clerk');
    expect((await clerk.post(`/api/desk/batches/${id}/ballots/2/remove`)).status).toBe(204);
    await refused(await clerk.post(`/api/desk/batches/${id}/ballots/2/remove`), 404);
    const trail = (await (await (await desk.as('auditor')).get('/api/admin/audit')).json()) as {
      items: { act: string; subject: string }[];
    };
    expect(trail.items.find(({ act }) => act === 'ballot.removed')?.subject).toBe(`${id} 2`);
    expect((await round.count('clerk', id, 10, 1)).status).toBe(200);
    expect(await rowsOf(id)).toHaveLength(12);
    await hands.act('director', id, 'annul', { reason: '票箱封条破损' });
    expect(await rowsOf(id)).toEqual([]);
    await refused(await hands.tryAct('clerk2', id, 'confirm'), 409);
  });

  test('two people who enter the same paper at the same moment make one first and one second reading', async () => {
    const { id } = await round.begin('paper');
    const answers = await Promise.all([round.read('clerk', id, 1), round.read('clerk2', id, 1)]);
    const states = await Promise.all(answers.map(async (answer) => (await done(answer)).state));
    expect(states.toSorted()).toEqual(['agreed', 'first']);
  });

  test('an interview is taken down with consent, in one reading, and another person confirms the batch', async () => {
    const { id } = await round.begin('telephone', { raterGroup: 'clients' });
    const clerk = await desk.as('clerk');
    const ask = (body: object): Promise<Response> => clerk.post(`/api/desk/batches/${id}/interviews`, body);
    await refused(await ask({ rows: round.rows(4, 1) }), 422);
    expect(await done(await ask({ consent: true, rows: round.rows(4, 1) }))).toMatchObject({
      serial: 1,
      state: 'agreed',
    });
    expect(await done(await ask({ consent: true, rows: { cgj: round.row(0) } }))).toMatchObject({
      serial: 2,
      state: 'void',
      voidReason: 'blank',
    });
    await refused(await round.read('clerk', id, 3), 409);
    expect((await round.count('clerk', id, 10, 2)).status).toBe(200);
    // Nobody was asked about the other departments: no row says 不了解 for them.
    expect((await rowsOf(id)).map(({ department }) => department)).toEqual(['cgj']);
    await refused(await hands.tryAct('clerk', id, 'confirm'), 403);
    await hands.act('clerk2', id, 'confirm');
  });

  test('departments, supervisors and strangers see nothing of batches', async () => {
    const { id } = await round.begin('paper');
    for (const who of ['head', 'supervisor', 'administrator', 'discipline']) {
      expect((await (await desk.as(who)).get(`/api/desk/batches/${id}`)).status, who).toBe(403);
      expect((await (await desk.as(who)).get(`/api/desk/rounds/${round.id}/batches`)).status, who).toBe(403);
    }
    await refused(await round.read('auditor', id, 1), 403);
    expect((await desk.ask(`/api/desk/batches/${id}`)).status).toBe(401);
  });

  test('once the office has looked through the round, no batch begins, counts or is confirmed any more', async () => {
    const { db } = desk.context;
    const late = await round.begin('paper');
    await round.both(late.id, 1);
    await round.close();
    // After the last day what came in by then is still counted.
    expect((await round.count('clerk', late.id, 10, 1)).status).toBe(200);
    expect((await actOnRound(desk, 'clerk', round.id, 'review', { opinion: '核对' })).status).toBe(409);
    await db.updateTable('record').set({ state: 'reviewed' }).where('id', '=', round.id).execute();
    await refused(await hands.tryAct('clerk2', late.id, 'confirm'), 409);
    await refused(await hands.tryAct('director', late.id, 'annul', { reason: '晚了' }), 409);
    const given = { round: round.id, raterGroup: 'clients', ballotChannel: 'paper', batchName: '晚', issued: 1 };
    await refused(await hands.tryBegin('clerk', 'batch', 'begin', given), 422);
    // No time of day stands with any reading.
    expect(JSON.stringify(await db.selectFrom('paper_ballot').selectAll().execute())).not.toMatch(/T\d\d:\d\d/);
  });
});
