/** 办理时限: changed from a day on, for all or for some, and only for clocks that start from then on. */
import { describe, expect, test } from 'vitest';
import { findCase } from '../../db/case-files.ts';
import { policyOn } from '../../db/policy.ts';
import { readRules } from '../../server/domain/trust/rules.ts';
import type { PolicyView } from '../../server/schemas/policy.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';

async function assigned(city: Desk, kind = 'complaint'): Promise<string> {
  const clerk = await city.as('clerk');
  const { id } = await city.opinion({ kind });
  await clerk.act(id, 'takeUp', { publicText: '路灯坏了三个月', topic: 'city', kind });
  await clerk.act(id, 'assign', { department: 'cgj', nature: 'TIMED' });
  return id;
}
const acceptBy = async (city: Desk, id: string) => (await findCase(city.context.db, id))?.file.clocks.accept?.due;
const stepOf = (view: PolicyView, key: string) => view.steps.find((step) => step.key === key);

describe.each(databases)('$name', ({ open }) => {
  test('a change touches only clocks that start from its day on, and is numbered for the ledger', async () => {
    const city = await testDesk(await open());
    const before = await assigned(city);
    const director = await city.as('director');
    const answer = await director.post('/api/admin/deadlines', {
      key: 'accept',
      validFrom: '2026-10-14',
      amount: 3,
      unit: 'workday',
    });
    expect(answer.status).toBe(200);
    expect(stepOf((await answer.json()) as PolicyView, 'accept')).toMatchObject({
      default: { amount: 1, unit: 'workday' },
      value: { amount: 1, unit: 'workday' },
      since: null,
      coming: [{ validFrom: '2026-10-14', value: { amount: 3, unit: 'workday' } }],
    });
    const rules = await city.context.db.selectFrom('ledger_rules').selectAll().orderBy('n', 'desc').execute();
    expect(rules[0]?.body).toContain('"validFrom":"2026-10-14"');
    city.later(2);
    const after = await assigned(city);
    expect(await acceptBy(city, before)).toBe('2026-10-13');
    expect(await acceptBy(city, after)).toBe('2026-10-19');
    await city.close();
  });

  test('a kind, a channel, or both may have a value of their own, until it is taken back', async () => {
    const city = await testDesk(await open());
    const director = await city.as('director');
    const change = async (given: object): Promise<PolicyView> => {
      const answer = await director.post('/api/admin/deadlines', { key: 'accept', validFrom: '2026-10-12', ...given });
      expect(answer.status, await answer.clone().text()).toBe(200);
      // The trail keeps seconds.
      city.time = new Date(city.time.getTime() + 1000);
      return (await answer.json()) as PolicyView;
    };
    await change({ kind: 'help', amount: 2 });
    const view = await change({ kind: 'help', channel: 'qr', amount: 4 });
    expect(stepOf(view, 'accept')?.specials.map(({ forWhat, value }) => [forWhat, value?.amount])).toEqual([
      ['求助', 2],
      ['二维码来的求助', 4],
    ]);
    expect(await acceptBy(city, await assigned(city, 'help'))).toBe('2026-10-16');
    expect(await acceptBy(city, await assigned(city))).toBe('2026-10-13');

    const without = await change({ kind: 'help', channel: 'qr', amount: null });
    expect(stepOf(without, 'accept')?.specials.map(({ forWhat }) => forWhat)).toEqual(['求助']);
    expect(await acceptBy(city, await assigned(city, 'help'))).toBe('2026-10-14');
    expect(without.history.map(({ forWhat, value, by }) => [forWhat, value?.amount ?? null, by])).toEqual([
      ['二维码来的求助', null, '姓名director'],
      ['二维码来的求助', 4, '姓名director'],
      ['求助', 2, '姓名director'],
    ]);
    // Whoever verifies reads the same from what is published.
    const { body } = await city.context.db
      .selectFrom('ledger_rules')
      .selectAll()
      .orderBy('n', 'desc')
      .executeTakeFirstOrThrow();
    expect(readRules(body)?.momentOf('2026-10-12').policy).toEqual(await policyOn(city.context.db, '2026-10-12'));
    await city.close();
  });

  test('amounts have limits, days that are over are refused, and a general value cannot be taken back', async () => {
    const city = await testDesk(await open());
    const director = await city.as('director');
    const refused = async (given: object): Promise<string> => {
      const answer = await director.post('/api/admin/deadlines', { key: 'accept', validFrom: '2026-10-12', ...given });
      expect(answer.status).toBe(422);
      return ((await answer.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).join();
    };
    expect(await refused({ amount: 11 })).toBe('#/amount');
    expect(await refused({ amount: 0 })).toBe('#/amount');
    expect(await refused({ amount: null })).toBe('#/amount');
    expect(await refused({ amount: 2, validFrom: '2026-10-11' })).toBe('#/validFrom');
    expect(await refused({ amount: 2, kind: 'nothing' })).toBe('#/kind');
    expect(await refused({ key: 'question', amount: 2, unit: 'day' })).toBe('#/unit');
    expect(await refused({ key: 'nothing', amount: 2 })).toBe('#/key');
    await city.close();
  });

  test('the director and the administrator change it, a clerk reads it, nobody else sees it', async () => {
    const city = await testDesk(await open());
    const given = { key: 'review', validFrom: '2026-10-12', amount: 6 };
    expect((await (await city.as('administrator')).post('/api/admin/deadlines', given)).status).toBe(200);
    const clerk = await city.as('clerk');
    expect((await clerk.post('/api/admin/deadlines', given)).status).toBe(403);
    expect(((await (await clerk.get('/api/admin/deadlines')).json()) as PolicyView).mayChange).toBe(false);
    for (const username of ['liaison', 'supervisor', 'statistician'])
      expect((await (await city.as(username)).get('/api/admin/deadlines')).status).toBe(403);
    await city.close();
  });

  test('the hours for reminders are a time of day each, the end after the beginning', async () => {
    const city = await testDesk(await open());
    const director = await city.as('director');
    expect((await director.post('/api/admin/office-hours', { from: '09:00', to: '17:00' })).status).toBe(200);
    for (const wrong of [{ from: '17:00', to: '09:00' }, { from: '9', to: '17:00' }, { from: '09:00' }])
      expect((await director.post('/api/admin/office-hours', wrong)).status).toBe(422);
    const view = (await (await director.get('/api/admin/deadlines')).json()) as PolicyView;
    expect(view.officeHours).toEqual({ from: '09:00', to: '17:00' });
    await city.close();
  });
});
