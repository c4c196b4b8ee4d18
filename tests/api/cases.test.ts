/** 公开案件: what everybody may read, what nobody may, and what hostile addresses get. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../db/case-files.ts';
import { type CaseFile, departmentStates, isOneOf } from '../../server/domain/case-file.ts';
import type { PublishedCase, PublishedCaseList } from '../../server/schemas/cases.ts';
import { type TestCity, testCity } from '../support/city.ts';
import { databases } from '../support/databases.ts';
import { hostileTexts } from '../support/hostile.ts';
import { addCity, addLives, secretName } from '../support/lived.ts';

describe.each(databases)('公开案件（$name）', ({ open }) => {
  let city: TestCity;
  let stored: { file: CaseFile; events: StoredEvent[] }[];
  const list = async (query = ''): Promise<PublishedCaseList> =>
    (await (await city.ask(`/api/cases${query}`)).json()) as PublishedCaseList;
  const read = async (number: string): Promise<PublishedCase> =>
    (await (await city.ask(`/api/cases/${number}`)).json()) as PublishedCase;
  /** Every page of a list. */
  const all = async (query = '?'): Promise<PublishedCaseList['items']> => {
    const items = [];
    for (let after = ''; ; ) {
      const page = await list(`${query}&after=${after}`);
      items.push(...page.items);
      if (page.next === null) return items;
      after = encodeURIComponent(page.next);
    }
  };
  const published = () => stored.filter(({ file }) => isOneOf(departmentStates, file.state));

  beforeAll(async () => {
    const db = await open();
    await addCity(db);
    stored = await addLives(db, { count: 300, seed: 7 });
    city = await testCity(db);
    city.time = new Date('2025-11-15T02:00:00Z');
    await city.context.ledger.settle();
  });
  afterAll(() => city.close());

  test('从交办起的每一件都在，别的一件也没有', async () => {
    const numbers = published().map(({ file }) => file.number ?? '');
    const items = await all();
    expect(items.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    expect((await list()).count).toBe(numbers.length);
    expect(new Set(stored.map(({ file }) => file.state)).size).toBeGreaterThan(10);
  });

  test('还没有交办、已归档、已归并和密封的案件，按编号也查不到', async () => {
    const hidden = stored.filter(({ file }) => file.number !== null && !isOneOf(departmentStates, file.state));
    expect(hidden.length).toBeGreaterThan(0);
    for (const { file } of hidden) {
      const answer = await city.ask(`/api/cases/${file.number}`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain(file.id);
    }
  });

  test('公开的内容里没有账号、没有联系人、没有原始记录', async () => {
    for (const { file } of published()) {
      const text = JSON.stringify(await read(file.number ?? ''));
      for (const secret of [secretName, `"${file.id}"`, 'clerk-1', '"director"', 'liaison-a', 'lock:']) {
        expect(text).not.toContain(secret);
      }
    }
  });

  test('退回、转办、延期、重办、不认可都照实公开，意见人的步骤不写哪一天', async () => {
    for (const { file, events } of published()) {
      const one = await read(file.number ?? '');
      const times = (act: string): number => events.filter((event) => event.act === act).length;
      expect(one).toMatchObject({
        returns: { asked: times('requestReturn'), granted: times('grantReturn'), refused: times('refuseReturn') },
        transfers: file.transfers,
        extensions: file.extensions,
        reworks: file.reworks,
        disputes: times('dispute'),
      });
      for (const step of one.history) {
        if (step.by === 'author')
          expect(step).toMatchObject({ day: null, week: expect.stringMatching(/^\d{4}-W\d\d$/) });
        else expect(step.day).not.toBeNull();
      }
      expect(one.basis).toBe(file.state === 'closed' ? file.basis : null);
    }
  });

  test('删除了内容的案件，文字不在，经过还在', async () => {
    const erased = published().filter(({ file }) => file.erased);
    expect(erased.length).toBeGreaterThan(0);
    for (const { file } of erased) {
      const one = await read(file.number ?? '');
      expect(one).toMatchObject({ text: null, outcome: null, erased: true });
      expect(one.history.map(({ act }) => act)).toContain('erase');
    }
  });

  test('解释说明办结的写明法律政策依据，挂账的写明下一步和哪天再看，删除了内容的都不写', async () => {
    const seen = { explained: 0, suspended: 0 };
    for (const { file, events } of published()) {
      const { legalBasis, suspension } = await read(file.number ?? '');
      const given = (act: string) => events.findLast((event) => event.act === act)?.given;
      const isExplained = file.state === 'closed' && file.result === 'D';
      if (isExplained && !file.erased) seen.explained += 1;
      expect(legalBasis).toBe(isExplained && !file.erased ? given('explain')?.legalBasis : null);
      expect(suspension !== null).toBe(file.state === 'suspended');
      if (suspension === null) continue;
      seen.suspended += 1;
      expect(suspension).toMatchObject({
        cause: given('putOnAccount')?.suspensionCause,
        nextStep: file.erased ? null : given('putOnAccount')?.nextStep,
        reviewDay: given('putOnAccount')?.reviewDay,
      });
      expect(suspension.reviewOn).not.toBeNull();
    }
    expect(seen.explained).toBeGreaterThan(0);
    expect(seen.suspended).toBeGreaterThan(0);
  });

  test('按单位、类别和办理情况查找，几种情况合起来就是全部', async () => {
    const items = await all();
    for (const department of ['a', 'b']) {
      const found = await all(`?department=${department}`);
      expect(found).toEqual(items.filter((item) => item.department?.code === department));
    }
    expect(await all('?topic=procedure')).toEqual(items.filter(({ topic }) => topic === 'procedure'));
    const sum = await Promise.all(
      ['open', 'resolved', 'explained', 'suspended'].map((state) => list(`?state=${state}`)),
    );
    expect(sum.reduce((total, { count }) => total + count, 0)).toBe(items.length);
    expect((await all('?state=overdue')).every(({ light }) => light === 'overdue')).toBe(true);
    expect((await list('?year=2024')).count).toBe(items.length);
    expect((await list('?year=2023')).count).toBe(0);
  });

  test('最近办结的排在前面，一页接一页不重不漏', async () => {
    const items = await all('?state=resolved&order=closed');
    const days = items.map(({ closedOn }) => closedOn ?? '');
    expect(days).toEqual(days.toSorted().toReversed());
    expect(new Set(items.map(({ number }) => number)).size).toBe((await list('?state=resolved')).count);
  });

  test('按内容查找只看公开文本，通配符只是普通字符', async () => {
    const shown = (await all()).filter(({ text }) => text?.includes('排队'));
    expect((await list('?q=%E6%8E%92%E9%98%9F')).count).toBe(shown.length);
    expect(shown.length).toBeGreaterThan(0);
    for (const wildcard of ['%25', '_', '%5C', '%27%20or%201%3D1--'])
      expect((await list(`?q=${wildcard}`)).count).toBe(0);
    expect((await list(`?q=${encodeURIComponent(secretName)}`)).count).toBe(0);
    const [first] = await all();
    expect((await list(`?q=${first?.number}`)).items.map(({ number }) => number)).toEqual([first?.number]);
  });

  test('恶意的网址得到的是拒绝或者空的结果，不会出错', async () => {
    const fields = ['department', 'topic', 'year', 'state', 'q', 'after', 'order', 'nothing'];
    for (const field of fields) {
      for (const value of [...Object.values(hostileTexts), 'x'.repeat(1000), '-1', '1e999', '2024-0001~', '[]']) {
        const answer = await city.ask(
          `/api/cases?${field}=${encodeURIComponent(value.replaceAll(/[\ud800-\udfff]/g, ''))}`,
        );
        // A NUL is refused before the query is read.
        expect(value.includes('\u0000') ? [400] : [200, 422]).toContain(answer.status);
      }
      expect([200, 422]).toContain((await city.ask(`/api/cases?${field}=a&${field}=b`)).status);
    }
    for (const number of ['x', '2024-00000000000', '%27', '..%2F..%2Fetc', '2024-0001%00', '9999-9999']) {
      expect([400, 404, 422]).toContain((await city.ask(`/api/cases/${number}`)).status);
    }
  });
});
