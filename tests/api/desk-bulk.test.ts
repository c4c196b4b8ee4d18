/** Acts on many cases: what they have in common, the half minute in which one can think again, and that everything is done once. Drafts and who else is here. */
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noteBulk, takeBulk } from '../../db/bulk.ts';
import { listEvents } from '../../db/case-files.ts';
import type { Database } from '../../db/tables.ts';
import { instantText, later } from '../../server/clock.ts';
import { runBulks } from '../../server/desk/run-bulk.ts';
import { jobs } from '../../server/jobs/jobs.ts';
import type { BulkCheck, BulkOffers, BulkState } from '../../server/schemas/desk-bulk.ts';
import { databases } from '../support/databases.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';

const assign = { act: 'assign', given: { department: 'cgj', nature: 'IMMEDIATE', demand: '请一并整改' } };
let tokens = 0;
const token = (): string => `token-of-a-test-number-${(tokens += 1)}`;

describe.each(databases)('一起办理（$name）', ({ open }) => {
  let desk: Desk;
  let db: Kysely<Database>;
  let clerk: Hand;
  let clerk2: Hand;
  let liaison: Hand;
  beforeEach(async () => {
    db = await open();
    desk = await testDesk(db);
    [clerk, clerk2, liaison] = [await desk.as('clerk'), await desk.as('clerk2'), await desk.as('liaison')];
  });
  afterEach(() => desk.close());

  const triaged = async (text = '路灯坏了没人修'): Promise<{ id: string; seq: number }> => {
    const { id } = await desk.opinion({ text });
    const { seq } = await clerk.act(id, 'takeUp', { publicText: text, topic: 'city', kind: 'complaint' });
    return { id, seq };
  };
  const many = (count: number) => Promise.all(Array.from({ length: count }, (_, at) => triaged(`第 ${at} 盏路灯坏了`)));
  const read = async <T>(answer: Promise<Response>, status = 200): Promise<T> => {
    const got = await answer;
    expect(got.status, await got.clone().text()).toBe(status);
    return (await got.json()) as T;
  };
  const hold = (hand: Hand, request: object, given = token()): Promise<BulkState> =>
    read(hand.post('/api/desk/bulk', { ...request, token: given }));
  const stateOf = (hand: Hand, id: string): Promise<BulkState> => read(hand.get(`/api/desk/bulk/${id}`));
  const actsOn = async (id: string, act: string): Promise<number> =>
    (await listEvents(db, id)).filter((event) => event.act === act).length;
  const halfAMinute = (): void => {
    desk.time = later(desk.time, 31_000);
  };

  test('what cases have in common is offered with how many it would work for, and the check says why not for the others', async () => {
    const cases = await many(2);
    const raw = await desk.opinion({ text: '还没有梳理的意见' });
    const offers = await read<BulkOffers>(
      clerk.post('/api/desk/bulk/offers', { ids: [...cases.map(({ id }) => id), raw.id] }),
    );
    expect(offers.items).toHaveLength(3);
    expect(offers.acts.map(({ offer, can }) => [offer.act, can])).toEqual([
      ['assign', 2],
      ['file', 3],
    ]);
    expect(offers.acts[0]?.offer.fields.map(({ name }) => name)).toContain('department');
    const check = await read<BulkCheck>(
      clerk.post('/api/desk/bulk/check', { ...assign, cases: [...cases, { id: raw.id, seq: 1 }] }),
    );
    expect(check.items.map(({ refusal }) => refusal?.slice(0, 8) ?? null)).toEqual([null, null, '这件事已经走到别']);
    // A wrong field is told before anything is held.
    const wrong = await clerk.post('/api/desk/bulk/check', {
      act: 'assign',
      given: { department: 'nobody', nature: 'IMMEDIATE' },
      cases,
    });
    expect(wrong.status).toBe(422);
    expect(JSON.stringify(await wrong.json())).toContain('#/given/department');
    const missing = await clerk.post('/api/desk/bulk', { act: 'assign', given: {}, cases, token: token() });
    expect(missing.status).toBe(422);
    expect(
      (await clerk.post('/api/desk/bulk', { act: 'erase', given: { reason: '试' }, cases, token: token() })).status,
    ).toBe(422);
    // Everything that a list has.
    const all = await read<BulkOffers>(clerk.post('/api/desk/bulk/offers', { query: 'queue=assign' }));
    expect(all.items.map(({ id }) => id).toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
    // Of cases that one may not see, nothing is told.
    const theirs = await read<BulkOffers>(liaison.post('/api/desk/bulk/offers', { ids: cases.map(({ id }) => id) }));
    expect(theirs).toMatchObject({ items: [], acts: [] });
  });

  test('nothing happens for half a minute; then each case is acted on as if its own form had been sent', async () => {
    const cases = await many(3);
    const held = await hold(clerk, { ...assign, cases });
    expect(held).toMatchObject({ state: 'held', count: 3, secondsLeft: 30, items: [] });
    expect(await runBulks(desk.context)).toBe(0);
    expect((await clerk.view(cases[0]?.id ?? '')).state).toBe('triaged');
    expect(await read<{ items: BulkState[] }>(clerk.get('/api/desk/bulk'))).toMatchObject({ items: [{ id: held.id }] });
    // Meanwhile somebody else deals with one of them.
    await clerk2.act(cases[1]?.id ?? '', 'assign', { department: 'jyj', nature: 'TIMED' });
    halfAMinute();
    expect(await runBulks(desk.context)).toBe(1);
    const done = await stateOf(clerk, held.id);
    expect(done.state).toBe('done');
    expect(done.items.map(({ refusal }) => refusal)).toEqual([null, '选中以后别的同志办过了一步', null]);
    expect((await clerk.view(cases[0]?.id ?? '')).department?.code).toBe('cgj');
    expect((await clerk.view(cases[1]?.id ?? '')).department?.code).toBe('jyj');
    const [, , event] = await listEvents(db, cases[2]?.id ?? '');
    expect(event).toMatchObject({
      act: 'assign',
      actor: { account: 'account-clerk' },
      given: { demand: '请一并整改' },
    });
    expect(await read(clerk.get('/api/desk/bulk'))).toEqual({ items: [] });
    // What was typed is in the events alone.
    const row = await db.selectFrom('bulk_action').select('given').executeTakeFirstOrThrow();
    expect(row.given).toBe('{}');
  });

  test('taken back in time, nothing is ever done; afterwards it is too late', async () => {
    const cases = await many(2);
    const first = await hold(clerk, { ...assign, cases });
    expect((await clerk2.post(`/api/desk/bulk/${first.id}/undo`)).status).toBe(404);
    expect((await clerk2.get(`/api/desk/bulk/${first.id}`)).status).toBe(404);
    expect(await read<BulkState>(clerk.post(`/api/desk/bulk/${first.id}/undo`))).toMatchObject({ state: 'cancelled' });
    halfAMinute();
    expect(await runBulks(desk.context)).toBe(0);
    expect((await clerk.view(cases[0]?.id ?? '')).state).toBe('triaged');
    const second = await hold(clerk, { ...assign, cases });
    halfAMinute();
    await runBulks(desk.context);
    expect((await clerk.post(`/api/desk/bulk/${second.id}/undo`)).status).toBe(409);
  });

  test('the same form sent twice is held once', async () => {
    const cases = await many(2);
    const same = token();
    const [first, second] = [
      await hold(clerk, { ...assign, cases }, same),
      await hold(clerk, { ...assign, cases }, same),
    ];
    expect(second.id).toBe(first.id);
    halfAMinute();
    expect(await runBulks(desk.context)).toBe(1);
    expect(await actsOn(cases[0]?.id ?? '', 'assign')).toBe(1);
  });

  test('two processes that look at the same moment do everything once', async () => {
    const cases = await many(8);
    const held = [
      await hold(clerk, { ...assign, cases: cases.slice(0, 4) }),
      await hold(clerk, { ...assign, cases: cases.slice(4) }),
    ];
    halfAMinute();
    const finished = await Promise.all([runBulks(desk.context), runBulks(desk.context), runBulks(desk.context)]);
    expect(finished.reduce((sum, count) => sum + count, 0)).toBe(2);
    for (const { id } of held)
      expect((await stateOf(clerk, id)).items.map(({ refusal }) => refusal)).toEqual([null, null, null, null]);
    for (const { id } of cases) expect(await actsOn(id, 'assign')).toBe(1);
  });

  test('what a process left half done another one finishes, without doing anything twice', async () => {
    const cases = await many(3);
    const { id } = await hold(clerk, { ...assign, cases });
    halfAMinute();
    // A process takes it up, does the first two, says so of the first only, and dies.
    const now = desk.time;
    const lease = instantText(later(now, 60_000));
    const bulk = await takeBulk(db, instantText(now), lease);
    expect(bulk?.id).toBe(id);
    for (const one of cases.slice(0, 2)) await clerk.act(one.id, 'assign', assign.given);
    expect(
      await noteBulk(db, { id, results: [{ id: cases[0]?.id ?? '', refusal: null }] }, lease, {
        until: lease,
        isOver: false,
      }),
    ).toBe(true);
    expect(await runBulks(desk.context)).toBe(0);
    desk.time = later(desk.time, 61_000);
    // The clockwork of the process that comes next.
    const job = jobs.find(({ name }) => name === 'bulk');
    expect(await job?.run(desk.context)).toBe('1 acts on many cases');
    expect((await stateOf(clerk, id)).items.map(({ refusal }) => refusal)).toEqual([null, null, null]);
    for (const one of cases) expect(await actsOn(one.id, 'assign')).toBe(1);
    // The dead one comes back and finds that it has nothing to say any more.
    expect(await noteBulk(db, { id, results: [] }, lease, { until: lease, isOver: true })).toBe(false);
  });

  test('whoever has left the office meanwhile does nothing', async () => {
    const cases = await many(1);
    const { id } = await hold(clerk, { ...assign, cases });
    await db
      .updateTable('account')
      .set({ disabled_at: instantText(desk.time) })
      .where('id', '=', 'account-clerk')
      .execute();
    halfAMinute();
    await runBulks(desk.context);
    const row = await db.selectFrom('bulk_action').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row.state).toBe('done');
    expect(JSON.parse(row.results)).toEqual([[cases[0]?.id, 'disabled']]);
    expect(await actsOn(cases[0]?.id ?? '', 'assign')).toBe(0);
  });

  test('a draft comes back to whoever typed it and to nobody else, and goes when the form is sent', async () => {
    const { id } = await triaged();
    const drafts = (hand: Hand) =>
      read<{ items: { sheet: string; controls: string[][] }[] }>(hand.get(`/api/desk/cases/${id}/drafts`));
    const controls = [
      ['assign-demand', '请于本周内'],
      ['assign-coDepartments', ''],
      ['assign-coDepartments', '教育局'],
    ];
    await read(clerk.post(`/api/desk/cases/${id}/drafts`, { sheet: 'assign', controls }));
    await read(
      clerk.post(`/api/desk/cases/${id}/drafts`, { sheet: 'file-PRAISE', controls: [['file-PRAISE-reason', '表扬']] }),
    );
    expect((await drafts(clerk)).items.map(({ sheet }) => sheet)).toEqual(['assign', 'file-PRAISE']);
    expect((await drafts(clerk)).items[0]?.controls).toEqual(controls);
    expect((await drafts(clerk2)).items).toEqual([]);
    expect((await liaison.get(`/api/desk/cases/${id}/drafts`)).status).toBe(404);
    expect((await liaison.post(`/api/desk/cases/${id}/drafts`, { sheet: 'accept', controls })).status).toBe(404);
    const long = [
      ['assign-demand', 'x'.repeat(10_000)],
      ['a', 'x'.repeat(10_000)],
      ['b', 'x'.repeat(10_000)],
      ['c', 'x'],
    ];
    expect((await clerk.post(`/api/desk/cases/${id}/drafts`, { sheet: 'assign', controls: long })).status).toBe(422);
    await clerk.act(id, 'assign', assign.given);
    expect((await drafts(clerk)).items.map(({ sheet }) => sheet)).toEqual(['file-PRAISE']);
    expect((await clerk.post(`/api/desk/cases/${id}/drafts/remove`, { sheet: 'file-PRAISE' })).status).toBe(204);
    expect((await drafts(clerk)).items).toEqual([]);
  });

  test('drafts are forgotten after thirty days, and those about a clue as soon as it is sealed', async () => {
    const [first, second] = [await triaged(), await triaged()];
    const keep = (hand: Hand, id: string) =>
      read(hand.post(`/api/desk/cases/${id}/drafts`, { sheet: 'assign', controls: [['assign-demand', '草稿']] }));
    const count = async () => (await db.selectFrom('staff_draft').selectAll().execute()).length;
    await keep(clerk, first.id);
    await keep(clerk2, first.id);
    await keep(clerk, second.id);
    await clerk.act(first.id, 'seal', { reason: '涉嫌违纪' });
    expect(await count()).toBe(1);
    const job = jobs.find(({ name }) => name === 'forget-typed');
    desk.later(29);
    expect(await job?.run(desk.context)).toBe('0 drafts, 0 acts on many cases');
    desk.later(2);
    expect(await job?.run(desk.context)).toBe('1 drafts, 0 acts on many cases');
  });

  test('whoever opens a case hears who else has it open, as far as one may know who works there', async () => {
    const { id } = await triaged();
    await clerk.act(id, 'assign', assign.given);
    const [head, other] = [await desk.as('head'), await desk.as('other')];
    const here = (hand: Hand) => read<{ seq: number; others: string[] }>(hand.post(`/api/desk/cases/${id}/presence`));
    expect(await here(clerk)).toEqual({ seq: 3, others: [] });
    expect((await here(clerk2)).others).toEqual(['姓名clerk']);
    expect((await here(liaison)).others).toEqual(['评议办的同志']);
    expect((await here(head)).others.toSorted()).toEqual(['姓名liaison', '评议办的同志']);
    expect((await here(clerk)).others.toSorted()).toEqual(['城管局 姓名head', '城管局 姓名liaison', '姓名clerk2']);
    expect((await other.post(`/api/desk/cases/${id}/presence`)).status).toBe(404);
    await liaison.act(id, 'accept');
    desk.time = later(desk.time, 91_000);
    expect(await here(clerk)).toEqual({ seq: 4, others: [] });
  });
});
