/** The files of a publication: the same from the same source, complete, described in the data dictionary, and safe to open. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CaseFacts, closingsOf, countedUnder, countRowsOf, factsOf } from '../../server/domain/counting.ts';
import { assessmentYear, receiptWeek } from '../../server/domain/day.ts';
import { cityFigures, type FigureSource, plainCounts, rateNames } from '../../server/domain/figures.ts';
import { topics } from '../../server/domain/vocabulary.ts';
import type { CityFile, DepartmentFile } from '../../server/domain/trust/open-data.ts';
import { openFiles } from '../../server/open/files.ts';
import type { OpenFile, PublicationSource } from '../../server/open/source.ts';
import { definitions } from '#words/definitions.ts';
import { fileMeanings } from '#words/dictionary.ts';
import type { Fields } from '#words/dictionary-fields.ts';
import { topicWords } from '#words/workflow.ts';
import { smallRecords } from '../support/small-records.ts';
import { csvCells, undescribed, undescribedTable } from '../support/dictionary.ts';
import { lives } from './walks.ts';

const asOf = '2026-02-01';
const yearStartsOn = '12-01';

const facts: CaseFacts[] = fc.sample(lives, { numRuns: 120, seed: 7 }).map(({ files, start }, index) => {
  const file = files.at(-1) ?? start;
  return factsOf(
    { ...file, id: `case${String(index).padStart(4, '0')}`, number: file.takenUpOn ? `2024-${1000 + index}` : null },
    { week: receiptWeek(file.receivedOn).from, acceptDue: null, failedCheck: false, reachable: index % 2 === 0 },
  );
});

const department = (code: string, name: string, isActive = true) => ({
  code,
  name,
  fullName: `澜江市${name}`,
  classCode: 'K',
  pinyin: '',
  initials: '',
  duties: '',
  commitments: [],
  address: '',
  telephone: '',
  isActive,
  position: 1,
});
const departments = [department('a', '=cmd|乙局'), department('b', '甲局,"二"'), department('old', '旧局', false)];

const levels = { 0: 3, 1: 2, 2: 4, 3: 10, 4: 20, 5: 5 };
const figureSource: FigureSource = {
  asOf,
  year: 2024,
  city: { name: '澜江市', organizer: '评议办', demonstration: false },
  classes: [{ code: 'K', name: '民生服务类', ranked: true }],
  departments: departments.slice(0, 2).map(({ code, name, classCode }) => ({ code, name, class: classCode })),
  topics: topics.map((code) => ({ code, name: topicWords[code] })),
  rows: countRowsOf(facts, asOf, yearStartsOn),
  closings: closingsOf(facts, 2024, yearStartsOn),
  ratings: [{ department: 'a', levels, apart: { ...levels, 5: 1 } }],
};
const yearOf = ({ week }: CaseFacts): number => assessmentYear(week, yearStartsOn);
const source: PublicationSource = {
  n: 3,
  day: asOf,
  city: { yearStartsOn },
  licence: { name: 'CC BY 4.0', url: 'https://example.org/licence' },
  origin: 'lanjiang.example/wmpy',
  keys: ['one', 'two'],
  departments,
  figureSource,
  figures: cityFigures(figureSource),
  years: [2024],
  factsOfYear: async (year) => facts.filter((one) => yearOf(one) === year),
  records: smallRecords('2026-11-02', '2026-12-01', (about) => new Uint8Array(32).fill(about.length)).facts,
};

async function filesOf(from: PublicationSource): Promise<Map<string, OpenFile & { text: string }>> {
  const files = new Map<string, OpenFile & { text: string }>();
  for await (const file of openFiles(from)) {
    expect(files.has(file.path)).toBe(false);
    files.set(file.path, { ...file, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes) });
  }
  return files;
}

describe('一次发布的文件', () => {
  let files: Awaited<ReturnType<typeof filesOf>>;
  const textOf = (path: string): string => files.get(path)?.text ?? '';
  const jsonOf = <T>(path: string): T => JSON.parse(textOf(path)) as T;
  const columns = (path: string): Fields => fileMeanings[path]?.fields ?? {};

  beforeAll(async () => {
    files = await filesOf(source);
  });

  test('该有的都有，别的没有', () => {
    expect([...files.keys()]).toEqual([
      'city.json',
      'figures.json',
      'figures.csv',
      'departments.csv',
      'dictionary.json',
      'cases/2024.ndjson',
      'cases/2024.csv',
      'records.ndjson',
      'records.csv',
      'dept/a.json',
      'dept/b.json',
    ]);
  });

  test('同样的内容每次做出同样的字节', async () => {
    for (const [path, { bytes }] of await filesOf(source)) expect(files.get(path)?.bytes, path).toEqual(bytes);
  });

  test('数据字典写明了每个文件的每一项，也没有写不存在的', () => {
    const lines = textOf('cases/2024.ndjson').trimEnd().split('\n');
    expect(lines).toHaveLength(facts.length);
    const wrong = [
      ...undescribed(jsonOf('city.json'), columns('open/city.json'), 'city'),
      ...undescribed(jsonOf('figures.json'), columns('open/figures.json'), 'figures'),
      ...undescribed(jsonOf('dictionary.json'), columns('open/dictionary.json'), 'dictionary'),
      ...undescribed(jsonOf('dept/a.json'), columns('open/dept/<code>.json'), 'dept'),
      ...lines.flatMap((line) =>
        undescribed(JSON.parse(line) as Record<string, unknown>, columns('open/cases/<year>.ndjson'), 'case'),
      ),
      ...undescribedTable(textOf('figures.csv'), columns('open/figures.csv')),
      ...undescribedTable(textOf('departments.csv'), columns('open/departments.csv')),
      ...textOf('records.ndjson')
        .trimEnd()
        .split('\n')
        .flatMap((line) =>
          undescribed(JSON.parse(line) as Record<string, unknown>, columns('open/records.ndjson'), 'record'),
        ),
      ...undescribedTable(textOf('records.csv'), columns('open/records.csv')),
      ...undescribedTable(textOf('cases/2024.csv'), columns('open/cases/<year>.csv')),
    ];
    expect(wrong).toEqual([]);
  });

  test('字典里漏写一项、多写一项、类型写错，都会被这个测试发现', () => {
    const fields = columns('open/city.json');
    const { name, ...without } = fields;
    expect(undescribed(jsonOf('city.json'), without)).toEqual(['.name is not described']);
    expect(undescribed(jsonOf('city.json'), { ...fields, extra: { type: 'text', meaning: '' } })).toHaveLength(1);
    expect(
      undescribed(jsonOf('city.json'), { ...fields, name: { ...name, type: 'integer', meaning: '' } }),
    ).toHaveLength(1);
  });

  test('字典里的每条说明都是中文', () => {
    const meanings = (fields: Fields): string[] =>
      Object.values(fields).flatMap(({ meaning, fields: inner, each }) => [
        meaning,
        ...(inner ? meanings(inner) : []),
        ...(each ? [each.meaning, ...meanings(each.fields ?? {})] : []),
      ]);
    for (const { title, boundBy, fields } of Object.values(fileMeanings))
      for (const text of [title, boundBy, ...meanings(fields ?? {})]) expect(text).toMatch(/\p{Script=Han}/u);
  });

  test('城市文件写明许可、年度和第几次发布', () => {
    expect(jsonOf<CityFile>('city.json')).toMatchObject({
      origin: 'lanjiang.example/wmpy',
      licence: source.licence,
      yearStartsOn,
      years: [2024],
      publication: { n: 3, day: asOf, year: 2024 },
    });
    expect(jsonOf('dictionary.json')).toMatchObject({ licence: source.licence, publication: { n: 3 } });
  });

  test('数字文件里是全部数字和定义，CSV 里的每个数都和它一样', () => {
    expect(jsonOf('figures.json')).toEqual(JSON.parse(JSON.stringify({ ...source.figures, definitions })));
    const [head = [], ...rows] = csvCells(textOf('figures.csv'));
    const groups = [
      source.figures.overall,
      ...source.figures.classes,
      ...source.figures.departments,
      ...source.figures.months,
      ...source.figures.topics,
      ...source.figures.years,
    ];
    expect(rows).toHaveLength(groups.length);
    for (const [place, group] of groups.entries()) {
      const cell = (name: string): string => rows[place]?.[head.indexOf(name)] ?? 'no such column';
      for (const count of plainCounts) expect(cell(count)).toBe(String(group[count]));
      for (const rate of rateNames) expect(cell(rate)).toBe(group.rates[rate].percent ?? '');
      const ratings = 'ratings' in group ? group.ratings : undefined;
      expect(cell('ratings_sample')).toBe(ratings?.sample ?? '');
      expect(cell('ratings_satisfaction')).toBe(ratings?.satisfaction?.percent ?? '');
      expect(cell('ratings_with_flagged_level_5')).toBe(String(ratings?.withFlagged.levels?.[5] ?? ''));
      expect(cell('closed_office')).toBe('closed' in group ? String(group.closed.resolved.office) : '');
    }
    expect(rows.some((row) => row[head.indexOf('ratings_sample')] === 'shown')).toBe(true);
  });

  test('每件意见一行，表格里的和它一样，一件不多一件不少', () => {
    const lines = textOf('cases/2024.ndjson').trimEnd().split('\n');
    expect(lines).toEqual(facts.map((one) => JSON.stringify(one)));
    const [head = [], ...rows] = csvCells(textOf('cases/2024.csv'));
    expect(rows.map(([id]) => id)).toEqual(facts.map(({ id }) => id));
    expect(rows.map((row) => row[head.indexOf('co_departments')])).toEqual(
      facts.map(({ coDepartments }) => coDepartments.join(' ')),
    );
    expect(rows.map((row) => row[head.indexOf('closed_on')])).toEqual(facts.map(({ closedOn }) => closedOn ?? ''));
  });

  test('单位文件里是算在它名下的意见和它的评价', () => {
    const file = jsonOf<DepartmentFile>('dept/a.json');
    expect(file).toMatchObject({ code: 'a', year: 2024, asOf, ratings: { levels, apart: { ...levels, 5: 1 } } });
    expect(file.cases).toEqual(facts.filter((one) => countedUnder(one) === 'a'));
    expect(file.cases.length).toBeGreaterThan(0);
    expect(jsonOf<DepartmentFile>('dept/b.json').ratings.levels[5]).toBe(0);
  });

  test('像公式的单位名称在表格软件里只是文字；不再参评的也在名录里', () => {
    const rows = csvCells(textOf('departments.csv'));
    expect(rows.map(([, name]) => name)).toEqual(['name', "'=cmd|乙局", '甲局,"二"', '旧局']);
    expect(rows.map((row) => row.at(-1))).toEqual(['active', 'true', 'true', 'false']);
  });

  test('表格文件以 BOM 开头、逐行以回车换行结束，其他文件没有 BOM', () => {
    for (const [path, { text, mediaType }] of files) {
      expect(text.startsWith('\uFEFF'), path).toBe(path.endsWith('.csv'));
      if (path.endsWith('.csv')) expect(text.endsWith('\r\n')).toBe(true);
      expect(mediaType).toMatch(/^(application\/(x-nd)?json|text\/csv); charset=utf-8$/);
    }
  });
});
