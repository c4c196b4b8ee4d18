/** The directory of departments, the city, and challenges: what a citizen's page is made of. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveDepartment } from '../../db/departments.ts';
import type { DepartmentList, DepartmentView } from '../../server/schemas/departments.ts';
import type { City } from '../../server/schemas/city.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { hostileTexts } from '../support/hostile.ts';

describe.each(databases)('on $name', ({ open }) => {
  let city: Desk;
  beforeAll(async () => {
    const db = await open();
    city = await testDesk(db);
    const department = {
      classCode: 'law',
      duties: '受理审批',
      commitments: ['一次告知'],
      address: '政务中心二楼',
      telephone: '0000-1',
      position: 9,
    };
    await saveDepartment(db, {
      ...department,
      code: 'xzspj',
      name: '行政审批局',
      fullName: '澜江市行政审批局',
      pinyin: 'lanjiangshixingzhengshenpiju',
      initials: 'ljsxzspj',
      isActive: true,
    });
    await saveDepartment(db, {
      ...department,
      code: 'gone',
      name: '撤销的单位',
      fullName: '撤销的单位',
      pinyin: 'chexiaodedanwei',
      initials: 'cxddw',
      isActive: false,
    });
  });
  afterAll(() => city.close());

  const list = async (query = ''): Promise<DepartmentList> => {
    const answer = await city.ask(`/api/departments${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as DepartmentList;
  };

  test.each([
    ['part of its name', '审批'],
    ['full pinyin', 'xingzheng'],
    ['capital letters and spaces', ' XINGZHENG Shenpi '],
    ['initials', 'xzsp'],
    ['full-width letters', 'ｘｚｓｐ'],
    ['its code', 'xzspj'],
  ])('a department is found by %s', async (_how, text) => {
    const { items } = await list(`?q=${encodeURIComponent(text)}`);
    expect(items.map(({ code }) => code)).toEqual(['xzspj']);
  });

  test('without a question all active departments come, with their classes', async () => {
    const { items, classes } = await list();
    expect(items.map(({ code }) => code)).toEqual(['cgj', 'jyj', 'zjj', 'xzspj']);
    expect(classes).toEqual([{ code: 'law', name: '行政执法类' }]);
  });

  test('a class that is nobody’s is empty, and a question that fits nothing too', async () => {
    expect((await list('?class=none')).items).toEqual([]);
    expect((await list('?q=没有这个')).items).toEqual([]);
  });

  test.each(Object.entries(hostileTexts))('a search for %s finds nothing and harms nothing', async (_what, text) => {
    const answer = await city.ask(`/api/departments?q=${encodeURIComponent(text.toWellFormed())}`);
    const found = (await answer.json()) as { items?: unknown[] };
    expect([answer.status, found.items]).toEqual(text.includes('\u0000') ? [400, undefined] : [200, []]);
    expect((await list()).items).toHaveLength(4);
  });

  test('a question that is too long is refused', async () => {
    const answer = await city.ask(`/api/departments?q=${'a'.repeat(61)}`);
    expect(answer.status).toBe(422);
  });

  test('a department says what it does and what it promises', async () => {
    const department = (await (await city.ask('/api/departments/xzspj')).json()) as DepartmentView;
    expect(department).toEqual({
      code: 'xzspj',
      name: '行政审批局',
      fullName: '澜江市行政审批局',
      class: { code: 'law', name: '行政执法类', ranked: true },
      duties: '受理审批',
      commitments: ['一次告知'],
      address: '政务中心二楼',
      telephone: '0000-1',
    });
  });

  test.each(['nobody', 'gone', '..%2f..%2fetc', '%3Cscript%3E'])('%s is not a department', async (code) => {
    expect((await city.ask(`/api/departments/${code}`)).status).toBe(404);
  });

  test('the city says who runs the site and what day it is there', async () => {
    const shown = (await (await city.ask('/api/city')).json()) as City;
    expect(shown).toMatchObject({ name: '澜江市', demonstration: false, today: '2026-10-12' });
  });

  test('a challenge is bound to what it is for, and is never kept by a cache', async () => {
    const answer = await city.ask('/api/challenge?for=rate');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ altcha: { parameters: { data: { action: 'rate' } } } });
    expect((await city.ask('/api/challenge?for=everything')).status).toBe(422);
    expect((await city.ask('/api/challenge')).status).toBe(422);
  });
});
