/** The published figures: page, API and open data from one computation, and anybody can recount them from the histories. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCase, listEventsOf, recordEvent, type StoredEvent } from '../../db/case-files.ts';
import { csvCell } from '../../server/csv.ts';
import { advance, applyEvent } from '../../server/domain/advance.ts';
import { type CaseFile, isOneOf, newCaseFile, openStates } from '../../server/domain/case-file.ts';
import { rateNames } from '../../server/domain/figures.ts';
import { isOverdue } from '../../server/domain/lights.ts';
import { momentOf } from '../../server/moment.ts';
import type { CityFiguresView } from '../../server/schemas/figures.ts';
import { countDefinitions, rateDefinitions } from '#words/definitions.ts';
import { type TestCity, testCity } from '../support/city.ts';
import { databases } from '../support/databases.ts';
import { addCity, addLives } from '../support/lived.ts';

/** The lines of a file in which cells may hold commas, quotes and line ends (RFC 4180). */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text
    .replace('\uFEFF', '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** A case made again from its stored history and the department that its author named. */
function folded(id: string, named: string | null, events: readonly StoredEvent[]): CaseFile {
  const begin = newCaseFile({ id, channel: 'qr', kind: 'criticism', named, receivedOn: events[0]?.day ?? '' });
  return events.reduce<CaseFile>(applyEvent, begin);
}

describe.each(databases)('公开数字（$name）', ({ open }) => {
  let city: TestCity;
  let figures: CityFiguresView;
  let files: CaseFile[];
  let histories: Map<string, StoredEvent[]>;
  const get = async <T>(path: string): Promise<T> => (await (await city.ask(path)).json()) as T;

  beforeAll(async () => {
    const db = await open();
    await addCity(db);
    const stored = await addLives(db, { count: 150, seed: 20_261_124 });
    city = await testCity(db);
    city.time = new Date('2025-11-15T02:00:00Z');
    await city.context.ledger.settle();
    figures = await get<CityFiguresView>('/api/figures');
    histories = await listEventsOf(
      db,
      stored.map(({ file }) => file.id),
    );
    files = stored.map(({ file: { id, named } }) => folded(id, named, histories.get(id) ?? []));
  });
  afterAll(() => city.close());

  test('由办理经过重新数一遍，和公布的一样', () => {
    const many = (holds: (file: CaseFile) => boolean, among = files): number => among.filter(holds).length;
    const closedA = (file: CaseFile): boolean => file.state === 'closed' && file.result === 'A';
    const recount = (among: CaseFile[]) => ({
      received: among.length,
      effective: many(({ exit }) => exit === 'EFFECTIVE', among),
      resolved: {
        citizen: many((file) => closedA(file) && file.basis === 'citizen', among),
        independent: many((file) => closedA(file) && file.basis === 'independent', among),
        office: many((file) => closedA(file) && file.basis === 'office', among),
      },
      explained: many(({ state, result }) => state === 'closed' && result === 'D', among),
      open: many(({ state }) => isOneOf(openStates, state), among),
      overdue: many((file) => isOverdue(file, figures.asOf), among),
      suspended: many(({ state }) => state === 'suspended', among),
      returned: many(({ returns }) => returns > 0, among),
      extended: many(({ extensions }) => extensions > 0, among),
      reworked: many(({ reworks }) => reworks > 0, among),
      assigned: many(({ assignedOn }) => assignedOn !== null, among),
      erased: many(({ erased }) => erased, among),
    });
    expect(figures.asOf).toBe('2025-11-15');
    expect(figures.overall).toMatchObject(recount(files));
    for (const row of figures.departments) {
      expect(row).toMatchObject(recount(files.filter((file) => (file.department ?? file.named) === row.code)));
    }
    for (const row of figures.topics)
      expect(row).toMatchObject(recount(files.filter(({ topic }) => topic === row.code)));
    const acts = (file: CaseFile): string[] => (histories.get(file.id) ?? []).map(({ act }) => act);
    const effective = files.filter(({ exit }) => exit === 'EFFECTIVE');
    const failed = effective.filter((file) => acts(file).some((act) => act === 'failCheck' || act === 'overturn'));
    const checked = effective.filter(({ checked }) => checked === 'passed');
    expect(failed.length).toBeGreaterThan(0);
    expect(figures.overall.checked).toBe(new Set([...failed, ...checked]).size);
    expect(figures.overall.checkPassed).toBe(checked.filter((file) => !failed.includes(file)).length);
    expect(figures.overall.effective).toBeGreaterThan(50);
    expect(figures.overall.resolvedTotal).toBeGreaterThan(0);
  });

  test('接口、开放数据的 JSON 和 CSV 里是同样的数', async () => {
    expect(await get('/open/figures.json')).toEqual(figures);
    const [head = [], ...rows] = readCsv(await (await city.ask('/open/figures.csv')).text());
    const cell = (row: string[], column: string): string => row[head.indexOf(column)] ?? '';
    const overall = rows.find((row) => cell(row, 'group') === 'overall') ?? [];
    expect(Number(cell(overall, 'effective'))).toBe(figures.overall.effective);
    expect(Number(cell(overall, 'resolved_citizen'))).toBe(figures.overall.resolved.citizen);
    for (const name of rateNames) {
      const { percent, numerator, denominator } = figures.overall.rates[name];
      expect(cell(overall, name)).toBe(percent ?? '');
      expect([cell(overall, `${name}_numerator`), cell(overall, `${name}_denominator`)].map(Number)).toEqual([
        numerator,
        denominator,
      ]);
    }
    const { classes, departments, months, topics, years } = figures;
    const groups = [classes, departments, months, topics, years].reduce((sum, list) => sum + list.length, 1);
    expect(rows).toHaveLength(groups);
    expect(rows.every((row) => row.length === head.length)).toBe(true);
  });

  test('每个数都附定义', () => {
    expect(Object.keys(figures.definitions.rates)).toEqual(Object.keys(rateDefinitions));
    for (const name of Object.keys(figures.overall)) {
      if (['rates', 'resolved', 'ratings'].includes(name)) continue;
      expect(countDefinitions).toHaveProperty([name]);
    }
  });

  test('单位页上的数和全市表里的同一行一样', async () => {
    for (const row of figures.departments) {
      const one = await get<{ department: object; class: object }>(`/api/figures/departments/${row.code}`);
      expect(one.department).toEqual(row);
      expect(one.class).toEqual(figures.classes.find(({ code }) => code === row.class));
    }
    expect((await city.ask('/api/figures/departments/nobody')).status).toBe(404);
  });

  test('数字在下一次公布之前不变，公布之后才是新的', async () => {
    const { db, ledger } = city.context;
    const before = await get<CityFiguresView>('/api/figures');
    const open = files.find(({ state, mergedInto }) => state === 'received' && mergedInto === null);
    const clerk = { role: 'clerk' as const, account: 'clerk-9' };
    await db.transaction().execute(async (trx) => {
      const stored = await findCase(trx, open?.id ?? '');
      if (stored === undefined) throw new Error('No case waits for 梳理');
      const command = {
        act: 'takeUp' as const,
        given: { publicText: '路灯', topic: 'city' as const, kind: 'help' as const },
      };
      const outcome = advance(stored.file, command, clerk, await momentOf(trx, city.time));
      if (!outcome.ok) throw new Error(outcome.refusal);
      await recordEvent(trx, stored.file, outcome.event, '2025-11-15T03:00:00Z', { number: '2025-9999' });
    });
    city.context.pages.changed('figures');
    expect(await get('/api/figures')).toEqual(before);
    await ledger.enter();
    expect(await get('/api/figures'), 'entered, but not published').toEqual(before);
    await ledger.publish();
    const after = await get<CityFiguresView>('/api/figures');
    expect(after.overall.effective).toBe(before.overall.effective + 1);
    expect(await get('/open/figures.json')).toEqual(after);
  });

  test('像公式的单位名称在表格软件里只是文字', async () => {
    const answer = await city.ask('/open/departments.csv');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const rows = readCsv(await answer.text());
    expect(rows.map(([, name]) => name)).toEqual(['name', '城市管理局', `'=1+1,"教育局"`]);
    expect(rows.every((row) => row.length === rows[0]?.length)).toBe(true);
  });
});

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+86', "'+86"],
    ['-1', "'-1"],
    ['@cmd', "'@cmd"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['a=b', 'a=b'],
    ['a,"b"', '"a,""b"""'],
    ['一\r\n二', '"一\r\n二"'],
    [-1, '-1'],
    [null, ''],
  ])('%j 写成 %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});
