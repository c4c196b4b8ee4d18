/** 督办的阶梯 and the lists of the clockwork: once each, in office hours, although two servers look and one was down for days. */
import { describe, expect, test } from 'vitest';
import { loadCalendar } from '../../db/calendar.ts';
import { findCase, insertCases, listEvents } from '../../db/case-files.ts';
import { lightsOfCase, listMonthLights } from '../../db/lights.ts';
import { findPaper, listPapers } from '../../db/periodic.ts';
import { setSetting } from '../../db/settings.ts';
import { deadline } from '../../server/domain/calendar.ts';
import type { CaseFile } from '../../server/domain/case-file.ts';
import type { DispatchContent } from '../../server/domain/dispatch.ts';
import { alerts } from '../../server/jobs/alerts.ts';
import type { Job } from '../../server/jobs/job.ts';
import { jobs } from '../../server/jobs/jobs.ts';
import { ladder } from '../../server/jobs/ladder.ts';
import { caseLights, fillLights, monthLights } from '../../server/jobs/lights.ts';
import { fillPapers, periodicPapers } from '../../server/jobs/papers.ts';
import { createScheduler } from '../../server/jobs/scheduler.ts';
import { momentOf } from '../../server/moment.ts';
import { newCase } from '../db/sample.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';

/** Two servers of the same city that look at the same moment. */
function twoServers(city: Desk, which: readonly Job[]) {
  const servers = [1, 2].map(() => createScheduler(city.context, which, (line) => city.log.push(line)));
  return {
    look: () => Promise.all(servers.map((server) => server.tick())),
    stop: () => Promise.all(servers.map((server) => server.stop())),
  };
}

const at = (city: Desk, time: string): void => {
  city.time = new Date(`${time}+08:00`);
};

/** A case of 城管局 that was 交办 on Monday, 2026-10-12, and is due five working days later, on the 19th. */
async function addWorking(city: Desk, id: string, given: Partial<CaseFile> = {}): Promise<void> {
  const { db } = city.context;
  const complete = deadline(await loadCalendar(db), '2026-10-12', 5, 'workday');
  const file = newCase(id, {
    state: 'rectifying',
    number: `2026-${id}`,
    department: 'cgj',
    nature: 'IMMEDIATE',
    exit: 'EFFECTIVE',
    takenUpOn: '2026-10-12',
    assignedOn: '2026-10-12',
    clocks: { complete },
    ...given,
  });
  await db.transaction().execute((trx) => insertCases(trx, [file]));
}

const actsOf = async (city: Desk, id: string) => (await listEvents(city.context.db, id)).map(({ act }) => act);
const noticesOf = async ({ context: { db } }: Desk, account: string, kind: string) =>
  (
    await db
      .selectFrom('notice')
      .select(['subject', 'at'])
      .where('account_id', '=', `account-${account}`)
      .where('kind', '=', kind)
      .orderBy('at')
      .execute()
  ).map(({ subject }) => subject);

describe.each(databases)('$name', ({ open }) => {
  test('the working day after the deadline the department is urged by the system, once, and not at the weekend', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001', {
      clocks: { complete: deadline(await loadCalendar(city.context.db), '2026-10-12', 4, 'workday') },
    });
    const servers = twoServers(city, [ladder]);
    // Due on Friday, the 16th.
    for (const time of ['2026-10-16T16:00:00', '2026-10-17T10:00:00', '2026-10-18T10:00:00', '2026-10-19T08:00:00']) {
      at(city, time);
      await servers.look();
      expect(await actsOf(city, '0001'), time).toEqual(['submit']);
    }
    for (const time of ['2026-10-19T08:30:00', '2026-10-19T12:00:00', '2026-10-20T09:00:00', '2026-10-26T09:00:00']) {
      at(city, time);
      await servers.look();
      expect(await actsOf(city, '0001'), time).toEqual(['submit', 'urge']);
    }
    const urge = (await listEvents(city.context.db, '0001')).at(-1);
    expect(urge).toMatchObject({ day: '2026-10-19', actor: { role: 'system' } });
    expect(urge?.given.demand).toContain('2026年10月16日');
    expect((await findCase(city.context.db, '0001'))?.file.supervision).toBe(1);
    expect(await noticesOf(city, 'liaison', 'order')).toHaveLength(1);
    expect(city.log).toEqual([]);
    await servers.stop();
    await city.close();
  });

  test('a server that was down for a week urges on its first working morning, and nobody who was pressed already', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001');
    await addWorking(city, '0002');
    await addWorking(city, '0003', { pausedOn: '2026-10-14' });
    at(city, '2026-10-20T10:00:00');
    const director = await city.as('director');
    await director.act('0002', 'supervise', { level: 2, reason: '超期', demand: '限期办结', replyBy: '2026-10-23' });
    const servers = twoServers(city, [ladder]);
    at(city, '2026-10-26T11:15:00');
    await servers.look();
    expect(await actsOf(city, '0001')).toEqual(['submit', 'urge']);
    expect(await actsOf(city, '0002')).toEqual(['submit', 'supervise']);
    expect(await actsOf(city, '0003')).toEqual(['submit']);
    await servers.stop();
    await city.close();
  });

  test('after three 重办 or three 转办 the system raises the case to the head of the department, once', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001', { reworks: 3 });
    await addWorking(city, '0002', { transfers: 3 });
    await addWorking(city, '0003', { reworks: 2, transfers: 2 });
    const servers = twoServers(city, [ladder]);
    for (const time of ['2026-10-13T09:00:00', '2026-10-14T09:00:00']) {
      at(city, time);
      await servers.look();
    }
    expect(await actsOf(city, '0001')).toEqual(['submit', 'escalate']);
    expect((await listEvents(city.context.db, '0001')).at(-1)?.given).toMatchObject({
      reason: '重办已满 3 次',
      leader: '单位主要负责人',
    });
    expect(await actsOf(city, '0002')).toEqual(['submit', 'escalate']);
    expect(await actsOf(city, '0003')).toEqual(['submit']);
    await servers.stop();
    await city.close();
  });

  test('whoever has something due is told three working days and one before and when it is over: once each, in office hours', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001', { coDepartments: ['jyj'] });
    const servers = twoServers(city, [alerts]);
    const told = async () => [
      ...(await noticesOf(city, 'liaison', 'due-soon')),
      ...(await noticesOf(city, 'liaison', 'overdue')),
    ];
    const subject = (what: string) => `案件 2026-0001（城管局）：办结期限 2026年10月19日，${what}`;
    const expected: [time: string, lines: string[]][] = [
      ['2026-10-13T09:00:00', []],
      ['2026-10-14T08:29:59', []],
      ['2026-10-14T08:31:00', ['三个工作日内到期']],
      ['2026-10-15T09:00:00', ['三个工作日内到期']],
      ['2026-10-15T23:00:00', ['三个工作日内到期']],
      ['2026-10-16T09:00:00', ['三个工作日内到期', '一个工作日内到期']],
      ['2026-10-17T09:00:00', ['三个工作日内到期', '一个工作日内到期']],
      ['2026-10-20T09:00:00', ['三个工作日内到期', '一个工作日内到期', '已超期']],
      ['2026-10-27T09:00:00', ['三个工作日内到期', '一个工作日内到期', '已超期']],
    ];
    for (const [time, lines] of expected) {
      at(city, time);
      await servers.look();
      await servers.look();
      expect(await told(), time).toEqual(lines.map(subject));
    }
    expect(await noticesOf(city, 'other', 'due-soon'), 'who only helps is not told of the whole').toEqual([]);
    await setSetting(city.context.db, 'officeHours', { from: '10:00', to: '12:00' });
    await addWorking(city, '0002');
    for (const [time, count] of [
      ['2026-10-28T09:30:00', 1],
      ['2026-10-28T12:00:00', 1],
      ['2026-10-29T10:00:00', 2],
    ] as const) {
      at(city, time);
      await servers.look();
      expect(await noticesOf(city, 'liaison', 'overdue'), time).toHaveLength(count);
    }
    await servers.stop();
    await city.close();
  });

  test('an order to answer, a plan, a part of 会办 and 挂账复核 are told of too, each to whom it concerns', async () => {
    const city = await testDesk(await open());
    const calendar = await loadCalendar(city.context.db);
    const soon = deadline(calendar, '2026-10-12', 2, 'workday');
    await addWorking(city, '0001', {
      state: 'accepted',
      clocks: { plan: soon, reply: soon },
      coDepartments: ['jyj'],
      help: { jyj: { due: soon, doneOn: null } },
    });
    await addWorking(city, '0002', { state: 'suspended', clocks: { account: soon } });
    await addWorking(city, '0003', { extensionAsked: '2026-11-10' });
    at(city, '2026-10-14T09:00:00');
    const servers = twoServers(city, [alerts]);
    await servers.look();
    expect((await noticesOf(city, 'liaison', 'due-soon')).join('\n')).toMatch(/报送整改方案期限[^]*/);
    expect((await noticesOf(city, 'liaison', 'due-soon')).some((line) => line.includes('反馈督办期限'))).toBe(true);
    expect(await noticesOf(city, 'other', 'due-soon')).toEqual([
      '案件 2026-0001（教育局）：协办意见期限 2026年10月14日，一个工作日内到期',
    ]);
    expect((await noticesOf(city, 'clerk', 'due-soon')).join()).toContain('挂账复核期限 2026年10月14日');
    expect((await noticesOf(city, 'head', 'due-soon')).join()).toContain('延期申请待主要负责人签字');
    expect(await noticesOf(city, 'supervisor', 'due-soon')).toEqual([]);
    await servers.stop();
    await city.close();
  });

  test('every night only the lights that changed are kept, down to 销号', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001');
    const servers = twoServers(city, [caseLights]);
    for (let day = 13; day <= 21; day += 1) {
      at(city, `2026-10-${day}T00:01:00`);
      await servers.look();
    }
    const lights = async () =>
      (await lightsOfCase(city.context.db, '0001')).map(({ since, light }) => `${since} ${light}`);
    expect(await lights()).toEqual(['2026-10-13 normal', '2026-10-14 soon', '2026-10-20 overdue']);
    await city.context.db.updateTable('case_file').set({ state: 'closed' }).where('id', '=', '0001').execute();
    for (const day of [22, 23]) {
      at(city, `2026-10-${day}T00:01:00`);
      await servers.look();
    }
    expect((await lights()).at(-1)).toBe('2026-10-22 done');
    await servers.stop();
    await city.close();
  });

  test('lights of a month are decided on the cases as they stood at its end, and come out the same whenever that is', async () => {
    const city = await testDesk(await open());
    const { db } = city.context;
    const [clerk, liaison] = [await city.as('clerk'), await city.as('liaison')];
    const { id } = await city.opinion();
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(id, 'accept');
    const servers = twoServers(city, [monthLights]);
    const lights = async () =>
      (await listMonthLights(db, '2026-01', 'cgj')).map(({ month, light, numbers }) =>
        [month, light, ...numbers.reasons].join(' '),
      );
    at(city, '2026-11-02T00:10:00');
    await servers.look();
    // It was due on 2 November and is claimed in December; the server is down over New Year and decides both months afterwards.
    at(city, '2026-12-10T10:00:00');
    const again = await city.as('liaison');
    await again.act(id, 'claim', { outcome: '已修好', evidence: [await again.upload()], signedBy: '李局长' });
    at(city, '2027-01-10T00:10:00');
    await servers.look();
    await servers.look();
    expect(await lights()).toEqual(['2026-10 green', '2026-11 red overdue-many', '2026-12 green']);
    const [, november] = await listMonthLights(db, '2026-01', 'cgj');
    expect(november).toMatchObject({ decidedOn: '2027-01-10' });
    expect(november?.numbers).toEqual({
      assigned: 1,
      open: 1,
      overdue: 1,
      listed: 0,
      resolved: 0,
      rectifiable: 1,
      classResolved: 0,
      classRectifiable: 1,
      reasons: ['overdue-many'],
    });
    expect(await listMonthLights(db, '2026-11', 'jyj')).toMatchObject([{ light: 'green' }, { light: 'green' }]);
    await servers.stop();
    await city.close();
  });

  test('the 调度 list of a half month and the check of a month are made once, and tell the office and whom they concern', async () => {
    const city = await testDesk(await open());
    const { db } = city.context;
    await addWorking(city, '0001');
    const servers = twoServers(city, [monthLights, periodicPapers]);
    const papers = async () => [
      ...(await listPapers(db, 'dispatch')).map(({ period, madeOn }) => `${period} ${madeOn}`),
      ...(await listPapers(db, 'check')).map(({ period, madeOn }) => `${period} ${madeOn}`),
    ];
    at(city, '2026-10-20T09:00:00');
    await servers.look();
    at(city, '2026-10-21T09:00:00');
    await servers.look();
    expect(await papers()).toEqual(['2026-10-2 2026-10-20', '2026-09 2026-10-20']);
    const list = (await findPaper(db, 'dispatch', '2026-10-2'))?.content as DispatchContent;
    expect(list.departments).toMatchObject([
      { department: 'cgj', lines: [{ caseId: '0001', light: 'overdue', left: -1 }] },
    ]);
    expect(await noticesOf(city, 'liaison', 'dispatch')).toEqual(['2026年10月下半月调度清单已生成，你单位 1 件']);
    expect(await noticesOf(city, 'other', 'dispatch')).toEqual([]);
    expect((await noticesOf(city, 'director', 'dispatch')).sort()).toEqual([
      '2026年10月下半月调度清单已生成',
      '2026年9月考核表已生成',
    ]);
    // Sunday, 1 November: the list waits for Monday.
    for (const time of ['2026-11-01T09:00:00', '2026-11-02T09:00:00', '2026-11-02T15:00:00']) {
      at(city, time);
      await servers.look();
    }
    expect(await papers()).toEqual([
      '2026-11-1 2026-11-02',
      '2026-10-2 2026-10-20',
      '2026-10 2026-11-02',
      '2026-09 2026-10-20',
    ]);
    await servers.stop();
    await city.close();
  });

  test('all jobs together run on both servers without a complaint', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001');
    const servers = twoServers(city, jobs);
    for (const time of ['2026-10-13T09:00:00', '2026-10-20T00:01:00', '2026-10-20T09:00:00', '2026-11-02T09:00:00']) {
      at(city, time);
      await servers.look();
    }
    expect(city.log).toEqual([]);
    expect(await actsOf(city, '0001')).toEqual(['submit', 'urge']);
    await servers.stop();
    await city.close();
  });

  test('a city that was taken over with its history gets the lights and lists it would have by now, once', async () => {
    const city = await testDesk(await open());
    const { db } = city.context;
    await addWorking(city, '0001', { assignedOn: '2026-10-12' });
    at(city, '2026-11-05T10:00:00');
    const moment = await momentOf(db, city.time);
    for (let again = 0; again < 2; again += 1) {
      await fillLights(db, moment);
      await fillPapers(db, moment);
    }
    expect((await listPapers(db, 'dispatch')).map(({ period }) => period)).toContain('2026-11-1');
    expect((await listPapers(db, 'check')).map(({ period }) => period)[0]).toBe('2026-10');
    await city.close();
  });
});
