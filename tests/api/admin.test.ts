/** Administration: setting up a city once, accounts, departments, the calendar, and the trail of it all. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSetupCode } from '../../server/setup-code.ts';
import { databases } from '../support/databases.ts';
import { type TestCity, testCity } from '../support/city.ts';
import { cookieIn, type Desk, dump, type Hand, handOf, password, testDesk } from '../support/desk.ts';

describe.each(databases)('on $name', ({ open }) => {
  describe('an empty city', () => {
    let city: TestCity;
    let code: string;
    const given = () => ({
      code,
      city: '清江市',
      organizer: '清江市作风办',
      username: 'guanli',
      displayName: '系统管理员',
      password: '清晨的江面起雾又散去了',
    });
    beforeEach(async () => {
      city = await testCity(await open());
      code = await makeSetupCode(city.context.db, city.context.random);
    });
    afterEach(() => city.close());

    test('is set up once with the printed code, and its administrator can sign in', async () => {
      expect(await (await city.ask('/api/setup')).json()).toEqual({ open: true });
      const wrong = await city.post('/api/setup', { ...given(), code: '0000-0000-0000-0000' });
      expect(await wrong.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/code' }] });
      const weak = await city.post('/api/setup', { ...given(), password: '1234567890' });
      expect(await weak.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/password' }] });
      expect(await city.context.db.selectFrom('account').selectAll().execute()).toEqual([]);

      expect(
        (await city.post('/api/setup', { ...given(), code: code.toUpperCase().replaceAll('-', ' ') })).status,
      ).toBe(201);
      expect(await (await city.ask('/api/city')).json()).toMatchObject({ name: '清江市', organizer: '清江市作风办' });
      expect(await (await city.ask('/api/setup')).json()).toEqual({ open: false });
      expect((await city.post('/api/setup', { ...given(), username: 'second' })).status).toBe(404);

      const signedIn = await city.post('/api/desk/sign-in', { username: 'GuanLi', password: given().password });
      const hand = handOf(city, cookieIn(signedIn));
      const calendar = (await (await hand.get('/api/admin/calendar?year=2026')).json()) as {
        known: boolean;
        days: unknown[];
      };
      expect(calendar.known).toBe(true);
      expect(calendar.days.length).toBeGreaterThan(20);
    });

    test('two who set it up at the same time: one succeeds', async () => {
      const answers = await Promise.all(
        ['one1', 'two2'].map((username) => city.post('/api/setup', { ...given(), username })),
      );
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 404]);
      expect(await city.context.db.selectFrom('account').selectAll().execute()).toHaveLength(1);
    });
  });

  describe('a running city', () => {
    let desk: Desk;
    let admin: Hand;
    beforeEach(async () => {
      desk = await testDesk(await open());
      admin = await desk.as('administrator');
    });
    afterEach(() => desk.close());

    const create = async (given: object) => admin.post('/api/admin/accounts', { displayName: '新同志', ...given });
    const idOf = (username: string): string => `account-${username}`;

    test('a new account gets a first password that is shown once and must be changed', async () => {
      const answer = await create({ username: 'NewOne', role: 'liaison', department: 'cgj' });
      expect(answer.status).toBe(201);
      const made = (await answer.json()) as { account: { id: string; username: string }; password: string };
      expect(made.account).toMatchObject({
        username: 'newone',
        department: { code: 'cgj', name: '城管局' },
        mustChangePassword: true,
      });
      expect(JSON.stringify(made.account)).not.toContain('argon2');
      expect(await dump(desk.context.db)).not.toContain(made.password);
      const signedIn = await desk.post('/api/desk/sign-in', { username: 'newone', password: made.password });
      expect(await signedIn.json()).toMatchObject({ mustChangePassword: true });
    });

    test('a role of a department needs one, and the others take none', async () => {
      for (const [given, pointer] of [
        [{ username: 'a1', role: 'liaison' }, '#/department'],
        [{ username: 'a1', role: 'liaison', department: 'nobody' }, '#/department'],
        [{ username: 'a1', role: 'clerk', department: 'cgj' }, '#/department'],
        [{ username: 'clerk', role: 'clerk' }, '#/username'],
        [{ username: '<script>', role: 'clerk' }, '#/username'],
        [{ username: 'a1', role: 'citizen' }, '#/role'],
        [{ username: 'a1', role: 'clerk', displayName: '\u0000 ' }, '#/displayName'],
      ] as const) {
        expect(await (await create(given)).json(), JSON.stringify(given)).toMatchObject({
          status: 422,
          errors: [{ pointer }],
        });
      }
    });

    test('disabling or resetting an account ends its sessions at once', async () => {
      const clerk = await desk.as('clerk');
      const reset = await admin.post(`/api/admin/accounts/${idOf('clerk')}`, { change: 'reset' });
      const { password: first } = (await reset.json()) as { password: string };
      expect((await clerk.get('/api/desk/me')).status).toBe(401);
      expect((await desk.post('/api/desk/sign-in', { username: 'clerk', password })).status).toBe(401);
      const again = handOf(
        desk,
        cookieIn(await desk.post('/api/desk/sign-in', { username: 'clerk', password: first })),
      );
      expect((await again.get('/api/desk/me')).status).toBe(200);
      await admin.post(`/api/admin/accounts/${idOf('clerk')}`, { change: 'disable' });
      expect((await again.get('/api/desk/me')).status).toBe(401);
      expect((await desk.post('/api/desk/sign-in', { username: 'clerk', password: first })).status).toBe(401);
      await admin.post(`/api/admin/accounts/${idOf('clerk')}`, { change: 'enable' });
      expect((await desk.post('/api/desk/sign-in', { username: 'clerk', password: first })).status).toBe(200);
    });

    test('administrators cannot lock themselves out', async () => {
      for (const change of [{ change: 'disable' }, { change: 'edit', displayName: '我', role: 'clerk' }]) {
        expect((await admin.post(`/api/admin/accounts/${idOf('administrator')}`, change)).status).toBe(422);
      }
      expect((await admin.get('/api/desk/me')).status).toBe(200);
    });

    test('moving somebody to another department changes what they see at once', async () => {
      const citizen = await desk.opinion();
      const clerk = await desk.as('clerk');
      await clerk.act(citizen.id, 'takeUp', { publicText: '路灯坏了。', topic: 'city', kind: 'complaint' });
      await clerk.act(citizen.id, 'assign', { department: 'cgj', nature: 'TIMED' });
      const other = await desk.as('other');
      expect((await other.get(`/api/desk/cases/${citizen.id}`)).status).toBe(404);
      const change = { change: 'edit', displayName: '姓名other', role: 'liaison', department: 'cgj' };
      expect((await admin.post(`/api/admin/accounts/${idOf('other')}`, change)).status).toBe(200);
      expect((await other.get(`/api/desk/cases/${citizen.id}`)).status).toBe(200);
    });

    test('a department is entered, found by pinyin, edited, and deactivated but never removed', async () => {
      const entered = await admin.post('/api/admin/departments', {
        code: 'xzspj',
        name: '行政审批局',
        fullName: '澜江市行政审批局',
        class: 'law',
        commitments: ['一次告知'],
      });
      expect(entered.status).toBe(201);
      const find = async (q: string) =>
        ((await (await desk.ask(`/api/departments?q=${q}`)).json()) as { items: { code: string }[] }).items.map(
          ({ code }) => code,
        );
      expect(await find('xzspj')).toEqual(['xzspj']);
      expect(await find('xingzhengshenpi')).toEqual(['xzspj']);
      const change = { name: '数据局', fullName: '澜江市数据局', class: 'law', isActive: false };
      expect((await admin.post('/api/admin/departments/xzspj', change)).status).toBe(200);
      expect(await find('xzspj')).toEqual([]);
      const directory = (await (await admin.get('/api/admin/departments')).json()) as {
        items: { code: string; isActive: boolean }[];
      };
      expect(directory.items.find(({ code }) => code === 'xzspj')).toMatchObject({ isActive: false, name: '数据局' });

      const clerk = await desk.as('clerk');
      const citizen = await desk.opinion();
      await clerk.act(citizen.id, 'takeUp', { publicText: '路灯坏了。', topic: 'city', kind: 'complaint' });
      expect((await clerk.try(citizen.id, 'assign', { department: 'xzspj', nature: 'TIMED' })).status).toBe(422);

      for (const [body, pointer] of [
        [{ code: 'cgj', name: '重', fullName: '重复', class: 'law' }, '#/code'],
        [{ code: 'new', name: '新', fullName: '新局', class: 'nothing' }, '#/class'],
        [{ code: 'UPPER', name: '新', fullName: '新局', class: 'law' }, '#/code'],
        [{ code: 'new', name: '', fullName: '新局', class: 'law' }, '#/name'],
      ] as const) {
        expect(await (await admin.post('/api/admin/departments', body)).json()).toMatchObject({
          status: 422,
          errors: [{ pointer }],
        });
      }
      expect((await admin.post('/api/admin/departments/nobody', change)).status).toBe(404);
    });

    test('classes are entered, renamed and ordered', async () => {
      expect(
        (await admin.post('/api/admin/classes', { code: 'service', name: '公共服务类', isRanked: true })).status,
      ).toBe(201);
      expect((await admin.post('/api/admin/classes', { code: 'service', name: '又一个', isRanked: true })).status).toBe(
        422,
      );
      expect(
        (await admin.post('/api/admin/classes/service', { name: '服务类', isRanked: false, position: 0 })).status,
      ).toBe(200);
      const { classes } = (await (await admin.get('/api/admin/departments')).json()) as { classes: object[] };
      expect(classes).toEqual([
        { code: 'service', name: '服务类', isRanked: false, position: 0, departments: 0 },
        { code: 'law', name: '行政执法类', isRanked: true, position: 1, departments: 3 },
      ]);
    });

    test('next year’s holidays are entered, and deadlines count with them from then on', async () => {
      desk.time = new Date('2026-11-30T02:00:00Z');
      const clerk = await desk.as('clerk');
      const before = (await (await clerk.get('/api/desk/deadlines')).json()) as {
        items: { dues: { clock: string; due: string; explanation: string }[] }[];
      };
      const complete = before.items[1]?.dues.find(({ clock }) => clock === 'complete');
      expect(complete).toMatchObject({
        due: '2027-01-29',
        explanation: expect.stringContaining('2027 年放假安排尚未公布'),
      });
      const days = [
        { day: '2027-01-29', kind: 'holiday', name: '春节' },
        { day: '2027-01-30', kind: 'makeup', name: '春节' },
      ];
      expect((await clerk.post('/api/admin/calendar', { year: 2027, days })).status).toBe(200);
      const after = await (await clerk.get('/api/desk/deadlines')).text();
      expect(after).toContain('2027-01-30');
      expect(after).not.toContain('2027 年放假安排尚未公布');

      for (const bad of [
        [{ day: '2026-01-01', kind: 'holiday', name: '元旦' }],
        [days[0], days[0]],
        [{ day: '2027-02-30', kind: 'holiday', name: '春节' }],
        [{ day: '2027-02-03', kind: 'makeup', name: '春节' }],
        [],
      ]) {
        expect((await clerk.post('/api/admin/calendar', { year: 2027, days: bad })).status, JSON.stringify(bad)).toBe(
          422,
        );
      }
    });

    test('the city’s settings change, but not the 评议年度 once there is a case', async () => {
      const city = (await (await admin.get('/api/admin/city')).json()) as object;
      expect(
        (await admin.post('/api/admin/city', { ...city, telephone: '0571-12345', yearStartsOn: '01-01' })).status,
      ).toBe(200);
      expect(await (await desk.ask('/api/city')).json()).toMatchObject({ telephone: '0571-12345' });
      await desk.opinion();
      expect((await admin.post('/api/admin/city', { ...city, yearStartsOn: '12-01' })).status).toBe(422);
      expect((await admin.post('/api/admin/city', { ...city, yearStartsOn: '13-01' })).status).toBe(422);
    });

    test('评议年度只能从某个月的一号开始，因为归入哪一年看收到的月份', async () => {
      const city = (await (await admin.get('/api/admin/city')).json()) as object;
      const refused = await admin.post('/api/admin/city', { ...city, yearStartsOn: '06-15' });
      expect(refused.status).toBe(422);
      expect(await refused.json()).toMatchObject({
        errors: [{ pointer: '#/yearStartsOn', detail: expect.stringContaining('一号') }],
      });
      expect((await admin.post('/api/admin/city', { ...city, yearStartsOn: '06-01' })).status).toBe(200);
    });

    test('开放数据的使用许可可以改，网址要完整；没改过的是署名即可', async () => {
      const city = (await (await admin.get('/api/admin/city')).json()) as object;
      expect(city).toMatchObject({
        licence: 'CC BY 4.0（署名）',
        licenceUrl: expect.stringContaining('creativecommons.org'),
      });
      const mine = { licence: '澜江市公共数据开放许可', licenceUrl: 'https://lanjiang.example/licence' };
      for (const licenceUrl of ['lanjiang.example', 'javascript:alert(1)', '']) {
        const refused = await admin.post('/api/admin/city', { ...city, ...mine, licenceUrl });
        expect(await refused.json(), licenceUrl).toMatchObject({
          status: 422,
          errors: [{ pointer: '#/licenceUrl', detail: expect.stringContaining('https://') }],
        });
      }
      expect((await admin.post('/api/admin/city', { ...city, ...mine, licence: ' ' })).status).toBe(422);
      expect((await admin.post('/api/admin/city', { ...city, ...mine })).status).toBe(200);
      expect(await (await desk.ask('/api/city')).json()).toMatchObject({
        licence: { name: mine.licence, url: mine.licenceUrl },
      });
      await desk.context.ledger.settle();
      for (const file of ['city.json', 'dictionary.json', 'index.json']) {
        expect(await (await desk.ask(`/open/${file}`)).json(), file).toMatchObject({
          licence: { name: mine.licence, url: mine.licenceUrl },
        });
      }
    });

    test('the trail tells who administered what, page by page, and nobody can change it', async () => {
      for (let index = 0; index < 60; index += 1) {
        await admin.post('/api/admin/classes/law', { name: `行政执法类${index}`, isRanked: true });
      }
      const auditor = await desk.as('auditor');
      const read = async (query: string) =>
        (await (await auditor.get(`/api/admin/audit?${query}`)).json()) as {
          items: { id: string; actName: string }[];
          next: string | null;
        };
      const first = await read('act=class.edited&account=administrator');
      const second = await read(`act=class.edited&account=administrator&after=${first.next}`);
      expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(60);
      expect(second.next).toBeNull();
      expect(first.items[0]?.actName).toBe('修改单位分类');
      expect((await read('account=nobody')).items).toEqual([]);
      expect((await auditor.get('/api/admin/audit?after=x')).status).toBe(422);
      await expect(desk.context.db.deleteFrom('audit').execute()).rejects.toThrow('append-only');
    });
  });
});
