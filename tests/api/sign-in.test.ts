/** Signing in: sessions that end, tries that run out, and first passwords that must be changed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { updateAccount } from '../../db/accounts.ts';
import { waitAfter } from '../../server/sign-in/sign-in.ts';
import { hashPassword, initialPassword, isPassword, passwordWeakness } from '../../server/sign-in/passwords.ts';
import { databases } from '../support/databases.ts';
import { cookieIn, type Desk, dump, handOf, password, testDesk } from '../support/desk.ts';

const minute = 60_000;

describe('passwords', () => {
  test('are argon2id with 19 MiB, two passes and one lane, and never stored as they are', async () => {
    const stored = await hashPassword('correct horse 电池');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword('correct horse 电池', stored)).toBe(true);
    expect(await isPassword('correct horse 电灯', stored)).toBe(false);
    expect(await isPassword('anything', undefined)).toBe(false);
  });

  test('the first ones are long, readable and different', () => {
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const made = new Set(Array.from({ length: 200 }, () => initialPassword(random)));
    expect(made.size).toBe(200);
    for (const one of made) expect(one).toMatch(/^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/);
  });

  test.each([
    ['短密码', 'too-short'],
    ['1234567890', 'too-plain'],
    ['aaaaaaaaaaaa', 'too-plain'],
    ['Password123456', 'too-plain'],
    ['zhangsan-2026-x', 'has-username'],
    ['x'.repeat(129), 'too-long'],
    ['清晨的江面起雾又散去了', undefined],
    ['four plain words here', undefined],
  ])('%s as a new password: %s', (typed, weakness) => {
    expect(passwordWeakness(typed, 'zhangsan')).toBe(weakness);
  });

  test('waiting begins at the fifth failure, doubles, and ends at a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 8, 9, 50].map((failures) => waitAfter(failures) / minute)).toEqual([
      0, 0, 1, 2, 4, 8, 15, 15,
    ]);
  });
});

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await testDesk(await open());
  });
  afterEach(() => desk.close());

  const signIn = (username: string, typed: string, cookie = '') =>
    desk.post('/api/desk/sign-in', { username, password: typed }, cookie === '' ? {} : { cookie });
  const move = (minutes: number): void => {
    desk.time = new Date(desk.time.getTime() + minutes * minute);
  };
  const me = (cookie: string) => handOf(desk, cookie).get('/api/desk/me');

  test('the cookie is for the server alone, and the database holds only its hash', async () => {
    const answer = await signIn('clerk', password);
    expect(await answer.json()).toMatchObject({
      username: 'clerk',
      role: 'clerk',
      roleName: '评议办经办',
      department: null,
    });
    const [session] = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('wanping='));
    expect(session).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = session?.split(';')[0]?.split('=')[1] ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await dump(desk.context.db)).not.toContain(token);
  });

  test('a wrong password, an unknown name and a disabled account get the same answer', async () => {
    await updateAccount(desk.context.db, 'account-third', { disabledAt: '2026-10-01T00:00:00Z' });
    const bodies = await Promise.all(
      [signIn('clerk', 'wrong'), signIn('nobody', password), signIn('third', password)].map(async (pending) => {
        const answer = await pending;
        expect(answer.status).toBe(401);
        expect(cookieIn(answer)).toBe('');
        return (await answer.text()).replaceAll(/"requestId":"[^"]*"/g, '');
      }),
    );
    expect(new Set(bodies).size).toBe(1);
  });

  test('a session ends after half an hour of nothing, and after eight hours whatever is done', async () => {
    const cookie = cookieIn(await signIn('clerk', password));
    move(29);
    expect((await me(cookie)).status).toBe(200);
    move(29);
    expect((await me(cookie)).status).toBe(200);
    move(31);
    expect((await me(cookie)).status).toBe(401);

    const other = cookieIn(await signIn('clerk', password));
    for (let passed = 0; passed < 460; passed += 20) {
      move(20);
      expect((await me(other)).status).toBe(200);
    }
    move(20);
    expect((await me(other)).status).toBe(401);
  });

  test('signing in again gives a new session and ends the one that was brought along', async () => {
    const first = cookieIn(await signIn('clerk', password));
    const second = cookieIn(await signIn('clerk', password, first));
    expect((await me(first)).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  test('signing out ends the session', async () => {
    const hand = handOf(desk, cookieIn(await signIn('clerk', password)));
    expect((await hand.post('/api/desk/sign-out')).status).toBe(204);
    expect((await hand.get('/api/desk/me')).status).toBe(401);
  });

  test('five failures make strangers wait, but never a device that has signed in before', async () => {
    const known = cookieIn(await signIn('clerk', password));
    const device = known.split('; ').find((cookie) => cookie.startsWith('wanping-device=')) ?? '';
    expect(device).not.toBe('');
    for (let count = 0; count < 5; count += 1) expect((await signIn('clerk', 'wrong')).status).toBe(401);
    const blocked = await signIn('clerk', password);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('clerk', password, device)).status).toBe(200);
    move(2);
    expect((await signIn('clerk', password)).status).toBe(200);
  });

  test('a made-up device cookie counts as a stranger', async () => {
    for (let count = 0; count < 5; count += 1) {
      await signIn('clerk', 'wrong', `wanping-device=${String(count).repeat(43)}`);
    }
    expect((await signIn('clerk', password, `wanping-device=${'x'.repeat(43)}`)).status).toBe(429);
  });

  test('names that are nobody’s have to wait just the same', async () => {
    for (let count = 0; count < 5; count += 1) expect((await signIn('nobody', 'wrong')).status).toBe(401);
    expect((await signIn('nobody', 'wrong')).status).toBe(429);
  });

  test('changing the password ends every other session', async () => {
    const elsewhere = cookieIn(await signIn('clerk', password));
    const here = handOf(desk, cookieIn(await signIn('clerk', password)));
    const wrong = await here.post('/api/desk/password', { current: 'wrong', next: '清晨的江面起雾又散去了' });
    expect(await wrong.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/current' }] });
    const weak = await here.post('/api/desk/password', { current: password, next: '12345678901' });
    expect(await weak.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/next' }] });
    const changed = await here.post('/api/desk/password', { current: password, next: '清晨的江面起雾又散去了' });
    expect(changed.status).toBe(200);
    expect((await me(cookieIn(changed))).status).toBe(200);
    expect((await me(here.cookie)).status).toBe(401);
    expect((await me(elsewhere)).status).toBe(401);
    expect((await signIn('clerk', password)).status).toBe(401);
  });

  test('with a first password nothing can be done but change it', async () => {
    await updateAccount(desk.context.db, 'account-clerk', { mustChangePassword: true });
    const hand = handOf(desk, cookieIn(await signIn('clerk', password)));
    expect(await (await hand.get('/api/desk/me')).json()).toMatchObject({ mustChangePassword: true });
    expect(await (await hand.get('/api/desk/queues')).json()).toMatchObject({
      status: 403,
      name: 'must-change-password',
    });
    const changed = await hand.post('/api/desk/password', { current: password, next: '清晨的江面起雾又散去了' });
    expect((await handOf(desk, cookieIn(changed)).get('/api/desk/queues')).status).toBe(200);
  });

  test('sign-ins and failures are in the audit trail, without what was typed', async () => {
    await signIn('clerk', 'my-secret-typo');
    await signIn('my-secret-typo', 'x');
    await signIn('clerk', password);
    const rows = await desk.context.db.selectFrom('audit').selectAll().execute();
    expect(rows.map(({ act }) => act).sort()).toEqual(['sign-in', 'sign-in.failed', 'sign-in.failed']);
    expect(await dump(desk.context.db)).not.toContain('my-secret-typo');
  });
});
