/** The desk's lists: what each queue and filter finds, how one reads on, what a search finds and must not tell, and the spreadsheet. */
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listQueue } from '../../db/queues.ts';
import { indexWaiting } from '../../db/search.ts';
import type { Database } from '../../db/tables.ts';
import { lightOf, lights } from '../../server/domain/lights.ts';
import { listOrders, queuesOf } from '../../server/domain/queues.ts';
import { momentOf } from '../../server/moment.ts';
import type { CaseList, SavedFilter } from '../../server/schemas/desk-lists.ts';
import { databases } from '../support/databases.ts';
import { unzipped } from '../support/unzipped.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';

const takeUp = (publicText: string, topic = 'city') => ({ publicText, topic, kind: 'complaint' });

const listOf = async (hand: Hand, query: Record<string, string>): Promise<CaseList> => {
  const answer = await hand.get(`/api/desk/cases?${new URLSearchParams(query)}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as CaseList;
};
const idsOf = async (hand: Hand, query: Record<string, string>): Promise<string[]> =>
  (await listOf(hand, query)).items.map(({ id }) => id);
const queueCounts = async (hand: Hand): Promise<Record<string, number>> => {
  const { items } = (await (await hand.get('/api/desk/queues')).json()) as {
    items: { queue: string; count: number }[];
  };
  return Object.fromEntries(items.map(({ queue, count }) => [queue, count]));
};

describe.each(databases)('清单（$name）', ({ open }) => {
  let desk: Desk;
  let db: Kysely<Database>;
  let hands: Record<
    | 'clerk'
    | 'clerk2'
    | 'director'
    | 'liaison'
    | 'head'
    | 'other'
    | 'supervisor'
    | 'discipline'
    | 'auditor'
    | 'statistician',
    Hand
  >;
  const id: Record<string, string> = {};

  /** A case that the department of `liaison` has signed for. */
  const accepted = async (text: string, given: object = {}): Promise<string> => {
    const { id: made } = await desk.opinion({ text });
    await hands.clerk.act(made, 'takeUp', takeUp(`公开：${text}`));
    await hands.clerk.act(made, 'assign', { department: 'cgj', nature: 'TIMED', ...given });
    await hands.liaison.act(made, 'accept');
    return made;
  };
  const planned = async (text: string, given: object = {}): Promise<string> => {
    const made = await accepted(text, given);
    await hands.liaison.act(made, 'plan', {
      goal: '修好',
      measures: [{ what: '修', section: '设施科', by: '2026-12-01' }],
      leader: '副局长',
      plannedDay: '2026-12-01',
    });
    return made;
  };
  const claimed = async (text: string, given: object = {}): Promise<string> => {
    const made = await planned(text, given);
    await hands.liaison.act(made, 'claim', {
      outcome: '都修好了',
      evidence: [await hands.liaison.upload()],
      signedBy: '局长',
    });
    return made;
  };

  beforeAll(async () => {
    db = await open();
    desk = await testDesk(db);
    const names = [
      'clerk',
      'clerk2',
      'director',
      'liaison',
      'head',
      'other',
      'supervisor',
      'discipline',
      'auditor',
      'statistician',
    ] as const;
    hands = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await desk.as(name)] as const)),
    ) as typeof hands;
    const { clerk, clerk2, director, liaison } = hands;
    id['new'] = (await desk.opinion({ text: '我叫王小明，公交车站牌被撞歪了半年' })).id;
    id['old'] = await accepted('解放路路灯坏了三个月');
    id['key'] = await claimed('人民广场地砖松动', { keyItem: true });
    await clerk2.act(id['key'], 'beginReview');
    id['helped'] = await accepted('学校门口乱停车', { coDepartments: ['jyj'] });
    id['extended'] = await planned('河边步道栏杆生锈');
    await liaison.act(id['extended'], 'requestExtension', {
      reason: '汛期',
      workDone: '已备料',
      until: '2026-12-25',
      signedBy: '局长',
    });
    id['ordered'] = await planned('小区门口积水');
    await director.act(id['ordered'], 'supervise', { level: 2, reason: '拖延', demand: '限期', replyBy: '2026-10-20' });
    id['staged'] = await planned('老旧小区改造');
    await liaison.act(id['staged'], 'stage', { explanation: '列入计划', stageDay: '2026-10-14', signedBy: '局长' });
    id['clue'] = (await desk.opinion({ text: '举报某科长收受好处费' })).id;
    await clerk.act(id['clue'], 'seal', { reason: '移交' });
  });
  afterAll(() => desk.close());

  test('each act that waits for somebody is in the queue of those for whom it waits, and the counts say so', async () => {
    expect(await idsOf(hands.head, { queue: 'to-sign' })).toEqual([id['extended']]);
    expect(await idsOf(hands.director, { queue: 'extension' })).toEqual([]);
    await hands.head.act(id['extended'] ?? '', 'signExtension');
    expect(await idsOf(hands.head, { queue: 'to-sign' })).toEqual([]);
    expect(await idsOf(hands.director, { queue: 'extension' })).toEqual([id['extended']]);
    expect(await idsOf(hands.liaison, { queue: 'orders' })).toEqual([id['ordered']]);
    expect(await idsOf(hands.director, { queue: 'orders' })).toEqual([id['ordered']]);
    expect(await idsOf(hands.other, { queue: 'help' })).toEqual([id['helped']]);
    expect(await idsOf(hands.liaison, { queue: 'help' })).toEqual([]);
    expect(await idsOf(hands.liaison, { queue: 'stage' })).toEqual([id['staged']]);
    expect(await idsOf(hands.supervisor, { queue: 'must-check' })).toEqual([id['key']]);
    await hands.other.act(id['helped'] ?? '', 'assist', { opinion: '学校已经错峰放学' });
    expect(await idsOf(hands.other, { queue: 'help' })).toEqual([]);
    expect((await hands.liaison.get('/api/desk/cases?queue=triage')).status).toBe(403);
    for (const [username, role] of [
      ['clerk', 'clerk'],
      ['liaison', 'liaison'],
      ['supervisor', 'supervisor'],
    ] as const) {
      const counts = await queueCounts(hands[username]);
      for (const queue of queuesOf[role])
        expect(counts[queue], queue).toBe((await listOf(hands[username], { queue })).count);
    }
  });

  test('a filter finds what the line shows, and nothing else', async () => {
    const { clerk } = hands;
    const all = await listOf(clerk, { queue: 'all', limit: '100' });
    const finds = async (query: Record<string, string>, holds: (line: CaseList['items'][number]) => boolean) => {
      const expected = all.items.filter(holds).map((line) => line.id);
      expect((await idsOf(clerk, { queue: 'all', limit: '100', ...query })).toSorted(), JSON.stringify(query)).toEqual(
        expected.toSorted(),
      );
      return expected.length;
    };
    for (const light of lights) await finds({ light }, (line) => line.light === light);
    expect(await finds({ key: '1' }, ({ keyItem }) => keyItem)).toBe(1);
    expect(await finds({ level: '2' }, ({ supervision }) => supervision >= 2)).toBe(1);
    expect(await finds({ nature: 'TIMED' }, ({ nature }) => nature === 'TIMED')).toBe(6);
    expect(await finds({ department: 'jyj' }, ({ id: one }) => one === id['helped'])).toBe(1);
    expect(await finds({ class: 'law' }, ({ department }) => department !== null)).toBe(6);
    expect(await finds({ channel: 'qr' }, ({ channel }) => channel === 'qr')).toBe(all.items.length);
    expect(await finds({ from: '2026-10-13' }, () => false)).toBe(0);
    expect(await finds({ to: '2026-10-12' }, () => true)).toBe(all.items.length);
    expect(await finds({ result: 'A' }, ({ id: one }) => one === id['key'])).toBe(1);
    expect((await clerk.get('/api/desk/cases?queue=all&light=blue')).status).toBe(422);
    expect(all.counts).toMatchObject({ key: 1, supervised: 1, reworked: 0 });
  });

  test('the light that a filter asks for is the light that the rules give, whatever has become of a case', async () => {
    const { file } = (
      await listQueue(db, { role: 'clerk' }, await momentOf(db, desk.time), { queue: 'all', words: [] }, { limit: 1 })
    ).items[0] ?? { file: undefined };
    if (file === undefined) throw new Error('There is no case');
    // Cases as they could be: near and past their day, behind their plan, refused a return, standing still, reworked.
    const day = '2026-10-12';
    const states = ['assigned', 'accepted', 'planned', 'rectifying', 'claimed', 'suspended', 'closed'] as const;
    const made: string[] = [];
    for (const [at, state] of [...states, ...states, ...states, ...states, ...states, ...states].entries()) {
      const due =
        ['2026-10-08', '2026-10-12', '2026-10-15', '2026-10-16', '2026-11-30', '2026-12-31'][
          Math.floor(at / states.length)
        ] ?? day;
      for (const [variant, extra] of [
        {},
        { percent: 60 },
        { reworks: 2 },
        { paused_on: '2026-10-09' },
        { return_locked: 1 as const },
        { nature: 'IMMEDIATE' as const },
        { adjusted: true },
      ].entries()) {
        const { adjusted, ...columns } = { adjusted: false, ...extra };
        const adjustments = adjusted
          ? [{ pausedFrom: '2026-09-21', pausedTo: '2026-10-01' }, { until: due }]
          : undefined;
        const complete = {
          from: '2026-09-01',
          amount: 60,
          unit: 'day',
          due,
          skipped: [],
          worked: [],
          moved: false,
          uncertain: [],
          ...(adjustments && { adjustments }),
        };
        const copy = `made-${at}-${variant}`;
        const row = await db
          .selectFrom('case_file')
          .selectAll()
          .where('id', '=', id['old'] ?? '')
          .executeTakeFirstOrThrow();
        await db
          .insertInto('case_file')
          .values({
            ...row,
            id: copy,
            number: null,
            state,
            clocks: JSON.stringify({ complete }),
            due_complete: due,
            next_due: due,
            percent: 20,
            ...columns,
          })
          .execute();
        made.push(copy);
      }
    }
    const moment = await momentOf(db, desk.time);
    const given = new Map<string, string[]>(lights.map((light) => [light, []]));
    for (const light of lights) {
      const { items } = await listQueue(
        db,
        { role: 'clerk' },
        moment,
        { queue: 'all', words: [], light },
        { limit: 1000 },
      );
      for (const one of items) {
        expect(lightOf(one.file, moment), `${one.file.id} ${light}`).toBe(light);
        given.get(light)?.push(one.file.id);
      }
    }
    expect([...given.values()].flat()).toEqual(expect.arrayContaining(made));
    for (const [light, ids] of given) expect(ids.length, light).toBeGreaterThan(0);
    await db.deleteFrom('case_file').where('id', 'in', made).execute();
  });

  test.each(listOrders)(
    'in the order %s one reads on page by page, every case once, as it would be read at once',
    async (order) => {
      const whole = await idsOf(hands.clerk, { queue: 'all', order, limit: '100' });
      const read: string[] = [];
      let after: string | null = '';
      while (after !== null) {
        const page: CaseList = await listOf(hands.clerk, { queue: 'all', order, limit: '2', ...(after && { after }) });
        read.push(...page.items.map((line) => line.id));
        after = page.next;
      }
      expect(read).toEqual(whole);
      expect(new Set(read).size).toBe(whole.length);
      for (const wrong of [
        'nonsense',
        Buffer.from('["a"]').toString('base64url'),
        Buffer.from('{}').toString('base64url'),
      ])
        expect((await hands.clerk.get(`/api/desk/cases?queue=all&order=${order}&after=${wrong}`)).status).toBe(422);
    },
  );

  describe.each([false, true])('a search, when the texts have been indexed: %s', (isIndexed) => {
    beforeAll(async () => {
      if (isIndexed) while ((await indexWaiting(db)) > 0);
    });
    const found = (hand: Hand, q: string): Promise<string[]> => idsOf(hand, { queue: 'all', q });

    test('finds words of one, two and more characters, of which all must occur as they stand', async () => {
      const { clerk } = hands;
      expect(await found(clerk, '灯')).toEqual([id['old']]);
      expect(await found(clerk, '路灯')).toEqual([id['old']]);
      expect(await found(clerk, '解放路路灯坏了')).toEqual([id['old']]);
      expect(await found(clerk, '路灯 解放')).toEqual([id['old']]);
      expect(await found(clerk, '路灯 地砖')).toEqual([]);
      // Both pairs occur, in another order.
      expect(await found(clerk, '坏了路灯')).toEqual([]);
      expect(await found(clerk, '%')).toEqual([]);
      expect(await found(clerk, '_')).toEqual([]);
      expect(await found(clerk, '月')).toEqual([id['old']]);
      const { number } = await clerk.view(id['old'] ?? '');
      expect(await found(clerk, number ?? '')).toEqual([id['old']]);
    });

    test('never tells what reading does not', async () => {
      const { clerk, liaison, supervisor, auditor, statistician, discipline, other } = hands;
      // Word for word only the office reads it.
      expect(await found(clerk, '王小明')).toEqual([id['new']]);
      for (const hand of [liaison, supervisor, auditor, statistician, other])
        expect(await found(hand, '王小明')).toEqual([]);
      // What is published: everybody who may see the case, but numbers are all that a statistician reads.
      for (const hand of [clerk, liaison, auditor]) expect(await found(hand, '公开：解放路')).toEqual([id['old']]);
      expect(await found(statistician, '解放路')).toEqual([]);
      expect(await found(other, '解放路')).toEqual([]);
      expect(await found(clerk, '都修好了')).toEqual([id['key']]);
      expect(await found(other, '都修好了')).toEqual([]);
      // A clue is for 纪检 alone.
      expect(await found(clerk, '好处费')).toEqual([]);
      expect(await found(auditor, '好处费')).toEqual([]);
      expect(await idsOf(discipline, { queue: 'clues', q: '好处费' })).toEqual([id['clue']]);
    });

    test('finds a changed text by its new words at once, and by its old ones no more', async () => {
      const text = (await hands.clerk.view(id['ordered'] ?? '')).publicText ?? '';
      const { clerk, supervisor, auditor } = hands;
      expect(await found(auditor, '积水')).toEqual([id['ordered']]);
      await clerk.act(id['ordered'] ?? '', 'redactText', { publicText: '群众反映：门前排涝', reason: '更准确' });
      expect(await found(auditor, '积水')).toEqual([]);
      expect(await found(auditor, '排涝')).toEqual([id['ordered']]);
      expect(await found(supervisor, '排涝')).toEqual([]);
      const { rows } = await sql<{
        waits: number;
      }>`select count(*) as waits from search_waiting where case_id = ${id['ordered']}`.execute(db);
      expect(Number(rows[0]?.waits)).toBe(1);
      await clerk.act(id['ordered'] ?? '', 'redactText', { publicText: text, reason: '恢复' });
    });
  });

  test('a filter that somebody keeps is beside the queues with its count, and is nobody else’s', async () => {
    const { clerk, clerk2 } = hands;
    const kept = async (hand: Hand): Promise<SavedFilter[]> =>
      ((await (await hand.get('/api/desk/filters')).json()) as { items: SavedFilter[] }).items;
    expect(
      (await clerk.post('/api/desk/filters', { name: '城管重点', query: 'queue=all&key=1&department=cgj&x=1&after=3' }))
        .status,
    ).toBe(200);
    expect((await clerk.post('/api/desk/filters', { name: '全部', query: 'queue=all' })).status).toBe(200);
    expect(await kept(clerk)).toMatchObject([
      { name: '城管重点', query: 'queue=all&department=cgj&key=1', count: 1 },
      { name: '全部', count: (await listOf(clerk, { queue: 'all' })).count },
    ]);
    expect(await kept(clerk2)).toEqual([]);
    const [first, second] = await kept(clerk);
    expect((await clerk2.post(`/api/desk/filters/${first?.id}`, { name: '改' })).status).toBe(404);
    expect((await clerk.post(`/api/desk/filters/${first?.id}`, { name: '全部' })).status).toBe(422);
    expect((await clerk.post(`/api/desk/filters/${second?.id}`, { move: 'up', name: '所有' })).status).toBe(204);
    expect((await kept(clerk)).map(({ name }) => name)).toEqual(['所有', '城管重点']);
    expect((await clerk.post('/api/desk/filters', { name: '错', query: 'queue=all&light=blue' })).status).toBe(422);
    expect((await clerk.post('/api/desk/filters', { name: '不是我的', query: 'queue=accept' })).status).toBe(403);
    const remove = (hand: Hand, one?: string) =>
      desk.ask(`/api/desk/filters/${one}`, {
        method: 'DELETE',
        headers: { cookie: hand.cookie, 'sec-fetch-site': 'same-origin' },
      });
    expect((await remove(clerk2, first?.id)).status).toBe(404);
    expect((await remove(clerk, first?.id)).status).toBe(204);
    expect((await kept(clerk)).map(({ name }) => name)).toEqual(['所有']);
  });

  test('a list leaves the desk as a spreadsheet with days as days and no formulas, and the trail says so', async () => {
    const evil = await accepted('=HYPERLINK("http://evil","看")路灯');
    const answer = await hands.clerk.get('/api/desk/export/cases?queue=all&q=%E8%B7%AF%E7%81%AF');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('spreadsheetml');
    const files = unzipped(Buffer.from(await answer.arrayBuffer()));
    const sheet = files['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).toContain('state="frozen"');
    expect(sheet).toContain('条件：意见摘要 路灯');
    expect(sheet).toContain('共 2 件');
    expect(sheet).toContain('评议办经办 姓名clerk');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('=HYPERLINK(&quot;');
    // 2026-10-12 is day 46307 of spreadsheets.
    expect(sheet).toContain('<v>46307</v>');
    expect(sheet.match(/<row /g)).toHaveLength(3 + 1 + 2);
    // A department gets what it reads: its own cases, without what only the office reads.
    const theirs = unzipped(
      Buffer.from(await (await hands.other.get('/api/desk/export/cases?queue=all')).arrayBuffer()),
    );
    expect(theirs['xl/worksheets/sheet1.xml']).toContain('学校门口乱停车');
    expect(theirs['xl/worksheets/sheet1.xml']).not.toContain('解放路');
    const trail = (await (await hands.auditor.get('/api/admin/audit')).json()) as {
      items: { act: string; subject: string }[];
    };
    const told = trail.items.filter(({ act }) => act === 'list.exported').map(({ subject }) => subject);
    expect(told.toSorted()).toEqual(['all 1', 'all 2']);
    await hands.director.act(evil, 'erase', { reason: '试验' });
    // The other lists of the desk, each for whoever reads it.
    const inbox = unzipped(Buffer.from(await (await hands.liaison.get('/api/desk/export/inbox')).arrayBuffer()));
    const { items: notices } = (await (await hands.liaison.get('/api/desk/inbox')).json()) as {
      items: { subject: string }[];
    };
    expect(notices.length).toBeGreaterThan(0);
    for (const { subject } of notices) expect(inbox['xl/worksheets/sheet1.xml']).toContain(subject);
    const records = await hands.director.get('/api/desk/export/records?kind=order');
    expect(records.status, await records.clone().text()).toBe(200);
    expect(unzipped(Buffer.from(await records.arrayBuffer()))['xl/worksheets/sheet1.xml']).toContain('文号');
  });
});
