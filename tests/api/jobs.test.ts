/** The clockwork: each job runs when it is due, once however many servers there are, and removes what is no longer needed. */
import { describe, expect, test } from 'vitest';
import { insertAccount, insertSession } from '../../db/accounts.ts';
import { seedCalendar } from '../../db/calendar.ts';
import { findCase, insertCases, listEvents } from '../../db/case-files.ts';
import { insertFile } from '../../db/files.ts';
import { listJobs } from '../../db/jobs.ts';
import { instantText } from '../../server/clock.ts';
import { createSpend } from '../../server/human/spent.ts';
import { type Job, jobs } from '../../server/jobs/jobs.ts';
import { createScheduler } from '../../server/jobs/scheduler.ts';
import { addDepartments, newCase, newOpinion } from '../db/sample.ts';
import { databases } from '../support/databases.ts';
import { type TestCity, testCity } from '../support/city.ts';

const hours = (count: number): number => count * 60 * 60 * 1000;
const later = (city: TestCity, milliseconds: number): void => {
  city.time = new Date(city.time.getTime() + milliseconds);
};

describe.each(databases)('$name', ({ open }) => {
  test('an hourly job runs once an hour and a daily one once a day, although two servers look', async () => {
    const city = await testCity(await open());
    const ran: string[] = [];
    const both: Job[] = [
      { name: 'hourly', every: 'hour', run: async () => `${ran.push('hourly')} times` },
      { name: 'daily', every: 'daily', run: async () => `${ran.push('daily')} times` },
    ];
    const servers = [1, 2].map(() => createScheduler(city.context, both, (line) => city.log.push(line)));
    const look = () => Promise.all(servers.map((server) => server.tick()));
    const runs = () => ran.splice(0).sort();
    await look();
    expect(runs()).toEqual(['daily', 'hourly']);
    await look();
    expect(runs()).toEqual([]);
    later(city, hours(1));
    await look();
    expect(runs()).toEqual(['hourly']);
    // From 11:00 to a minute after midnight.
    later(city, hours(13) + 60_000);
    await look();
    expect(runs()).toEqual(['daily', 'hourly']);
    await Promise.all(servers.map((server) => server.stop()));
    await city.close();
  });

  test('a job that fails is noted and does not keep the others from running', async () => {
    const city = await testCity(await open());
    const broken: Job = { name: 'broken', every: 'hour', run: () => Promise.reject(new Error('no disk')) };
    const fine: Job = { name: 'fine', every: 'hour', run: async () => 'done' };
    const server = createScheduler(city.context, [broken, fine], (line) => city.log.push(line));
    await server.tick();
    expect((await listJobs(city.context.db)).map(({ name, last_result }) => [name, last_result])).toEqual([
      ['broken', 'failed'],
      ['fine', 'done'],
    ]);
    expect(city.log.join('\n')).toContain('no disk');
    const health = (await (await city.ask('/healthz')).json()) as { lastJob: { name: string } };
    expect(['broken', 'fine']).toContain(health.lastJob.name);
    await server.stop();
    await city.close();
  });

  test('an upload that nobody attached and a challenge that expired are removed, row and bytes', async () => {
    const city = await testCity(await open());
    const { db, files, now, writes } = city.context;
    const { sha256, size } = await files.put(Buffer.from('照片'));
    await insertFile(db, {
      id: 'photo',
      sha256,
      media_type: 'image/jpeg',
      size,
      name: '',
      owner: 'citizen',
      opinion_id: null,
      case_id: null,
      uploaded_by: null,
      purge_after: '2026-10-12',
    });
    await (await createSpend(db, writes, now))('hash', new Date(now().getTime() + 60_000));
    while ((await db.selectFrom('spent_challenge').selectAll().execute()).length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const server = createScheduler(city.context, jobs, (line) => city.log.push(line));
    await server.tick();
    expect(await files.read(sha256)).toBeDefined();
    later(city, hours(24));
    await server.tick();
    expect(await files.read(sha256)).toBeUndefined();
    expect(await db.selectFrom('file').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('spent_challenge').selectAll().execute()).toEqual([]);
    expect(city.log).toEqual([]);
    await server.stop();
    await city.close();
  });

  test('a session that ended, a contact past its day and nothing else are removed within the hour', async () => {
    const city = await testCity(await open());
    const { db } = city.context;
    await addDepartments(db);
    await insertAccount(db, {
      id: 'clerk',
      username: 'clerk',
      displayName: '经办',
      role: 'clerk',
      departmentCode: null,
      passwordHash: '',
      mustChangePassword: false,
      disabledAt: null,
      createdAt: '2026-01-01T00:00:00Z',
    });
    const session = (tokenHash: string, minutes: number) => ({
      tokenHash,
      accountId: 'clerk',
      createdAt: instantText(city.time),
      lastSeenAt: instantText(city.time),
      expiresAt: instantText(new Date(city.time.getTime() + minutes * 60_000)),
    });
    await insertSession(db, session('short', 30));
    await insertSession(db, session('long', 90));
    const writes = ['2026-10-12', '2026-10-13', null].map((day, index) =>
      city.context.writes.addOpinion(
        newOpinion(`author${index}`, {
          sealed_contact: day === null ? null : `sealed until ${day}`,
          contact_purge_after: day,
        }),
      ),
    );
    expect(await Promise.all(writes)).toEqual(['stored', 'stored', 'stored']);
    const sessions = async () =>
      (await db.selectFrom('session').select('token_hash').orderBy('token_hash').execute()).map(
        (row) => row.token_hash,
      );
    const contacts = async () =>
      (await db.selectFrom('opinion').select('sealed_contact').where('sealed_contact', 'is not', null).execute())
        .map((row) => row.sealed_contact ?? '')
        .sort();
    const server = createScheduler(city.context, jobs, (line) => city.log.push(line));

    await server.tick();
    expect(await sessions()).toEqual(['long', 'short']);
    expect(await contacts()).toEqual(['sealed until 2026-10-12', 'sealed until 2026-10-13']);
    later(city, hours(1));
    await server.tick();
    expect(await sessions()).toEqual(['long']);
    // From 11:00 to the next day: the last day itself is over.
    later(city, hours(13) + 60_000);
    await server.tick();
    expect(await sessions()).toEqual([]);
    expect(await contacts()).toEqual(['sealed until 2026-10-13']);
    later(city, hours(24));
    await server.tick();
    expect(await contacts()).toEqual([]);
    const left = await db.selectFrom('opinion').select(['redacted_text', 'contact_purge_after']).execute();
    expect(left).toHaveLength(3);
    expect(left.every((row) => row.redacted_text !== '' && row.contact_purge_after === null)).toBe(true);
    expect((await listJobs(db)).find(({ name }) => name === 'purge')?.last_result).toBe(
      '0 sessions, 0 challenges, 1 contacts, 0 files',
    );
    expect(city.log).toEqual([]);
    await server.stop();
    await city.close();
  });

  test('a question that its author leaves unanswered for five working days is ended, and the clock goes on', async () => {
    const city = await testCity(await open());
    const { db, pages } = city.context;
    await addDepartments(db);
    const waiting = newCase('asked', {
      state: 'rectifying',
      number: '2026-0001',
      department: 'cgj',
      nature: 'TIMED',
      questionOpen: true,
      pausedOn: '2026-10-12',
      clocks: {
        complete: {
          from: '2026-10-08',
          amount: 60,
          unit: 'day',
          due: '2026-12-07',
          skipped: [],
          worked: [],
          moved: false,
          uncertain: [],
        },
      },
    });
    await db.transaction().execute(async (trx) => {
      await seedCalendar(trx);
      await insertCases(trx, [waiting]);
    });
    const server = createScheduler(city.context, jobs, (line) => city.log.push(line));
    const isAsked = async () => (await findCase(db, 'asked'))?.file.questionOpen;
    for (let day = 0; day < 6; day += 1) {
      await server.tick();
      expect(await isAsked(), `after ${day} days`).toBe(true);
      later(city, hours(24));
    }
    later(city, hours(24));
    await server.tick();
    expect(await isAsked()).toBe(false);
    const after = await findCase(db, 'asked');
    expect(after?.file.pausedOn).toBeNull();
    expect(after?.file.clocks.complete?.due).toBe('2026-12-14');
    expect((await listEvents(db, 'asked')).at(-1)).toMatchObject({ act: 'endQuestion', actor: { role: 'system' } });
    expect(pages.version('case:2026-0001')).toBe(1);
    await server.tick();
    expect((await findCase(db, 'asked'))?.file.seq).toBe(after?.file.seq);
    expect(city.log).toEqual([]);
    await server.stop();
    await city.close();
  });
});

test('a new day makes the pages again', async () => {
  const [sqlite] = databases;
  const city = await testCity(await (sqlite as (typeof databases)[number]).open());
  const server = createScheduler(city.context, [], (line) => city.log.push(line));
  await server.tick();
  expect(city.context.pages.version('day')).toBe(0);
  later(city, hours(14));
  await server.tick();
  expect(city.context.pages.version('day')).toBe(1);
  await server.stop();
  await city.close();
});
