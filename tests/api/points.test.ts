/** 积分: nobody has any until the administrator switches them on; then the office sees all, a department its own, the public none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';

interface View {
  isOn: boolean;
  items: { department: { code: string }; lines: { event: string; count: number }[]; sum: string; total: string }[];
}

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await testDesk(await open());
    desk.time = new Date('2026-03-10T02:00:00Z');
  });
  afterAll(() => desk.close());

  const points = async (who: string): Promise<View> => {
    const answer = await (await desk.as(who)).get('/api/desk/points');
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as View;
  };
  const switchTo = async (pointsOn: boolean): Promise<void> => {
    const admin = await desk.as('administrator');
    const city = (await (await admin.get('/api/admin/city')).json()) as object;
    expect((await admin.post('/api/admin/city', { ...city, pointsOn })).status).toBe(200);
  };

  test('they are off until the administrator switches them on, and stay as they are when other settings are saved', async () => {
    expect(await points('director')).toMatchObject({ isOn: false, items: [] });
    await switchTo(true);
    const admin = await desk.as('administrator');
    const { pointsOn: _, ...city } = (await (await admin.get('/api/admin/city')).json()) as Record<string, unknown>;
    expect((await admin.post('/api/admin/city', city)).status).toBe(200);
    expect((await points('director')).isOn).toBe(true);
  });

  test('everybody begins at 100; what was signed for in time counts', async () => {
    const all = await points('clerk');
    expect(all.items.map(({ department, total }) => [department.code, total])).toEqual([
      ['cgj', '100.0'],
      ['jyj', '100.0'],
      ['zjj', '100.0'],
    ]);
    const clerk = await desk.as('clerk');
    const { id } = await desk.opinion();
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await (await desk.as('liaison')).act(id, 'accept', { contactPerson: '小张', telephone: '0000-1' });
    expect((await points('clerk')).items[0]).toMatchObject({ sum: '0.1', total: '100.1' });
  });

  test('a case that runs over its time costs a point', async () => {
    desk.later(60);
    const [own] = (await points('head')).items;
    expect(own?.lines.filter(({ count }) => count > 0).map(({ event }) => event)).toEqual(['accepted', 'overdue']);
    expect(own).toMatchObject({ sum: '-0.9', total: '99.1' });
  });

  test('a department sees its own, and nobody without a desk sees any', async () => {
    expect((await points('other')).items.map(({ department }) => department.code)).toEqual(['jyj']);
    expect((await (await desk.as('supervisor')).get('/api/desk/points')).status).toBe(403);
    expect((await desk.ask('/api/desk/points')).status).toBe(401);
    await switchTo(false);
    expect(await points('head')).toMatchObject({ isOn: false, items: [] });
  });
});
