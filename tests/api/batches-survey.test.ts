/** Import of a survey: XLSX and CSV, a mapping, a dry run with mistakes line by line, one batch for each group, and no file that could harm. */
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BatchList } from '../../server/schemas/batches.ts';
import type { SurveyChecked } from '../../server/schemas/survey.ts';
import { type BatchRound, openBatchRound } from '../support/batch-round.ts';
import { databases } from '../support/databases.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';
import { recordHands } from '../support/record-hands.ts';
import { spreadsheet } from '../support/spreadsheet.ts';

interface Refused {
  errors?: { pointer: string; detail: string }[];
}

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let round: BatchRound;
  beforeAll(async () => {
    desk = await testDesk(await open());
    round = await openBatchRound(desk);
    clerk = await desk.as('clerk');
  });
  afterAll(() => desk.close());

  const items = (): string[] => round.plan.items.map(({ name }) => name);
  const heads = (): string[] => ['样本编号', '评议人类别', '单位', ...items(), '用时（秒）'];
  const line = (who: string, group: string, department: string, word: string, seconds = '60'): string[] => [
    who,
    group,
    department,
    ...items().map(() => word),
    seconds,
  ];
  const goodLines = (): string[][] => [
    line('1', '服务对象', '城管局', '很满意'),
    line('1', '服务对象', '教育局', '满意'),
    line('2', '服务对象', '城管局', '不了解'),
    line('3', '两代表一委员', 'zjj', '不满意', '12.4'),
  ];
  const csv = (lines: readonly (readonly string[])[]): Buffer =>
    Buffer.from(lines.map((cells) => `${cells.join(',')}\r\n`).join(''));
  const check = async (file: Buffer, mapping?: object): Promise<Response> =>
    clerk.post(`/api/desk/rounds/${round.id}/survey/check`, {
      file: file.toString('base64'),
      ...(mapping && { mapping }),
    });
  const checked = async (file: Buffer, mapping?: object): Promise<SurveyChecked> => {
    const answer = await check(file, mapping);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as SurveyChecked;
  };
  const detail = async (answer: Response): Promise<string | undefined> => {
    expect(answer.status, await answer.clone().text()).toBe(422);
    return ((await answer.json()) as Refused).errors?.[0]?.detail;
  };
  const batches = async (): Promise<BatchList> =>
    (await (await clerk.get(`/api/desk/rounds/${round.id}/batches`)).json()) as BatchList;

  test('columns and levels are guessed by their words, from XLSX and CSV, in UTF-8 and in GB18030', async () => {
    const lines = [heads(), ...goodLines()];
    const fromXlsx = await checked(await spreadsheet(lines));
    expect(fromXlsx).toMatchObject({
      missing: [],
      lines: 4,
      errorCount: 0,
      found: [
        { group: 'clients', ballots: 2, void: 1, rows: 2 },
        { group: 'delegates', ballots: 1, void: 0, rows: 1 },
      ],
    });
    expect(fromXlsx.mapping).toMatchObject({
      head: 1,
      groupColumn: 1,
      departmentColumn: 2,
      respondentColumn: 0,
      secondsColumn: 3 + items().length,
    });
    expect(Object.keys(fromXlsx.mapping.columns)).toHaveLength(items().length);
    expect(await checked(csv(lines))).toEqual(fromXlsx);
    const gb18030 = Buffer.from('taXOuyy3/s7xzKy2yA0Ks8e53L7WLLrcwvrS4g0K', 'base64');
    expect((await checked(gb18030)).columns.map(({ head }) => head)).toEqual(['单位', '服务态度']);
  });

  test('every mistake is told with its line, and as a file; while there is one nothing is imported', async () => {
    const lines = [
      heads(),
      ...goodLines(),
      [],
      line('4', '服务对象', '没有的局', '满意'),
      line('5', '路人', '城管局', '满意'),
      line('6', '服务对象', '城管局', '还行', '很快'),
      line('1', '服务对象', '城管局', '满意'),
      line('3', '服务对象', '城管局', '满意'),
    ];
    const file = csv(lines);
    const { errors, errorCount, mapping, texts } = await checked(file);
    expect(errorCount).toBe(items().length + 5);
    expect(errors.map((error) => [error.line, error.detail])).toEqual([
      [7, '“没有的局”不在这次评议的单位里，或者这一类评议人不评它'],
      [8, '方案里没有“路人”这一类评议人'],
      ...items().map(() => [9, '“还行”没有对应的等次']),
      [9, '“很快”不是秒数'],
      [10, '同一个人对“城管局”评了两次'],
      [11, '同一个人前面写的不是“服务对象”'],
    ]);
    expect(texts.find(({ text }) => text === '还行')).toMatchObject({ count: items().length, level: null });
    const answer = await clerk.post(`/api/desk/rounds/${round.id}/survey/errors`, {
      file: file.toString('base64'),
      mapping,
    });
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const told = (await answer.text()).trimEnd().split('\r\n');
    expect(told).toHaveLength(1 + errorCount);
    expect(told[1]).toBe('7,单位,没有的局,“没有的局”不在这次评议的单位里，或者这一类评议人不评它');
    const body = { file: file.toString('base64'), mapping, name: '调查', issued: { clients: 99, delegates: 99 } };
    expect(await detail(await clerk.post(`/api/desk/rounds/${round.id}/survey`, body))).toContain('一处也不能有');
    expect((await batches()).items).toEqual([]);
    // A word may be given its level by hand.
    const byHand = { ...mapping, levels: { ...mapping.levels, 还行: 2 } };
    expect((await checked(file, byHand)).errorCount).toBe(5);
  });

  test('an import begins one batch for each group, which is counted and confirmed like any other; of the file nothing stays', async () => {
    const file = await spreadsheet([heads(), ...goodLines()]);
    const { mapping } = await checked(file);
    const body = {
      file: file.toString('base64'),
      mapping,
      name: '十二月电话调查',
      issued: { clients: 30, delegates: 1 },
    };
    const few = { ...body, issued: { clients: 1, delegates: 1 } };
    expect(await detail(await clerk.post(`/api/desk/rounds/${round.id}/survey`, few))).toContain('不能少于');
    const done = await clerk.post(`/api/desk/rounds/${round.id}/survey`, body);
    expect(done.status, await done.clone().text()).toBe(201);
    const { items: made } = await batches();
    expect(made.map(({ group, channel, issued, entered }) => [group, channel, issued, entered.valid])).toEqual([
      ['clients', 'survey', 30, 1],
      ['delegates', 'survey', 1, 1],
    ]);
    const hands = recordHands(desk);
    const clients = made[0]?.id ?? '';
    expect((await round.count('clerk', clients, 30, 2)).status).toBe(200);
    await hands.act('clerk2', clients, 'confirm');
    const { db } = desk.context;
    const rows = await db.selectFrom('batch_row').selectAll().where('batch_id', '=', clients).execute();
    expect(rows.map(({ department, channel }) => `${department} ${channel}`).toSorted()).toEqual([
      'cgj survey',
      'jyj survey',
    ]);
    const kept = await db.selectFrom('paper_ballot').select(['serial', 'seconds']).execute();
    expect(kept.map(({ seconds }) => String(seconds)).toSorted()).toEqual(['12', '120', '60']);
    expect(await db.selectFrom('file').selectAll().execute()).toEqual([]);
  });

  test('a file without the columns that matter is asked about, not guessed', async () => {
    const { missing } = await checked(
      csv([
        ['甲', '乙'],
        ['1', '2'],
      ]),
    );
    expect(missing).toEqual(['department', 'group', 'items']);
  });

  test('what is no table, is too large, or swells when it is unpacked is refused', async () => {
    const lines = [heads(), ...goodLines()];
    expect(await detail(await check(Buffer.from([0, 1, 2, 3])))).toContain('读不出表格');
    expect(await detail(await check(Buffer.from('"没有合上,1\r\n')))).toContain('读不出表格');
    const good = await spreadsheet(lines);
    expect(await detail(await check(good.subarray(0, good.length - 30)))).toContain('读不出表格');
    // A sheet of forty megabytes of zeros, deflated to forty kilobytes.
    const bomb = zipOf('xl/worksheets/sheet1.xml', deflateRawSync(Buffer.alloc(40 * 1024 * 1024, 48)));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await detail(await check(bomb))).toContain('文件太大');
    const many = Array.from({ length: 20_001 }, () => ['1', '2']);
    expect(await detail(await check(csv(many)))).toContain('行数太多');
    expect(await detail(await check(csv([Array.from({ length: 81 }, () => 'x')])))).toContain('列数太多');
    const huge = await clerk.post(`/api/desk/rounds/${round.id}/survey/check`, { file: 'A'.repeat(5_000_000) });
    expect(huge.status).toBe(413);
    expect((await (await desk.as('head')).post(`/api/desk/rounds/${round.id}/survey/check`, { file: '' })).status).toBe(
      403,
    );
  });
});

/** A ZIP file of a workbook and one deflated part, which says nothing true of its size. */
function zipOf(name: string, packed: Buffer): Buffer {
  const parts: [string, Buffer][] = [
    ['xl/workbook.xml', deflateRawSync(Buffer.from('<workbook><sheets></sheets></workbook>'))],
    [name, packed],
  ];
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, body] of parts) {
    const local = Buffer.alloc(30 + path.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(body.length, 18);
    local.writeUInt16LE(path.length, 26);
    local.write(path, 30);
    const line = Buffer.alloc(46 + path.length);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(8, 10);
    line.writeUInt32LE(body.length, 20);
    line.writeUInt32LE(100, 24);
    line.writeUInt16LE(path.length, 28);
    line.writeUInt32LE(at, 42);
    line.write(path, 46);
    locals.push(local, body);
    directory.push(line);
    at += local.length + body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
